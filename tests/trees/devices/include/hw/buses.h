#ifndef HW_BUSES_H
#define HW_BUSES_H

#define TYPE_DEVICE "device"
#define TYPE_SYS_BUS_DEVICE "sys-bus-device"
#define TYPE_PCI_DEVICE "pci-device"
#define TYPE_ISA_DEVICE "isa-device"

#endif
