/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Properties of devices. */

#ifndef HW_QDEV_PROPERTIES_H
#define HW_QDEV_PROPERTIES_H

#define DEFINE_PROP(_name, _state, _field, _prop, ...) \
    { .name = (_name), .info = &(_prop), __VA_ARGS__ }
#define DEFINE_PROP_BOOL(_n, _s, _f, _d) \
    DEFINE_PROP(_n, _s, _f, qdev_prop_bool, .set_default = true)
#define DEFINE_PROP_UINT32(_n, _s, _f, _d) \
    DEFINE_PROP(_n, _s, _f, qdev_prop_uint32, .set_default = true)
#define DEFINE_PROP_STRING(_n, _s, _f) \
    DEFINE_PROP(_n, _s, _f, qdev_prop_string)

#endif
