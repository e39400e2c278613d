/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Read a disk out of an archive. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "block/block_int.h"
#include "qemu/error-report.h"
#include "qemu/option.h"

typedef struct PackboxState {
    int64_t start;
    int64_t length;
} PackboxState;

static int packbox_open(BlockDriverState *bs, QDict *options, int flags,
                        Error **errp)
{
    PackboxState *s = bs->opaque;
    const char *entry = qdict_get_try_str(options, "entry");

    s->start = packbox_seek(bs, entry);
    if (s->start < 0) {
        error_setg(errp, "There is no disk '%s' in the archive", entry);
        return -ENOENT;
    }
    s->length = packbox_measure(bs, s->start);
    return 0;
}

static int64_t packbox_getlength(BlockDriverState *bs)
{
    PackboxState *s = bs->opaque;

    return s->length;
}

static BlockDriver bdrv_packbox = {
    .format_name = "packbox",
    .instance_size = sizeof(PackboxState),
    .bdrv_open = packbox_open,
    .bdrv_co_getlength = packbox_getlength,
};

static void bdrv_packbox_init(void)
{
    bdrv_register(&bdrv_packbox);
}

block_init(bdrv_packbox_init);
