#include "qemu/osdep.h"
#include "qemu/error-report.h"

#define TYPE_RISCV_CPU "riscv-cpu"
#define RISCV_CPU_TYPE_NAME(name) (name "-" TYPE_RISCV_CPU)
#define TYPE_RISCV_CPU_RAPID RISCV_CPU_TYPE_NAME("rapid")
#define TYPE_RISCV_CPU_RAPIDER RISCV_CPU_TYPE_NAME("rapider")
#define TYPE_RISCV_CPU_STILL RISCV_CPU_TYPE_NAME("still")

static void riscv_cpu_realize(DeviceState *dev, Error **errp)
{
    CPUState *cs = CPU(dev);
    Error *local_err = NULL;

    if (object_dynamic_cast(OBJECT(dev), TYPE_RISCV_CPU_STILL)) {
        warn_report("'still' CPU is deprecated");
    }

    cpu_exec_realizefn(cs, &local_err);
}

static void riscv_cpu_class_init(ObjectClass *c, const void *data)
{
    RISCVCPUClass *mcc = RISCV_CPU_CLASS(c);
    DeviceClass *dc = DEVICE_CLASS(c);

    device_class_set_parent_realize(dc, riscv_cpu_realize,
                                    &mcc->parent_realize);
}

#define DEFINE_CPU(type_name, parent_name, initfn) \
    { \
        .name = (type_name), \
        .parent = (parent_name), \
        .instance_init = initfn, \
    }

static const TypeInfo riscv_cpu_type_infos[] = {
    DEFINE_CPU(TYPE_RISCV_CPU_RAPID, TYPE_RISCV_CPU, rapid_init),
    DEFINE_CPU(TYPE_RISCV_CPU_RAPIDER, TYPE_RISCV_CPU_RAPID, rapider_init),
    DEFINE_CPU(TYPE_RISCV_CPU_STILL, TYPE_RISCV_CPU, still_init),
};
