#ifndef HW_MISC_PEBBLE_H
#define HW_MISC_PEBBLE_H

#define TYPE_PEBBLE "pebble"

#endif
