# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the block layer have in common."""

import json


def log(thing):
    """Write a line that is compared with the .out file."""
    print(thing if isinstance(thing, str) else json.dumps(thing))


class VM:
    """A machine under test."""

    def __init__(self, transport):
        self.transport = transport

    def qmp(self, command, **arguments):
        """Send a command and return the whole answer."""
        named = {name.replace('_', '-'): value
                 for name, value in arguments.items()}
        return self.transport({'execute': command, 'arguments': named})

    def cmd(self, command, **arguments):
        """Send a command that has to succeed and return what it returns."""
        return self.qmp(command, **arguments)['return']

    def qmp_log(self, command, **arguments):
        """Send a command, write it and its answer down."""
        log({'execute': command, 'arguments': arguments})
        answer = self.qmp(command, **arguments)
        log(answer)
        return answer

    def halt_copy(self, job):
        """Halt a copy and wait until it has come to rest."""
        self.cmd('copy-job-halt', device=job)
        while not any(j['id'] == job and j['halted']
                      for j in self.cmd('query-jobs')):
            pass
