#include "qemu/osdep.h"

bool migrate_caps_check(bool *old_caps, bool *new_caps, Error **errp)
{
    return true;
}
