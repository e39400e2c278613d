#include "qemu/osdep.h"
#include "qemu/module.h"
#include "hw/net/bell.h"

static const TypeInfo bell_small_info = {
    .name = TYPE_SMALL_BELL,
    .parent = TYPE_BELL,
};
