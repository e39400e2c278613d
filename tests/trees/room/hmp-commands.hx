HXCOMM Commands of our own.

    {
        .name       = "ring|r",
        .args_type  = "times:i?",
        .params     = "[times]",
        .help       = "ring the bell",
        .cmd        = hmp_ring,
    },

SRST
``ring`` or ``r`` [*times*]
  Ring the bell.  The default is once.

  It can be heard outside.
ERST

    {
        .name       = "knock",
        .args_type  = "hard:-h",
        .params     = "[-h]",
        .help       = "knock at the door (use -h"
                      "\n\t\t\t if nobody hears you)",
        .cmd        = hmp_knock,
    },

SRST
``knock`` [-h]
  Knock at the door:

  ``-h``
    do it harder
ERST

    {
        .name       = "info",
        .args_type  = "item:s?",
        .params     = "[subcommand]",
        .help       = "show various information about the room",
        .cmd        = hmp_info_help,
        .sub_table  = hmp_info_cmds,
    },
