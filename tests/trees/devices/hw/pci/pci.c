#include "qemu/osdep.h"
#include "hw/buses.h"
#include "hw/properties.h"

static const Property pci_props[] = {
    DEFINE_PROP_BOOL("multifunction", PCIDevice, multi, false),
};

static void pci_device_class_init(ObjectClass *klass, const void *data)
{
    DeviceClass *k = DEVICE_CLASS(klass);

    device_class_set_props(k, pci_props);
}

static const TypeInfo pci_device_type_info = {
    .name = TYPE_PCI_DEVICE,
    .parent = TYPE_DEVICE,
    .abstract = true,
    .class_init = pci_device_class_init,
};
