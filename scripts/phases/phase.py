# SPDX-License-Identifier: GPL-2.0
"""Phases: scripts/test.d/NN-NAME and the like, programs that print TAP.

Comments at the head of the file say what the runner must know beforehand:

    # Kernels: uml stock      made before it begins
    # Takes: 60 s             with one core for itself; the last run's time is better
    # Takes: 600 s in full    the same with MM011_FULL
"""

import glob
import os
import re

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DIRECTORIES = ("test.d", "check.d", "test-full.d")
KERNELS = re.compile(r"^# Kernels: (.*)$", re.M)
TAKES = re.compile(r"^# Takes: (\d+) s$", re.M)
IN_FULL = re.compile(r"^# Takes: (\d+) s in full$", re.M)
UNKNOWN = 60


class Phase:
    """One phase, as its file describes it."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.basename(path).split("-", 1)[1]
        self.directory = os.path.basename(os.path.dirname(path))
        with open(path, encoding="utf-8") as file:
            text = file.read()
        found = KERNELS.search(text)
        self.kernels = found.group(1).split() if found else []
        self.takes = [int(seconds.group(1)) for seconds in (
            TAKES.search(text), IN_FULL.search(text)) if seconds]

    def estimate(self, full):
        """Seconds that it takes where nobody has measured it; of a full run?"""
        if not self.takes:
            return UNKNOWN
        return self.takes[-1 if full else 0]


def all_phases():
    """Every phase by its name, in the order of the directories and of their numbers."""
    paths = [path for directory in DIRECTORIES
             for path in sorted(glob.glob(f"{TOP}/scripts/{directory}/[0-9][0-9]-*"))]
    return {phase.name: phase for phase in map(Phase, paths)}
