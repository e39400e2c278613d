#include "qemu/osdep.h"

void hmp_knock(Monitor *mon, const QDict *qdict)
{
    monitor_printf(mon, "no door\n");
}
