#include "qemu/osdep.h"
#include "qemu/path.h"

int main(int argc, char **argv)
{
    while (more()) {
        if (!strcmp(r, "roof")) {
            roof = next();
        } else if (!strcmp(r, "h")) {
            usage();
        }
    }
    return 0;
}
