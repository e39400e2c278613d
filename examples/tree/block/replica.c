/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A disk with a second copy elsewhere. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "block/block_int.h"

typedef struct ReplicaState {
    ReplicaRole role;
    bool broken;
} ReplicaState;

static int replica_open(BlockDriverState *bs, QDict *options, int flags,
                        Error **errp)
{
    ReplicaState *s = bs->opaque;
    const char *role = qdict_get_str(options, "role");

    s->role = qapi_enum_parse(&ReplicaRole_lookup, role, -1, errp);
    return s->role < 0 ? -EINVAL : 0;
}

static BlockDriver bdrv_replica = {
    .format_name = "replica",
    .instance_size = sizeof(ReplicaState),
    .bdrv_open = replica_open,
};

static void bdrv_replica_init(void)
{
    bdrv_register(&bdrv_replica);
}

block_init(bdrv_replica_init);
