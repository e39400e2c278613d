/*
 * Furniture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "qemu/osdep.h"
#include "block/block_int.h"

static int cupboard_open(BlockDriverState *bs, QDict *options, int flags,
                         Error **errp)
{
    Cupboard *c = bs->opaque;

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
