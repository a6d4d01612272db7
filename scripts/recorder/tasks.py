# SPDX-License-Identifier: GPL-2.0
"""The task slots: what share_page() and do_no_page() look at."""

import collections
import struct

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
IN_TASK = (*Task._fields[:6], "executable")
IN_INODE = ("i_num", "i_dev", "i_count")
SLOTS = struct.Struct(f"<{NR_TASKS}I")


class Fields:
    """Some fields of a structure, of which no more is read than where they are."""

    def __init__(self, memory, offsets, names, form):
        self.memory = memory
        self.form = form
        self.start = min(offsets[name] for name in names)
        self.places = [offsets[name] - self.start for name in names]
        self.length = max(self.places) + struct.calcsize(form)

    def bytes(self, address):
        """As they are in memory."""
        return self.memory.bytes(address + self.start, self.length)

    def numbers(self, data):
        """What bytes() has read, in the order of the names."""
        return [struct.unpack_from(self.form, data, place)[0] for place in self.places]


class Tasks:
    """Tells of a slot when it changed."""

    def __init__(self, memory, sites, offsets):
        self.memory = memory
        self.version = sites.version
        self.slots = sites.elf.symbols["task"]
        self.current = sites.elf.symbols["current"]
        self.offsets = {**OFFSETS[sites.version.format], **offsets}
        self.in_task = Fields(memory, self.offsets, IN_TASK, "<I")
        self.in_inode = Fields(memory, self.offsets, IN_INODE, "<H")
        self.told = {}
        self.numbers = {}
        self.known = {}		# slot -> what it was read from, and the Task that this is

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

    def _read(self, nr, task):
        """The Task of a slot, the same object as long as nothing in it has changed."""
        data = self.in_task.bytes(task)
        *fields, inode = self.in_task.numbers(data)
        of_inode = self.in_inode.bytes(inode) if inode else bytes(self.in_inode.length)
        source = (data, of_inode)
        if self.known.get(nr, (None,))[0] != source:
            number, device, count = self.in_inode.numbers(of_inode)
            self.known[nr] = (source, Task(*fields, number, device, count, inode))
        return self.known[nr][1]

    def pointer(self):
        """The current task's structure."""
        return self.memory.u32(self.current)

    def _slots(self):
        return SLOTS.unpack(self.memory.bytes(self.slots, SLOTS.size))

    def number(self, pointer):
        """The slot of a task structure. One that released itself keeps its number."""
        slots = self._slots()
        return slots.index(pointer) if pointer in slots else self.numbers.get(pointer, -1)

    @staticmethod
    def _matters_to_others(task):
        return (task.pid, task.start_code, task.end_data, task.executable, task.dev, task.exec_ptr)

    def update(self, trace):
        """Writes down what changed; returns the number of the current task."""
        current = self.number(self.pointer())
        for nr, pointer in enumerate(self._slots()):
            if pointer:
                self.numbers[pointer] = nr
                self._tell(trace, nr, self._read(nr, pointer), nr == current)
            elif self.told.pop(nr, None):
                trace.line("task_gone", nr=nr)
        return current

    def _tell(self, trace, nr, task, is_current):
        told = self.told.get(nr)
        if (not told or (is_current and task != told) or
                self._matters_to_others(task) != self._matters_to_others(told)):
            self.told[nr] = task
            trace.line("task", nr=nr, **task._asdict())
