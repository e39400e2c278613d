#include "qemu/osdep.h"
#include "qemu/config-file.h"

static QemuOptsList room_door_opts = {
    .name = "door",
    .head = QTAILQ_HEAD_INITIALIZER(room_door_opts.head),
    .desc = {
        {
            .name = "key",
            .type = QEMU_OPT_STRING,
        }, {
            .name = "lock",
            .type = QEMU_OPT_BOOL,
        },
        { /* end of list */ }
    },
};

