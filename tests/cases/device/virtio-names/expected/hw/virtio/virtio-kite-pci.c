#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "hw/buses.h"

static void virtio_kite_pci_realize(VirtIOPCIProxy *vpci_dev, Error **errp)
{
    if (object_dynamic_cast(OBJECT(vpci_dev), "virtio-kite-pci-transitional")) {
        warn_report("-device virtio-kite-pci-transitional is deprecated");
    }

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
