#include "qemu/osdep.h"
#include "qemu/option.h"
#include "room/lamp.h"

void room_init(int argc, char **argv)
{
    const char *optarg;

    for (;;) {
        const QEMUOption *popt = next_option(argc, argv, &optarg);

        switch (popt->index) {
        case QEMU_OPTION_door:
            opts = qemu_opts_parse_noisily(qemu_find_opts("door"), optarg, false);
            break;
        default:
            exit(1);
        }
    }
}
