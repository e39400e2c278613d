#ifndef CHARDEV_LINE_H
#define CHARDEV_LINE_H

#define HUSH 7

#endif
