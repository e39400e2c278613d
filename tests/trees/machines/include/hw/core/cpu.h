struct CPUClass {
    const char *deprecation_note;
};
