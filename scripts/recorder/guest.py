# SPDX-License-Identifier: GPL-2.0
"""The virtual machine: QEMU, its memory, its screen and keyboard."""

import ctypes
import mmap
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from . import RecordError, swapdisk
from .gdb import Gdb
from .qmp import Qmp
from .state import Memory

FLOPPY = 1474560
VIDEO_MEMORY = 0xB8000
VIDEO_SIZE = 0x8000
COLUMNS, ROWS = 80, 25
PR_SET_PDEATHSIG = 1

KEYS = {" ": "spc", "\n": "ret", "\t": "tab", "-": "minus", "=": "equal", ".": "dot", ",": "comma",
        "/": "slash", ";": "semicolon", "'": "apostrophe", "[": "bracket_left",
        "]": "bracket_right", "\\": "backslash", "`": "grave_accent"}
SHIFTED = dict(zip("!@#$%^&*()_+{}|:\"<>?~", "1234567890-=[]\\;',./`"))


def keys_for(char):
    """The keys that type a character, in the order they go down; None: it has none."""
    if char in SHIFTED:
        return ["shift", *keys_for(SHIFTED[char])]
    if char in KEYS:
        return [KEYS[char]]
    if not (char.isascii() and char.isalnum()):
        return None
    return ["shift", char.lower()] if char.isupper() else [char]


class Guest:
    """A PC with one floppy disk, which boots the kernel. A context manager."""

    def __init__(self, options, origin):
        self.qemu, self.ram_mb, self.boot = options.qemu, options.ram, options.boot
        self.disk, self.swap_mb = options.disk, options.swap
        self.origin = origin
        self.directory = tempfile.mkdtemp(prefix="mm011-record.")
        self.process = None

    def __enter__(self):
        try:
            self._copy_boot_image()
            if self.swap_mb:
                swapdisk.write(self._path("swap"), self.swap_mb)
            self._start()
            self.qmp = Qmp(self._connect("qmp"))
            self.gdb = Gdb(self._connect("gdb"))
            with open(self._path("ram"), "rb") as file:
                ram = mmap.mmap(file.fileno(), self.ram_mb << 20, access=mmap.ACCESS_READ)
            self.memory = Memory(ram)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _path(self, name):
        return os.path.join(self.directory, name)

    def _copy_boot_image(self):
        """As long as a floppy disk, so that the BIOS knows what it is."""
        try:
            with open(self.boot, "rb") as file:
                image = file.read(FLOPPY + 1)
        except OSError as error:
            raise RecordError(f"{self.boot}: {error.strerror}") from error
        if len(image) > FLOPPY or image[510:512] != b"\x55\xaa":
            raise RecordError(f"{self.boot}: not the image of a 1.44 MB floppy disk that boots")
        if self.swap_mb and not swapdisk.is_named_by(image):
            raise RecordError(f"{self.boot}: its swap device, bytes 506 and 507, is not "
                              f"0x{swapdisk.DEVICE:x}, which --swap makes")
        with open(self._path("boot"), "wb") as file:
            file.write(image.ljust(FLOPPY, b"\0"))

    def _arguments(self):
        arguments = [
            "-accel", "tcg", "-m", f"{self.ram_mb}M", "-nodefaults", "-vga", "std",
            "-object", "memory-backend-file,id=ram,share=on,"
            f"size={self.ram_mb}M,mem-path={self._path('ram')}",
            "-machine", "pc,memory-backend=ram", "-no-reboot", "-display", "none",
            "-drive", f"file={self._path('boot')},if=floppy,format=raw,cache=unsafe",
            "-boot", "a",
            "-qmp", f"unix:{self._path('qmp')},server=on,wait=off",
            "-chardev", f"socket,id=gdb,path={self._path('gdb')},server=on,wait=off",
            "-gdb", "chardev:gdb", "-S"]
        if self.disk:
            # a comma in a file's name is doubled; what the guest writes is forgotten
            disk = self.disk.replace(",", ",,")
            arguments += ["-drive", f"file={disk},if=ide,index=0,format=raw,snapshot=on"]
        if self.swap_mb:
            arguments += ["-drive", f"file={self._path('swap')},if=ide,index=1,format=raw,"
                          "cache=unsafe"]
        return arguments

    def _start(self):
        """A session of its own: Ctrl-C is for the recorder, which may not outlive it."""
        prctl = ctypes.CDLL(None).prctl
        with open(self._path("log"), "wb") as log:
            try:
                self.process = subprocess.Popen(
                    [self.qemu, *self._arguments()], stdin=subprocess.DEVNULL, stdout=log,
                    stderr=log, start_new_session=True,
                    preexec_fn=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGKILL))
            except OSError as error:
                raise RecordError(f"{self.qemu}: {error.strerror}: install qemu-system-x86") \
                    from error

    def _connect(self, name):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(self._path(name))
                return connection
            except OSError:
                connection.close()
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise RecordError(f"{self.qemu} does not start: {self.log()}")

    def log(self):
        """What QEMU said."""
        with open(self._path("log"), encoding="utf-8", errors="replace") as file:
            return file.read().strip() or "it says nothing"

    def key(self, name, down):
        """A key goes down or up. False: the guest is stopped, try again."""
        data = {"down": down, "key": {"type": "qcode", "data": name}}
        return self.qmp.execute("input-send-event", events=[{"type": "key", "data": data}])

    def screen(self):
        """The text on the screen, its empty end left off."""
        path = self._path("screen")
        if not self.qmp.execute("pmemsave", val=VIDEO_MEMORY, size=VIDEO_SIZE, filename=path):
            return ""
        with open(path, "rb") as file:
            video = file.read()
        start = self.memory.u32(self.origin) - VIDEO_MEMORY if self.origin else 0
        if not 0 <= start < VIDEO_SIZE:
            start = 0
        cells = (video + video)[start:start + 2 * COLUMNS * ROWS:2]
        text = "".join(chr(cell) if 32 <= cell < 127 else " " for cell in cells)
        rows = (text[i:i + COLUMNS].rstrip() for i in range(0, len(text), COLUMNS))
        return "\n".join(rows).rstrip()
