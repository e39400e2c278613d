/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cables of network cards. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qapi/qapi-commands-net.h"
#include "qapi/qapi-events-net.h"
#include "net/net.h"

/* A twinax cable is short; the guest gets to know. */
static int cable_length(CableKind kind)
{
    return kind == CABLE_KIND_TWINAX ? 700 : 10000;
}

/* Sockets are counted from above. */
static int socket_number(CableSocket socket)
{
    return socket == CABLE_SOCKET_LOWER ? 1 : 0;
}

void qmp_net_cable_set(const char *name, bool up, bool has_kind,
                       CableKind kind, bool has_port, CableSocket port,
                       Error **errp)
{
    NetClientState *nc = qemu_find_netdev(name);

    if (!nc) {
        error_setg(errp, "There is no network card '%s'", name);
        return;
    }
    if (has_port) {
        net_choose_socket(nc, socket_number(port));
    }
    net_set_cable(nc, up, cable_length(has_kind ? kind : CABLE_KIND_COPPER));
    qapi_event_send_net_cable_changed(name, up, kind);
}
