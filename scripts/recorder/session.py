# SPDX-License-Identifier: GPL-2.0
"""One recording, from the first instruction to the last line of the trace."""

import os
import signal
import subprocess
import time

from . import RecordError
from .elf import Elf
from .gdb import GuestGone
from .guest import Guest
from .report import Report
from .sites import LINUX_0_11, PAGING_PAGES, Sites, peculiarity
from .state import ACCESSED_DIRTY
from .steps import Steps
from .swapping import SwappingSteps
from .tasks import Tasks
from .trace import Trace, TraceLost
from .typist import Typist

INITIAL = ("as left by head.s: mem_map all 0; pg_dir[0..3]=0x1007,0x2007,0x3007,0x4007, rest 0; "
           "pg0..pg3 (0x1000..0x4fff) identity map 16 MB, entry=(page<<12)|7")
INITIAL_SWAP = "; swap_out: dir_entry=16, page_entry=-1, no bitmap"
# what the set-up code of 0.12 asks before the kernel runs
ASKS_FOR_A_KEY = "any other key to continue"


class Session:
    """A guest that runs from breakpoint to breakpoint."""

    def __init__(self, options, sites, guest, report):
        self.options = options
        self.elf = sites.elf
        self.sites = sites
        self.guest = guest
        self.report = report
        self.interrupted = False
        self.asked = 0		# when the guest was last told to stop
        self.ran = 0		# for how long the guest has run, in seconds
        self.answered = False	# setup.S
        self.told_direction = False
        self.tasks = Tasks(guest.memory, sites, options.offsets)

    def interrupt(self, number, _):
        """Ctrl-C: what is recorded is kept."""
        self.interrupted = True
        signal.signal(number, signal.SIG_DFL)

    def run(self):
        """Records; the exit status."""
        registers = self._run_to_mem_init()
        self._check_code()
        self.tasks.check_layout()
        trace = Trace(self.options.output)
        try:
            return self._record(trace, registers)
        finally:
            trace.close()

    def _record(self, trace, registers):
        trace.line("header", **self._header(trace))
        kind = Steps if self.sites.version is LINUX_0_11 else SwappingSteps
        steps = kind(self.guest.memory, self.sites, self.tasks, trace, self.report.complain)
        typist = Typist(self.guest, self.options, self.options.commands, lambda: trace.steps,
                        self.report)
        try:
            problem = self._run_from_stop_to_stop(registers, steps, typist)
            steps.finish()
            trace.close()
        except TraceLost as error:
            problem = str(error)
        return self._summary(trace, problem)

    def _run_from_stop_to_stop(self, registers, steps, typist):
        """Until something ends it; what that is, if it is not as it should be."""
        try:
            while registers:
                steps.stop(registers)
                self._look_at_direction(steps)
                registers = None if steps.is_over() else self._resume(registers, steps, typist)
        except GuestGone:
            return "the virtual machine ended by itself (did the kernel reboot?)"
        if steps.panic:
            return f"the kernel panicked: {steps.panic}"
        if steps.sleeps:
            return (f"the kernel sleeps in {steps.sleeps}() where {self.sites.version.name} does "
                    "not, and others would run in the same step")
        if steps.hangs():
            return f"the kernel hangs in {steps.hangs()}(), which is not in the trace"
        if not typist.prompted and not self.interrupted:
            return f"no prompt after {self.options.boot_timeout} s; see --prompt, --disk"
        return ""

    def _look_at_direction(self, steps):
        if steps.backwards and not self.told_direction:
            self.told_direction = True
            self.report.say(f"{steps.backwards}() returns with the direction flag set ('std' "
                            "without 'cld'): what newer compilers make of C takes it for clear. If "
                            "the kernel dies in its first fork, put a 'cld' there")

    def _header(self, trace):
        version = subprocess.run([self.options.qemu, "--version"], capture_output=True, check=False)
        return {
            "kernel": self.sites.version.name, "memory_mb": self.options.ram,
            "format": self.sites.version.format,
            "trace": trace.name, "source": os.path.basename(self.elf.path),
            "kernel_sha256": self.elf.sha256,
            "qemu": version.stdout.decode(errors="replace").partition("\n")[0],
            "mem_map_addr": self.elf.symbols["mem_map"], "mem_map_len": PAGING_PAGES,
            "numbers": "decimal integers; crc fields 8 hex digits",
            "initial": INITIAL + (INITIAL_SWAP if self.sites.version.format > 1 else "")}

    # --- from stop to stop

    def _resume(self, registers, steps, typist):
        """Until the next site; None when the recording is to end and can."""
        gdb = self.guest.gdb
        if steps.comes_again(registers.eip):
            registers = gdb.step()
        while True:
            gdb.go(steps.armed() - {registers.eip}, steps.return_address())
            self._wait(steps, typist)
            registers = gdb.registers()
            if registers.eip in gdb.armed or steps.is_at_return(registers):
                return registers
            if self._ending(steps, typist) and (not steps.open or steps.hangs()):
                return None

    def _ending(self, steps, typist):
        return typist.done or self.interrupted or steps.hangs()

    def _wait(self, steps, typist):
        """Types while the guest runs; stops it when nothing is left to type."""
        begin = time.monotonic() - self.ran
        stopped = None
        while stopped is None:
            typist.tick(self.ran)
            self.guest.qmp.drain()
            steps.trace.save()
            self.report.progress(steps.trace.steps)
            if self._ending(steps, typist) and time.monotonic() - self.asked > 0.2:
                self.asked = time.monotonic()
                self.guest.gdb.interrupt()
            stopped = self.guest.gdb.poll(min(0.05, typist.pause(self.ran)))
            self.ran = time.monotonic() - begin

    def _run_to_mem_init(self):
        """Through BIOS and boot sector to where the first step begins."""
        gdb = self.guest.gdb
        sites = {address for address, name in self.sites.entries.items() if name == "mem_init"}
        self.report.doing("boots")
        deadline = time.monotonic() + self.options.boot_timeout
        gdb.go(sites)
        while time.monotonic() < deadline and not self.interrupted:
            self.report.progress(0)
            try:
                if gdb.poll(0.1) is None:
                    self._answer_setup()
                    continue
                registers = gdb.registers()
                # the BIOS and the boot sector may come by these addresses, too
                if registers.eip in sites and self._has_paging():
                    return registers
                gdb.step()
                gdb.go(sites)
            except GuestGone:
                break
        if self.interrupted:
            raise RecordError("ended before the kernel had called mem_init()")
        raise RecordError(f"the kernel in {self.options.boot} does not call mem_init() at "
                          f"{' or '.join(map(hex, sites))}: is {self.elf.path} another kernel's?")

    def _answer_setup(self):
        """Before the kernel runs, 0.12's setup.S asks for a key once."""
        if ASKS_FOR_A_KEY in self.guest.screen() and not self.answered:
            self.answered = all([self.guest.key("spc", True), self.guest.key("spc", False)])

    def _has_paging(self):
        return self.guest.memory.u32(0) & ~ACCESSED_DIRTY == 0x1007

    def _check_code(self):
        """Is what runs what the ELF file tells of?"""
        start, end = self.sites.start, self.sites.end
        pieces = [(start, end - start)]
        pieces += [(site, call.next - site) for site, call in self.sites.calls.items()]
        for address, length in pieces:
            if self.guest.memory.bytes(address, length) != self.elf.code(address, length):
                raise RecordError(
                    f"the kernel in {self.options.boot} is not that of {self.elf.path}: "
                    f"{self.elf.function_at(address)}() differs")

    def _summary(self, trace, problem):
        counts = ", ".join(f"{name} {count}" for name, count in sorted(trace.counts.items()))
        self.report.say(f"{trace.path}: {trace.steps} steps in {self.report.seconds():.0f} s: "
                        f"{counts}")
        if problem:
            self.report.say(f"{problem}; the trace ends there")
        if self.report.complaints:
            self.report.say(f"{self.report.complaints} unexpected changes: something changes the "
                            "state that is no step, and a replay will differ there")
        return 1 if problem or self.report.complaints else 0


def record(options):
    """Does what the options say; the exit status."""
    elf = Elf(options.kernel_elf, options.binutils)
    report = Report()
    if peculiarity(elf):
        report.say(peculiarity(elf))
    sites = Sites(elf)
    with Guest(options, sites.screen_origin()) as guest:
        session = Session(options, sites, guest, report)
        signal.signal(signal.SIGINT, session.interrupt)
        signal.signal(signal.SIGTERM, session.interrupt)
        signal.signal(signal.SIGHUP, session.interrupt)
        return session.run()
