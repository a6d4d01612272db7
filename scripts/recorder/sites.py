# SPDX-License-Identifier: GPL-2.0
"""Where to stop: the calls of the memory manager's functions, and their returns.

A step begins at a call from outside mm/memory.c and ends where it returns. The
calls of memory.c's functions among themselves belong to the step. Only a few
places inside are looked at: do_no_page() sleeps while the disk reads, and who
knows whether it shared the page; oom() and panic() do not return.
"""

import collections

from . import RecordError

STEPS = ("mem_init", "get_free_page", "free_page", "copy_page_tables", "free_page_tables",
         "put_page", "do_wp_page", "write_verify", "do_no_page")
INSIDE = ("share_page", "try_to_share")
REQUIRED = ("mem_map", "task", "current", *STEPS, *INSIDE, "bread_page", "do_exit", "panic")
# what else may be in memory.c, and what may not be
MEMORY_C = (*STEPS, *INSIDE, "oom", "un_wp_page", "get_empty_page", "calc_mem")
ELSEWHERE = ("page_fault", "copy_process", "copy_mem", "verify_area", "do_execve", "do_exit",
             "change_ldt", "copy_strings", "release", "sys_pipe", "bread_page", "main",
             "start_kernel")
LINUX_0_12 = ("swap_out", "init_swapping", "put_dirty_page")
PAGING_PAGES = 3840
NR_TASKS = 64

Call = collections.namedtuple("Call", "function by next")


class Sites:
    """Addresses of one kernel, by what happens there."""

    def __init__(self, elf):
        self.elf = elf
        self._check_symbols()
        self.start, self.end = self._memory_c()
        self.calls = {}
        for function in STEPS:
            for branch in self._calls(function):
                if not self._inside(branch.site):
                    by = elf.function_at(branch.site)
                    self.calls[branch.site] = Call(function, by, branch.next)
        self._check_calls()
        self.returns = {call.next for call in self.calls.values()}
        self.page_taken = self._after("get_free_page", "do_no_page")
        self.disk_read = self._after("bread_page", "do_no_page")
        # an optimising compiler passes a static function's arguments in registers
        self.share_tried = {branch.site: branch.pushed for branch in self._calls("try_to_share")}
        self.share_answered = {branch.next for branch in self._calls("try_to_share")}
        self.oom = self._from_memory_c("oom")
        self.dies = self._from_memory_c("do_exit")
        self.panic = elf.symbols["panic"]
        # page_fault jumps to where do_wp_page() returns to: nothing returned then
        self.jumped_to = {target for target, branches in elf.branches.items()
                          if target in self.returns and not all(b.call for b in branches)}

    def _check_symbols(self):
        symbols, path = self.elf.symbols, self.elf.path
        newer = [name for name in LINUX_0_12 if name in symbols]
        if newer:
            raise RecordError(f"{path}: a Linux 0.12 kernel (it has {', '.join(newer)}()); "
                              "only 0.11 can be recorded so far")
        missing = [name for name in REQUIRED if name not in symbols]
        if missing:
            raise RecordError(f"{path}: has no symbol {', '.join(missing)}. Functions must stand "
                              "by themselves: build without optimisation (-O0), and do not strip")
        for name, size in (("mem_map", PAGING_PAGES), ("task", 4 * NR_TASKS)):
            if self.elf.sizes[name] not in (0, size):
                raise RecordError(f"{path}: {name}[] has {self.elf.sizes[name]} bytes; "
                                  f"in Linux 0.11 it has {size}")

    def _memory_c(self):
        """From where to where memory.c goes."""
        elf = self.elf
        there = sorted((elf.symbols[name], name) for name in MEMORY_C if name in elf.symbols)
        start, end = there[0][0], elf.end_of(there[-1][1])
        for name in ELSEWHERE:
            if start <= elf.symbols.get(name, 0) < end:
                raise RecordError(f"{elf.path}: the functions of mm/memory.c do not stand "
                                  f"together: {name}() is between them")
        return start, end

    def _inside(self, address):
        return self.start <= address < self.end

    def _calls(self, function):
        branches = self.elf.branches[self.elf.symbols[function]]
        for branch in branches:
            if not branch.call:
                raise RecordError(
                    f"{self.elf.path}: {self.elf.function_at(branch.site)}() jumps to {function}() "
                    "instead of calling it; build with -O0 or -fno-optimize-sibling-calls")
        return branches

    def _check_calls(self):
        called = {call.function for call in self.calls.values()}
        missing = [name for name in STEPS if name not in called]
        if missing:
            raise RecordError(f"{self.elf.path}: nobody outside mm/memory.c calls "
                              f"{', '.join(missing)}; were they inlined? build with -O0")

    def _after(self, function, caller):
        """Where calls of a function return to, if made by this one caller."""
        found = {branch.next for branch in self._calls(function)
                 if self.elf.function_at(branch.site) == caller}
        if not found:
            raise RecordError(f"{self.elf.path}: {caller}() does not call {function}(); "
                              "was it inlined? build with -O0")
        return found

    def _from_memory_c(self, function):
        """Calls made by memory.c: where, and by whom."""
        if function not in self.elf.symbols:
            return {}
        return {branch.site: self.elf.function_at(branch.site)
                for branch in self._calls(function) if self._inside(branch.site)}

    def all(self):
        """Every address to stop at."""
        return (set(self.calls) | self.returns | self.page_taken | self.disk_read |
                set(self.share_tried) | self.share_answered | set(self.oom) | set(self.dies) |
                {self.panic})
