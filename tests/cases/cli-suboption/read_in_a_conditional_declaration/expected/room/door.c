#include "qemu/osdep.h"
#include "qemu/config-file.h"
#include "qemu/error-report.h"

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
#ifdef CONFIG_KEY
    const char *key = qemu_opt_get(opts, "key");
    bool hidden = key && strstr(key, "mat");
#endif
    bool lock = qemu_opt_get_bool(opts, "lock", false);

    if (qemu_opt_get(opts, "key")) {
        warn_report("-door key is deprecated, use key-secret instead");
    }
#ifdef CONFIG_KEY
    if (lock && !hidden) {
        lock_with(key);
    }
#endif
    shut(lock);
}
