#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "qemu/option.h"

/* What a node of this driver is told; it is no command line option. */
static QemuOptsList node_opts = {
    .name = "door",
    .head = QTAILQ_HEAD_INITIALIZER(node_opts.head),
    .desc = {
        {
            .name = "key",
            .type = QEMU_OPT_STRING,
        },
        { /* end of list */ }
    },
};

static void take_defaults(QDict *options)
{
    QemuOptsList *list = qemu_find_opts("door");
    QemuOpts *opts = QTAILQ_FIRST(&list->head);
    const char *key;

    if (qemu_opt_get(opts, "key")) {
        warn_report("-door key is deprecated, use key-secret instead");
    }
    key = qemu_opt_get(opts, "key");
    if (key) {
        qdict_put_str(options, "key", key);
    }
}

static int door_open(BlockDriverState *bs, QDict *options, int flags,
                     Error **errp)
{
    QemuOpts *opts = qemu_opts_create(&node_opts, NULL, 0, errp);

    take_defaults(options);
    return unlock(bs, qemu_opt_get(opts, "key"));
}
