/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Abilities and numbers of a migration. */

#ifndef WREN_MIGRATION_OPTIONS_H
#define WREN_MIGRATION_OPTIONS_H

bool migrate_late_memory(void);
bool migrate_many_streams(void);
bool migrate_twin(void);
uint32_t migrate_twin_interval(void);
bool migrate_caps_check(bool *old_caps, bool *new_caps, Error **errp);

/* Define a list of capabilities that goes by a name. */
#define DEFINE_CAPABILITY_LIST(name_, ...)                      \
    static const CapabilityList name_ = {                       \
        .count = sizeof((int []) { __VA_ARGS__ }) / sizeof(int), \
        .list = { __VA_ARGS__ },                                \
    }

#endif
