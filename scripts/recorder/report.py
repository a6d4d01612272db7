# SPDX-License-Identifier: GPL-2.0
"""What a person is told on standard error while it is recorded."""

import sys
import time

MAX_COMPLAINTS = 20
ON_TERMINAL = 0.1	# seconds between two words of progress: one line, written anew
IN_LOG = 10		# lines


class Report:
    """Lines, and progress."""

    def __init__(self, stream=sys.stderr, now=time.monotonic):
        self.stream = stream
        self.now = now
        self.terminal = stream.isatty()
        self.begin = now()
        self.complaints = 0
        self.what = ""
        self.shown = self.begin
        self.counted = (self.begin, 0)	# when the rate was last reckoned, the steps by then
        self.rate = 0

    def say(self, text):
        """A line."""
        clear = "\r\033[K" if self.terminal else ""
        print(f"{clear}record: {text}", file=self.stream, flush=True)

    def complain(self, text):
        """Something must not be: the recording fails, but goes on."""
        self.complaints += 1
        if self.complaints <= MAX_COMPLAINTS:
            self.say(f"unexpected: {text}")

    def doing(self, what):
        """What goes on now."""
        self.what = what

    def seconds(self):
        """Since the beginning."""
        return self.now() - self.begin

    def progress(self, steps):
        """To be called often."""
        now = self.now()
        if now - self.shown < (ON_TERMINAL if self.terminal else IN_LOG):
            return
        self.shown = now
        since, before = self.counted
        if now - since >= 1:
            self.rate = (steps - before) / (now - since)
            self.counted = (now, steps)
        line = f"{steps} steps, {self.rate:.0f} a second, {self.seconds():.0f} s; {self.what}"
        if self.terminal:
            print(f"\r{line[:78]}\033[K", end="", file=self.stream, flush=True)
        else:
            self.say(line)
