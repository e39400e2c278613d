#include "qemu/osdep.h"
#include "qemu/module.h"
#include "hw/buses.h"

#define TYPE_BELL "bell"
#define TYPE_BIG_BELL "bell-big"
#define TYPE_SMALL_BELL "bell-small"

static void bell_realize(PCIDevice *pci, Error **errp)
{
    pci->config[0] = 1;
}

static void bell_class_init(ObjectClass *klass, const void *data)
{
    PCIDeviceClass *k = PCI_DEVICE_CLASS(klass);

    k->realize = bell_realize;
}

static const TypeInfo bell_types[] = {
    {
        .name = TYPE_BELL,
        .parent = TYPE_PCI_DEVICE,
        .abstract = true,
        .class_init = bell_class_init,
    }, {
        .name = TYPE_BIG_BELL,
        .parent = TYPE_BELL,
    }, {
        .name = TYPE_SMALL_BELL,
        .parent = TYPE_BELL,
    },
};
