HXCOMM SPDX-License-Identifier: GPL-2.0-or-later
HXCOMM
HXCOMM What "info" can tell.  The format is that of hmp-commands.hx.

SRST
``info`` *topic*
  Tell something about the machine.

ERST

    {
        .name       = "beeps",
        .args_type  = "",
        .params     = "",
        .help       = "count the beeps (deprecated)",
        .cmd        = hmp_info_beeps,
    },

SRST
  ``info beeps``
    Count the beeps.  Deprecated, use ``info audio`` instead.
ERST

#ifdef CONFIG_LOCKSTEP
    {
        .name       = "twin",
        .args_type  = "",
        .params     = "",
        .help       = "show the state of the pair",
        .cmd        = hmp_info_twin,
    },
#endif

SRST
  ``info twin``
    Show which machine of a pair this is.
ERST
