/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A light that can twinkle. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qapi/qapi-commands-ui.h"
#include "hw/qdev-core.h"

#define TYPE_TWINKLE_LIGHT "twinkle-light"

static void twinkle_realize(DeviceState *dev, Error **errp)
{
    light_pattern(dev, LIGHT_PATTERN_DARK);
}

static void twinkle_class_init(ObjectClass *klass, const void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = twinkle_realize;
}

static const TypeInfo twinkle_types[] = {
    {
        .name = TYPE_TWINKLE_LIGHT,
        .parent = TYPE_DEVICE,
        .class_init = twinkle_class_init,
    },
};

DEFINE_TYPES(twinkle_types);
