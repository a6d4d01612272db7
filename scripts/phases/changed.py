# SPDX-License-Identifier: GPL-2.0
"""Which phases a change needs: all that run something of a file that it touches."""

import re
import subprocess

from .phase import TOP

CHECKED = "style static"
# The first that matches the beginning of a path; what matches none needs all.
NEEDS = (
    (r"mm011/", f"{CHECKED} user budget hostile kunit selftests selftests-uml replay"),
    (r"module/uapi/", None),
    (r"module/", f"{CHECKED} hostile selftests selftests-uml replay"),
    (r"kunit/bench", CHECKED),
    (r"kunit/", f"{CHECKED} hostile kunit"),
    (r"tools/(bench/|budget$)", f"{CHECKED} budget"),
    (r"tools/(target/|ref/|fuzz/(madeup|snapshot))",
     f"{CHECKED} user budget hostile replay recorder"),
    (r"tools/(fuzz/|hostile\.mk$|fuzz-corpus)", f"{CHECKED} user hostile"),
    (r"tools/(replay|dump|ctl)/", f"{CHECKED} user hostile replay recorder"),
    (r"tools/shim/kunit/", f"{CHECKED} hostile"),
    (r"tools/tests/", f"{CHECKED} user"),
    (r"tools/", f"{CHECKED} user budget hostile replay recorder"),
    (r"selftests/data/fuzz-device", "umldebug"),
    (r"selftests/data/", "user hostile replay"),
    (r"selftests/recorder/", f"{CHECKED} recorder"),
    (r"selftests/fuzz_", f"{CHECKED} umldebug"),
    (r"selftests/", f"{CHECKED} selftests selftests-uml"),
    (r"scripts/(recorder/|record$)", "recorder"),
    (r"scripts/(phases/|tap$|test$|test\.d/(10-|runner|lib))", f"{CHECKED} scripts"),
    (r"scripts/(bench-compare|budget)$", f"{CHECKED} budget"),
    (r"scripts/fork-bomb$", f"{CHECKED} user"),
    (r"scripts/fuzz$", f"{CHECKED} hostile"),
    (r"scripts/fuzz-device$", f"{CHECKED} umldebug"),
    (r"scripts/(replay-all|walkthrough)$", f"{CHECKED} replay"),
    (r"scripts/(vm|guest-init)$", f"{CHECKED} scripts kunit selftests selftests-uml replay"),
    (r"scripts/kernels/umldebug\.", "umldebug"),
    (r"scripts/kernels/(debug|kcsan)\.", "debug kcsan"),
    (r"scripts/kernels/.*\.suite$", ""),
    (r"scripts/(rooms|ioctl-type)$", f"{CHECKED} scripts"),
    (r"scripts/(matrix|coverage|stress|bench|run|places|60-)", CHECKED),
    (r"Documentation/.*\.rst$", "user static"),
    (r"(README|SECURITY)\.md$|COPYING$|\.gitignore$", ""),
    (r"\.ci/", CHECKED),
    (r"\.clang-tidy$|\.shellcheckrc$", CHECKED),
)
PHASE_FILE = re.compile(r"scripts/(?:test|check|test-full)\.d/\d\d-([a-z0-9-]+)$")


def git(*arguments):
    """What git prints, as lines; none if it cannot."""
    done = subprocess.run(["git", "-C", TOP, *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True, check=False)
    return done.stdout.split("\n")[:-1] if not done.returncode else []


def changed_files():
    """What differs from where this branch left main, and what git does not know yet."""
    base = git("merge-base", "HEAD", "main") or ["HEAD"]
    return git("diff", "--name-only", base[0]) + git(
        "ls-files", "--others", "--exclude-standard")


def needs(path):
    """Names of phases for one file; None: all of them."""
    own = PHASE_FILE.match(path)
    if own:
        return [*CHECKED.split(), own.group(1)]
    for pattern, names in NEEDS:
        if re.match(pattern, path):
            return None if names is None else names.split()
    return None


def phases_for(paths, phases):
    """Names out of @phases that these files need, in the order of @phases."""
    wanted = set()
    for path in paths:
        names = needs(path)
        if names is None:
            return [phase.name for phase in phases.values() if phase.directory != "test-full.d"]
        wanted.update(names)
    return [name for name in phases if name in wanted]
