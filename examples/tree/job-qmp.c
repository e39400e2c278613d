/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands for jobs of any kind. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qapi/qapi-commands-job.h"
#include "qemu/job.h"

void qmp_job_halt(const char *id, Error **errp)
{
    Job *job = find_job(id, errp);

    if (job) {
        job_user_halt(job, errp);
    }
}

void qmp_job_resume(const char *id, Error **errp)
{
    Job *job = find_job(id, errp);

    if (job) {
        job_user_resume(job, errp);
    }
}
