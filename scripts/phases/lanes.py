# SPDX-License-Identifier: GPL-2.0
"""Runs phases, as many at a time as there are lanes.

Two: each phase leaves CPUs idle, as User Mode Linux has only one, and most programs one
thread. What a phase prints is kept until all before it have printed, and then printed in
one piece. Each is a session of its own, so that all of it can be ended.
"""

import os
import signal
import subprocess
import sys
import time
from collections import namedtuple

from .phase import TOP

OUT = os.path.join(TOP, "build/test")
MOMENT = 0.1
Process = namedtuple("Process", "pid start")       # numbers of processes come again
GRACE = 15          # seconds; a virtual machine wants to be cleaned up after


class Running:
    """A phase that has begun, and perhaps ended."""

    def __init__(self, phase, verbose, before):
        self.phase = phase
        self.stem = phase.name + (f"-{before + 1}" if before else "")
        self.begin = time.time()
        self.seconds = None
        for suffix in ("counts", "times", "progress"):
            open(self.file(suffix), "w", encoding="utf-8").close()
        flags = ["-v"] if verbose else []
        for suffix in ("log", "counts", "times", "progress"):
            flags += [f"--{suffix}", self.file(suffix)]
        with open(self.file("out"), "wb") as out:
            self.process = subprocess.Popen(
                [f"{TOP}/scripts/tap", *flags, "--name", phase.name, "--", phase.path],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)

    def file(self, suffix):
        """Where something of this phase is."""
        return os.path.join(OUT, f"{self.stem}.{suffix}")

    def text(self, suffix):
        """What is there."""
        with open(self.file(suffix), encoding="utf-8", errors="replace") as file:
            return file.read()

    def ended(self):
        """Whether it has; when it has, how long it took is known."""
        if self.seconds is None and self.process.poll() is not None:
            self.seconds = time.time() - self.begin
            signal_group(self.process, signal.SIGTERM)      # what it left behind
        return self.seconds is not None

    def elapsed(self):
        """Seconds so far."""
        return time.time() - self.begin if self.seconds is None else self.seconds

    def counts(self):
        """(passed, failed, skipped): a phase that cannot say so has failed."""
        try:
            passed, failed, skipped = map(int, self.text("counts").split())
        except ValueError:
            return 0, 1, 0
        return passed, failed, skipped

    def seen(self):
        """(results, failed results) until now."""
        try:
            done, failed = map(int, self.text("progress").split())
        except ValueError:
            return 0, 0
        return done, failed


class Lanes:
    """Phases to be run, those that run, and those that ran."""

    def __init__(self, phases, kernels, verbose, lanes):
        self.queue = list(phases)
        self.kernels = kernels
        self.verbose = verbose
        self.lanes = lanes
        self.begun = []         # in the order in which they began
        self.printed = 0
        self.begin = time.time()

    def running(self):
        """Those that have begun and not ended."""
        return [one for one in self.begun if not one.ended()]

    def next_phase(self):
        """The first that lacks nothing, if any."""
        return next((phase for phase in self.queue if not self.kernels.lacks(phase)), None)

    def fill(self):
        """Begin what there is room for."""
        while len(self.running()) < self.lanes:
            phase = self.next_phase()
            if not phase:
                return
            self.queue.remove(phase)
            before = sum(one.phase is phase for one in self.begun)
            self.begun.append(Running(phase, self.verbose, before))

    def print_ended(self, progress):
        """Print what is due."""
        while self.printed < len(self.begun) and self.begun[self.printed].ended():
            one = self.begun[self.printed]
            self.printed += 1
            progress.clear()
            print(f"== {one.phase.name} [{one.begin - self.begin:.0f} s]", file=sys.stderr)
            sys.stderr.flush()
            print(one.text("out"), end="", flush=True)

    def run(self, progress):
        """Run them all."""
        while self.queue or self.running():
            self.kernels.look()
            self.fill()
            self.print_ended(progress)
            progress.show(self)
            time.sleep(MOMENT)
        self.print_ended(progress)
        progress.clear()

    def end(self):
        """End whatever still runs, with all that it has started."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        processes = [one.process for one in self.running()]
        if self.kernels.process:
            processes.append(self.kernels.process)
        started = descendants({process.pid for process in processes})
        for process in processes:
            signal_group(process, signal.SIGTERM)
        limit = time.time() + GRACE
        while groups_are_there(processes) and time.time() < limit:
            time.sleep(MOMENT)
        for process in processes:
            signal_group(process, signal.SIGKILL)
            process.wait()
        for one in started & set(all_processes()):
            signal_one(one.pid)


def all_processes():
    """(parent, group) of each process of the system, but for those that only wait to be
    buried."""
    found = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                state, parent, group, *more = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue        # gone meanwhile
        if state != "Z":
            found[Process(int(name), int(more[16]))] = (int(parent), int(group))
    return found


def descendants(pids):
    """Whom these have started, in whatever session."""
    everybody = all_processes()
    found = set()
    size = -1
    while len(found) != size:
        size = len(found)
        found |= {one for one, (parent, _) in everybody.items() if parent in pids}
        pids = pids | {one.pid for one in found}
    return found


def groups_are_there(processes):
    """Whether anybody of these sessions is left."""
    groups = {process.pid for process in processes}
    return any(group in groups for _, group in all_processes().values())


def signal_group(process, number):
    """To all of a session; it may be gone."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


def signal_one(pid):
    """The end of who has left the session; it may be gone."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
