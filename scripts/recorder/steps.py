# SPDX-License-Identifier: GPL-2.0
"""The recorder proper: at each stop, what does it mean?

Nothing else runs inside a step, so there is at most one open. A task that loads
a page is between two: its first step ends when the page is taken, the second
begins when the disk has read, and other tasks make steps meanwhile.
"""

import collections
import time

from . import state
from .gdb import DIRECTION

# the event that a call makes, and what its arguments are called in the trace
EVENTS = {
    "mem_init": ("mem_init", ("start", "end")),
    "get_free_page": ("get_free_page", ()),
    "free_page": ("free_page", ("addr",)),
    "copy_page_tables": ("copy_page_tables", ("from", "to", "size")),
    "free_page_tables": ("free_page_tables", ("from", "size")),
    "put_page": ("put_page", ("page", "addr")),
    "put_dirty_page": ("put_dirty_page", ("page", "addr")),
    "init_swapping": ("init_swapping", ()),
    "do_wp_page": ("wp_page", ("err", "addr")),
    "write_verify": ("write_verify", ("addr",)),
    "do_no_page": ("no_page", ("err", "addr")),
}
NAMES_ITS_CALLER = {"get_free_page", "free_page", "free_page_tables", "put_page",
                    "put_dirty_page"}
RETURNS = {"get_free_page", "copy_page_tables", "put_page", "put_dirty_page"}
# insert_into_queues() of fs/buffer.c stores through a pointer that is NULL
POKED = 20
# seconds that pass in no step without a stop. With a full swap device, 0.12 looks
# through 32,767 bits for each dirty page, and QEMU is slow where breakpoints are
HANG = 120


class Step:
    """A call that has not returned yet."""

    def __init__(self, call, stack, task, fields):
        self.function = call.function
        self.event = EVENTS[call.function][0]
        self.next = call.next
        self.stack = stack
        self.task = task
        self.fields = fields
        self.cur = -1
        self.before = 0		# the entry, of a fault and of write_verify
        self.donor = 0		# the last task that try_to_share() was called with
        self.shared = False
        self.oom_in = ""
        # Linux 0.12, see swapping.py
        self.number = None
        self.after = ""		# it goes on after a swap page was read, or written
        self.sleeps_in = ""
        self.acts = []		# pages that swap_out() dropped in this part
        self.written = 0	# the page that is on its way to the swap device
        self.swapped_in = False

    def is_fault_of_missing_page(self):
        """It is do_no_page(), first or second part."""
        return self.event in ("no_page", "no_page_map")


