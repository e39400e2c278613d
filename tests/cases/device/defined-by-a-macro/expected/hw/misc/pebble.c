#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "qom/object.h"
#include "hw/buses.h"
#include "hw/misc/pebble.h"

OBJECT_DEFINE_TYPE(PebbleState, pebble, PEBBLE, SYS_BUS_DEVICE)

static void pebble_realize(DeviceState *dev, Error **errp)
{
    warn_report_once("pebble device is deprecated");

    PEBBLE(dev)->weight = 1;
}

static void pebble_class_init(ObjectClass *klass, void *data)
{
    DEVICE_CLASS(klass)->realize = pebble_realize;
}
