HXCOMM Options of our own.

DEFHEADING(Room options:)

DEF("no-lamp", 0, QEMU_OPTION_no_lamp,
    "-no-lamp        leave the lamp off\n", QEMU_ARCH_ALL)
SRST
``-no-lamp``
    Leave the lamp off. It saves power on hosts
    that have no window.
ERST

#undef DEF
