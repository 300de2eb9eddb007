"""Screens address: where people reach the screens, so that mail can lead to one of them."""

from pathlib import Path

from weerklank.services.workplace import Workplace
from weerklank.store.keys import KeyFolder
from weerklank.store.plain_file import read_plain
from weerklank.store.state_folder import put, screens

_MOST = 1000


def note_address(keys: Path, address: str) -> None:
    """Remember under which address a server shows the screens."""
    file = screens(KeyFolder(keys))
    if not file.is_file() or file.read_bytes() != address.encode():
        put(file, address.encode())


def address_of_screens(workplace: Workplace) -> str | None:
    """Give the address under which the screens were shown last; None where none has been told."""
    try:
        return read_plain(screens(workplace.keys), _MOST).decode() or None
    except (OSError, ValueError):
        return None
