/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The human side of sound. */

#include "qemu/osdep.h"
#include "monitor/hmp.h"
#include "monitor/monitor.h"
#include "qemu/error-report.h"
#include "qobject/qdict.h"

void hmp_tonecatch(Monitor *mon, const QDict *qdict)
{
    const char *path = qdict_get_str(qdict, "path");
    int rate = qdict_get_try_int(qdict, "rate", 48000);

    if (!tone_catch(path, rate)) {
        monitor_printf(mon, "cannot write to %s\n", path);
    }
}

void hmp_info_beeps(Monitor *mon, const QDict *qdict)
{
    warn_report_once("'info beeps' is deprecated, use 'info audio' instead");

    monitor_printf(mon, "%d beeps\n", beeps_counted());
}
