# SPDX-License-Identifier: GPL-2.0
"""The steps of Linux 0.12, which swaps: format 2 of a trace.

A call that needs a page may have to write another one to the swap device first,
or to read its own, and sleeps meanwhile. Then its step ends where it goes to
sleep, and what it does afterwards is another one, a `resume`. Any number of
calls may sleep, one of each task.
"""

import zlib

from . import state
from .steps import Steps

DROP = "drop"
WRITE = 1	# ll_rw_page()'s first argument


class Swap:
    """What mm/swap.c remembers."""

    def __init__(self, memory, elf):
        self.memory = memory
        self.symbols = elf.symbols

    def _variable(self, name):
        return self.memory.u32(self.symbols[name])

    def device(self):
        """The number of the swap device; 0: there is none."""
        return self._variable("SWAP_DEV")

    def bitmap(self):
        """The page of the bitmap; 0: nothing is swapped."""
        return self._variable("swap_bitmap")

    def checksum(self):
        """Of the bitmap; None without one."""
        page = self.bitmap()
        return f"{zlib.crc32(self.memory.bytes(page, state.PAGE)):08x}" if page else None

    def position(self):
        """Where swap_out() stands: entry of the directory, entry of the page table."""
        entry = self._variable("page_entry")
        return [self._variable("dir_entry"), entry - (1 << 32) if entry >> 31 else entry]

    def entry_address(self):
        """The page table entry that swap_out() has given to try_to_swap_out()."""
        directory, entry = self.position()
        return (self.memory.u32(4 * directory) & ~0xFFF) + 4 * entry


class SwappingSteps(Steps):
    """Steps that may go to sleep."""

    def __init__(self, memory, sites, tasks, trace, complain):
        self.swap = Swap(memory, sites.elf)
        self.position = self.swap.position()
        self.checksum = self.swap.checksum()
        self.asleep = {}
        self.operations = 0
        super().__init__(memory, sites, tasks, trace, complain)

    def _own_sites(self):
        sites = self.sites
        return ((sites.swap_io_done, self._wakes),
                (sites.swapped_in, self._swapped_in),
                (sites.let_go, self._let_go),
                (sites.swap_io, self._sleeps))

    def armed(self):
        return super().armed() | (self.sites.swap_io_done if self.asleep else set())

    def _last_words(self):
        flying = [step.number for step in (*self.asleep.values(), *self.loads.values())]
        return {"ops_in_flight": sorted(flying), **self._bitmap_checksum()}

    def _between_steps(self, what):
        now = super()._between_steps(what)
        if (self.position, self.checksum) != (self.swap.position(), self.swap.checksum()):
            self.complain(f"the swap bitmap or swap_out()'s position changed outside all steps, "
                          f"before {what}")
            self._remember()
        return now

    def _remember(self):
        self.position = self.swap.position()
        self.checksum = self.swap.checksum()

    # --- what a step tells besides

    def _begin(self, step, where):
        super()._begin(step, where)
        if step.number is None:
            step.number = self.operations
            self.operations += 1
            if step.event == "init_swapping":
                step.fields["swap_dev"] = self.swap.device()

    def _told(self, step, more):
        event, fields = super()._told(step, more)
        if step.after:
            event, fields = "resume", {"of": event, "op": step.number, "after": step.after, **more}
        elif "sleep" in more or more.get("kind") == "load" or event == "no_page_map":
            fields["op"] = step.number
        if step.acts:
            fields["acts"] = step.acts
        if self.position != self.swap.position():
            fields["swap_pos"] = self.swap.position()
        fields.update(self._bitmap_checksum())
        step.after, step.acts = "", []
        self._remember()
        return event, fields

    def _bitmap_checksum(self):
        checksum = self.swap.checksum()
        return {"swapcrc": checksum} if checksum else {}

    def _results(self, regs):
        step = self.open
        if step.event == "init_swapping":
            page = self.swap.bitmap()
            bits = self.memory.bytes(page, state.PAGE).rstrip(b"\0").hex() if page else ""
            return {"bitmap_page": page, **({"bitmap": bits} if bits else {})}
        if step.event == "no_page_map":
            return {**super()._results(regs), "pte": self.memory.entry(step.fields["addr"])}
        return super()._results(regs)

    def _kind(self):
        kind = super()._kind()
        if self.open.swapped_in:
            kind["kind"] = "swap"
        return {**kind, "pte": [self.open.before, self.memory.entry(self.open.fields["addr"])]}

    def _unfinished(self, who):
        if who == "swap_in" and self.open.event == "no_page":
            return {"kind": "swap", "page": 0}
        if self.open.event == "init_swapping":
            return {"bitmap_page": self.swap.bitmap()}
        return super()._unfinished(who)

    # --- stops in mm/swap.c

    def _inside_step(self, regs):
        if not self.open:
            self.complain(f"{self._where(regs.eip)} outside all steps")
        return self.open

    def _sleeps(self, regs):
        step = self._inside_step(regs)
        if not step:
            return
        write, _, number, page = (self.memory.u32(regs.esp + 4 * nr) for nr in range(4))
        sleep = {"io": "write" if write == WRITE else "read", "nr": number, "page": page}
        if write == WRITE:
            sleep["pte_addr"] = self.swap.entry_address()
            step.written = page
        self._end(sleep=sleep)
        step.sleeps_in = sleep["io"]
        self.asleep[step.task] = step

    def _wakes(self, regs):
        step = self.asleep.pop(self.tasks.pointer(), None)
        if not step:
            self.complain(f"{self._where(regs.eip)}: this task was not asleep")
            return
        if step.event == "init_swapping":
            self._remember()		# what was read is the bitmap
        self._begin(step, self._where(regs.eip))
        step.after = step.sleeps_in

    def _swapped_in(self, regs):
        if self._inside_fault(regs):
            self.open.swapped_in = True

    def _let_go(self, regs):
        """try_to_swap_out() frees a page: the one that was written, or one that was clean."""
        step = self._inside_step(regs)
        page = self.memory.u32(regs.esp)
        if step and step.written == page:
            step.written = 0
        elif step:
            step.acts.append([DROP, self.swap.entry_address(), page])
