/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two machines in lock-step: what the rest of Wren may call. */

#ifndef WREN_MIGRATION_TWIN_H
#define WREN_MIGRATION_TWIN_H

#include "qapi/qapi-types-migration.h"

bool twin_is_paired(void);
TwinMode twin_mode(void);
void twin_part(TwinExitReason reason);

#endif
