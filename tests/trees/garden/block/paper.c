#include "qemu/osdep.h"

static BlockDriver bdrv_paper = {
    .format_name = "paper",
    .bdrv_close = paper_close,
};
