/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What only hosts in the manner of Unix can do. */

#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "system/os-posix.h"

static bool go_to_background;
static const char *home_folder;

int os_parse_cmd_args(int index, const char *optarg)
{
    switch (index) {
    case QEMU_OPTION_background:
        go_to_background = true;
        break;
    case QEMU_OPTION_homedir:
        home_folder = optarg;
        break;
    default:
        return -1;
    }
    return 0;
}
