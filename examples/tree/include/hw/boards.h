/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boards that the emulator knows. */

#ifndef HW_BOARDS_H
#define HW_BOARDS_H

#define TYPE_MACHINE "machine"
#define MACHINE_TYPE_NAME(name) (name "-machine")

#endif
