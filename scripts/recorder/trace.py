# SPDX-License-Identifier: GPL-2.0
"""Writes a trace: JSON, one object a line, compressed as its name says.

Whatever becomes of the recorder, what it recorded is in the file but for the last few
seconds: every now and then what there is becomes a whole stream of xz or gzip, and the
next one follows it.
"""

import collections
import json
import lzma
import os
import time
import zlib

from . import RecordError

SAVE_EVERY = 5		# seconds
AT_ONCE = 512		# lines
PRESET = 2		# of xz: 6 takes five times as long for a file a quarter smaller
GZIP = 16 + zlib.MAX_WBITS


class TraceLost(Exception):
    """No more can be written: the text tells a person why."""


encode = json.JSONEncoder(separators=(",", ":")).encode


class Plain:
    """As the other compressors, but does nothing."""

    @staticmethod
    def compress(data):
        """The same."""
        return data

    @staticmethod
    def flush():
        """Nothing is left."""
        return b""


def _compressor(path):
    """What begins a new stream."""
    if path.endswith(".xz"):
        return lambda: lzma.LZMACompressor(preset=PRESET)
    if path.endswith(".gz"):
        return lambda: zlib.compressobj(wbits=GZIP)
    return Plain


class Trace:
    """A file that is being written. Without an end, mm011ctl tells that it is cut off."""

    def __init__(self, path):
        self.path = path
        self.counts = collections.Counter()
        self.steps = 0
        self.lines = []			# not yet compressed
        self.saved = time.monotonic()
        self.begin = _compressor(path)
        self.stream = self.begin()
        self.empty = True
        self.lost = False		# a part of it
        try:
            self.file = open(path, "wb", buffering=0)
        except OSError as error:
            raise RecordError(f"{path}: {error.strerror}") from error

    @property
    def name(self):
        """The file's name without what follows the first dot."""
        return os.path.basename(self.path).split(".")[0]

    def line(self, event, **fields):
        """Anything that is not a step."""
        self.lines.append(encode({"ev": event, **fields}))
        if len(self.lines) >= AT_ONCE:
            self._compress()

    def step(self, event, **fields):
        """A step, which is counted."""
        self.line(event, **fields)
        self.steps += 1
        name = f"{event} {fields['of']}" if "of" in fields else event
        self.counts[f"{name} ({fields['kind']})" if "kind" in fields else name] += 1

    def _write(self, data):
        try:
            while data:
                data = data[self.file.write(data):]
        except OSError as error:
            self.lost = True
            raise TraceLost(f"{self.path}: {error.strerror}") from error

    def _compress(self):
        if self.lines:
            text = "\n".join(self.lines) + "\n"
            self.lines.clear()
            self.empty = False
            self._write(self.stream.compress(text.encode("ascii")))

    def save(self):
        """To be called often: what was recorded some seconds ago is safe."""
        now = time.monotonic()
        if now - self.saved >= SAVE_EVERY:
            self.saved = now
            self._end_stream()

    def _end_stream(self):
        self._compress()
        if not self.empty:
            self._write(self.stream.flush())
            self.stream = self.begin()
            self.empty = True

    def close(self):
        """What there is becomes a file. Once is enough."""
        if self.file.closed:
            return
        with self.file:
            if not self.lost:
                self._end_stream()
