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

static void room_door_init(void)
{
    QemuOpts *opts = QTAILQ_FIRST(&room_door_opts.head);
    const char *key;

    if (!opts) {
        return;
    }
    if (qemu_opt_get_bool(opts, "lock", false)) {
        key = qemu_opt_get(opts, "key");
        lock_with(key);
    } else {
#ifdef CONFIG_KEY
        forget(qemu_opt_get(opts, "key"));
#endif
    }
}
