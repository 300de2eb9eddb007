"""The members of an export of Instagram, Facebook or Threads: a zip with a folder a subject.

Only what a connector lists by path is ever opened. The rest is counted by its place and no more:
folders of messages bear the names of whom they are with, so that none of those is passed on.
Found by the list of what the zip holds, which is at its end: no pass over gigabytes.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import BinaryIO

from weerklank.harvest.export_file import Container, damage_of, names_in
from weerklank.harvest.port import BrokenOff
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim

HTML_FORMAT = fault(
    "IMPORT-018",
    Text(
        nl="{file} is een export van {platform} als webpagina's (HTML); die is niet te lezen "
        "zonder verlies.",
        en="{file} is an export of {platform} as web pages (HTML); that can't be read without "
        "loss.",
    ),
    Text(
        nl="Vraag de export opnieuw aan en kies als bestandsindeling JSON, mediakwaliteit hoog.",
        en="Ask for the export again and choose JSON as its format, and high media quality.",
    ),
)
NO_OWNER = fault(
    "IMPORT-019",
    Text(
        nl="{file} is een export van {platform}, maar zegt niet van welk account: {missing} "
        "ontbreekt of is onleesbaar.",
        en="{file} is an export of {platform} but does not say of which account: {missing} is "
        "missing or unreadable.",
    ),
    Text(
        nl="Kwam de export in delen, zet ze dan alle in één map, met de namen waarmee ze kwamen, "
        "en neem er één op; of pak ze samen uit en maak er een zip van. Vraag hem anders opnieuw "
        "aan met ook de persoonlijke of profielgegevens erin.",
        en="If the export came in parts, put all of them into one folder, with the names that "
        "they came with, and take one in; or unpack them together and make one zip of them. Else "
        "ask for it again with the personal or profile information in it.",
    ),
)
WITHOUT_POSTS = fault(
    "IMPORT-020",
    Text(
        nl="{file} hoort bij een export van {platform}, maar er staan geen berichten in.",
        en="{file} belongs to an export of {platform} but holds no posts.",
    ),
    Text(
        nl="Kwam de export in delen, zet ze dan alle in één map, met de namen waarmee ze kwamen, "
        "en neem er één op; of pak ze samen uit en maak er een zip van. Vraag hem anders opnieuw "
        "aan met de berichten erin.",
        en="If the export came in parts, put all of them into one folder, with the names that "
        "they came with, and take one in; or unpack them together and make one zip of them. Else "
        "ask for it again with the posts in it.",
    ),
)
PART_MISSING = Text(
    "van een genummerde reeks bestanden met berichten ontbreekt er een",
    "of a numbered series of files with posts one is missing",
)
#: What no place in an export may hold to be opened, whatever lists it: talk with others.
_TALK = re.compile(
    r"(?:^|/)(?:messages?|inbox|message_requests|secret_conversations|e2e_cutover"
    r"|encrypted_messages|archived_threads|filtered_threads|chats?)(?:/|$)"
    r"|(?:^|/)(?:message|replies)_[0-9]+\.[a-z]+$|conversations?\.[a-z]+$",
    re.IGNORECASE,
)
#: Bytes of what tells of an account, which two parts may both hold.
LARGEST_SMALL = 4 << 20
_NUMBERED = re.compile(r"(?P<series>.*?)_(?P<number>[0-9]{1,4})\.json")
#: Endings of films and pictures; any other file beside them is none of ours.
_MEDIUM = re.compile(
    r".*\.(?:jpe?g|png|gif|webp|heic|heif|avif|mp4|mov|m4v|webm|mkv|3gp|mp3|m4a|aac|ogg|wav)",
    re.IGNORECASE,
)


def list_file(path: str) -> re.Pattern[str]:
    """Give the pattern of a file with a list, which may come in a numbered series."""
    return re.compile(rf"{path}(?:_[0-9]+)?\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where an export of a platform has what; each pattern matches a whole path inside it."""

    #: Name of the platform, for who reads a message.
    title: str
    #: Matches, anywhere in a path, where its folder begins when it is one of this platform.
    mark: re.Pattern[str]
    #: Files with items, by what they hold.
    lists: dict[str, re.Pattern[str]]
    #: Small files that tell of the account, by what they hold.
    small: dict[str, re.Pattern[str]]
    #: Folders in which the media of items are.
    media: re.Pattern[str]
    #: Folders with media of posts and of nothing else: one that no record names is kept as well.
    loose: re.Pattern[str]
    #: Matches the end of each path in a part with pictures and films alone, where `mark` does not.
    pictures: re.Pattern[str] | None = None

    def has(self, name: str) -> bool:
        """Tell of a path inside an export whether it is of this platform and may be opened."""
        if self.media.match(name):
            return _is_medium(name)
        return _kind(self.lists, name) is not None or _kind(self.small, name) is not None


