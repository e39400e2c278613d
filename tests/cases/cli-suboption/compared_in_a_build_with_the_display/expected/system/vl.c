#include "qemu/osdep.h"
#include "qemu/option.h"
#include "qemu/error-report.h"
#include "room/lamp.h"

static void parse_display(const char *p)
{
    const char *opts, *next;

    if (strstart(p, "slat", &opts)) {
#ifdef CONFIG_SLAT
        if (strstart(opts, ",half_open=", &next)) {
            warn_report("-display slat,half_open is deprecated, use -display "
                        "slat,half-open=on instead");
            half_open = true;
        }
#else
        exit(1);
#endif
    }
}

void room_init(int argc, char **argv)
{
    const char *optarg;

    for (;;) {
        const QEMUOption *popt = next_option(argc, argv, &optarg);

        switch (popt->index) {
        case QEMU_OPTION_display:
            parse_display(optarg);
            break;
        default:
            exit(1);
        }
    }
}
