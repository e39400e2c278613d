#include "qemu/osdep.h"
#include "hw/core/boards.h"

#define DEFINE_GROVE_MACHINE(major, minor) \
    static void grove_##major##_##minor##_class_init(ObjectClass *oc, void *data) \
    { \
        MachineClass *mc = MACHINE_CLASS(oc); \
        grove_##major##_##minor##_options(mc); \
        mc->desc = "Grove " #major "." #minor; \
    } \
    static const TypeInfo grove_##major##_##minor##_info = { \
        .name = MACHINE_TYPE_NAME("grove-" #major "." #minor), \
        .parent = TYPE_MACHINE, \
        .class_init = grove_##major##_##minor##_class_init, \
    };

static void grove_4_2_options(MachineClass *m)
{
    m->default_display = "std";
}
DEFINE_GROVE_MACHINE(4, 2)

static void grove_4_1_options(MachineClass *m)
{
    grove_4_2_options(m);
    m->deprecation_reason = "to be removed in a future release";
    compat_props_add(m->compat_props, hw_compat_4_1, hw_compat_4_1_len);
}
DEFINE_GROVE_MACHINE(4, 1)

static void grove_4_0_options(MachineClass *m)
{
    grove_4_1_options(m);
    m->smp_parse = NULL;
}
DEFINE_GROVE_MACHINE(4, 0)

static void grove_4_0_damp_class_init(ObjectClass *oc, void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);
    grove_4_0_options(mc);
    mc->desc = "Grove 4.0 after rain";
}
static const TypeInfo grove_4_0_damp_info = {
    .name = MACHINE_TYPE_NAME("grove-4.0-damp"),
    .parent = TYPE_MACHINE,
    .class_init = grove_4_0_damp_class_init,
};

static void grove_3_1_options(MachineClass *m)
{
    grove_4_0_options(m);
    m->smp_parse = NULL;
}
DEFINE_GROVE_MACHINE(3, 1)
