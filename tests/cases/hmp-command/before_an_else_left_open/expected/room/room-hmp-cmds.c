#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "monitor/hmp.h"

void hmp_ring(Monitor *mon, const QDict *qdict)
{
    int times = qdict_get_try_int(qdict, "times", 1);

    warn_report_once("'ring' is deprecated, use knock instead");

#ifdef CONFIG_BELFRY
    if (times > 12) {
        belfry_ring(mon);
    } else
#endif
    {
        QTAILQ_FOREACH(bell, &bells, next) {
            bell_ring(bell, times);
        }
    }
}
