# SPDX-License-Identifier: GPL-2.0
"""Writes a trace: JSON, one object a line, compressed as its name says."""

import collections
import gzip
import json
import lzma
import os

from . import RecordError


class Trace:
    """A file that is being written. Without an end, mm011ctl refuses it."""

    def __init__(self, path):
        self.path = path
        self.counts = collections.Counter()
        self.steps = 0
        try:
            self.file = self._open(path)
        except OSError as error:
            raise RecordError(f"{path}: {error.strerror}") from error

    @staticmethod
    def _open(path):
        if path.endswith(".xz"):
            return lzma.open(path, "wt", encoding="ascii")
        if path.endswith(".gz"):
            return gzip.open(path, "wt", encoding="ascii")
        return open(path, "w", encoding="ascii")

    @property
    def name(self):
        """The file's name without what follows the first dot."""
        return os.path.basename(self.path).split(".")[0]

    def line(self, event, **fields):
        """Anything that is not a step."""
        json.dump({"ev": event, **fields}, self.file, separators=(",", ":"))
        self.file.write("\n")

    def step(self, event, **fields):
        """A step, which is counted."""
        self.line(event, **fields)
        self.steps += 1
        name = f"{event} {fields['of']}" if "of" in fields else event
        self.counts[f"{name} ({fields['kind']})" if "kind" in fields else name] += 1

    def close(self):
        """The file is whole."""
        self.file.close()

    def discard(self):
        """Nothing was recorded: leave no file."""
        self.file.close()
        os.unlink(self.path)
