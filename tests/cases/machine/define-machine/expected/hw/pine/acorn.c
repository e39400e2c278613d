#include "qemu/osdep.h"
#include "hw/core/boards.h"

static void acorn_machine_init(MachineClass *mc)
{
    mc->init = acorn_init;
    mc->max_cpus = 1;
    mc->deprecation_reason = "to be removed in a future release";
}

DEFINE_MACHINE("acorn", acorn_machine_init)
