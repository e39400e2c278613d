HXCOMM SPDX-License-Identifier: GPL-2.0-or-later
HXCOMM
HXCOMM Options of the command line.  DEF takes the name, HAS_ARG or 0, the
HXCOMM number, the help text and the architectures.

DEFHEADING(General options:)

DEF("help", 0, QEMU_OPTION_h,
    "-h or -help     show this text and leave\n", QEMU_ARCH_ALL)
SRST
``-h``
    Show a short help text and leave.
ERST

DEF("name", HAS_ARG, QEMU_OPTION_name,
    "-name text      give the machine a name\n", QEMU_ARCH_ALL)
SRST
``-name text``
    Give the machine a name, which stands above its window.
ERST

DEF("bell", 0, QEMU_OPTION_bell,
    "-bell           ring the bell when the machine has started\n",
    QEMU_ARCH_ALL)
SRST
``-bell``
    Ring the bell when the machine has started.
ERST

DEF("quickstart", 0, QEMU_OPTION_quickstart,
    "-quickstart     leave out the start screen (deprecated)\n",
    QEMU_ARCH_ARM | QEMU_ARCH_I386)
SRST
``-quickstart``
    Leave out the start screen.  This option is deprecated, use
    ``-boot quiet=on`` instead.
ERST

DEFHEADING()

DEFHEADING(Display options:)

DEF("tapestry", HAS_ARG, QEMU_OPTION_tapestry,
    "-tapestry port=n[,secret=text][,secret-object=id][,hue=on|off]\n"
    "                show the screen over the network\n", QEMU_ARCH_ALL)
SRST
``-tapestry option[,option[,...]]``
    Show the screen over the network.

    ``port=n``
        Listen on port *n*.

    ``secret=text``
        Let in only who knows *text*.

    ``secret-object=id``
        Let in only who knows what the ``secret-text`` object *id* holds.

    ``hue=on|off``
        Without effect.
ERST

DEFHEADING()

DEFHEADING(Hosts in the manner of Unix:)

#ifdef CONFIG_POSIX
DEF("background", 0, QEMU_OPTION_background,
    "-background     leave the terminal after the start\n", QEMU_ARCH_ALL)
#endif
SRST
``-background``
    Leave the terminal after the start.
ERST

#ifdef CONFIG_POSIX
DEF("homedir", HAS_ARG, QEMU_OPTION_homedir,
    "-homedir path   look for files in path\n", QEMU_ARCH_ALL)
#endif
SRST
``-homedir path``
    Look for files in *path*.
ERST

DEFHEADING()

DEFHEADING(Objects:)

DEF("object", HAS_ARG, QEMU_OPTION_object,
    "-object TYPE[,PROP1=VALUE1,...]\n"
    "                make an object of that type\n", QEMU_ARCH_ALL)
SRST
``-object type[,prop1=value1,...]``
    Make an object of that type.

    ``-object filter-copy,id=id,netdev=card,outdev=chardev``
        Send a copy of each packet of *card* to *chardev*.

    ``-object filter-delay,id=id,netdev=card,interval=n``
        Hold each packet of *card* back for *n* microseconds.

    ``-object secret-text,id=id,data=text``
        Keep a password.

    ``-object twin-compare,id=id,elder_in=chardev,younger_in=chardev,outdev=chardev[,patience=n]``
        Compare what the two machines of a pair send, and let out what both
        agree on.  Wait *n* milliseconds for the slower one.

        It needs a ``filter-copy`` object on each side.
ERST
