#include "qemu/osdep.h"
#include "hw/core/boards.h"

static void twig_class_init(ObjectClass *oc, const void *data)
{
    TwigMachineClass *tmc = TWIG_MACHINE_CLASS(oc);

    tmc->leaves = 3;
}

static const TypeInfo twig_type = {
    .name = MACHINE_TYPE_NAME("twig"),
    .parent = TYPE_MACHINE,
    .class_init = twig_class_init,
};
