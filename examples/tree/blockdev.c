/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands of the block layer. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qapi/qapi-commands-block-core.h"
#include "block/blockjob.h"

void qmp_copy_job_halt(const char *device, bool has_force, bool force,
                       Error **errp)
{
    BlockJob *job = find_copy(device, errp);

    if (!job) {
        return;
    }
    if (has_force && force) {
        copy_drop_writes(job);
    }
    job_user_halt(&job->job, errp);
}

void qmp_copy_job_resume(const char *device, Error **errp)
{
    BlockJob *job = find_copy(device, errp);

    if (job) {
        job_user_resume(&job->job, errp);
    }
}
