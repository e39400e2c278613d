#include "qemu/osdep.h"

static int torn_open(BlockDriverState *bs, QDict *options, int flags,
                     Error **errp)
{
    WITH_HANDS(2) fold(bs) {
        return ;;) 0;
    }
}

static BlockDriver bdrv_torn = {
    .format_name = "torn",
    .bdrv_open = torn_open,
};
