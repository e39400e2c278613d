/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Abilities and numbers of a migration: where they are kept, and which of them
 * go together.
 */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qapi/qapi-commands-migration.h"
#include "qemu/error-report.h"
#include "migration/twin.h"
#include "hw/qdev-properties.h"
#include "options.h"

#define DEFAULT_BANDWIDTH (128 * 1024 * 1024)
#define DEFAULT_PAUSE_LIMIT 250
#define DEFAULT_TWIN_INTERVAL 5000
#define MAX_STREAMS 64

typedef struct Flight {
    bool capabilities[MIGRATION_CAPABILITY__MAX];
    MigrationParameters parameters;
    bool busy;
} Flight;

static Flight flight;

const Property migration_properties[] = {
    DEFINE_PROP_SIZE("bandwidth", Flight, parameters.bandwidth,
                     DEFAULT_BANDWIDTH),
    DEFINE_PROP_UINT64("pause-limit", Flight, parameters.pause_limit,
                       DEFAULT_PAUSE_LIMIT),
    DEFINE_PROP_UINT32("x-twin-interval", Flight, parameters.x_twin_interval,
                       DEFAULT_TWIN_INTERVAL),
    DEFINE_PROP_UINT8("streams", Flight, parameters.streams, 1),
    DEFINE_PROP_UINT8("x-page-guess", Flight, parameters.x_page_guess, 0),

    DEFINE_PROP_MIG_CAP("squeeze", MIGRATION_CAPABILITY_SQUEEZE),
    DEFINE_PROP_MIG_CAP("block-push", MIGRATION_CAPABILITY_BLOCK_PUSH),
    DEFINE_PROP_MIG_CAP("late-memory", MIGRATION_CAPABILITY_LATE_MEMORY),
    DEFINE_PROP_MIG_CAP("x-twin", MIGRATION_CAPABILITY_X_TWIN),
    DEFINE_PROP_MIG_CAP("many-streams", MIGRATION_CAPABILITY_MANY_STREAMS),
    DEFINE_PROP_MIG_CAP("x-lazy-pages", MIGRATION_CAPABILITY_X_LAZY_PAGES),
    DEFINE_PROP_MIG_CAP("snapshot-background",
                        MIGRATION_CAPABILITY_SNAPSHOT_BACKGROUND),
};

bool migrate_late_memory(void)
{
    return flight.capabilities[MIGRATION_CAPABILITY_LATE_MEMORY];
}

bool migrate_many_streams(void)
{
    return flight.capabilities[MIGRATION_CAPABILITY_MANY_STREAMS];
}

bool migrate_twin(void)
{
    return flight.capabilities[MIGRATION_CAPABILITY_X_TWIN];
}

uint32_t migrate_twin_interval(void)
{
    return flight.parameters.x_twin_interval;
}

/* What cannot be had together with a snapshot in the background. */
DEFINE_CAPABILITY_LIST(snapshot_enemies,
                       MIGRATION_CAPABILITY_LATE_MEMORY,
                       MIGRATION_CAPABILITY_X_TWIN,
                       MIGRATION_CAPABILITY_MANY_STREAMS);

static bool snapshot_check(bool *caps, Error **errp)
{
    for (int i = 0; i < snapshot_enemies.count; i++) {
        MigrationCapability enemy = snapshot_enemies.list[i];

        if (caps[enemy]) {
            error_setg(errp, "snapshot-background excludes %s",
                       MigrationCapability_str(enemy));
            return false;
        }
    }
    return true;
}

/* Refuse a set of abilities that cannot work. */
bool migrate_caps_check(bool *old_caps, bool *new_caps, Error **errp)
{
    if (new_caps[MIGRATION_CAPABILITY_BLOCK_PUSH]) {
        warn_report("Capability block-push is deprecated and does nothing");
    }

#ifndef CONFIG_LOCKSTEP
    if (new_caps[MIGRATION_CAPABILITY_X_TWIN]) {
        error_setg(errp, "This Wren was built without lock-step");
        return false;
    }
#endif

    if (new_caps[MIGRATION_CAPABILITY_LATE_MEMORY] &&
        !old_caps[MIGRATION_CAPABILITY_LATE_MEMORY] &&
        !late_memory_works_here(errp)) {
        return false;
    }

    if (new_caps[MIGRATION_CAPABILITY_SNAPSHOT_BACKGROUND] &&
        !snapshot_check(new_caps, errp)) {
        return false;
    }

    if (new_caps[MIGRATION_CAPABILITY_X_LAZY_PAGES] &&
        new_caps[MIGRATION_CAPABILITY_SQUEEZE]) {
        error_setg(errp, "x-lazy-pages and squeeze exclude each other");
        return false;
    }

    return true;
}

void qmp_migrate_set_capabilities(MigrationCapabilityStatusList *params,
                                  Error **errp)
{
    bool wanted[MIGRATION_CAPABILITY__MAX];

    if (flight.busy) {
        error_setg(errp, "Too late, the migration is under way");
        return;
    }

    memcpy(wanted, flight.capabilities, sizeof(wanted));
    for (; params; params = params->next) {
        wanted[params->value->capability] = params->value->state;
    }

    if (migrate_caps_check(flight.capabilities, wanted, errp)) {
        memcpy(flight.capabilities, wanted, sizeof(wanted));
    }
}

bool migrate_params_check(MigrationParameters *params, Error **errp)
{
    if (params->has_streams &&
        (params->streams < 1 || params->streams > MAX_STREAMS)) {
        error_setg(errp, "streams must be from 1 to %d", MAX_STREAMS);
        return false;
    }

    if (params->has_x_twin_interval && params->x_twin_interval < 10) {
        error_setg(errp, "x-twin-interval must be at least 10");
        return false;
    }

    return true;
}

static void migrate_params_apply(MigrationParameters *params)
{
    MigrationParameters *kept = &flight.parameters;

    if (params->has_bandwidth) {
        kept->bandwidth = params->bandwidth;
    }

    if (params->has_pause_limit) {
        kept->pause_limit = params->pause_limit;
    }

    if (params->has_x_twin_interval) {
        kept->x_twin_interval = params->x_twin_interval;
    }

    if (params->has_streams) {
        kept->streams = params->streams;
    }

    if (params->has_x_page_guess) {
        kept->x_page_guess = params->x_page_guess;
    }
}

void qmp_migrate_set_parameters(MigrationParameters *params, Error **errp)
{
    if (migrate_params_check(params, errp)) {
        migrate_params_apply(params);
    }
}

MigrationParameters *qmp_query_migrate_parameters(Error **errp)
{
    return QAPI_CLONE(MigrationParameters, &flight.parameters);
}
