#include "qemu/osdep.h"
#include "qemu/path.h"
#include "qemu/error-report.h"

static void handle_arg_roof(const char *arg)
{
    warn_report("-roof is deprecated");

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
     "file", "the file that makes the roof above the guest's hair"
             " (deprecated)"},
    {NULL, NULL, false, NULL, NULL, NULL}
};
