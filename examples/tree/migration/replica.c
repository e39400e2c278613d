/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Roles of the replica disks. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qapi/qapi-commands-migration.h"
#include "qapi/qapi-commands-block-core.h"
#include "block/replica.h"

void qmp_set_replica_role(ReplicaRole role, Error **errp)
{
    replica_each(role == REPLICA_ROLE_LEAD ? replica_lead : replica_follow,
                 errp);
}

ReplicaStatus *qmp_query_replica_status(Error **errp)
{
    ReplicaStatus *status = g_new0(ReplicaStatus, 1);

    status->error = replica_any_broken();
    return status;
}
