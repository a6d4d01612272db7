# SPDX-License-Identifier: GPL-2.0
"""The gdb remote protocol, as far as breakpoints need it."""

import collections
import select
import struct

Registers = collections.namedtuple("Registers", "eax edx esp eip")

ENOUGH = 9 * 4 * 2	# hex digits: eax ecx edx ebx esp ebp esi edi eip


class GuestGone(Exception):
    """The virtual machine has ended."""


class Gdb:
    """Speaks to QEMU's gdb server through a connected socket."""

    def __init__(self, socket):
        self.socket = socket
        self.received = b""
        self.command(b"?")

    def _send(self, data):
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise GuestGone from error

    def _packet(self):
        """The next packet that is here already, else None."""
        start = self.received.find(b"$")
        end = self.received.find(b"#", start)
        if start < 0 or end < 0 or len(self.received) < end + 3:
            return None
        packet = self.received[start + 1:end]
        self.received = self.received[end + 3:]
        self._send(b"+")
        return packet

    def poll(self, timeout=None):
        """The next packet; None when none came in time."""
        while True:
            packet = self._packet()
            if packet is not None:
                if packet[:1] in (b"W", b"X"):
                    raise GuestGone
                return packet
            if not select.select([self.socket], [], [], timeout)[0]:
                return None
            try:
                data = self.socket.recv(65536)
            except OSError as error:
                raise GuestGone from error
            if not data:
                raise GuestGone
            self.received += data

    def send(self, data):
        """Sends a command without waiting for what it answers."""
        self._send(b"$%s#%02x" % (data, sum(data) & 0xFF))

    def command(self, data):
        """Sends a command; its answer."""
        self.send(data)
        return self.poll()

    def set_breakpoint(self, address):
        """Stop there from now on."""
        answer = self.command(b"Z0,%x,1" % address)
        if answer != b"OK":
            raise RuntimeError(f"no breakpoint at 0x{address:x}: {answer}")

    def registers(self):
        """Those that matter."""
        digits = self.command(b"g")[:ENOUGH].decode()
        words = struct.unpack("<9I", bytes.fromhex(digits))
        return Registers(eax=words[0], edx=words[2], esp=words[4], eip=words[8])

    def step(self):
        """One instruction: off a breakpoint. It may take more than one attempt."""
        before = now = self.registers()
        for _ in range(50):
            self.command(b"s")
            now = self.registers()
            if now.eip != before.eip:
                break
        return now

    def go(self):
        """Run; poll() tells when it stops."""
        self.send(b"c")

    def interrupt(self):
        """Stop; poll() tells when it has."""
        self._send(b"\x03")
