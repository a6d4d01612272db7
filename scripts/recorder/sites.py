# SPDX-License-Identifier: GPL-2.0
"""Where to stop: where the memory manager's functions begin, and inside some.

A step is a call from outside mm/memory.c, until it returns. The calls of
memory.c's functions among themselves belong to the step. Only a few
places inside are looked at: do_no_page() sleeps while the disk reads, and who
knows whether it shared the page; oom() and panic() do not return. With Linux
0.12 goes mm/swap.c, where calls sleep while a swap page is written or read.
"""

import collections

from . import RecordError

# what outsiders call; what memory.c (and swap.c) keep to themselves; other symbols
Version = collections.namedtuple("Version", "name format steps inside others")

STEPS = ("mem_init", "get_free_page", "free_page", "copy_page_tables", "free_page_tables",
         "do_wp_page", "write_verify", "do_no_page")
OTHERS = ("mem_map", "task", "current", "bread_page", "do_exit", "panic", "schedule")
LINUX_0_11 = Version("linux-0.11", 1, (*STEPS, "put_page"), ("share_page", "try_to_share"), OTHERS)
LINUX_0_12 = Version("linux-0.12", 2, (*STEPS, "put_dirty_page", "init_swapping"),
                     ("share_page", "try_to_share", "swap_in", "swap_out", "try_to_swap_out"),
                     (*OTHERS, "ll_rw_page", "swap_bitmap", "SWAP_DEV", "dir_entry", "page_entry"))
# what else may be in these files, and what may not be
MAY_BE_INSIDE = ("oom", "un_wp_page", "get_empty_page", "calc_mem", "show_mem", "put_page")
ELSEWHERE = ("page_fault", "copy_process", "copy_mem", "verify_area", "do_execve", "do_exit",
             "change_ldt", "copy_strings", "release", "sys_pipe", "bread_page", "main",
             "start_kernel")
# 0.12 alone has the first, which exec calls there; the others are in any swap.c
NEEDED_BY_0_12 = "put_dirty_page"
OF_SWAPPING = ("swap_in", "swap_out", "swap_free", "try_to_swap_out", "init_swapping",
               "get_swap_page")
PAGING_PAGES = 3840
NR_TASKS = 64
PAGE = 4096
VC_ORIGIN = 24		# of a virtual console, in Linux 0.12

Call = collections.namedtuple("Call", "function by next")


def version_of(elf):
    """0.12 or 0.11."""
    return LINUX_0_12 if NEEDED_BY_0_12 in elf.symbols else LINUX_0_11


def peculiarity(elf):
    """What a person should know of this kernel before it is recorded, else nothing."""
    version = version_of(elf)
    own = [name for name in OF_SWAPPING if version is LINUX_0_11 and name in elf.symbols]
    if not own:
        return ""
    return (f"{elf.path} has {', '.join(own)}, but no {NEEDED_BY_0_12}: it is recorded as "
            f"{version.name} with a swap.c of its own, up to where it first sleeps for a page, "
            "which the original never does")


