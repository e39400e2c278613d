#include "qemu/osdep.h"
#include "hw/tide.h"

void tideclock_init(Shore *shore)
{
    shore->hours = 12;
}
