#include "chardev/line.h"

static inline bool qtest_enabled(void)
{
    return false;
}