class Sites:
    """Addresses of one kernel, by what happens there."""

    def __init__(self, elf):
        self.elf = elf
        self.version = version_of(elf)
        self._check_symbols()
        self.start, self.end = self._memory_c()
        self.entries = {address: function for function in self.version.steps
                        for address in elf.addresses[function]}
        self.calls = {}
        for function in self.version.steps:
            for branch in self._calls(function):
                if not self._inside(branch.site):
                    by = elf.function_at(branch.site)
                    self.calls[branch.site] = Call(function, by, branch.next)
        self._check_calls()
        self.page_taken = self._after("get_free_page", "do_no_page")
        self.disk_read = self._after("bread_page", "do_no_page")
        # an optimising compiler passes a static function's arguments in registers
        self.share_tried = {branch.site: branch.pushed for branch in self._calls("try_to_share")}
        self.share_answered = {branch.next for branch in self._calls("try_to_share")}
        self.oom = self._from_memory_c("oom")
        # where do_exit() would return to, if it did, and who called it
        self.dies = {branch.next: elf.function_at(branch.site)
                     for branch in self._calls("do_exit") if self._inside(branch.site)}
        self.do_exit = elf.symbols["do_exit"]
        self.panic = elf.symbols["panic"]
        self.schedule = elf.symbols["schedule"]
        self._find_swapping()

    def _find_swapping(self):
        """In mm/swap.c. What a 0.11 has there of its own has no place in a trace of 0.11."""
        swaps = self.version is LINUX_0_12
        self.swap_io = self._from_memory_c("ll_rw_page") if swaps else {}
        self.swap_io_done = {branch.next for branch in self._calls("ll_rw_page")
                             if branch.site in self.swap_io}
        self.swapped_in = self._from_memory_c("swap_in") if swaps else {}
        self.let_go = {site for site, by in self._from_memory_c("free_page").items()
                       if swaps and by == "try_to_swap_out"}

    def _check_symbols(self):
        symbols, path = self.elf.symbols, self.elf.path
        required = (*self.version.steps, *self.version.inside, *self.version.others)
        missing = [name for name in required if name not in symbols]
        if missing:
            raise RecordError(f"{path}: has no symbol {', '.join(missing)}. Functions must stand "
                              "by themselves: build without optimisation (-O0), and do not strip")
        for name, size in (("mem_map", PAGING_PAGES), ("task", 4 * NR_TASKS)):
            if self.elf.sizes[name] not in (0, size):
                raise RecordError(f"{path}: {name}[] has {self.elf.sizes[name]} bytes; "
                                  f"in Linux it has {size}")

    def _memory_c(self):
        """From where to where memory.c and swap.c go."""
        elf = self.elf
        names = (*self.version.steps, *self.version.inside, *MAY_BE_INSIDE, *OF_SWAPPING)
        there = sorted((elf.symbols[name], name) for name in names if name in elf.symbols)
        start, end = there[0][0], elf.end_of(there[-1][1])
        for name in ELSEWHERE:
            if start <= elf.symbols.get(name, 0) < end:
                raise RecordError(f"{elf.path}: the functions of mm/memory.c do not stand "
                                  f"together: {name}() is between them")
        return start, end

    def _inside(self, address):
        return self.start <= address < self.end

    def _calls(self, function):
        branches = self.elf.branches_to(function)
        for branch in branches:
            if not branch.call:
                raise RecordError(
                    f"{self.elf.path}: {self.elf.function_at(branch.site)}() jumps to {function}() "
                    "instead of calling it; build with -O0 or -fno-optimize-sibling-calls")
        return branches

    def _check_calls(self):
        called = {call.function for call in self.calls.values()}
        missing = [name for name in self.version.steps if name not in called]
        if missing:
            raise RecordError(f"{self.elf.path}: nobody outside mm/memory.c calls "
                              f"{', '.join(missing)}, as others do in {self.version.name}: if they "
                              "were inlined, build with -fno-inline")

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
        return {branch.site: self.elf.function_at(branch.site)
                for branch in self._calls(function) if self._inside(branch.site)}

    def screen_origin(self):
        """The variable that tells where in video memory the screen begins; 0: there is none."""
        symbols = self.elf.symbols
        if "vc_cons" in symbols:
            return symbols["vc_cons"] + VC_ORIGIN
        return symbols.get("origin", 0)

    def idle(self):
        """Where to stop as long as no call is under way.

        QEMU runs the pages where it may have to stop instruction by instruction, so that it
        should have to in few: here those of memory.c, where nothing runs.
        """
        return {*self.entries, self.panic}

    def busy(self):
        """Where to stop as long as one is: not in memory.c."""
        return {self.do_exit, self.panic, self.schedule}

    def amid_fault(self):
        """Where else to stop in do_no_page(), up to where it loads a page."""
        return {*self.page_taken, *self.share_tried, *self.share_answered, *self.oom,
                *self.swapped_in}

    def amid_swapping(self):
        """Where else to stop in any call."""
        return {*self.swap_io, *self.let_go}

    def call(self, function, returns_to):
        """A call of a function that is going to return there; None: memory.c's own."""
        if self._inside(returns_to - 1):
            return None
        return Call(function, self.elf.function_at(returns_to - 1), returns_to)
