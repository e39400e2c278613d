#include "qemu/osdep.h"
#include "hw/buses.h"

static const TypeInfo pebble_info = {
    .name = "pebble",
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_init = pebble_init,
};
