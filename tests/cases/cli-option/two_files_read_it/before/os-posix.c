#include "qemu/osdep.h"
#include "qemu/error-report.h"

int os_parse_cmd_args(int index, const char *optarg)
{
    switch (index) {
    case QEMU_OPTION_no_lamp:
        lamp = false;
        break;
    default:
        return -1;
    }
    return 0;
}
