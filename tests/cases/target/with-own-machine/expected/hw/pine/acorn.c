#include "qemu/osdep.h"
#include "hw/core/boards.h"

static void acorn_machine_init(MachineClass *mc)
{
    mc->init = acorn_init;
    mc->max_cpus = 1;
    mc->deprecation_reason = "the pine target is deprecated";
}

DEFINE_MACHINE("acorn", acorn_machine_init)