class Steps:
    """Takes stops, writes steps. `complain` is told what must not be."""

    def __init__(self, memory, sites, tasks, trace, complain):
        self.memory = memory
        self.sites = sites
        self.tasks = tasks
        self.trace = trace
        self.complain = complain
        self.mem_map = sites.elf.symbols["mem_map"]
        self.state = state.Reader(memory, self.mem_map)
        self.last = self.state.last		# after the last step
        self.begun = None			# when the open step began
        self.open = None
        self.stopped = 0
        self.loads = {}
        self.panic = ""
        self.sleeps = ""	# the function that calls schedule(), which is not the original's
        self.backwards = ""	# the first function that returned with the direction flag set
        self.handlers = collections.defaultdict(list)
        self._collect_handlers()
        self.armed_idle = sites.idle()
        self.armed_busy = sites.busy() | sites.amid_swapping()
        self.armed_fault = self.armed_busy | sites.amid_fault()

    def _collect_handlers(self):
        sites = self.sites
        for addresses, handler in (
                *self._own_sites(),
                (sites.share_tried, self._share_tried),
                (sites.share_answered, self._share_answered),
                (sites.page_taken, self._page_taken),
                (sites.disk_read, self._disk_read),
                (sites.oom, self._oom),
                ({sites.do_exit}, self._dies),
                ({sites.schedule}, self._sleeps_amid),
                ({sites.panic}, self._panics),
                (sites.entries, self._called)):
            for address in addresses:
                self.handlers[address].append(handler)

    def _own_sites(self):
        """What else to stop at, and what to do then."""
        return ()

    def armed(self):
        """Where to stop next, as things are."""
        step = self.open
        if not step:
            addresses = set(self.armed_idle)
        elif step.event == "no_page":
            addresses = set(self.armed_fault)
        else:
            addresses = set(self.armed_busy)
        if self.loads.keys() - ({step.task} if step else set()):
            addresses |= self.sites.disk_read
        return addresses

    def is_over(self):
        """Is it of no use to go on?"""
        return bool(self.panic or self.sleeps)

    def comes_again(self, address):
        """May the guest come there again before it stops anywhere else?"""
        return address in self.sites.let_go or (address in self.sites.entries and not self.open)

    def return_address(self):
        """Where on the stack it is, of the call that has not returned, else None."""
        return self.open.stack - 4 if self.open else None

    def is_at_return(self, regs):
        """Does the guest stand where that call returns to?"""
        return bool(self.open) and self.open.next == regs.eip

    def stop(self, regs):
        """The guest stands at one of the sites."""
        self.stopped = time.monotonic()
        if self.is_at_return(regs):
            self._returned(regs)
        for handler in self.handlers[regs.eip]:
            handler(regs)

    def hangs(self):
        """The name of a function that does not come to its end, else nothing."""
        if self.open and time.monotonic() - self.stopped > HANG:
            return self.open.function
        return ""

    def finish(self):
        """The last line. Of a step that has not ended nothing is told."""
        now = self.begun if self.open else self._between_steps("the end")
        cur = self.tasks.update(self.trace)
        crc, crc_noad = state.checksums(now)
        self.trace.line("end", cur=max(cur, 0), crc=crc, crc_noad=crc_noad, **self._last_words())

    def _last_words(self):
        return {}

    # --- a step begins and ends

    def _where(self, address):
        return f"{self.sites.elf.function_at(address)}() at 0x{address:x}"

    def _between_steps(self, what):
        """Since the last step, only the CPU may have written; returns the state."""
        now = self.state.read()
        for nr, old, new in state.counts_changed(self.last, now):
            self.complain(f"mem_map[{nr}] changed from {old} to {new} outside all steps, "
                          f"before {what}")
        for address, old, new in state.entries_changed(self.last, now):
            if address == POKED and not (old | new) & state.PRESENT:
                self.trace.line("poke", pte_addr=address, value=new)
            elif (old ^ new) & ~state.ACCESSED_DIRTY:
                self.complain(f"the entry at 0x{address:x} changed from 0x{old:x} to 0x{new:x} "
                              f"outside all steps, before {what}")
            else:
                self.trace.line("hw", pte_addr=address, bits=new & state.ACCESSED_DIRTY)
        return now

    def _begin(self, step, where):
        if self.open:
            self.complain(f"{where} while {self.open.function}() has not returned")
        self.begun = self._between_steps(where)
        step.cur = self.tasks.update(self.trace)
        if step.cur < 0:
            self.complain(f"{where}: the current task is not in task[]")
        self.open = step

    def _end(self, **more):
        step, self.open = self.open, None
        now = self.state.read()
        # the CPU itself, working on the kernel's own tables
        for address, old, new in state.entries_changed(self.begun, now, kernel_only=True):
            if (old ^ new) & state.ACCESSED_DIRTY:
                bits = new & state.ACCESSED_DIRTY
                self.trace.line("hw", pte_addr=address, bits=bits, **{"in": 1})
        crc, crc_noad = state.checksums(now)
        event, fields = self._told(step, more)
        self.trace.step(event, **fields, cur=step.cur, crc=crc, crc_noad=crc_noad)
        self.last = now

    def _told(self, step, more):
        """The event and the fields of a step that ends so."""
        return step.event, {**step.fields, **more}

    def _called(self, regs):
        """A function is entered: on the stack are its return address and its arguments."""
        call = self.sites.call(self.sites.entries[regs.eip], self.memory.u32(regs.esp))
        if not call:
            return
        names = EVENTS[call.function][1]
        fields = {name: self.memory.u32(regs.esp + 4 * nr) for nr, name in enumerate(names, 1)}
        if call.function in NAMES_ITS_CALLER:
            fields["by"] = call.by
        step = Step(call, regs.esp + 4, self.tasks.pointer(), fields)
        self._begin(step, f"{call.function}() for {call.by}()")
        if step.event in ("wp_page", "write_verify", "no_page"):
            step.before = self.memory.entry(fields["addr"])

    def _returned(self, regs):
        step = self.open
        if step.stack != regs.esp or step.task != self.tasks.pointer():
            self.complain(f"a return to {self._where(regs.eip)} without a call")
        else:
            if regs.eflags & DIRECTION:
                self.backwards = self.backwards or step.function
            if step.event == "no_page_map":
                self.loads.pop(step.task, None)
            self._end(**self._results(regs))

    def _results(self, regs):
        """The fields that a step gets from its return."""
        step = self.open
        if step.event == "no_page":
            return self._kind()
        if step.event == "no_page_map":
            return {"ret": step.fields["page"]}
        if step.event in ("wp_page", "write_verify"):
            return {"pte": [step.before, self.memory.entry(step.fields["addr"])]}
        if step.event in RETURNS:
            return {"ret": regs.eax - (1 << 32) if regs.eax >> 31 else regs.eax}
        return {}

    # --- inside do_no_page()

    def _inside_fault(self, regs):
        if self.open and self.open.is_fault_of_missing_page():
            return True
        self.complain(f"{self._where(regs.eip)} without a page fault")
        return False

    def _share_tried(self, regs):
        if self._inside_fault(regs):
            pushed = self.sites.share_tried[regs.eip]
            self.open.donor = self.memory.u32(regs.esp + 4) if pushed else regs.edx

    def _share_answered(self, regs):
        if self._inside_fault(regs):
            self.open.shared = regs.eax != 0

    def _kind(self):
        """What came of a fault that no disk was needed for."""
        page = self.memory.entry(self.open.fields["addr"]) & ~0xFFF
        if self.open.shared:
            return {"kind": "share", "from_task": self._donor(), "page": page}
        return {"kind": "empty", "page": page}

    def _donor(self):
        nr = self.tasks.number(self.open.donor)
        if nr < 0:
            self.complain("the task that try_to_share() was given is not known; build with -O0")
        return max(nr, 0)

    def _page_taken(self, regs):
        if not self._inside_fault(regs) or not regs.eax:
            return		# without a page, oom() follows
        step = self.open
        self._end(kind="load", page=regs.eax)
        step.event = "no_page_map"
        step.fields = {"page": regs.eax, "addr": step.fields["addr"] & ~0xFFF}
        self.loads[step.task] = step

    def _disk_read(self, regs):
        step = self.loads.get(self.tasks.pointer())
        if step:
            self._begin(step, self._where(regs.eip))
        else:
            self.complain(f"{self._where(regs.eip)}: this task was not loading a page")

    def _sleeps_amid(self, _):
        """schedule() is called: what others do now would be part of the step."""
        if self.open:
            self.sleeps = self.open.function

    # --- what does not return

    def _oom(self, regs):
        if self.open:
            self.open.oom_in = self.sites.oom[regs.eip]

    def _dies(self, regs):
        """do_exit() is called: by memory.c?"""
        caller = self.sites.dies.get(self.memory.u32(regs.esp))
        if not caller:
            return
        step = self.open
        if not step or step.task != self.tasks.pointer():
            self.complain(f"{caller}(): out of memory outside all steps")
            return
        who = step.oom_in or caller
        self.loads.pop(step.task, None)
        self._end(**self._unfinished(who), oom=True)

    def _unfinished(self, who):
        """The fields that a step would have got from its return."""
        event = self.open.event
        if event == "no_page_map" or event in RETURNS:
            return {"ret": 0}
        if event != "no_page":
            return {}
        if who in ("try_to_share", "share_page"):
            return {"kind": "share", "from_task": self._donor()}
        return {"kind": "load" if who == "do_no_page" else "empty", "page": 0}

    def _panics(self, regs):
        self.panic = self.memory.text(self.memory.u32(regs.esp + 4)) or "?"
        if not self.open:
            return
        who = self.sites.elf.function_at(self.memory.u32(regs.esp) - 1)
        more = self._unfinished(who)
        if self.open.event in ("wp_page", "write_verify"):
            more["pte"] = [self.open.before, self.memory.entry(self.open.fields["addr"])]
        self._end(**more, panic=self.panic)
