# SPDX-License-Identifier: GPL-2.0
"""QEMU's own protocol: keys, and the screen.

QEMU tells of each stop and each resume there. Nobody wants to know, but somebody must
read it: when its buffer is full, QEMU keeps what does not fit, without an end, and
some of it is lost.
"""

import json
import select
import time

from .gdb import GuestGone

ANSWERS_WITHIN = 30	# seconds
MAX_LINE = 1 << 20
DRAIN_EVERY = 0.03	# seconds: 200 KB fit, and a stop and a resume are 2 of some 800 bytes
MAX_DRAIN = 256		# pieces at a time


class Qmp:
    """Speaks to QEMU through a connected socket."""

    def __init__(self, connection):
        self.connection = connection
        self.received = b""
        self.number = 0
        self.drained = 0
        self._answer(lambda message: "QMP" in message)
        self.execute("qmp_capabilities")

    def _receive(self, timeout):
        """More of what QEMU says; nothing when there is none in time."""
        try:
            if not select.select([self.connection], [], [], timeout)[0]:
                return b""
            data = self.connection.recv(65536)
        except OSError as error:
            raise GuestGone from error
        if not data:
            raise GuestGone
        return data

    def _lines(self, data):
        """The lines that are whole now."""
        *lines, self.received = (self.received + data).split(b"\n")
        if len(self.received) > MAX_LINE:
            self.received = b""
        return lines

    def drain(self):
        """To be called often. What has come are events, which say nothing new."""
        now = time.monotonic()
        if now - self.drained < DRAIN_EVERY:
            return
        self.drained = now
        for _ in range(MAX_DRAIN):
            data = self._receive(0)
            if not data:
                break
            self._lines(data)

    def _answer(self, is_it):
        """The message that is the answer; None when it does not come, or is damaged."""
        deadline = time.monotonic() + ANSWERS_WITHIN
        while time.monotonic() < deadline:
            for line in self._lines(self._receive(1)):
                message = _parsed(line)
                if is_it(message):
                    return message
        return None

    def execute(self, command, **arguments):
        """Runs a command; whether QEMU was willing."""
        self.number += 1
        number = self.number
        message = {"execute": command, "arguments": arguments, "id": number}
        try:
            self.connection.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise GuestGone from error
        answer = self._answer(lambda message: message.get("id") == number)
        return bool(answer) and "return" in answer


def _parsed(line):
    """A message; an empty one where part of it is lost."""
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
