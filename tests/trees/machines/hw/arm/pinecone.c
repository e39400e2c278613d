#include "qemu/osdep.h"
#include "hw/core/boards.h"

static void pinecone_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->desc = "A board that fell from a tree";
    mc->init = pinecone_init;
    mc->max_cpus = 4;
}

static const TypeInfo pinecone_type = {
    .name = MACHINE_TYPE_NAME("pinecone"),
    .parent = TYPE_MACHINE,
    .class_init = pinecone_class_init,
};
