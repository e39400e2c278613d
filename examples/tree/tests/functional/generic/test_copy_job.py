#!/usr/bin/env python3
#
# A copy goes on after it was halted.
#
# SPDX-License-Identifier: GPL-2.0-or-later

from wren_test import WrenSystemTest


class CopyJob(WrenSystemTest):

    def start(self):
        self.vm.launch()
        self.vm.cmd('blockdev-copy', job_id='job0', node='disk0',
                    target='spare')

    def test_halt(self):
        self.start()
        self.vm.cmd('copy-job-halt', device='job0')   # no reply data
        self.vm.cmd('job-resume', id="job0")

    def test_halt_by_message(self):
        self.start()
        self.vm.qmp_obj({
            'execute': 'copy-job-halt',
            'arguments': {'device': 'job0'},
        })

    def test_drive_copy(self):
        """The letters copy-job-halt in a text are no call."""
        self.vm.launch()
        self.vm.cmd("drive-copy", device="disk0", target="copy.img")
        self.assertIn('copy', self.vm.console())


if __name__ == '__main__':
    WrenSystemTest.main()
