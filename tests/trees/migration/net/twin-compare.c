/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Let a packet out when both machines of a pair have sent the same one. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qom/object_interfaces.h"
#include "migration/twin.h"

#define TYPE_TWIN_COMPARE "twin-compare"
OBJECT_DECLARE_SIMPLE_TYPE(TwinCompare, TWIN_COMPARE);

struct TwinCompare {
    Object parent_obj;
    char *elder_in;
    char *younger_in;
    char *outdev;
    uint32_t patience;
};

static void twin_compare_complete(UserCreatable *uc, Error **errp)
{
    TwinCompare *tc = TWIN_COMPARE(uc);

    if (!tc->elder_in || !tc->younger_in || !tc->outdev) {
        error_setg(errp, "twin-compare needs three character devices");
    }
}

static void twin_compare_init(Object *obj)
{
    TwinCompare *tc = TWIN_COMPARE(obj);

    tc->patience = 3000;
    object_property_add_uint32_ptr(obj, "patience", &tc->patience,
                                   OBJ_PROP_FLAG_READWRITE);
}

static void twin_compare_class_init(ObjectClass *oc, const void *data)
{
    UserCreatableClass *ucc = USER_CREATABLE_CLASS(oc);

    ucc->complete = twin_compare_complete;
}

static const TypeInfo twin_compare_info = {
    .name = TYPE_TWIN_COMPARE,
    .parent = TYPE_OBJECT,
    .instance_size = sizeof(TwinCompare),
    .instance_init = twin_compare_init,
    .class_init = twin_compare_class_init,
    .interfaces = (const InterfaceInfo[]) {
        { TYPE_USER_CREATABLE },
        { }
    }
};

static void twin_compare_register(void)
{
    type_register_static(&twin_compare_info);
}

type_init(twin_compare_register);
