/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies can be halted and go on. */

#include "qemu/osdep.h"
#include "libqtest.h"

static QTestState *start_copy(void)
{
    QTestState *qts = qtest_init("-machine none");

    qtest_qmp_assert_success(qts,
                             "{ 'execute': 'blockdev-copy', 'arguments': {"
                             "  'job-id': 'job0', 'node': 'disk0',"
                             "  'target': 'spare' } }");
    return qts;
}

static void test_halt(void)
{
    QTestState *qts = start_copy();

    qtest_qmp_assert_success(qts,
                             "{ 'execute': 'copy-job-halt', 'arguments': {"
                             "  'device': 'job0' } }");
    qtest_qmp_eventwait(qts, "JOB_HALTED");
    qtest_qmp_assert_success(qts,
                             "{ 'execute': 'job-resume', 'arguments': {"
                             "  'id': 'job0' } }");
    qtest_quit(qts);
}

static void test_halt_stranger(void)
{
    QTestState *qts = start_copy();
    QDict *rsp;

    rsp = qtest_qmp(qts, "{ 'execute': 'copy-job-halt',"
                         "  'arguments': { 'device': %s } }", "nobody");
    qmp_expect_error_and_unref(rsp, "DeviceNotActive");
    qtest_quit(qts);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    qtest_add_func("/copy-job/halt", test_halt);
    qtest_add_func("/copy-job/halt-stranger", test_halt_stranger);
    return g_test_run();
}
