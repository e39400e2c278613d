/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tapestry, a remote display. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qemu/config-file.h"
#include "qemu/error-report.h"
#include "qemu/option.h"

static QemuOptsList tapestry_opts = {
    .name = "tapestry",
    .head = QTAILQ_HEAD_INITIALIZER(tapestry_opts.head),
    .desc = {
        { .name = "port", .type = QEMU_OPT_NUMBER },
        { .name = "secret", .type = QEMU_OPT_STRING },
        { .name = "secret-object", .type = QEMU_OPT_STRING },
        { .name = "hue", .type = QEMU_OPT_BOOL },
        { /* end of list */ }
    },
};

void tapestry_init(void)
{
    QemuOpts *opts = QTAILQ_FIRST(&tapestry_opts.head);
    const char *secret;

    if (!opts) {
        return;
    }
    if (qemu_opt_get(opts, "hue")) {
        warn_report("'hue' option is deprecated and does nothing");
    }
    secret = qemu_opt_get(opts, "secret");
    tapestry_listen(qemu_opt_get_number(opts, "port", 5999), secret);
}
