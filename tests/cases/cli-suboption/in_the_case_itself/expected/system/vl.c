#include "qemu/osdep.h"
#include "qemu/option.h"
#include "qemu/error-report.h"
#include "room/lamp.h"

void room_init(int argc, char **argv)
{
    const char *optarg;

    for (;;) {
        const QEMUOption *popt = next_option(argc, argv, &optarg);

        switch (popt->index) {
        case QEMU_OPTION_door: {
            QemuOpts *opts;

            opts = qemu_opts_parse_noisily(qemu_find_opts("door"), optarg, false);
            if (!opts) {
                exit(1);
            }
            if (qemu_opt_get(opts, "key")) {
                warn_report("-door key is deprecated");
            }
            open_with(qemu_opt_get(opts, "key"));
            break;
        }
        default:
            exit(1);
        }
    }
}
