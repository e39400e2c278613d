HXCOMM Options of our own.

DEFHEADING(Room options:)

DEF("left", HAS_ARG, QEMU_OPTION_left,
    "-left/-right file use file as wall\n", QEMU_ARCH_ALL)
DEF("right", HAS_ARG, QEMU_OPTION_right, "", QEMU_ARCH_ALL)
SRST
``-left file``
  \
``-right file``
    Use file as a wall.
ERST

#undef DEF
