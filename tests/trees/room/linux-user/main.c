#include "qemu/osdep.h"
#include "qemu/path.h"

static void handle_arg_roof(const char *arg)
{
    roof = arg;
}

static void handle_arg_help(const char *arg)
{
    usage(0);
}

static const struct qemu_argument arg_table[] = {
    {"h",    "",          false, handle_arg_help,
     "",     "print this"},
    {"help", "",          false, handle_arg_help,
     "",     ""},
    {"roof", "QEMU_ROOF", true,  handle_arg_roof,
     "file", "use 'file' as roof"},
    {NULL, NULL, false, NULL, NULL, NULL}
};
