#include "qemu/osdep.h"
#include "qemu/error-report.h"

static int shoebox_open(BlockDriverState *bs, QDict *options, int flags,
                        Error **errp)
{
    warn_report_once("block driver 'shoebox' is deprecated");

    return 0;
}

static BlockDriver bdrv_shoebox = {
    .format_name = "shoebox",
    .bdrv_open = shoebox_open,
};
