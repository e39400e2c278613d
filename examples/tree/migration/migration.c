/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The course of a migration. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qapi/qapi-commands-migration.h"
#include "system/runstate.h"
#include "migration/twin.h"
#include "options.h"

static MigrationStatus progress = MIGRATION_STATUS_NONE;

static void landing(void)
{
    if (migrate_twin()) {
        /* Memory is there, but the journey goes on side by side. */
        progress = MIGRATION_STATUS_TWIN;
        return;
    }
    progress = MIGRATION_STATUS_COMPLETED;
    runstate_set(RUN_STATE_POSTMIGRATE);
}

MigrationInfo *qmp_query_migrate(Error **errp)
{
    MigrationInfo *info = g_new0(MigrationInfo, 1);

    info->has_status = true;
    info->status = progress;
    return info;
}

void qmp_migrate(const char *uri, bool has_wait, bool wait, Error **errp)
{
    if (progress == MIGRATION_STATUS_ACTIVE || twin_is_paired()) {
        error_setg(errp, "There is a migration under way");
        return;
    }
    progress = MIGRATION_STATUS_SETUP;
    if (!carry_memory(uri, errp)) {
        progress = MIGRATION_STATUS_FAILED;
        return;
    }
    landing();
}
