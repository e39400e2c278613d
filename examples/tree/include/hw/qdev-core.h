/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Devices of all buses. */

#ifndef HW_QDEV_CORE_H
#define HW_QDEV_CORE_H

#define TYPE_DEVICE "device"

#endif
