#ifndef QOM_OBJECT_H
#define QOM_OBJECT_H

#define OBJECT_DEFINE_TYPE(State, lower, UPPER, PARENT) \
    static const TypeInfo lower##_info = { \
        .name = TYPE_##UPPER, \
        .parent = TYPE_##PARENT, \
        .class_init = lower##_class_init, \
    };

#endif
