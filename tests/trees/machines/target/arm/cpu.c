#include "qemu/osdep.h"
#include "cpu.h"

typedef struct ARMCPUInfo {
    const char *name;
    const char *deprecation_note;
    void (*initfn)(Object *obj);
    void (*class_init)(ObjectClass *oc, const void *data);
} ARMCPUInfo;

static void cpu_register_class_init(ObjectClass *oc, const void *data)
{
    ARMCPUClass *acc = ARM_CPU_CLASS(oc);
    CPUClass *cc = CPU_CLASS(acc);

    acc->info = data;
    cc->deprecation_note = acc->info->deprecation_note;
}

static void micro_class_init(ObjectClass *oc, const void *data)
{
    ARMCPUClass *acc = ARM_CPU_CLASS(oc);

    acc->info = data;
}

void arm_cpu_register(const ARMCPUInfo *info)
{
    TypeInfo type_info = {
        .parent = TYPE_ARM_CPU,
        .class_init = info->class_init ?: cpu_register_class_init,
    };

    type_register(&type_info);
}

static const ARMCPUInfo arm_cpus[] = {
    { .name = "limb-a1",   .initfn = limb_a1_initfn },
    { .name = "limb-m1",   .initfn = limb_m1_initfn,
                           .class_init = micro_class_init },
    { .name = "max",       .initfn = arm_max_initfn },
};

static void arm_cpu_register_types(void)
{
    for (size_t i = 0; i < ARRAY_SIZE(arm_cpus); ++i) {
        arm_cpu_register(&arm_cpus[i]);
    }
}
