/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The human side of migration. */

#include "qemu/osdep.h"
#include "monitor/hmp.h"
#include "monitor/monitor.h"
#include "qapi/error.h"
#include "qapi/qapi-commands-migration.h"

void hmp_migrate(Monitor *mon, const QDict *qdict)
{
    Error *err = NULL;

    qmp_migrate(qdict_get_str(qdict, "uri"), true, true, &err);
    hmp_handle_error(mon, err);
}

void hmp_migrate_set_parameter(Monitor *mon, const QDict *qdict)
{
    const char *name = qdict_get_str(qdict, "parameter");
    const char *value = qdict_get_str(qdict, "value");
    MigrationParameters params = { 0 };
    Error *err = NULL;

    switch (qapi_enum_parse(&MigrationParameter_lookup, name, -1, &err)) {
    case MIGRATION_PARAMETER_BANDWIDTH:
        params.has_bandwidth = true;
        params.bandwidth = hmp_size(value);
        break;
    case MIGRATION_PARAMETER_PAUSE_LIMIT:
        params.has_pause_limit = true;
        params.pause_limit = hmp_number(value);
        break;
    case MIGRATION_PARAMETER_X_TWIN_INTERVAL:
        params.has_x_twin_interval = true;
        params.x_twin_interval = hmp_number(value);
        break;
    default:
        hmp_handle_error(mon, err);
        return;
    }
    qmp_migrate_set_parameters(&params, &err);
    hmp_handle_error(mon, err);
}

#ifdef CONFIG_LOCKSTEP
void hmp_x_twin_takeover(Monitor *mon, const QDict *qdict)
{
    Error *err = NULL;

    qmp_x_twin_takeover(&err);
    hmp_handle_error(mon, err);
}

void hmp_info_twin(Monitor *mon, const QDict *qdict)
{
    g_autoptr(TwinStatus) status = qmp_query_twin_status(NULL);

    monitor_printf(mon, "mode: %s\n", TwinMode_str(status->mode));
}
#endif
