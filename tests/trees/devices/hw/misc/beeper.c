/* A beeper. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "hw/buses.h"
#include "hw/properties.h"

#define TYPE_BEEPER "isa-beeper"

static void beeper_realize(DeviceState *dev, Error **errp)
{
    BeeperState *s = BEEPER(dev);

    s->loud = true;
}

static const Property beeper_properties[] = {
    DEFINE_PROP_UINT32("iobase", BeeperState, iobase, 0x61),
    DEFINE_PROP_BOOL("loud", BeeperState, loud, false),
    DEFINE_PROP_STRING("tune", BeeperState, tune),
};

static void beeper_class_init(ObjectClass *klass, const void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = beeper_realize;
    device_class_set_props(dc, beeper_properties);
}

static const TypeInfo beeper_info = {
    .name = TYPE_BEEPER,
    .parent = TYPE_ISA_DEVICE,
    .class_init = beeper_class_init,
};
