#define TYPE_MACHINE "machine"
#define MACHINE_TYPE_NAME(name) (name "-machine")
