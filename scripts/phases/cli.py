# SPDX-License-Identifier: GPL-2.0
"""What scripts/test does once there is python3."""

import os
import signal
import subprocess
import sys
import time

from .changed import changed_files, phases_for
from .kernels import Kernels, from_lib
from .lanes import OUT, Lanes
from .phase import TOP, all_phases
from .progress import Progress
from .times import Times

SETS = {
    "--all": ("test.d", "check.d", "test-full.d"),
    "--full": ("test.d", "check.d", "test-full.d"),
    "--check": ("check.d",),
    "": ("test.d",),
}
LONGEST = 10


def say(text):
    """To a person, not to a program."""
    print(text, file=sys.stderr, flush=True)


def die(text):
    """Wrong usage."""
    say(f"test: {text}")
    sys.exit(1)


def named(names, phases):
    """The phases of these names."""
    for name in names:
        if name not in phases:
            die(f"no phase '{name}'; there are: {' '.join(phases)}")
    return [phases[name] for name in names]


def longest_first(phases, times):
    """So the lanes end at about the same time."""
    return sorted(phases, key=times.of_phase, reverse=True)


def choose(words, phases, times):
    """The phases that the command line asks for, in the order in which they begin."""
    option = words[0] if words and words[0].startswith("--") else ""
    if option == "--changed" and len(words) == 1:
        names = phases_for(changed_files(), phases)
        say(f"test: what has changed needs: {' '.join(names) or 'nothing'}")
        return named(names, phases)
    if not option and words:
        return named(words, phases)
    if option not in SETS:
        die(f"no option {option}")
    if len(words) > 1:
        die(f"{option} has all phases")
    return longest_first([phase for phase in phases.values()
                          if phase.directory in SETS[option]], times)


def leftovers():
    """What is in the tree that git does not know: tests must not add to it."""
    done = subprocess.run(["git", "-C", TOP, "status", "--porcelain", "--untracked-files=all"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          check=False)
    return {line for line in done.stdout.split("\n") if line.startswith("??")}


def print_longest(lanes):
    """Where the time went: phases and kernels, then results."""
    phases = [(one.seconds, one.phase.name) for one in lanes.begun]
    phases += [(seconds, f"kernel {name}") for seconds, name in lanes.kernels.made]
    results = []
    for one in lanes.begun:
        for line in one.text("times").splitlines():
            seconds, name = line.split(" ", 1)
            results.append((float(seconds), f"{one.phase.name}: {name}"))
    say("== the longest phases: " + ", ".join(
        f"{name} {seconds:.0f} s" for seconds, name in sorted(phases, reverse=True)[:LONGEST]))
    say("== the longest results")
    for seconds, name in sorted(results, reverse=True)[:LONGEST]:
        say(f"  {seconds:5.1f} s  {name[:90]}")


def judge(lanes, before):
    """The last lines; whether all is well."""
    passed, failed, skipped = map(sum, zip(*[one.counts() for one in lanes.begun]))
    added = leftovers() - before
    if added:
        say("FAILED: the tests left files behind:\n" + "\n".join(sorted(added)))
        failed += 1
    print_longest(lanes)
    say(f"== end [{time.time() - lanes.begin:.0f} s]")
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return passed and not failed


def run(phases, times, verbose):
    """Run them; whether all is well."""
    os.makedirs(OUT, exist_ok=True)
    before = leftovers()
    lanes = Lanes(phases, Kernels(phases, times, sys.stderr), verbose,
                  int(os.environ.get("MM011_LANES", "2")))
    try:
        lanes.run(Progress(times))
    finally:
        lanes.end()
        for one in lanes.begun:
            if one.seconds is not None and not one.counts()[1]:
                times.add_phase(one.phase, one.seconds)
        times.save()
    return judge(lanes, before)


def terminated(number, _):
    """SIGTERM, or the terminal is gone: end as with Ctrl-C, but tell which it was."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    sys.exit(128 + number)


def main():
    """See scripts/test."""
    words = sys.argv[1:]
    verbose = words[:1] == ["-v"]
    words = words[verbose:]
    if words == ["--full"]:
        os.environ.update(MM011_FULL="yes", MM011_SWEEP_EVERY="1")
    signal.signal(signal.SIGTERM, terminated)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:      # nohup
        signal.signal(signal.SIGHUP, terminated)
    times = Times(os.path.join(from_lib('echo "$cache"'), "times"))
    phases = choose(words, all_phases(), times)
    if not phases:
        print("0 passed, 0 failed, 0 skipped")
        return 0
    try:
        subprocess.run([f"{TOP}/scripts/setup", "test"], check=True)
        return 0 if run(phases, times, verbose) else 1
    except subprocess.CalledProcessError:
        return 1
    except KeyboardInterrupt:
        return 130
