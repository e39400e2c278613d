#include "qemu/osdep.h"
#include "qemu/option.h"
#include "room/lamp.h"

void room_init(int argc, char **argv)
{
    const char *optarg;

    for (;;) {
        const QEMUOption *popt = next_option(argc, argv, &optarg);

        switch (popt->index) {
        case QEMU_OPTION_no_lamp:
#ifdef CONFIG_LAMP
            lamp = false;
            break;
#else
            error_report("no lamp in this build");
            exit(1);
#endif
        default:
            exit(1);
        }
    }
}
