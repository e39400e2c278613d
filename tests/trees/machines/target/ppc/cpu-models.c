#include "qemu/osdep.h"

#define POWERPC_DEF_SVR_DEPR(_name, _desc, _pvr, _svr, _type, _note) \
    define_it(_name, _desc, _pvr, _svr, _type, _note)
#define POWERPC_DEPRECATED_CPU(_name, _pvr, _type, _desc, _note) \
    POWERPC_DEF_SVR_DEPR(_name, _desc, _pvr, POWERPC_SVR_NONE, _type, _note)
#define POWERPC_DEF(_name, _pvr, _type, _desc) \
    POWERPC_DEF_SVR_DEPR(_name, _desc, _pvr, POWERPC_SVR_NONE, _type, NULL)

    POWERPC_DEF("bolt1",         CPU_POWERPC_BOLT1,                  BOLT,
                "Bolt, the first")
    POWERPC_DEF("bolt2",         CPU_POWERPC_BOLT2,                  BOLT,
                "Bolt, the second")
    POWERPC_DEPRECATED_CPU("bolt3", CPU_POWERPC_BOLT3, BOLT,
                "Bolt, the third", "it was one too many")

PowerPCCPUAlias ppc_cpu_aliases[] = {
    { "bolt", "bolt2" },
    { NULL, NULL }
};
