#include "qemu/osdep.h"
#include "hw/buses.h"

static void virtio_kite_pci_realize(VirtIOPCIProxy *vpci_dev, Error **errp)
{
    fly(vpci_dev);
}

static void virtio_kite_pci_class_init(ObjectClass *klass, const void *data)
{
    VirtioPCIClass *k = VIRTIO_PCI_CLASS(klass);

    k->realize = virtio_kite_pci_realize;
}

static const VirtioPCIDeviceTypeInfo virtio_kite_pci_info = {
    .generic_name = "virtio-kite-pci",
    .transitional_name = "virtio-kite-pci-transitional",
    .non_transitional_name = "virtio-kite-pci-non-transitional",
    .class_init = virtio_kite_pci_class_init,
};
