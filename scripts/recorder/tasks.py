# SPDX-License-Identifier: GPL-2.0
"""The task slots: what share_page() and do_no_page() look at."""

import collections

from . import RecordError
from .sites import LINUX_0_12, NR_TASKS

# where the fields of struct task_struct and struct m_inode are; father is a
# number in Linux 0.11, in 0.12 it is the pointer p_pptr
OFFSETS = {
    1: {"start_code": 536, "end_code": 540, "end_data": 544, "brk": 548, "start_stack": 552,
        "pid": 556, "father": 560, "executable": 632, "i_dev": 44, "i_num": 46, "i_count": 48},
    2: {"start_code": 536, "end_code": 540, "end_data": 544, "brk": 548, "start_stack": 552,
        "pid": 556, "father": 700, "executable": 828, "i_dev": 48, "i_num": 50, "i_count": 52},
}

# in the order of the trace's fields
Task = collections.namedtuple("Task", "pid start_code end_code end_data brk start_stack "
                                      "executable dev i_count exec_ptr")


class Tasks:
    """Tells of a slot when it changed."""

    def __init__(self, memory, sites, offsets):
        self.memory = memory
        self.version = sites.version
        self.slots = sites.elf.symbols["task"]
        self.current = sites.elf.symbols["current"]
        self.offsets = {**OFFSETS[sites.version.format], **offsets}
        self.told = {}
        self.numbers = {}

    def check_layout(self):
        """Task 0 has no father: -1 must stand where father is; in 0.12 it is its own."""
        task = self.memory.u32(self.slots)
        father = task if self.version is LINUX_0_12 else 0xFFFFFFFF
        if self._field(task, "father") != father:
            raise RecordError(f"struct task_struct is not that of {self.version.name}: task 0 has "
                              f"not 0x{father:x} at offset {self.offsets['father']}, where its "
                              "father should be; see --offset")

    def _field(self, task, name):
        return self.memory.u32(task + self.offsets[name])

    def _read(self, task):
        inode = self._field(task, "executable")
        number = device = count = 0
        if inode:
            number, device, count = (self.memory.u16(inode + self.offsets[name])
                                     for name in ("i_num", "i_dev", "i_count"))
        fields = (self._field(task, name) for name in Task._fields[:6])
        return Task(*fields, number, device, count, inode)

    def pointer(self):
        """The current task's structure."""
        return self.memory.u32(self.current)

    def number(self, pointer):
        """The slot of a task structure. One that released itself keeps its number."""
        for nr in range(NR_TASKS):
            if self.memory.u32(self.slots + 4 * nr) == pointer:
                return nr
        return self.numbers.get(pointer, -1)

    @staticmethod
    def _matters_to_others(task):
        return (task.pid, task.start_code, task.end_data, task.executable, task.dev, task.exec_ptr)

    def update(self, trace):
        """Writes down what changed; returns the number of the current task."""
        current = self.number(self.pointer())
        for nr in range(NR_TASKS):
            pointer = self.memory.u32(self.slots + 4 * nr)
            told = self.told.get(nr)
            if not pointer:
                if self.told.pop(nr, None):
                    trace.line("task_gone", nr=nr)
                continue
            self.numbers[pointer] = nr
            task = self._read(pointer)
            if (not told or (nr == current and task != told) or
                    self._matters_to_others(task) != self._matters_to_others(told)):
                self.told[nr] = task
                trace.line("task", nr=nr, **task._asdict())
        return current
