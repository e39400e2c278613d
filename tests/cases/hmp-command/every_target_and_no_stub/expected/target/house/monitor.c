#include "qemu/osdep.h"
#include "qemu/error-report.h"

void hmp_knock(Monitor *mon, const QDict *qdict)
{
    warn_report_once("'knock' is deprecated");

    monitor_printf(mon, "the other door\n");
}
