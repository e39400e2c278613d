/* A foghorn. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "hw/buses.h"
#include "hw/properties.h"

#define TYPE_FOGHORN "foghorn"

static void foghorn_realize(DeviceState *dev, Error **errp)
{
    BeeperState *s = FOGHORN(dev);

    warn_report("'foghorn' is deprecated, "
                "please use a lighthouse instead");
    s->loud = true;
}

static const Property foghorn_properties[] = {
    DEFINE_PROP_UINT32("iobase", BeeperState, iobase, 0x61),
    DEFINE_PROP_BOOL("loud", BeeperState, loud, false),
    DEFINE_PROP_STRING("tune", BeeperState, tune),
};

static void foghorn_class_init(ObjectClass *klass, const void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = foghorn_realize;
    device_class_set_props(dc, foghorn_properties);
}

static const TypeInfo foghorn_info = {
    .name = TYPE_FOGHORN,
    .parent = TYPE_ISA_DEVICE,
    .class_init = foghorn_class_init,
};
