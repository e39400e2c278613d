#include "qemu/osdep.h"
#include "monitor/hmp.h"
#include "qobject/qdict.h"

void hmp_ring(Monitor *mon, const QDict *qdict)
{
    int times = qdict_get_try_int(qdict, "times", 1);

    ring(times);
}

void hmp_knock(Monitor *mon, const QDict *qdict)
{
    knock();
}

void hmp_info_help(Monitor *mon, const QDict *qdict)
{
    show_help(mon);
}

void hmp_info_bell(Monitor *mon, const QDict *qdict)
{
    Bell *bell = the_bell();
    monitor_printf(mon, "bell: %s\n", bell->name);
}

static void hmp_info_pipes(Monitor *mon, const QDict *qdict)
{
    monitor_printf(mon, "none\n");
}

static void room_register(void)
{
    monitor_register_hmp("pipes", true, hmp_info_pipes);
}
