#include "qemu/osdep.h"
#include "qemu/log.h"
#include "qemu/error-report.h"
#include "hw/buses.h"

#define TYPE_LAMP "lamp"

static void lamp_realize(DeviceState *dev, Error **errp)
{
    ERRP_GUARD();
    int i;

    warn_report_once("lamp device is deprecated");

    for (i = 0; i < 3; i++) {
        lamp_wire(dev, i);
    }
}

static void lamp_class_init(ObjectClass *klass, const void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = lamp_realize;
}

static const TypeInfo lamp_info = {
    .name = TYPE_LAMP,
    .parent = TYPE_SYS_BUS_DEVICE,
    .class_init = lamp_class_init,
};
