/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Devices of the ISA bus. */

#ifndef HW_ISA_H
#define HW_ISA_H

#include "hw/qdev-core.h"

#define TYPE_ISA_DEVICE "isa-device"

#endif
