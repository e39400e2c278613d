#include "qemu/osdep.h"
#include "qemu/path.h"
#include "qemu/error-report.h"

int main(int argc, char **argv)
{
    while (more()) {
        if (!strcmp(r, "roof")) {
            warn_report("-roof is deprecated");
            roof = next();
        } else if (!strcmp(r, "h")) {
            usage();
        }
    }
    return 0;
}
