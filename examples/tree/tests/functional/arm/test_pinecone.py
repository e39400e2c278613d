#!/usr/bin/env python3
#
# Pinecone starts and its light twinkles.
#
# SPDX-License-Identifier: GPL-2.0-or-later

from wren_test import WrenSystemTest


class Pinecone(WrenSystemTest):

    def test_light(self):
        self.set_machine('pinecone')
        self.vm.add_args('-bell', '-cpu', 'fern-m2')
        self.vm.launch()
        self.vm.cmd('light-set', id='front', pattern='twinkle')


if __name__ == '__main__':
    WrenSystemTest.main()
