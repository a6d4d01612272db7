# SPDX-License-Identifier: GPL-2.0
"""Types the commands, each when the prompt has come back.

Not too fast: 0.11's keyboard interrupt lets the next one in, and its wake_up()
then stores through a NULL pointer: the first page directory entry is gone. So
keys are paced by the time that the guest has run, not by the time of day.
"""

import collections
import re
import time

from . import RecordError
from .guest import keys_for

LOOK_PAUSE = 0.1	# between two looks at the screen
ECHO_TIMEOUT = 2
ATTEMPTS = 4

# blind: neither is a prompt waited for before it is typed, nor after
Command = collections.namedtuple("Command", "text keys wait blind", defaults=(None, 0, False))


def parse_commands(lines, path):
    """One command a line; blank lines and lines that begin with # are left out."""
    commands = []
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r\n")
        if not line.strip() or line.startswith("#"):
            continue
        where = f"{path}, line {number}"
        if line.startswith("@"):
            commands.append(_directive(line, where))
            continue
        commands.append(Command(_typable(line, where)))
    return commands


def _typable(text, where):
    unknown = sorted({char for char in text if not keys_for(char)})
    if unknown:
        raise RecordError(f"{where}: no key types {' '.join(map(repr, unknown))}")
    return text


def _directive(line, where):
    word, _, rest = line.partition(" ")
    if word == "@type":
        return Command(_typable(rest, where), blind=True)
    if word == "@key" and re.fullmatch(r"[a-z0-9_]+(-[a-z0-9_]+)*", rest):
        return Command(line, keys=rest.split("-"))
    if word == "@wait" and re.fullmatch(r"\d+(\.\d+)?", rest):
        return Command(line, wait=float(rest))
    raise RecordError(f"{where}: neither '@type TEXT' nor '@key NAME-NAME' nor '@wait SECONDS': "
                      f"{line}")


def without_blanks(text):
    """What is left to compare when the screen has wrapped a line."""
    return "".join(text.split())


class Typist:
    """Does one thing at each tick, when it is time."""

    def __init__(self, guest, options, commands, steps_done, report):
        self.guest = guest
        self.options = options
        self.commands = commands
        self.steps_done = steps_done
        self.report = report
        self.prompted = False
        self.at_prompt = False	# as far as is known
        self.done = False
        self.due = 0
        self.work = self._work()

    def pause(self, now):
        """How long there is nothing to do."""
        return 1 if self.done else max(0, self.due - now)

    def tick(self, now):
        """To be called often; `now` is how many seconds the guest has run."""
        if self.done or self.pause(now):
            return
        try:
            self.due = now + next(self.work)
        except StopIteration:
            self.done = True

    def _work(self):
        """Yields how many seconds to wait before going on."""
        self.report.doing("boots")
        self.prompted = yield from self._prompt(self.options.boot_timeout)
        if not self.prompted:
            return
        self.at_prompt = True
        for number, command in enumerate(self.commands, 1):
            self.report.doing(f"command {number} of {len(self.commands)}: {command.text}")
            if command.wait:
                yield command.wait
            elif command.keys:
                self.at_prompt = False
                yield from self._press(command.keys, self.options.key_pause)
            elif command.blind:
                self.at_prompt = False
                yield from self._type(command.text)
            else:
                yield from self._run(command.text)

    def _press(self, keys, pause):
        for key, down in [(key, True) for key in keys] + [(key, False) for key in reversed(keys)]:
            # refused while the guest stands at a breakpoint
            while not self.guest.key(key, down):
                yield 0.001
            yield pause

    def _run(self, text):
        """A command, between two prompts."""
        if not self.at_prompt:
            yield from self._wait_for_prompt(f"before '{text}'")
        yield from self._type(text)
        yield self.options.rest
        yield from self._wait_for_prompt(f"after '{text}'")
        self.at_prompt = True

    def _wait_for_prompt(self, when):
        if not (yield from self._prompt(self.options.timeout)):
            self.report.say(f"no prompt {self.options.timeout:g} s {when}, but "
                            f"'{self.last_row()}'; going on")

    def _type(self, text):
        """A line, and its end."""
        pause = self.options.key_pause
        for attempt in range(ATTEMPTS):
            before = self.guest.screen()
            for char in text:
                yield from self._press(keys_for(char), pause)
            if (yield from self._echoed(text, before)):
                break
            if attempt == ATTEMPTS - 1:
                self.report.say(f"'{text}' may not have been typed well: '{self.last_row()}'")
                break
            # keys were lost: erase the line, and type it more slowly
            pause = 2 * pause + 0.01
            yield from self._press(["ctrl", "u"], pause)
        yield from self._press(["ret"], pause)

    def _echoed(self, text, before):
        """Is it on the screen? Where nothing is echoed at all, nothing can be lost."""
        deadline = time.monotonic() + ECHO_TIMEOUT
        while time.monotonic() < deadline:
            if without_blanks(self.guest.screen()).endswith(without_blanks(text)):
                return True
            yield 0.02
        return self.guest.screen() == before

    def last_row(self):
        """How the screen ends."""
        return self.guest.screen().rpartition("\n")[2]

    def _prompt(self, timeout):
        """Yields until the screen ends in a prompt, and nothing happens any more.

        As long as steps are made the screen is not looked at: that takes time.
        """
        deadline = time.monotonic() + timeout
        seen, steps, since = None, None, 0
        while time.monotonic() < deadline:
            now, steps_before, steps = time.monotonic(), steps, self.steps_done()
            screen = self.guest.screen() if steps == steps_before else None
            if screen is None or screen != seen:
                seen, since = screen, now
            elif now - since >= self.options.rest and self.options.prompt.search(screen):
                return True
            yield min(LOOK_PAUSE, self.options.rest)
        return False
