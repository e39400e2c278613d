#include "qemu/osdep.h"

static const Property riscv_cpu_properties[] = {
    DEFINE_PROP_BOOL("bark", RISCVCPU, cfg.bark, false),
    {.name = "rings", .info = &prop_rings},
};