@dataclass(slots=True)
class Met:
    """What the list of a zip tells of an export."""

    lists: dict[str, list[str]] = field(default_factory=dict)
    small: dict[str, str] = field(default_factory=dict)
    passed: int = 0
    talks: int = 0
    pages: int = 0

    def add(self, other: "Met") -> None:
        """Add what another part holds."""
        for kind, names in other.lists.items():
            self.lists.setdefault(kind, []).extend(names)
        self.small = {**other.small, **self.small}
        self.passed += other.passed
        self.talks += other.talks
        self.pages += other.pages


class MetaArchive:
    """The members of an export, wherever in its zip its folder begins, and of parts beside it."""

    def __init__(
        self, container: Container, prefix: str, marks: frozenset[str], layout: Layout
    ) -> None:
        self.container = container
        self.layout = layout
        #: By what it was recognised.
        self.marks = marks
        self.prefix = prefix
        self._unopened = 0
        self.met = self._look()
        #: The parts that were joined to it.
        self._beside: list[MetaArchive] = []

    def join(self, other: "MetaArchive") -> None:
        """Take another part of the same export as belonging to this one."""
        self.met.add(other.met)
        self.marks |= other.marks
        self._beside.append(other)

    def is_of_one_with(self, other: "MetaArchive") -> bool:
        """Tell whether two may be parts of one export: no file of one is in the other as well.

        But for what tells of the account, which then is the same, and media.
        """
        theirs = {name for names in other.met.lists.values() for name in names}
        if any(name in theirs for names in self.met.lists.values() for name in names):
            return False
        return all(
            self.small(kind, LARGEST_SMALL) == other.small(kind, LARGEST_SMALL)
            for kind in self.met.small.keys() & other.met.small.keys()
        )

    @property
    def made(self) -> date | None:
        """Give the day of the newest file in it."""
        days = [one.container.made for one in (self, *self._beside)]
        return max(filter(None, days), default=None)

    @property
    def name(self) -> str:
        """Give the name of the file."""
        return self.container.path.name

    @property
    def passed(self) -> int:
        """Give how many other files with records are passed over unopened."""
        return self.met.passed

    @property
    def talks(self) -> int:
        """Give how many files with messages are passed over unopened."""
        return self.met.talks

    @property
    def loose(self) -> Iterable[str]:
        """Give the media in folders of posts: one that no record names is an item of its own.

        The list of a zip is gone through each time: there may be a million.
        """
        return _Loose((self, *self._beside))

    def own_loose(self) -> Iterator[str]:
        """Give those of the one file."""
        cut, layout = len(self.prefix), self.layout
        for name in names_in(self.container.path):
            is_here = name.startswith(self.prefix) and not name.endswith((".json", ".html"))
            if is_here and layout.loose.match(name, cut) and _is_medium(name[cut:]):
                yield _as_written(name[cut:])

    def holds(self, kind: str) -> bool:
        """Tell whether there is a file with items of a kind."""
        return kind in self.met.lists

    def demand(self, kinds: tuple[str, ...]) -> None:
        """Raise BrokenInput when there are no items of these kinds: says why and what to do."""
        if any(self.holds(kind) for kind in kinds):
            return
        missing = HTML_FORMAT if self.met.pages else WITHOUT_POSTS
        raise BrokenInput(missing, file=self.name, platform=self.layout.title)

    def _look(self) -> Met:
        met, cut, layout = Met(), len(self.prefix), self.layout

        def note(name: str) -> bool:
            if not name.startswith(self.prefix):
                return False
            if name.endswith((".json", ".html")):
                _note(met, layout, name[cut:])
            return False

        for _ in self.container.members(note):
            pass
        return met

    def lists(self, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, BinaryIO]]:
        """Give the files with items of some kinds, in the order of the zip: kind, name, stream."""
        wanted = {name: kind for kind in kinds for name in self.met.lists.get(kind, ())}
        if not wanted:  # the list of a large zip takes its time
            return
        for name, stream in self._members(wanted.__contains__):
            yield wanted[name], name, stream

    def small(self, kind: str, largest: int) -> bytes | None:
        """Give a small file whole; None when it is not there, can't be read or is larger."""
        name = self.met.small.get(kind)
        if name is None:
            return None
        for _, stream in self._members(lambda one: one == name):
            try:
                content = stream.read(largest + 1)
            except BrokenOff:
                return None
            return content if len(content) <= largest else None
        return None

    def _members(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        yield from self.own_members(wanted)
        for one in self._beside:
            yield from one.own_members(wanted)

    def own_members(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give wanted members of the one file, by their name inside the folder."""
        cut = len(self.prefix)
        for name, stream in self.container.members(
            lambda name: name.startswith(self.prefix) and wanted(name[cut:])
        ):
            yield name[cut:], stream

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give wanted media of items; counts those that no item names, and opens none of them."""
        self._unopened = 0

        def chosen(name: str) -> bool:
            if not self.layout.media.match(name) or not _is_medium(name):
                return False
            if wanted(_as_written(name)):
                return True
            self._unopened += 1
            return False

        for name, stream in self._members(chosen):
            yield _as_written(name), stream

    def unopened_media(self) -> int:
        """Tell how many media the last `media` passed over."""
        return self._unopened

    def findings(self) -> list[Shortfall]:
        """Tell what is wrong with the file as a whole."""
        found = [
            Shortfall(kind="file_missing", count=1, reason=PART_MISSING, where=(verbatim(name),))
            for name in self._missing_numbers()
        ]
        for one in (self, *self._beside):
            found += damage_of(one.container)
        return found

    def _missing_numbers(self) -> Iterator[str]:
        """Name the files that a numbered series should have before its last."""
        for names in self.met.lists.values():
            series: dict[str, set[int]] = {}
            for name in names:
                match = _NUMBERED.fullmatch(name)
                if match:
                    series.setdefault(match["series"], set()).add(int(match["number"]))
            for begin, numbers in sorted(series.items()):
                lacking = set(range(1, max(numbers))) - numbers
                yield from (f"{begin}_{number}.json" for number in sorted(lacking))


class _Loose:
    """The media in folders of posts of one export, each time anew."""

    def __init__(self, parts: tuple[MetaArchive, ...]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(part.own_loose() for part in self._parts)


def _note(met: Met, layout: Layout, name: str) -> None:
    """Note what a file of an export is, by its path alone."""
    if _TALK.search(name):
        met.talks += 1
        return
    kind, small = _kind(layout.lists, name), _kind(layout.small, name)
    if kind:
        met.lists.setdefault(kind, []).append(name)
    elif small:
        met.small.setdefault(small, name)
    elif name.endswith(".json"):
        met.passed += 1
    else:
        met.pages += 1


def _as_written(name: str) -> str:
    """Give a name of which the zip does not say that it is in UTF-8, as that is what it is in."""
    if name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _is_medium(name: str) -> bool:
    return _MEDIUM.fullmatch(name) is not None and not _TALK.search(name)


def _kind(patterns: dict[str, re.Pattern[str]], name: str) -> str | None:
    return next((kind for kind, one in patterns.items() if one.fullmatch(name)), None)
