/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Abilities and numbers of a migration. */

#ifndef WREN_MIGRATION_OPTIONS_H
#define WREN_MIGRATION_OPTIONS_H

bool migrate_late_memory(void);
bool migrate_many_streams(void);
bool migrate_twin(void);
uint32_t migrate_twin_interval(void);
bool migrate_caps_check(bool *old_caps, bool *new_caps, Error **errp);

#endif
