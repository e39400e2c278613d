/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two machines in lock-step.
 *
 * The elder runs for a while, stands still, sends what has changed in its
 * memory to the younger, and both run on.  When one of them dies, the other one
 * goes on alone.
 */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qapi/qapi-commands-migration.h"
#include "qapi/qapi-events-migration.h"
#include "system/runstate.h"
#include "migration/twin.h"
#include "options.h"

typedef struct TwinPair {
    TwinMode mode;
    TwinMode last_mode;
    TwinExitReason reason;
    QEMUTimer *meeting;
} TwinPair;

static TwinPair pair;

bool twin_is_paired(void)
{
    return pair.mode != TWIN_MODE_ALONE;
}

TwinMode twin_mode(void)
{
    return pair.mode;
}

static bool twin_tell(TwinMessage message, Error **errp)
{
    return wire_put(TwinMessage_str(message), errp);
}

static void twin_meet(void *opaque)
{
    Error *err = NULL;

    runstate_set(RUN_STATE_TWIN);
    if (!twin_tell(TWIN_MESSAGE_HALT, &err) ||
        !twin_tell(TWIN_MESSAGE_MEMORY, &err)) {
        error_report_err(err);
        twin_part(TWIN_EXIT_REASON_ERROR);
        return;
    }
    runstate_set(RUN_STATE_RUNNING);
    timer_mod(pair.meeting, now_ms() + migrate_twin_interval());
}

void twin_part(TwinExitReason reason)
{
    pair.last_mode = pair.mode;
    pair.mode = TWIN_MODE_ALONE;
    pair.reason = reason;
    timer_del(pair.meeting);
    qapi_event_send_twin_exit(pair.last_mode, reason);
}

void qmp_x_twin_takeover(Error **errp)
{
    if (!twin_is_paired()) {
        error_setg(errp, "This machine is not part of a pair");
        return;
    }
    twin_part(TWIN_EXIT_REASON_ASKED);
}

void qmp_twin_do_sync(Error **errp)
{
    if (pair.mode != TWIN_MODE_ELDER) {
        error_setg(errp, "Only the elder can call a meeting");
        return;
    }
    twin_meet(NULL);
}

TwinStatus *qmp_query_twin_status(Error **errp)
{
    TwinStatus *status = g_new0(TwinStatus, 1);

    status->mode = pair.mode;
    status->last_mode = pair.last_mode;
    status->reason = pair.reason;
    return status;
}
