#ifndef HW_BOARDS_H
#define HW_BOARDS_H

#define TYPE_MACHINE_SUFFIX "-machine"
#define TYPE_MACHINE "machine"
#define MACHINE_TYPE_NAME(name) (name TYPE_MACHINE_SUFFIX)

#define DEFINE_MACHINE(namestr, setup) \
    static void setup##_class_init(ObjectClass *oc, const void *data) \
    { \
        MachineClass *mc = MACHINE_CLASS(oc); \
        setup(mc); \
    } \
    static const TypeInfo setup##_typeinfo = { \
        .name = MACHINE_TYPE_NAME(namestr), \
        .parent = TYPE_MACHINE, \
        .class_init = setup##_class_init, \
    }; \
    type_init(setup##_register_types)

#endif
