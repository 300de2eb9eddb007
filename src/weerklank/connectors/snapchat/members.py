"""Recognise the download of a Snapchat account, and which of its members are read.

Only the account, what was shared with everyone and the files of that are ever opened: no chats, no
snaps, no memories, no places.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from weerklank.harvest.export_file import Container, names_in
from weerklank.harvest.json_subtrees import Found, Subtrees, Take, Wanted
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text

AS_PAGES = fault(
    "IMPORT-027",
    Text(
        nl="{file} is een download van Snapchat als webpagina's (HTML), zonder JSON; daaruit is "
        "niet te lezen wat openbaar was.",
        en="{file} is a download of Snapchat as web pages (HTML), without JSON; what was public "
        "can't be read from it.",
    ),
    Text(
        nl="Vraag de gegevens opnieuw aan en zet 'JSON-bestanden exporteren' aan.",
        en="Ask for the data again with 'Export JSON files' switched on.",
    ),
)

#: Names of files that are read; all lie in the folder `json`.
ACCOUNT, STORIES, PROFILES = "account.json", "shared_story.json", "public_profiles.json"
BASIC: Wanted = {"Basic Information": Take.WHOLE}
_READ = frozenset({ACCOUNT, STORIES})
_MESSAGES = re.compile(r"(?:chat|snap|talk)[a-z_]*history|chat_media|messages?", re.IGNORECASE)
_LARGEST = 1 << 20
_MEDIA_FOLDER = "shared_story"
_PAGES = frozenset({"account.html", "snap_history.html"})


class Members:
    """The members of a download that are read, and how many others there are."""

    def __init__(self, path: Path, names: list[str], folder: str) -> None:
        """`folder` is where `json` lies in it, with its slash."""
        self.container = Container(path)
        self._json = {name: f"{folder}json/{name}" for name in _READ}
        begin = f"{folder}{_MEDIA_FOLDER}/"
        #: Files of what was shared with everyone.
        self.media = [name for name in names if name.startswith(begin)]
        self._names = frozenset(names)
        opened = {*self._json.values(), *self.media}
        closed = [name for name in names if name not in opened]
        #: Files with direct messages, and other files that stay closed.
        self.messages = sum(bool(_MESSAGES.search(name)) for name in closed)
        self.others = len(closed) - self.messages
        #: Whether a file tells of public profiles; how it does is not known.
        self.has_profiles = f"{folder}json/{PROFILES}" in self._names

    def file(self, name: str) -> Iterator[BinaryIO]:
        """Give a file of the folder `json`, if it is there; only what is read may be named."""
        place = self._json[name]
        for _, stream in self.container.members(lambda member: member == place):
            yield stream


def open_members(path: Path) -> Members | None:
    """Recognise a download by its account; None when it is not Snapchat's."""
    if not zipfile.is_zipfile(path):
        return None
    found = [name for name in names_in(path) if name.endswith(f"json/{ACCOUNT}")]
    if not found:
        if _PAGES.issubset(PurePosixPath(name).name for name in names_in(path)):
            raise BrokenInput(AS_PAGES, file=path.name)
        return None
    members = Members(path, [*names_in(path)], min(found, key=len).removesuffix(f"json/{ACCOUNT}"))
    return members if basic_information(members) is not None else None


def basic_information(members: Members) -> bytes | None:
    """Give what the account tells of itself; its devices and places are stepped over."""
    for stream in members.file(ACCOUNT):
        for found in Subtrees(stream, BASIC, largest=_LARGEST):
            if isinstance(found, Found):
                return found.content
    return None
