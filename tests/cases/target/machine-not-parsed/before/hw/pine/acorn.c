#include "qemu/osdep.h"
#include "hw/core/boards.h"

static void acorn_machine_init(MachineClass *mc)
{
    mc->init = acorn_init;
    QOM_LIST(mc, ->, {);
}

DEFINE_MACHINE("acorn", acorn_machine_init)
