static const char *model = "rapider";
