#include "qemu/osdep.h"
#include "qemu/module.h"
#include "hw/buses.h"
#include "hw/net/bell.h"

static void bell_realize(PCIDevice *pci, Error **errp)
{
    pci->config[0] = 1;
}

static void bell_class_init(ObjectClass *klass, const void *data)
{
    PCIDeviceClass *k = PCI_DEVICE_CLASS(klass);

    k->realize = bell_realize;
}

static const TypeInfo bell_info = {
    .name = TYPE_BELL,
    .parent = TYPE_PCI_DEVICE,
    .class_init = bell_class_init,
};
