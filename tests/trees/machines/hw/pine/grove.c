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
    compat_props_add(m->compat_props, hw_compat_4_1, hw_compat_4_1_len);
}
DEFINE_GROVE_MACHINE(4, 1)

static void grove_4_0_options(MachineClass *m)
{
    grove_4_1_options(m);
    m->smp_parse = NULL;
}
DEFINE_GROVE_MACHINE(4, 0)
