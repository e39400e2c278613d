#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "hw/buses.h"

static const WhistleInfo whistles[] = {
    { .name = "whistle-tin", .pitch = 7 },
    { .name = "whistle-bone", .pitch = 4 },
};

static void whistle_realize(PCIDevice *pci_dev, Error **errp)
{
    if (object_dynamic_cast(OBJECT(pci_dev), "whistle-tin")) {
        warn_report("-device whistle-tin is deprecated");
    }

    pci_dev->config[0] = 1;
}

static void whistle_class_init(ObjectClass *klass, const void *data)
{
    PCIDeviceClass *k = PCI_DEVICE_CLASS(klass);

    k->realize = whistle_realize;
}

static void whistle_register(void)
{
    for (int i = 0; i < ARRAY_SIZE(whistles); i++) {
        TypeInfo type_info = {};

        type_info.name = whistles[i].name;
        type_info.parent = TYPE_PCI_DEVICE;
        type_info.class_init = whistle_class_init;
        type_register_static(&type_info);
    }
}
