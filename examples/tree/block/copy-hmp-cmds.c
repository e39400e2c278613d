/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The human side of copies. */

#include "qemu/osdep.h"
#include "monitor/hmp.h"
#include "qapi/error.h"
#include "qapi/qapi-commands-block-core.h"

void hmp_drive_copy(Monitor *mon, const QDict *qdict)
{
    Error *err = NULL;
    DriveCopy copy = {
        .device = (char *)qdict_get_str(qdict, "device"),
        .target = (char *)qdict_get_str(qdict, "target"),
    };

    qmp_drive_copy(&copy, &err);
    hmp_handle_error(mon, err);
}

void hmp_copy_job_halt(Monitor *mon, const QDict *qdict)
{
    Error *err = NULL;

    qmp_copy_job_halt(qdict_get_str(qdict, "device"), true,
                      qdict_get_try_bool(qdict, "force", false), &err);
    hmp_handle_error(mon, err);
}
