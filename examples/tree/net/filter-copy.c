/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Send a copy of each packet to a character device. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "net/filter.h"

#define TYPE_FILTER_COPY "filter-copy"

static ssize_t filter_copy_packet(NetFilterState *nf, const struct iovec *iov,
                                  int count)
{
    return copy_out(nf, iov, count);
}

static void filter_copy_class_init(ObjectClass *oc, const void *data)
{
    NetFilterClass *nfc = NETFILTER_CLASS(oc);

    nfc->receive_iov = filter_copy_packet;
}

static const TypeInfo filter_copy_info = {
    .name = TYPE_FILTER_COPY,
    .parent = TYPE_NETFILTER,
    .class_init = filter_copy_class_init,
};

static void filter_copy_register(void)
{
    type_register_static(&filter_copy_info);
}

type_init(filter_copy_register);
