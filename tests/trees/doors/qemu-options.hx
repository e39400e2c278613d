HXCOMM Options of our own.

DEFHEADING(Room options:)

DEF("door", HAS_ARG, QEMU_OPTION_door,
    "-door [key=<string>][,lock=on|off]\n"
    "                how the room is entered\n", QEMU_ARCH_ALL)
SRST
``-door option[,option]``
    How the room is entered. Valid options are

    ``key=<string>``
        The key that opens it.

    ``lock=on|off``
        Whether it is locked.
ERST

#undef DEF
