#include "qemu/osdep.h"
#include "hw/core/boards.h"
#include "hw/tide.h"

static void saltmarsh_init(MachineState *machine)
{
    tideclock_init(machine->shore);
}

static void saltmarsh_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->deprecation_reason = "nobody looks after it";
    mc->init = saltmarsh_init;
}

static const TypeInfo saltmarsh_type = {
    .name = MACHINE_TYPE_NAME("saltmarsh"),
    .parent = TYPE_MACHINE,
    .class_init = saltmarsh_class_init,
};
