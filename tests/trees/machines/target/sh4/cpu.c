#include "qemu/osdep.h"

#define TYPE_SUPERH_CPU "superh-cpu"
#define SUPERH_CPU_TYPE_NAME(model) model "-" TYPE_SUPERH_CPU

static void shell1_class_init(ObjectClass *oc, const void *data)
{
    SuperHCPUClass *scc = SUPERH_CPU_CLASS(oc);

    scc->pvr = 0x1;
}

static void shell2_class_init(ObjectClass *oc, const void *data)
{
    SuperHCPUClass *scc = SUPERH_CPU_CLASS(oc);

    scc->pvr = 0x2;
}

static const TypeInfo superh_cpu_type_infos[] = {
    {
        .name = SUPERH_CPU_TYPE_NAME("shell1"),
        .parent = TYPE_SUPERH_CPU,
        .class_init = shell1_class_init,
    },
    {
        .name = SUPERH_CPU_TYPE_NAME("shell2"),
        .parent = TYPE_SUPERH_CPU,
        .class_init = shell2_class_init,
    },
    {
        .name = SUPERH_CPU_TYPE_NAME("shell2-soft"),
        .parent = SUPERH_CPU_TYPE_NAME("shell2"),
    },
};
