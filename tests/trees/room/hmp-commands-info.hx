HXCOMM Topics of our own.

    {
        .name       = "bell",
        .args_type  = "",
        .params     = "",
        .help       = "show the bell",
        .cmd        = hmp_info_bell,
    },

SRST
  ``info bell``
    Show the bell.
ERST

    {
        .name         = "doors",
        .args_type    = "",
        .params       = "",
        .help         = "show the doors",
        .cmd_info_hrt = qmp_x_query_doors,
    },

SRST
  ``info doors``
    Show the doors.
ERST

#if defined(CONFIG_PIPES)
    {
        .name       = "pipes",
        .args_type  = "",
        .params     = "",
        .help       = "show the pipes",
    },
#endif

SRST
  ``info pipes``
    Show the pipes.
ERST
