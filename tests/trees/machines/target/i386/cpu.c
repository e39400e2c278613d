#include "qemu/osdep.h"
#include "cpu.h"

typedef struct X86CPUDefinition {
    const char *name;
    uint32_t level;
    const char *model_id;
    const char *deprecation_note;
} X86CPUDefinition;

static FeatureWordInfo feature_word_info[] = {
    [FEAT_1_EDX] = {
        .feat_names = {
            "larch", "cedar",
            NULL, "yew",
        },
    },
};

static const X86CPUDefinition builtin_x86_defs[] = {
    {
        .name = "Larch-Client",
        .level = 0x14,
        .model_id = "Larch (client)",
        .versions = (X86CPUVersionDefinition[]) {
            { .version = 1 },
            { /* end of list */ }
        }
    },
    {
        .name = "Larch-Server",
        .level = 0x14,
        .model_id = "Larch (server)",
    },
    {
        .name = "Larch-Mini",
        .level = 0x14,
        .model_id = "Larch (mini)",
        .deprecation_note = "use Larch-Server instead",
    },
};

static void x86_cpu_cpudef_class_init(ObjectClass *oc, const void *data)
{
    cc->deprecation_note = model->cpudef->deprecation_note;
}

static const Property x86_cpu_properties[] = {
    DEFINE_PROP_BOOL("bark", X86CPU, bark, false),
};
