/* SPDX-License-Identifier: GPL-2.0-or-later */
/* x86 cores. */

#include "qemu/osdep.h"
#include "cpu.h"

static const X86CPUDefinition builtin_x86_defs[] = {
    {
        .name = "granite",
        .level = 0xd,
        .vendor = "StoneQuarry!",
        .family = 6,
        .model = 1,
        .stepping = 0,
        .features[FEAT_1_EDX] = CPUID_FP87 | CPUID_TSC,
        .model_id = "Granite at 40 MHz",
    },
    {
        .name = "basalt",
        .level = 0xd,
        .vendor = "StoneQuarry!",
        .family = 6,
        .model = 2,
        .stepping = 3,
        .features[FEAT_1_EDX] = CPUID_FP87 | CPUID_TSC | CPUID_SSE2,
        .model_id = "Basalt at 66 MHz",
    },
};
