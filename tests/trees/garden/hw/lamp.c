#include "qemu/osdep.h"
#include "qemu/module.h"
#include "qom/object_interfaces.h"

#define TYPE_LAMP "lamp"
#define TYPE_LANTERN "lantern"

static void lamp_complete(UserCreatable *uc, Error **errp)
{
    light(uc);
}

static void lamp_class_init(ObjectClass *oc, const void *data)
{
    UserCreatableClass *ucc = USER_CREATABLE_CLASS(oc);

    ucc->complete = lamp_complete;
}

static const TypeInfo lamp_info = {
    .name = TYPE_LAMP,
    .parent = TYPE_OBJECT,
    .class_init = lamp_class_init,
};

static const TypeInfo lantern_info = {
    .name = TYPE_LANTERN,
    .parent = TYPE_LAMP,
};
