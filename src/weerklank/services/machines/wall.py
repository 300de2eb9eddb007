"""A wall around a process: the kernel lets it, and what it starts, reach its own folders alone.

By Landlock, which needs no right. It holds against a fault in our own program too: what one
organisation's process is made to do can't read the files of another, nor look into its memory.
What it does not stop: asking the servers of others by network or socket, as anybody may.
"""

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
_NO_NEW_PRIVILEGES = 38
_EXECUTE, _WRITE, _READ, _LIST = (1 << bit for bit in range(4))
#: Remove and make files, folders, sockets, pipes and links; no devices.
_CHANGE = sum(1 << bit for bit in (4, 5, 7, 8, 9, 10, 12))
_DEVICES = (1 << 6) | (1 << 11)
#: Rename and link between folders: known from the second version on, and our archives need it.
_REFER = 1 << 13
_TRUNCATE, _FROM_TRUNCATE = 1 << 14, 3
#: Neither abstract sockets nor signals reach a process outside.
_SCOPED, _FROM_SCOPED = 0b11, 6
_LEAST = 2
_DEVICES_OF_ALL = ("null", "zero", "full", "random", "urandom", "tty")


def kernel_version() -> int:
    """Give the version of Landlock that this kernel has; 0 where there is none that serves."""
    try:
        found = _call(_CREATE, None, 0, _VERSION)
    except OSError:
        return 0
    return found if found >= _LEAST else 0


def wall_in(own: Iterable[Path], read: Iterable[Path]) -> bool:
    """Let this process reach what is its own, and read what is all's; False where none can be."""
    version = kernel_version()
    if not version:
        return False
    truncate = _TRUNCATE if version >= _FROM_TRUNCATE else 0
    looks = _EXECUTE | _READ | _LIST
    changes = looks | _WRITE | _CHANGE | _REFER | truncate
    scoped = _SCOPED if version >= _FROM_SCOPED else 0
    told = struct.pack("=QQQ", changes | _DEVICES, 0, scoped)
    size = len(told) if scoped else 8
    rules = _call(_CREATE, ctypes.create_string_buffer(told, len(told)), size, 0)
    try:
        for path in read:
            _allow(rules, path, looks)
        for path in own:
            _allow(rules, path, changes)
        for name in _DEVICES_OF_ALL:
            _allow(rules, Path("/dev", name), _READ | _WRITE)
        if _libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
        _call(_RESTRICT, rules, 0)
    finally:
        os.close(rules)
    return True


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not path.is_dir():
            rights &= _EXECUTE | _WRITE | _READ | _TRUNCATE
        told = struct.pack("=Qi", rights, handle)
        _call(_ADD, rules, _PATH_BENEATH, ctypes.create_string_buffer(told, len(told)), 0)
    finally:
        os.close(handle)


def _call(number: int, *arguments: object) -> int:
    given = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    found = int(_libc().syscall(ctypes.c_long(number), *given))
    if found < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    return found


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
