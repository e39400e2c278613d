HXCOMM Options of our own.

DEFHEADING(Room options:)

DEF("display", HAS_ARG, QEMU_OPTION_display,
    "-display slat[,tilt=n][,dim=on|off]\n"
    "                what is in the window\n", QEMU_ARCH_ALL)
SRST
``-display type``
    What is in the window.
ERST

#undef DEF
