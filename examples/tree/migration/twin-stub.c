/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For a Wren without lock-step. */

#include "qemu/osdep.h"
#include "migration/twin.h"

bool twin_is_paired(void)
{
    return false;
}

TwinMode twin_mode(void)
{
    return TWIN_MODE_ALONE;
}
