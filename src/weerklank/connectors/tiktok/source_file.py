"""Recognise an export of TikTok, and read its one JSON file, by itself or in a zip.

It is recognised by the first names in it, which TikTok writes in English whatever the language of
the account. Of a zip no member is opened but the one JSON file that it has: what has several is
the export of another platform, and some of those hold messages.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from weerklank.connectors.tiktok.parts import SECTIONS
from weerklank.harvest.export_file import Container, is_zip, names_in
from weerklank.harvest.json_subtrees import SteppedOver, Subtrees
from weerklank.harvest.port import BrokenOff
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text

AS_TEXT = fault(
    "IMPORT-023",
    Text(
        nl="{file} is een TikTok-export als tekst (TXT); daarin zijn velden niet te onderscheiden "
        "van wat mensen schreven.",
        en="{file} is a TikTok export as text (TXT), in which fields can't be told from what "
        "people wrote.",
    ),
    Text(
        nl="Vraag de gegevens opnieuw aan en kies als bestandsindeling JSON.",
        en="Ask for the data again and choose JSON as the file format.",
    ),
)

#: Bytes in which the first names of the file stand, and mostly some of its sections.
_HEAD = 1 << 20
_NAMES = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"([\w \-]{1,60})"\s*:\s*\{\s*"([\w \-]{1,60})"\s*:'
)
#: Files of the export as text; two of them are enough to know it by.
_TEXT_FILES = frozenset(
    {
        *("Videos.txt", "Posts.txt", "Comments.txt", "Profile Information.txt"),
        *("Profile Info.txt", "Chat History.txt", "Direct Messages.txt", "Watch History.txt"),
        *("Video Browsing History.txt", "Recently Deleted Posts.txt", "Login History.txt"),
    }
)
_ENOUGH = 2


class SourceFile:
    """The JSON file of an export."""

    def __init__(self, path: Path, member: str | None) -> None:
        """`member` is its name in the zip at `path`; None when it stands by itself."""
        self.path = path
        self._container = Container(path) if member is not None else None
        self._member = member

    @property
    def name(self) -> str:
        """Give the name of the file, as people know it."""
        return PurePosixPath(self._member).name if self._member else self.path.name

    @property
    def damage(self) -> str | None:
        """Tell what was found broken in the zip around it."""
        return self._container.damage if self._container else None

    @property
    def made(self) -> date | None:
        """Give the day on which the zip was made; known once it was read."""
        return self._container.made if self._container else None

    @contextmanager
    def opened(self) -> Iterator[BinaryIO | None]:
        """Open it; None where the zip is too damaged for that."""
        if self._container is None:
            with self.path.open("rb") as stream:
                yield stream
            return
        members = self._container.members(lambda name: name == self._member)
        yield next((stream for _, stream in members), None)


def open_source(path: Path) -> SourceFile | None:
    """Recognise an export by its content; None when it is not TikTok's."""
    if not is_zip(path):
        with path.open("rb") as stream:
            return SourceFile(path, None) if _is_ours(stream) else None
    texts, found = 0, list[str]()
    for name in names_in(path):
        texts += PurePosixPath(name).name in _TEXT_FILES
        if name.lower().endswith(".json"):
            found.append(name)
    if texts >= _ENOUGH:
        raise BrokenInput(AS_TEXT, file=path.name)
    if len(found) != 1:
        return None
    source = SourceFile(path, found[0])
    with source.opened() as inside:
        return source if inside is not None and _is_ours(inside) else None


def _is_ours(stream: BinaryIO) -> bool:
    try:
        head = stream.read(_HEAD)
    except (OSError, BrokenOff):  # a member that is damaged from its beginning
        return False
    found = _NAMES.match(head)
    if found is None:
        return False
    section, part = (cast("bytes", name).decode("ascii", "replace") for name in found.groups())
    return part in SECTIONS.get(section, ()) or _has_sections(head)


def _has_sections(head: bytes) -> bool:
    """Tell of a file that begins with a section that is not known whether others follow."""
    parts = Subtrees(cast("BinaryIO", io.BytesIO(head)), {}, largest=0)
    names = {one.place[0] for one in parts if isinstance(one, SteppedOver)}
    is_named = any("tiktok" in name.lower() for name in names & SECTIONS.keys())
    return is_named and len(names & SECTIONS.keys()) >= _ENOUGH
