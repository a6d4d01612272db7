# SPDX-License-Identifier: GPL-2.0
"""How long phases and kernels took in the last run: a line `SECONDS NAME` each."""

import os


def full():
    """Whether phases take more time than in make test."""
    return bool(os.environ.get("MM011_FULL"))


class Times:
    """What the cache knows, and what this run adds."""

    def __init__(self, path):
        self.path = path
        self.known = {}
        try:
            with open(path, encoding="utf-8") as file:
                for line in file:
                    seconds, name = line.rstrip("\n").split(" ", 1)
                    self.known[name] = float(seconds)
        except (OSError, ValueError):
            pass            # a guess will do

    def of_phase(self, phase):
        """Seconds that it took, or may take."""
        return self.known.get(key_of(phase), phase.estimate(full()))

    def of_kernel(self, name, guess):
        """Seconds that a kernel took to make, or may take."""
        return self.known.get(f"kernel {name}", guess)

    def add_phase(self, phase, seconds):
        """It took so long now."""
        self.known[key_of(phase)] = seconds

    def add_kernel(self, name, seconds):
        """It took so long to make."""
        self.known[f"kernel {name}"] = seconds

    def save(self):
        """For the next run; whoever cannot write there goes without."""
        temporary = f"{self.path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            with open(temporary, "w", encoding="utf-8") as file:
                file.writelines(f"{seconds:.0f} {name}\n"
                                for name, seconds in sorted(self.known.items()))
            os.replace(temporary, self.path)
        except OSError:
            pass


def key_of(phase):
    """A full run is another thing."""
    return phase.name + (" in full" if full() else "")
