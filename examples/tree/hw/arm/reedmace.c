/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reedmace: a family of two boards. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "hw/boards.h"
#include "hw/arm/machines-qom.h"

#define TYPE_REEDMACE_MACHINE MACHINE_TYPE_NAME("reedmace-base")

static void reedmace_init(MachineState *machine)
{
    load_first_program(machine);
}

static void reedmace_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->init = reedmace_init;
    mc->max_cpus = 4;
}

static void reedmace_mini_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->desc = "Reedmace mini (fern-m2)";
    mc->deprecation_reason = "use 'reedmace-maxi' with one CPU instead";
    mc->max_cpus = 1;
}

static void reedmace_maxi_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->desc = "Reedmace maxi (fern-a5)";
}

static const TypeInfo reedmace_types[] = {
    {
        .name = TYPE_REEDMACE_MACHINE,
        .parent = TYPE_MACHINE,
        .abstract = true,
        .class_init = reedmace_class_init,
    }, {
        .name = MACHINE_TYPE_NAME("reedmace-mini"),
        .parent = TYPE_REEDMACE_MACHINE,
        .class_init = reedmace_mini_class_init,
        .interfaces = arm_machine_interfaces,
    }, {
        .name = MACHINE_TYPE_NAME("reedmace-maxi"),
        .parent = TYPE_REEDMACE_MACHINE,
        .class_init = reedmace_maxi_class_init,
        .interfaces = arm_machine_interfaces,
    },
};

DEFINE_TYPES(reedmace_types);
