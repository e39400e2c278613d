#include "qemu/osdep.h"
#include "hw/tide.h"

void tideclock_init(Shore *shore)
{
    warn_report_once("tideclock is deprecated");
    shore->hours = 12;
}
