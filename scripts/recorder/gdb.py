# SPDX-License-Identifier: GPL-2.0
"""The gdb remote protocol, as far as breakpoints need it.

What can be said at once is sent in one piece, and no answer is acknowledged: QEMU
takes the next command for that. To leave a breakpoint, it is taken away until the next
stop: one instruction alone would take a stop of its own.

QEMU up to 10.1 forgets all code that it has translated when it stops at a breakpoint,
which takes longer than all else together; at a watchpoint it does not. So what is to
be seen of the end of a call is that its return address is read.
"""

import collections
import functools
import select
import struct

Registers = collections.namedtuple("Registers", "eax edx esp eip eflags")

ENOUGH = 10 * 4 * 2	# hex digits: eax ecx edx ebx esp ebp esi edi eip eflags
OK = b"$OK#9a"
ATTEMPTS = 50
DIRECTION = 0x400	# a flag
ANSWERS_WITHIN = 60	# seconds: one that does not is as good as gone


class GuestGone(Exception):
    """The virtual machine has ended."""


@functools.lru_cache(maxsize=1024)
def _packet(data):
    return b"$%s#%02x" % (data, sum(data) & 0xFF)


class Gdb:
    """Speaks to QEMU's gdb server through a connected socket."""

    def __init__(self, socket):
        self.socket = socket
        self.received = b""
        self.armed = set()	# where a breakpoint is
        self.watched = None
        self.unanswered = 0	# breakpoints that QEMU has not said yet to have set
        self.command(b"?")

    def _send(self, data):
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise GuestGone from error

    def _next(self):
        """The next packet that is here already, else None."""
        start = self.received.find(b"$")
        end = self.received.find(b"#", start)
        if start < 0 or end < 0 or len(self.received) < end + 3:
            return None
        packet = self.received[start + 1:end]
        self.received = self.received[end + 3:]
        if packet[:1] in (b"W", b"X"):
            raise GuestGone
        return packet

    def _receive(self, timeout):
        """Waits for more; whether some has come."""
        if not select.select([self.socket], [], [], timeout)[0]:
            return False
        try:
            data = self.socket.recv(65536)
        except OSError as error:
            raise GuestGone from error
        if not data:
            raise GuestGone
        self.received += data
        return True

    def poll(self, timeout=None):
        """The next packet; None when none came in time."""
        while True:
            self._count_answers()
            packet = self._next()
            if packet is not None:
                if self.unanswered:
                    raise RuntimeError(f"QEMU sets no breakpoint: {packet}")
                return packet
            if not self._receive(timeout):
                return None

    def _count_answers(self):
        """Takes out those that tell that a breakpoint is set, or taken away."""
        answers = min(self.unanswered, self.received.count(OK))
        if answers:
            self.received = self.received.replace(OK, b"", answers)
            self.unanswered -= answers

    def command(self, data):
        """Sends a command; its answer."""
        self._send(_packet(data))
        answer = self.poll(ANSWERS_WITHIN)
        if answer is None:
            raise GuestGone
        return answer

    def registers(self):
        """Those that matter."""
        digits = self.command(b"g")[:ENOUGH].decode()
        words = struct.unpack("<10I", bytes.fromhex(digits))
        return Registers(eax=words[0], edx=words[2], esp=words[4], eip=words[8],
                         eflags=words[9])

    def step(self):
        """One instruction, off a breakpoint that stays. It may take more than one attempt."""
        before = now = self.registers()
        for _ in range(ATTEMPTS):
            self.command(b"s")
            now = self.registers()
            if now.eip != before.eip:
                break
        return now

    def go(self, addresses, word=None):
        """Runs up to one of these addresses, or past an instruction that reads this word.

        poll() tells when it stops.
        """
        changes = [b"z0,%x,1" % address for address in self.armed - addresses]
        changes += [b"Z0,%x,1" % address for address in addresses - self.armed]
        if word != self.watched:
            changes += [b"z3,%x,4" % self.watched] if self.watched is not None else []
            changes += [b"Z3,%x,4" % word] if word is not None else []
        self.unanswered += len(changes)
        self.armed, self.watched = addresses, word
        self._send(b"".join(map(_packet, [*changes, b"c"])))

    def interrupt(self):
        """Stop; poll() tells when it has."""
        self._send(b"\x03")
