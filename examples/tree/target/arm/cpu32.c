/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arm cores with 32 bits. */

#include "qemu/osdep.h"
#include "cpu.h"

static void fern_m1_initfn(Object *obj)
{
    ARMCPU *cpu = ARM_CPU(obj);

    cpu->midr = 0x7a010000;
}

static void fern_m2_initfn(Object *obj)
{
    ARMCPU *cpu = ARM_CPU(obj);

    set_feature(&cpu->env, ARM_FEATURE_M);
    cpu->midr = 0x7a020000;
}

static void fern_a5_initfn(Object *obj)
{
    ARMCPU *cpu = ARM_CPU(obj);

    set_feature(&cpu->env, ARM_FEATURE_V7);
    cpu->midr = 0x7a050000;
}

static const ARMCPUInfo fern_cpus[] = {
    { .name = "fern-m1", .initfn = fern_m1_initfn,
      .deprecation_note = "use 'fern-m2' instead" },
    { .name = "fern-m2", .initfn = fern_m2_initfn },
    { .name = "fern-a5", .initfn = fern_a5_initfn },
};

static void fern_register(void)
{
    for (size_t i = 0; i < ARRAY_SIZE(fern_cpus); i++) {
        arm_cpu_register(&fern_cpus[i]);
    }
}

type_init(fern_register);
