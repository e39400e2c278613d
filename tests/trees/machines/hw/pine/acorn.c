#include "qemu/osdep.h"
#include "hw/core/boards.h"

static void acorn_machine_init(MachineClass *mc)
{
    mc->init = acorn_init;
    mc->max_cpus = 1;
}

DEFINE_MACHINE("acorn", acorn_machine_init)
