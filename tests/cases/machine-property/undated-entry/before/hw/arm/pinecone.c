#include "qemu/osdep.h"
#include "hw/core/boards.h"

static void pinecone_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->desc = "A board that fell from a tree";
    mc->init = pinecone_init;
    mc->max_cpus = 4;

    object_class_property_add_bool(oc, "resin", pinecone_get_resin,
                                   pinecone_set_resin);
    object_class_property_set_description(oc, "resin", "Set on to stick");
}

static const TypeInfo pinecone_type = {
    .name = MACHINE_TYPE_NAME("pinecone"),
    .parent = TYPE_MACHINE,
    .class_init = pinecone_class_init,
};
