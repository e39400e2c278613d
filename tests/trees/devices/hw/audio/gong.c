#include "qemu/osdep.h"
#include "hw/buses.h"

#define TYPE_GONG "gong"
#define TYPE_GILDED_GONG "gong-gilded"

static void gong_realize(DeviceState *dev, Error **errp)
{
    hang_up(dev);
}

static void gong_class_init(ObjectClass *klass, const void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = gong_realize;
}

static void gong_gilded_realize(DeviceState *dev, Error **errp)
{
    gild(dev);
    GONG_GET_CLASS(dev)->parent_realize(dev, errp);
}

static void gong_gilded_class_init(ObjectClass *klass, const void *data)
{
    GongClass *gc = GONG_CLASS(klass);

    device_class_set_parent_realize(DEVICE_CLASS(klass), gong_gilded_realize,
                                    &gc->parent_realize);
}

static const TypeInfo gong_types[] = {
    {
        .name = TYPE_GONG,
        .parent = TYPE_ISA_DEVICE,
        .class_init = gong_class_init,
    }, {
        .name = TYPE_GILDED_GONG,
        .parent = TYPE_GONG,
        .class_init = gong_gilded_class_init,
    },
};
