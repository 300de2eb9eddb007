"""Let whoever opens a member of a container that must stay closed be found out."""

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Literal
from unittest.mock import patch


class WasOpened(AssertionError):
    """A member that nobody may open was opened."""


@contextmanager
def closed_members(is_closed: Callable[[str], bool]) -> Iterator[list[str]]:
    """Raise WasOpened while the block runs when a member is opened whose name is closed.

    By whatever route: zipfile and tarfile themselves refuse. Gives the names of those that were
    opened, for who catches the error.
    """
    opened: list[str] = []
    from_zip, from_tar = zipfile.ZipFile.open, tarfile.TarFile.extractfile

    def note(name: str) -> None:
        if is_closed(name):
            opened.append(name)
            raise WasOpened(name)

    def open_in_zip(
        self: zipfile.ZipFile,
        name: str | zipfile.ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        if mode == "r":
            note(name.filename if isinstance(name, zipfile.ZipInfo) else name)
        return from_zip(self, name, mode, pwd, force_zip64=force_zip64)

    def extract_from_tar(self: tarfile.TarFile, member: str | tarfile.TarInfo) -> IO[bytes] | None:
        note(member.name if isinstance(member, tarfile.TarInfo) else member)
        return from_tar(self, member)

    with (
        patch.object(zipfile.ZipFile, "open", open_in_zip),
        patch.object(tarfile.TarFile, "extractfile", extract_from_tar),
    ):
        yield opened
