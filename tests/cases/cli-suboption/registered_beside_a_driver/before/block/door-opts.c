#include "qemu/osdep.h"
#include "qemu/config-file.h"
#include "qemu/option.h"

static QemuOptsList qemu_door_opts = {
    .name = "door",
    .head = QTAILQ_HEAD_INITIALIZER(qemu_door_opts.head),
    .desc = {
        {
            .name = "key",
            .type = QEMU_OPT_STRING,
        },
        { /* end of list */ }
    },
};

static void door_opts_init(void)
{
    qemu_add_opts(&qemu_door_opts);
}

block_init(door_opts_init);
