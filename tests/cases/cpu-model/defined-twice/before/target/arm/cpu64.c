#include "qemu/osdep.h"

static const ARMCPUInfo aarch64_cpus[] = {
    { .name = "max",       .initfn = aarch64_max_initfn },
};
