/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine that is not part of a pair knows so. */

#include "qemu/osdep.h"
#include "libqtest.h"

static void test_alone(void)
{
    QTestState *qts = qtest_init("-machine none");
    QDict *rsp = qtest_qmp(qts, "{ 'execute': 'query-twin-status' }");
    QDict *status = qdict_get_qdict(rsp, "return");

    g_assert_true(g_str_equal(qdict_get_str(status, "mode"), "alone"));
    qobject_unref(rsp);

    qtest_qmp_assert_success(qts,
                             "{ 'execute': 'migrate-set-capabilities',"
                             "  'arguments': { 'capabilities': ["
                             "    { 'capability': 'x-twin', 'state': true }"
                             "  ] } }");
    qtest_quit(qts);
}

static void test_beeper(void)
{
    QTestState *qts = qtest_init("-machine none -device isa-beeper");

    qtest_quit(qts);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    qtest_add_func("/twin/alone", test_alone);
    qtest_add_func("/beeper/plug", test_beeper);
    return g_test_run();
}
