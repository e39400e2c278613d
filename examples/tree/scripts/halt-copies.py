#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Halt all copies of a running machine."""

import json
import socket
import sys

COMMANDS = ['query-jobs', 'copy-job-halt']


def ask(stream, command, **arguments):
    """Send one command, return what it returns."""
    stream.write(json.dumps({'execute': command, 'arguments': arguments}))
    stream.flush()
    return json.loads(stream.readline())['return']


def main():
    """Connect to the socket that is named on the command line."""
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(sys.argv[1])
        stream = link.makefile('rw')
        for job in ask(stream, 'query-jobs'):
            if job['kind'] == 'copy':
                ask(stream, 'copy-job-halt', device=job['id'])


if __name__ == '__main__':
    main()
