# SPDX-License-Identifier: GPL-2.0
"""The kernels that phases need: made one after another while others run.

That is done with what the tests leave of the CPUs. nice(1) counts within a session only,
and a virtual machine has its own.
"""

import os
import subprocess
import time

from .phase import TOP

GUESS = {"stock": 10, "source": 30, "uml": 150, "umldebug": 240, "debug": 300, "kcsan": 300}
LEAST_PRIORITY = """{ echo 19 >/proc/self/autogroup; } 2>/dev/null
exec nice -n 19 "$@" >/dev/null"""


def from_lib(text, *arguments):
    """What a line of shell prints that knows scripts/lib.sh."""
    return subprocess.run(["sh", "-c", f'. "$top/scripts/lib.sh"\n{text}', "-", *arguments],
                          env={**os.environ, "top": TOP}, stdout=subprocess.PIPE, text=True,
                          check=False).stdout.strip()


def is_there(name):
    """Whether a kernel need not be made any more."""
    place = from_lib('if [ "$1" = source ]; then source_dir; else kernel_dir "$1"; fi', name)
    return bool(place) and os.path.exists(os.path.join(place, "ready"))


class Kernels:
    """Those that are not there yet, and the process that makes the first of them."""

    def __init__(self, phases, times, log):
        names = dict.fromkeys(name for phase in phases for name in phase.kernels)
        self.missing = [name for name in names if not is_there(name)]
        self.times = times
        self.log = log
        self.process = None
        self.begin = 0
        self.made = []          # (seconds, name)

    def look(self):
        """Start the next one when one is done. One that fails is missing in its phase."""
        if self.process and self.process.poll() is not None:
            seconds = time.time() - self.begin
            name = self.missing.pop(0)
            if not self.process.returncode:
                self.times.add_kernel(name, seconds)
            self.made.append((seconds, name))
            self.process = None
        if self.missing and not self.process:
            self.begin = time.time()
            self.process = subprocess.Popen(
                ["sh", "-c", LEAST_PRIORITY, "-", f"{TOP}/scripts/kernel", self.missing[0]],
                stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                start_new_session=True)

    def lacks(self, phase):
        """Whether this phase must wait for one."""
        return any(name in self.missing for name in phase.kernels)

    def left(self):
        """Seconds until all are made."""
        seconds = sum(self.times.of_kernel(name, GUESS.get(name, 60)) for name in self.missing)
        return max(0, seconds - (time.time() - self.begin if self.process else 0))
