#include "qemu/osdep.h"
#include "hw/core/boards.h"

static void driftwood_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->desc = "What the sea left";
    mc->deprecation_reason = "use 'pinecone' instead";
}

static const TypeInfo driftwood_type = {
    .name = MACHINE_TYPE_NAME("driftwood"),
    .parent = TYPE_MACHINE,
    .class_init = driftwood_class_init,
};
