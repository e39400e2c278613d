/*
 * Options of a move.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qemu/units.h"

static void migrate_params_apply(MigrationParameters *params)
{
    Move *m = current_move();

    if (params->has_pace) {
        m->pace = params->pace;
    }
    if (params->escort) {
        g_free(m->escort);
        m->escort = g_strdup(params->escort);
    }

#ifdef CONFIG_TRUNKS
    if (params->has_luggage) {
        m->luggage = params->luggage;
    }
#endif

    if (params->has_twice) {
        m->once = params->twice;
    }
    if (params->has_twice) {
        m->again = params->twice;
    }
}
