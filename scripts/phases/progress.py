# SPDX-License-Identifier: GPL-2.0
"""What runs, and how long it may still take: a line that changes on a terminal;
elsewhere, now and then a new one."""

import sys
import time


class Progress:
    """The line, and when it was last written."""

    def __init__(self, times):
        self.times = times
        self.last = time.time()
        self.terminal = sys.stderr.isatty()

    def clear(self):
        """Before something else is printed."""
        if self.terminal:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def show(self, lanes):
        """Called all the time; prints when it is time to."""
        now = time.time()
        if now - self.last < (1 if self.terminal else 30):
            return
        self.last = now
        text = self.line(lanes)
        sys.stderr.write(f"\r{text[:100]}\033[K" if self.terminal else text + "\n")
        sys.stderr.flush()

    def line(self, lanes):
        """What it says now."""
        parts = []
        for one in lanes.running():
            done, failed = one.seen()
            parts.append(f"{one.phase.name} {done}" + (f" ({failed} FAILED)" if failed else ""))
        if lanes.kernels.process:
            parts.append(f"kernel {lanes.kernels.missing[0]}")
        ended = len(lanes.begun) - len(lanes.running())
        return "  [{:.0f} s] {}; {} of {} phases done; about {} left".format(
            time.time() - lanes.begin, ", ".join(parts) or "nothing", ended,
            len(lanes.begun) + len(lanes.queue), in_words(self.left(lanes)))

    def pace(self, lanes):
        """How much longer phases take in this run than they did the last time."""
        taken = [(one.seconds, self.times.of_phase(one.phase))
                 for one in lanes.begun if one.ended()]
        taken += [(one.elapsed(), self.times.of_phase(one.phase)) for one in lanes.running()
                  if one.elapsed() > self.times.of_phase(one.phase)]
        expected = sum(before for _, before in taken)
        return sum(now for now, _ in taken) / expected if expected else 1

    def left(self, lanes):
        """Seconds until the end, if that goes on."""
        pace = self.pace(lanes)
        busy = [max(pace * self.times.of_phase(one.phase) - one.elapsed(), 1)
                for one in lanes.running()]
        busy += [0] * (lanes.lanes - len(busy))
        kernels = lanes.kernels.left()
        for phase in lanes.queue:
            busy.sort()
            begin = max(busy[0], kernels) if lanes.kernels.lacks(phase) else busy[0]
            busy[0] = begin + pace * self.times.of_phase(phase)
        return max(busy)


def in_words(seconds):
    """Seconds, or minutes, for a person."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min"
