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
        case QEMU_OPTION_no_lamp: {
            Lamp *it;

            warn_report("-no-lamp is deprecated, use -room "
                        "lamp=off,bulb=none,shade=none instead");
            it = find_lamp();
            switch_off(it);
            break;
        }
        default:
            exit(1);
        }
    }
}
