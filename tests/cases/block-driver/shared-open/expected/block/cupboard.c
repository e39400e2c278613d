/*
 * Furniture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "block/block_int.h"

static int cupboard_open(BlockDriverState *bs, QDict *options, int flags,
                         Error **errp)
{
    Cupboard *c = bs->opaque;

    if (strcmp(bs->drv->format_name, "shelf") == 0) {
        warn_report_once("block driver 'shelf' is deprecated");
    }

    c->bs = bs;
    return 0;
}

static BlockDriver bdrv_drawer = {
    .format_name = "drawer",
    .bdrv_open   = cupboard_open,
};

static BlockDriver bdrv_shelf = {
    .format_name   = "shelf",
    .protocol_name = "shelf",
    .bdrv_open     = cupboard_open,
};
