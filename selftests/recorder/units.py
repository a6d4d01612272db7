#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""The parts of scripts/recorder that need no QEMU."""

import collections
import io
import json
import lzma
import os
import random
import socket
import struct
import sys
import tempfile
import threading
import time
import unittest
import zlib
from types import SimpleNamespace

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
sys.path.insert(0, os.path.join(TOP, "scripts"))

# pylint: disable=wrong-import-position
from recorder import RecordError, qmp, session, state, trace, typist
from recorder.gdb import GuestGone
from recorder.report import Report

EVENT = (b'{"timestamp": {"seconds": 1795640000, "microseconds": 118469}, "event": "%s"}\r\n')


class Monitor(threading.Thread):
    """QEMU's side of a socket: answers each command, and says much besides."""

    def __init__(self, before=b"", answers=True):
        super().__init__(daemon=True)
        self.ours, self.connection = socket.socketpair(socket.AF_UNIX)
        self.file = self.ours.makefile("rwb")
        self.before = before
        self.answers = answers
        self.start()

    def run(self):
        self._say(b'{"QMP": {"version": {}, "capabilities": []}}\r\n')
        for number, line in enumerate(self.file):
            command = json.loads(line)
            if number:
                self._say(self.before)
            if self.answers or not number:
                self._say(json.dumps({"return": {}, "id": command["id"]}).encode() + b"\r\n")

    def _say(self, data):
        self.file.write(data)
        self.file.flush()

    def say_often(self, data):
        """A thread that does nothing else, until all of it is read."""
        sender = threading.Thread(target=self._say, args=(data,), daemon=True)
        sender.start()
        return sender

    def close(self):
        """Both ends."""
        self.connection.shutdown(socket.SHUT_RDWR)
        self.join()
        for end in (self.file, self.ours, self.connection):
            end.close()


class QmpTest(unittest.TestCase):
    """QEMU's events do not get in the way."""

    def _monitor(self, **how):
        monitor = Monitor(**how)
        self.addCleanup(monitor.close)
        return monitor

    def test_50000_events_before_an_answer(self):
        monitor = self._monitor(before=(EVENT % b"STOP" + EVENT % b"RESUME") * 25000)
        self.assertTrue(qmp.Qmp(monitor.connection).execute("stop"))

    def test_lines_cut_in_half(self):
        cut = EVENT % b"STOP"
        monitor = self._monitor(before=cut[50:] + cut[:40] + b"\n" + b"[1]\n\xff\n" + cut[30:])
        self.assertTrue(qmp.Qmp(monitor.connection).execute("stop"))

    def test_an_answer_that_is_lost(self):
        monitor = self._monitor(before=b', "id": 2}\r\n', answers=False)
        connection = qmp.Qmp(monitor.connection)
        patience, qmp.ANSWERS_WITHIN = qmp.ANSWERS_WITHIN, 0.1
        self.assertFalse(connection.execute("stop"))
        qmp.ANSWERS_WITHIN = patience

    def test_50000_events_that_nobody_waits_for(self):
        monitor = self._monitor()
        connection = qmp.Qmp(monitor.connection)
        sender = monitor.say_often((EVENT % b"STOP") * 50000)
        end = time.monotonic() + 30
        while sender.is_alive() and time.monotonic() < end:
            connection.drain()
        sender.join(1)
        self.assertFalse(sender.is_alive())
        self.assertTrue(connection.execute("stop"))
        self.assertLess(len(connection.received), 1000)

    def test_a_line_without_an_end(self):
        monitor = self._monitor(before=b"x" * (3 << 20) + b"\n")
        connection = qmp.Qmp(monitor.connection)
        self.assertTrue(connection.execute("stop"))

    def test_qemu_is_gone(self):
        monitor = self._monitor()
        connection = qmp.Qmp(monitor.connection)
        monitor.connection.shutdown(socket.SHUT_RDWR)
        connection.drained = 0
        self.assertRaises(GuestGone, connection.drain)


class ReportTest(unittest.TestCase):
    """Progress, without a terminal and on one."""

    def setUp(self):
        self.time = 100.0
        self.stream = io.StringIO()

    def _run(self, seconds, rate):
        report = Report(self.stream, lambda: self.time)
        report.doing("command 1 of 2: ls")
        for tick in range(10 * seconds):
            self.time += 0.1
            report.progress(int((tick + 1) * rate / 10))
        return self.stream.getvalue()

    def test_a_line_every_ten_seconds(self):
        lines = self._run(31, 250).splitlines()
        self.assertEqual(len(lines), 3)
        self.assertIn(" 250 a second", lines[1])
        self.assertIn("s; command 1 of 2: ls", lines[1])

    def test_a_line_that_is_written_anew(self):
        self.stream.isatty = lambda: True
        self.assertIn("\r1000 steps, 500 a second, 2 s; command 1", self._run(5, 500))


class Guest:
    """A screen, and somebody who types on it."""

    def __init__(self):
        self.text = "# "
        self.typed = []

    def key(self, name, down):
        """Echoed at once; Return brings the prompt back if a program does."""
        if down:
            self.typed.append(name)
            self.text += "\n" if name == "ret" else name
        return True

    def screen(self):
        """What is to be seen."""
        return self.text.rstrip()


Options = collections.namedtuple("Options", "boot_timeout timeout rest key_pause prompt")


