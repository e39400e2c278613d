#include "qemu/osdep.h"
#include "hw/core/boards.h"

#define DEFINE_GROVE_MACHINE(major, minor) \
    static void grove_##major##_##minor##_class_init(ObjectClass *oc, void *data) \
    { \
        MachineClass *mc = MACHINE_CLASS(oc); \
        grove_##major##_##minor##_options(mc); \
        MACHINE_VER_DEPRECATION(major, minor); \
    } \
    static const TypeInfo grove_##major##_##minor##_info = { \
        .name = MACHINE_TYPE_NAME("grove-" #major "." #minor), \
        .parent = TYPE_MACHINE, \
        .class_init = grove_##major##_##minor##_class_init, \
    };

static void grove_9_1_options(MachineClass *m)
{
}
DEFINE_GROVE_MACHINE(9, 1)
