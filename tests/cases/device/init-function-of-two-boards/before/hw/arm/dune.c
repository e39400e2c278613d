#include "qemu/osdep.h"
#include "hw/core/boards.h"
#include "hw/tide.h"

static void dune_init(MachineState *machine)
{
    tideclock_init(machine->shore);
}

static void dune_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->deprecation_reason = "nobody looks after it";
    mc->init = dune_init;
}

static const TypeInfo dune_type = {
    .name = MACHINE_TYPE_NAME("dune"),
    .parent = TYPE_MACHINE,
    .class_init = dune_class_init,
};
