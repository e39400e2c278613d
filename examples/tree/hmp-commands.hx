HXCOMM SPDX-License-Identifier: GPL-2.0-or-later
HXCOMM
HXCOMM Commands that a person can type.  What stands between SRST and ERST goes
HXCOMM into the manual, the rest is C.

    {
        .name       = "migrate",
        .args_type  = "uri:s",
        .params     = "uri",
        .help       = "migrate to uri",
        .cmd        = hmp_migrate,
    },

SRST
``migrate`` *uri*
  Migrate the machine to *uri*.
ERST

    {
        .name       = "migrate_set_parameter",
        .args_type  = "parameter:s,value:s",
        .params     = "parameter value",
        .help       = "change a number that tunes migrations",
        .cmd        = hmp_migrate_set_parameter,
    },

SRST
``migrate_set_parameter`` *parameter* *value*
  Set *parameter*, such as ``bandwidth`` or ``x-twin-interval``, to *value*.
ERST

#ifdef CONFIG_LOCKSTEP
    {
        .name       = "x_twin_takeover",
        .args_type  = "",
        .params     = "",
        .help       = "go on alone, the other machine of the pair is dead",
        .cmd        = hmp_x_twin_takeover,
    },
#endif

SRST
``x_twin_takeover``
  Take the other machine of the pair for dead and go on alone.
ERST

    {
        .name       = "drive_copy",
        .args_type  = "device:B,target:F",
        .params     = "device target",
        .help       = "copy a disk to a file in the background",
        .cmd        = hmp_drive_copy,
    },

SRST
``drive_copy`` *device* *target*
  Copy the disk *device* to the file *target* in the background.
ERST

    {
        .name       = "copy_job_halt",
        .args_type  = "force:-f,device:B",
        .params     = "[-f] device",
        .help       = "halt a copy (use -f to drop writes under way)",
        .cmd        = hmp_copy_job_halt,
    },

SRST
``copy_job_halt`` [-f] *device*
  Halt the copy of *device*, as the control protocol's ``copy-job-halt`` does.
ERST

    {
        .name       = "tonecatch",
        .args_type  = "path:F,rate:i?",
        .params     = "path [rate]",
        .help       = "write all sound to a file (48000 samples a second)",
        .cmd        = hmp_tonecatch,
    },

SRST
``tonecatch`` *path* [*rate*]
  Write all sound to *path*, with *rate* samples a second.
ERST
