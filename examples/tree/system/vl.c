/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qemu/config-file.h"
#include "qemu/error-report.h"
#include "qemu/option.h"
#include "system/system.h"

static const char *chosen_name;
static bool quiet_boot;
static bool bell_wanted;

void qemu_init(int argc, char **argv)
{
    int optind = 1;

    while (optind < argc) {
        const char *optarg;
        const QEMUOption *popt = lookup_opt(argc, argv, &optarg, &optind);

        switch (popt->index) {
        case QEMU_OPTION_h:
            help(0);
            break;
        case QEMU_OPTION_name:
            chosen_name = optarg;
            break;
        case QEMU_OPTION_bell:
            bell_wanted = true;
            break;
        case QEMU_OPTION_quickstart:
            warn_report("-quickstart is deprecated, "
                        "use -boot quiet=on instead");
            quiet_boot = true;
            break;
        case QEMU_OPTION_object:
            object_option_parse(optarg);
            break;
#ifdef CONFIG_TAPESTRY
        case QEMU_OPTION_tapestry:
            qemu_opts_parse_noisily(qemu_find_opts("tapestry"), optarg, true);
            break;
#endif
        default:
            if (os_parse_cmd_args(popt->index, optarg)) {
                error_report("This binary knows no such option");
                exit(1);
            }
        }
    }
    start_machine(chosen_name, quiet_boot, bell_wanted);
}
