#ifndef HW_NET_BELL_H
#define HW_NET_BELL_H

#define TYPE_BELL "bell"
#define TYPE_SMALL_BELL TYPE_BELL "-small"

#endif
