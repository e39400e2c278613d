/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A beeper on the ISA bus. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "hw/isa/isa.h"
#include "hw/qdev-properties.h"

#define TYPE_ISA_BEEPER "isa-beeper"
OBJECT_DECLARE_SIMPLE_TYPE(BeeperState, ISA_BEEPER);

struct BeeperState {
    ISADevice parent_obj;
    uint32_t iobase;
    bool loud;
};

static void beeper_realize(DeviceState *dev, Error **errp)
{
    BeeperState *s = ISA_BEEPER(dev);

    if (s->iobase > 0xffff) {
        error_setg(errp, "iobase must be a port number");
        return;
    }
    beeper_wire(s, s->iobase, s->loud);
}

static const Property beeper_properties[] = {
    DEFINE_PROP_UINT32("iobase", BeeperState, iobase, 0x61),
    DEFINE_PROP_BOOL("loud", BeeperState, loud, false),
};

static void beeper_class_init(ObjectClass *klass, const void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = beeper_realize;
    device_class_set_props(dc, beeper_properties);
}

static const TypeInfo beeper_info = {
    .name = TYPE_ISA_BEEPER,
    .parent = TYPE_ISA_DEVICE,
    .instance_size = sizeof(BeeperState),
    .class_init = beeper_class_init,
};

static void beeper_register(void)
{
    type_register_static(&beeper_info);
}

type_init(beeper_register);