class TypistTest(unittest.TestCase):
    """The file of commands."""

    def _typist(self, guest, lines):
        options = Options(5, 0.3, 0.001, 0, typist.re.compile("[#] ?$"))
        self.said = []
        report = type("Report", (), {"doing": lambda *_: None,
                                     "say": lambda _, text: self.said.append(text)})()
        commands = typist.parse_commands(lines, "file")
        return typist.Typist(guest, options, commands, lambda: 0, report)

    def _type(self, guest, lines):
        busy = self._typist(guest, lines)
        end = time.monotonic() + 30
        while not busy.done and time.monotonic() < end:
            busy.tick(time.monotonic() * 1000)
        self.assertTrue(busy.done)

    def test_a_line_without_a_prompt(self):
        guest = Guest()
        self._type(guest, ["@type cat", "@type abc", "@key ctrl-d"])
        self.assertEqual(guest.typed, [*"cat", "ret", *"abc", "ret", "ctrl", "d"])
        self.assertEqual(self.said, [])

    def test_what_follows_waits_for_the_prompt(self):
        guest = Guest()
        self._type(guest, ["@type cat", "ls"])
        self.assertEqual(guest.typed, [*"cat", "ret", *"ls", "ret"])
        self.assertEqual([text.partition(" s ")[2].split(",")[0] for text in self.said],
                         ["before 'ls'", "after 'ls'"])

    def test_what_cannot_be_typed(self):
        for line in ("@type \xe9", "@typ x", "@typex", "@wait", "@key a b"):
            self.assertRaises(RecordError, typist.parse_commands, [line], "file")

    def test_an_empty_line(self):
        self.assertEqual(typist.parse_commands(["@type"], "file")[0].text, "")

    def test_no_look_at_the_screen_amid_steps(self):
        guest = Guest()
        looks = []
        guest.screen = lambda: looks.append(1) or "# "
        busy = self._typist(guest, [])
        steps = iter(range(1000))
        busy.steps_done = lambda: next(steps)
        for now in range(50):
            busy.tick(now)
        self.assertEqual(looks, [])


class SessionTest(unittest.TestCase):
    """How long the guest has run, by which the keys are paced."""

    def test_the_time_up_to_each_stop_counts(self):
        running = session.Session.__new__(session.Session)
        running.ran = running.asked = 0
        running.interrupted = False
        gdb = SimpleNamespace(poll=lambda _: time.sleep(0.01) or b"T05")
        running.guest = SimpleNamespace(gdb=gdb, qmp=SimpleNamespace(drain=lambda: None))
        running.report = SimpleNamespace(progress=lambda _: None)
        steps = SimpleNamespace(hangs=lambda: "",
                                trace=SimpleNamespace(steps=0, save=lambda: None))
        idle = SimpleNamespace(done=False, tick=lambda _: None, pause=lambda _: 1)
        for _ in range(20):
            running._wait(steps, idle)
        self.assertGreaterEqual(running.ran, 0.2)


class TraceTest(unittest.TestCase):
    """What there is of a file whose recorder was killed."""

    def test_what_was_saved_is_whole(self):
        for suffix, opened in (("xz", lzma.decompress),
                               ("gz", lambda data: zlib.decompressobj(31).decompress(data)),
                               ("", bytes)):
            with tempfile.TemporaryDirectory() as directory:
                path = os.path.join(directory, "x.jsonl" + (suffix and "." + suffix))
                writer = trace.Trace(path)
                for number in range(1000):
                    writer.line("poke", pte_addr=20, value=number)
                writer.saved -= trace.SAVE_EVERY
                writer.save()
                writer.line("end")
                with open(path, "rb") as file:
                    lines = opened(file.read()).splitlines()
                writer.close()
                self.assertEqual(len(lines), 1000, suffix)
                self.assertEqual(json.loads(lines[-1]),
                                 {"ev": "poke", "pte_addr": 20, "value": 999})

    def test_a_full_disk(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "x.jsonl")
            os.symlink("/dev/full", path)
            writer = trace.Trace(path)
            writer.line("header")
            self.assertRaises(trace.TraceLost, writer.close)
            writer.close()


class StateTest(unittest.TestCase):
    """Read piece by piece, it is what it is as a whole."""

    @staticmethod
    def _whole(memory):
        crc = crc_noad = zlib.crc32(memory[0x8000:0x8000 + state.PAGING_PAGES])
        directory = struct.unpack_from("<1024I", memory, 0)
        for address in (0, *(entry & ~0xFFF for entry in directory if entry & 1)):
            page = struct.unpack("<1024I", memory[address:address + 4096].ljust(4096, b"\0"))
            crc = zlib.crc32(struct.pack("<1024I", *page), crc)
            crc_noad = zlib.crc32(struct.pack("<1024I", *(word & ~0x60 for word in page)), crc_noad)
        return f"{crc:08x}", f"{crc_noad:08x}"

    def test_many_changes(self):
        rng = random.Random(11)
        memory = bytearray(0x20000)
        reader = state.Reader(state.Memory(memory), 0x8000)
        before = reader.read()
        for _ in range(300):
            for _ in range(rng.randrange(4)):
                place = rng.choice((0, 0x1000, 0x8000, 0x9000)) + 4 * rng.randrange(1024)
                value = rng.choice((0, rng.randrange(32) << 12 | rng.randrange(128), 0x7FFFF007))
                struct.pack_into("<I", memory, place, value)
            now = reader.read()
            self.assertEqual(state.checksums(now), self._whole(memory))
            changed = {change.address for change in state.entries_changed(before, now)}
            self.assertEqual({place for place in changed if place < 4096},
                             {4 * nr for nr in range(1024)
                              if before.directory.data[4 * nr:4 * nr + 4] !=
                              memory[4 * nr:4 * nr + 4]})
            before = now


if __name__ == "__main__":
    unittest.main()
