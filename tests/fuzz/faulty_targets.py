"""Readers that do what no reader may: the campaign must see each of them."""

import socket
import sys
import time
from pathlib import Path

from oracle import SOMEBODY, Target

from weerklank.harvest.export_file import NOT_READABLE
from weerklank.model.errors import BrokenInput

_SOUND = (b'{"a": [1, "b"]}',)


def _falls_over(data: bytes, folder: Path) -> None:
    if data != _SOUND[0]:
        raise ZeroDivisionError


def _hangs(data: bytes, folder: Path) -> None:
    while data != _SOUND[0]:
        time.process_time()


def _grows(data: bytes, folder: Path) -> None:
    if data != _SOUND[0]:
        bytearray(b"\1") * (400 << 20)


def _writes_elsewhere(data: bytes, folder: Path) -> None:
    if data != _SOUND[0]:
        (folder.parent / "elsewhere").write_bytes(data)


def _asks_the_network(data: bytes, folder: Path) -> None:
    if data != _SOUND[0]:
        with socket.socket(socket.AF_UNIX) as made:
            made.connect_ex("/nowhere")


def _names_somebody(data: bytes, folder: Path) -> None:
    if data != _SOUND[0]:
        raise BrokenInput(NOT_READABLE, file=SOMEBODY.name)


def _refuses_what_is_sound(data: bytes, folder: Path) -> None:
    raise BrokenInput(NOT_READABLE, file="x")


def _refuses(data: bytes, folder: Path) -> None:
    if data != _SOUND[0]:
        raise BrokenInput(NOT_READABLE, file="x")


def _target(name: str, read: object) -> Target:
    # On a busy machine the pages of what grows take longer than what hangs is given.
    deadline = 30.0 if read is _grows else 0.3
    return Target(name, lambda: _SOUND, read, few=1, deadline=deadline)  # type: ignore[arg-type]


TARGETS = tuple(
    _target(name.strip("_"), read)
    for name, read in vars(sys.modules[__name__]).items()
    if name.startswith("_") and callable(read) and name != "_target"
    and getattr(read, "__module__", "") == __name__
)  # fmt: skip
