#include "qemu/osdep.h"

#define POWERPC_DEF(_name, _pvr, _type, _desc) \
    define_it(_name, _desc, _pvr, POWERPC_SVR_NONE, _type)

    POWERPC_DEF("bolt1",         CPU_POWERPC_BOLT1,                  BOLT,
                "Bolt, the first")
