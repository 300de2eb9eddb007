"""The members of an archive of X: which may be opened, and what the rest is, by its name alone.

Found by its content: `account.js` that says `window.YTD.account`, `manifest.js` that says
`window.__THAR_CONFIG`, or `user_details.js` that says `var user_details`, beside files with
tweets or their media, in whatever folder. Archives are zips, so that their directory tells what
is in them; nothing else is looked at.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from weerklank.harvest.export_file import Container, open_container
from weerklank.harvest.port import BrokenOff

ACCOUNT, PROFILE, MANIFEST, VERIFIED = "account.js", "profile.js", "manifest.js", "verified.js"
DELETED_HEADERS = "deleted-tweet-headers.js"
#: Of archives from before 2018: whose it is, and how much it holds.
USER_DETAILS, PAYLOAD_DETAILS = "user_details.js", "payload_details.js"
_SMALL = frozenset(
    {ACCOUNT, PROFILE, MANIFEST, VERIFIED, DELETED_HEADERS, USER_DETAILS, PAYLOAD_DETAILS}
)
_PART = r"(?:-part[0-9]{1,4})?\.js"
#: Files with records, in the order in which they are read.
LISTS: dict[str, re.Pattern[str]] = {
    # Before 2018 in a file a month.
    "tweets": re.compile(f"tweets?{_PART}|tweets/[0-9]{{4}}_[0-9]{{2}}\\.js"),
    "community": re.compile("community-tweets?" + _PART),
    "deleted": re.compile("deleted-tweets?" + _PART),
    "notes": re.compile("note-tweets?" + _PART),
}
#: Folders with media of posts and of the profile, and of nothing else.
MEDIA = ("tweets_media", "tweet_media", "community_tweet_media", "deleted_tweets_media")
PROFILE_MEDIA = "profile_media"
_MESSAGES = re.compile(
    r"direct[-_]messages?|audio-video-calls-in-dm|grok[-_]chat|dm[-_]|encrypted[-_]direct"
)
#: What the account published besides and no mapping reads: told of, never passed over in silence.
_UNREAD = re.compile(
    r"(?:article(?:-metadata)?|spaces-metadata|periscope-broadcast-metadata|moment"
    r"|deleted-note-tweet)(?:-part[0-9]{1,4})?\.js"
)
_ACCOUNT_SAYS = re.compile(rb"\s*window\.YTD\.account\.part0\s*=")
_MANIFEST_SAYS = re.compile(rb"\s*window\.__THAR_CONFIG\s*=")
_DETAILS_SAY = re.compile(rb"\s*var\s+user_details\s*=")
_COMMENTS = re.compile(rb"(?:\xef\xbb\xbf)?(?>(?:\s*+//[^\n]*+\n)*)")
_HEAD = 4_096


@dataclass(slots=True)
class Contents:
    """What the directory of an archive says."""

    #: Files with records by kind, in the order of their parts.
    lists: dict[str, list[str]] = field(default_factory=dict)
    media: list[str] = field(default_factory=list)
    #: Members that stay closed: of messages, and all others.
    messages: int = 0
    closed: int = 0
    #: Own content that no mapping reads, by its file.
    unread: list[str] = field(default_factory=list)

    @property
    def has_own(self) -> bool:
        """Tell whether anything is there that the account published."""
        return bool(self.lists or self.media)

    def note(self, name: str) -> None:
        """Note a member by its name inside the folder."""
        folder, slash, _ = name.partition("/")
        kind = kind_of(name)
        if kind:
            self.lists.setdefault(kind, []).append(name)
        elif slash and (folder in MEDIA or folder == PROFILE_MEDIA):
            self.media.append(name)
        elif _MESSAGES.match(name):
            self.messages += 1
        elif _UNREAD.fullmatch(name):
            self.unread.append(name)
        elif name not in _SMALL:
            self.closed += 1

    def add(self, other: "Contents") -> None:
        """Add what another part holds; a name that both have stands once."""
        for kind, names in other.lists.items():
            both = {*self.lists.get(kind, ()), *names}
            self.lists[kind] = sorted(both, key=lambda one: (_part_of(one), one))
        self.media = list(dict.fromkeys([*self.media, *other.media]))
        self.unread = list(dict.fromkeys([*self.unread, *other.unread]))
        self.messages += other.messages
        self.closed += other.closed


class Archive:
    """An archive whose folder was found, with the parts of it that lie beside it."""

    def __init__(self, container: Container, prefix: str, contents: Contents) -> None:
        self.container = container
        self.contents = contents
        self._prefix = prefix
        self._beside: tuple[Archive, ...] = ()

    def beside(self, others: Sequence["Archive"]) -> "Archive":
        """Give it with other parts of the same archive, as one."""
        contents = Contents()
        for one in (self, *others):
            contents.add(one.contents)
        joined = Archive(self.container, self._prefix, contents)
        joined._beside = tuple(others)
        return joined

    @property
    def containers(self) -> list[Container]:
        """The file that was handed in, and those of the parts beside it."""
        return [self.container, *(one.container for one in self._beside)]

    def members(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give wanted members that may be opened, by their name inside the folder."""
        yield from self._own_members(wanted)
        for one in self._beside:
            yield from one.members(wanted)

    def _own_members(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        cut = len(self._prefix)

        def chosen(name: str) -> bool:
            inside = name[cut:]
            return name.startswith(self._prefix) and _may_be_opened(inside) and wanted(inside)

        for name, stream in self.container.members(chosen):
            yield name[cut:], stream

    def read(self, name: str, largest: int) -> bytes | None:
        """Read a small member whole; None when it is not there, too large or damaged."""
        for _, stream in self.members(lambda one: one == name):
            try:
                content = stream.read(largest + 1)
            except BrokenOff:
                return None
            return content if len(content) <= largest else None
        return None


def _may_be_opened(name: str) -> bool:
    folder, slash, _ = name.partition("/")
    if slash and (folder in MEDIA or folder == PROFILE_MEDIA):
        return True
    return name in _SMALL or kind_of(name) is not None


def kind_of(name: str) -> str | None:
    """Tell which records are in a member, by its name."""
    return next((kind for kind, form in LISTS.items() if form.fullmatch(name)), None)


def open_archive(path: Path) -> Archive | None:
    """Recognise an archive of X."""
    container = open_container(path)
    if container is None or not container.is_zip:
        return None
    found = [Archive(container, one, _contents(container, one)) for one in _prefixes(container)]
    # A part may hold pictures and no posts.
    found.sort(key=lambda one: not one.contents.lists)
    return next((one for one in found if one.contents.has_own and _says_so(one)), None)


def _prefixes(container: Container) -> list[str]:
    """Give the folders in which an archive may be, the topmost first."""
    found: Counter[str] = Counter()
    with_media: set[str] = set()

    def note(name: str) -> bool:
        folder, slash, last = name.rpartition("/")
        if last in {ACCOUNT, MANIFEST} or kind_of(last) == "tweets":
            found[folder + slash] += 1
        elif last == USER_DETAILS:
            found[folder + slash] += 2  # its tweets lie in a folder below
        above, slash, lowest = folder.rpartition("/")
        if lowest in MEDIA:
            with_media.add(above + slash)
        return False

    for _ in container.members(note):
        pass
    found.update(one for one in with_media if one in found)
    return sorted(
        (one for one, count in found.items() if count > 1), key=lambda one: (len(one), one)
    )


def _contents(container: Container, prefix: str) -> Contents:
    contents = Contents()

    def note(name: str) -> bool:
        if name.startswith(prefix):
            contents.note(name[len(prefix) :])
        return False

    for _ in container.members(note):
        pass
    for names in contents.lists.values():
        names.sort(key=_part_of)
    return contents


def _part_of(name: str) -> int:
    digits = "".join(filter(str.isdecimal, name))
    return int(digits or 0)


def _says_so(archive: Archive) -> bool:
    """Tell whether one of the small files says that it is X's."""
    said = {ACCOUNT: _ACCOUNT_SAYS, MANIFEST: _MANIFEST_SAYS, USER_DETAILS: _DETAILS_SAY}
    for name, says in said.items():
        for _, stream in archive.members(lambda one, name=name: one == name):  # type: ignore[misc] # name is bound
            try:
                head = stream.read(_HEAD)
            except BrokenOff:
                continue
            comments = _COMMENTS.match(head)
            if says.match(head, comments.end() if comments else 0):
                return True
    return False
