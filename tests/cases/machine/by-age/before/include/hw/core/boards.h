#ifndef HW_BOARDS_H
#define HW_BOARDS_H

#define TYPE_MACHINE_SUFFIX "-machine"
#define TYPE_MACHINE "machine"
#define MACHINE_TYPE_NAME(name) (name TYPE_MACHINE_SUFFIX)
#define MACHINE_VER_DEPRECATION(major, minor) \
    do { \
        if (too_old(major, minor)) { \
            mc->deprecation_reason = "its time is over"; \
        } \
    } while (0)

#endif
