#include "libqtest.h"

static const char *args = "-device isa-beeper";
