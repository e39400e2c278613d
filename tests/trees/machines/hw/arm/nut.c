#include "qemu/osdep.h"
#include "hw/core/boards.h"

#define TYPE_NUT_MACHINE MACHINE_TYPE_NAME("nut-common")

static void nut_common_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->init = nut_init;
    mc->default_ram_id = "nut.ram";
    machine_add_audiodev_property(mc);
}

static void walnut_class_init(ObjectClass *oc, const void *data)
{
    NutMachineClass *nmc = NUT_MACHINE_CLASS(oc);

    nmc->shell = SHELL_HARD;
}

static const TypeInfo nut_types[] = {
    {
        .name = TYPE_NUT_MACHINE,
        .parent = TYPE_MACHINE,
        .abstract = true,
        .class_init = nut_common_class_init,
    }, {
        .name = MACHINE_TYPE_NAME("hazelnut"),
        .parent = TYPE_NUT_MACHINE,
    }, {
        .name = MACHINE_TYPE_NAME("walnut"),
        .parent = TYPE_NUT_MACHINE,
        .class_init = walnut_class_init,
    },
};

DEFINE_TYPES(nut_types)
