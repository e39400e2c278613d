#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "hw/tide.h"

void tideclock_init(Shore *shore)
{
    warn_report_once("tideclock device is deprecated");

    shore->hours = 12;
}
