/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pinecone: one small core, one serial port, and a light. */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "hw/boards.h"
#include "hw/arm/boot.h"
#include "hw/arm/machines-qom.h"

static void pinecone_init(MachineState *machine)
{
    DeviceState *light = qdev_new("twinkle-light");

    qdev_realize_and_unref(light, NULL, &error_fatal);
    load_first_program(machine);
}

static void pinecone_machine_init(MachineClass *mc)
{
    mc->desc = "Pinecone (fern-m2)";
    mc->init = pinecone_init;
    mc->max_cpus = 1;
}

DEFINE_MACHINE_ARM("pinecone", pinecone_machine_init);
