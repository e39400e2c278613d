#include "qemu/osdep.h"
#include "hw/core/boards.h"

static void virt_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->desc = "A board that fell from a tree";
    mc->deprecation_reason = "to be removed in a future release";
    mc->init = virt_init;
    mc->max_cpus = 4;
}

static const TypeInfo virt_type = {
    .name = MACHINE_TYPE_NAME("virt"),
    .parent = TYPE_MACHINE,
    .class_init = virt_class_init,
};
