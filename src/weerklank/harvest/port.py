"""What a connector must offer: the ports between a platform and the rest of the program."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from weerklank.harvest.connecting import Sends, SignsIn
from weerklank.harvest.exchange import Exchange
from weerklank.harvest.uncounted import Without
from weerklank.model.change_report import Reported
from weerklank.model.errors import NotNow
from weerklank.model.item import ItemKind, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.notice import Notice
from weerklank.model.platform import Platform
from weerklank.model.raw import Broken, Passed, RawItem, RawPerson, Scanned
from weerklank.model.run import Counted, Shortfall, Technique
from weerklank.model.text import Text

NO_HEADERS: Mapping[str, str] = {}


class BrokenOff(Exception):
    """A medium or another part of an export that can't be read to its end."""


class NoMedium(BrokenOff):
    """A file under the name of a medium that is none: empty, or a page or message in its place."""


class AccountGone(NotNow):
    """The server answers and in two ways knows no such account: the register must hear of it."""

    #: What the register's owner is told, and the handle that it goes with.
    reported = Reported.CLOSED
    handle: str | None = None


class AccountRenamed(AccountGone):
    """The account has another name now: it is to be told under which one."""

    reported = Reported.ADDRESS


class AccountTaken(AccountGone):
    """Another account has the name now: nothing of it is ours."""

    reported = Reported.KIND


class Unreadable(ValueError):
    """A record that is not as it should be: says why in words of our own, never of its content."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a connector can and can't do, as data, so that completeness can be judged."""

    platform: Platform
    title: str
    techniques: tuple[Technique, ...]
    #: What the platform can never give by a technique: neither gap nor fault.
    limits: tuple[tuple[Technique, str, Text], ...]
    #: Techniques by which the platform says of each post how many replies it has. A connector must
    #: hold those that came against that number (`stated_replies`); the suite looks.
    counts_replies: tuple[Technique, ...]
    #: Origin of the platform's one API, such as `https://graph.example`; None where each account
    #: is asked of the server of its address.
    api: str | None = None
    #: Whether that API asks for no permission, so that there is nothing to connect.
    is_open: bool = False
    #: Whether permission is asked there by an app that the organisation itself registers.
    needs_app: bool = False
    #: What the platform announced that will change, and from which day.
    announced: tuple[tuple[date, Text], ...] = ()
    #: What changed there, since which day, that who reads an archive must know; with its source.
    changed: tuple[tuple[date, Text], ...] = ()
    #: Why nothing is asked of the API before a decision on that is on record (0081); None where
    #: the terms of the platform leave it free.
    needs_decision: Text | None = None
    #: Why there is no archive to ask for (0090), where people would look for one.
    why_no_jobs: Text | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What hangs together with an item of the account: other items by id, and who takes part."""

    items: tuple[str, ...] = ()
    persons: tuple[RawPerson, ...] = ()

    def joined(self, other: "Around") -> "Around":
        """Give both in one."""
        return Around(self.items + other.items, self.persons + other.persons)


class Export(Protocol):
    """An official export of one account, opened."""

    #: Whose export it is.
    owner: RawPerson
    #: File inside the export in which the items stand.
    items_file: str
    #: Items that the export itself says it holds; None when it does not say.
    stated_items: int | None
    #: Day on which the file was made, as far as its container says; it may say anything.
    exported: date | None

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Give the items in the order of the file without keeping them (first pass).

        One entry for every record, so that a record's number is that of its entry; what was
        passed over elsewhere in the export comes last.
        """
        ...

    def read(self, content: bytes) -> RawItem:
        """Read one scanned item whole (second pass); Unreadable when it is not as it should be."""
        ...

    def profile(self) -> RawItem | None:
        """Give the profile of the account; None when the file was cut off before it."""
        ...

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give the media that are wanted, by path, as streams; never opens another.

        Reading from a stream raises BrokenOff when the rest of it is damaged or cut off.
        """
        ...

    def unopened_media(self) -> int:
        """Tell how many media files the last `media` passed over."""
        ...

    def findings(self) -> list[Shortfall]:
        """Tell what is missing in the file as a whole, such as its end."""
        ...


def shows_restored(export: Export) -> bool:
    """Tell whether an export takes what was restored off its list of what was deleted."""
    return bool(getattr(export, "shows_restored", False))


def shows_profile(export: Export) -> bool:
    """Tell whether exports of this make hold the profile: else it is not missing in one."""
    return bool(getattr(export, "has_profile", True))


def tells_numbers_alone(export: Export) -> bool:
    """Tell whether an export is no list of posts, but of numbers of some of them."""
    return bool(getattr(export, "is_of_numbers", False))


def shows_until(export: Export) -> date | None:
    """Tell up to which day an export tells of anything, where that may be no item of it."""
    day = getattr(export, "shows_until", None)
    return day if isinstance(day, date) else None


class Asks(Protocol):
    """Asks a server; the transport does."""

    @property
    def is_signed_in(self) -> bool:
        """Tell whether it asks with a permission of the account."""
        ...

    def get(self, address: str, headers: Mapping[str, str] = NO_HEADERS) -> Exchange:
        """Give the final answer of an address; NoAnswer when none comes."""
        ...

    def post(
        self, address: str, body: JsonObject, headers: Mapping[str, str] = NO_HEADERS
    ) -> Exchange:
        """Give the final answer to a question in JSON, by a POST that reads."""
        ...

    def pause(self, attempt: int) -> None:
        """Wait before something is tried anew, longer each time."""
        ...


class NotesAnswers(Protocol):
    """Notes what came of each question, for the envelope that is kept of it."""

    def note(
        self,
        asked: str,
        exchange: Exchange,
        counts: dict[str, int],
        *,
        page: int | None = None,
        more: bool = False,
    ) -> int:
        """Note an answer: what was asked without whose, and how much it held; gives its number."""
        ...


class Held(Protocol):
    """What the archive holds of an account, for who reads it again; and takes what came of it.

    Posts are named by the platform's own id, in its one form.
    """

    #: Moment down to which the list is to be read at least; None for its end.
    since: datetime | None
    #: Number by which the server knew the account when it was last read; None before that.
    number: str | None
    #: The single posts that are asked for, in whatever form; empty for the account as a whole.
    posts: tuple[str, ...]
    #: Whether who asks is signed in as the account itself, and is shown what is for followers:
    #: set by who finds that out, before asking what is held.
    is_owner: bool

    def source_of(self, native_id: str) -> JsonObject:
        """Give what is kept of what an API last told of a held item of the account.

        Empty where no API told of it. Of a platform whose exports name a post otherwise than its
        API, such as by its first picture, that has the number by which the API is asked for it.
        """
        ...

    def saw(self, native_id: str) -> None:
        """Take note of an item that was given, a reply by somebody else too."""
        ...

    def has_shielded(self) -> bool:
        """Tell whether posts of the account for followers are held."""
        ...

    def is_shielded(self, native_id: str) -> bool:
        """Tell whether a held post of the account is for followers."""
        ...

    def shielded(self) -> Iterator[str]:
        """Give held posts of the account for followers that may be there, newest first.

        Not what is known to be gone, or was asked for already.
        """
        ...

    def unseen(self, since: datetime | None) -> Iterator[str]:
        """Give the held posts of the account that no list gave, published after a moment.

        Only such as anyone can see, or that the owner is shown. None for all of them: the list was
        read to its end.
        """
        ...

    def due(self) -> Iterator[str]:
        """Give the held posts that are to be looked at besides; not what was seen already."""
        ...

    def gone(self, native_id: str) -> None:
        """Take note of a post that is gone, beyond doubt."""
        ...

    def not_looked_at(self, native_id: str) -> None:
        """Take note of a post of which can't be told whether it is there."""
        ...

    def only_by_itself(self, native_id: str) -> None:
        """Take note of a post that the list no longer has, and that still answers."""
        ...

    def has_answers(self, native_id: str) -> bool:
        """Tell whether replies by others to a post are held."""
        ...

    def answers_beside(self, native_id: str) -> int:
        """Give how many replies to a post are held, and there, that this run was not given."""
        ...

    def gave_all_answers(self, native_id: str) -> None:
        """Take note of a post of which all replies were given: as many as are counted."""
        ...

    def gave_uncertain_answers(self, native_id: str) -> None:
        """Take note of a post of which can't be told whether all replies were given."""
        ...


@runtime_checkable
class HasNotices(Protocol):
    """An export that has more to tell than what is missing, such as who signed it."""

    def notices(self) -> list[Notice]:
        """Tell what to know of a run on it; called after `scan`."""
        ...


@runtime_checkable
class ListsWhole(Protocol):
    """An export that may prove that it lists all that its account has: what it lacks is gone."""

    @property
    def whole_of(self) -> datetime | None:
        """Give the moment of which it lists all (UTC), proven by whoever keeps the account.

        Known after `scan`; None where anything may be missing in it, or nothing proves it.
        """
        ...

    def listed(self) -> Iterator[str]:
        """Give all that it lists by native id, what can't be read too."""
        ...

    def would_list(self, native_id: str) -> bool:
        """Tell whether it would list an item, were that there: of this account, and of a kind."""
        ...


class LiveAccount(Protocol):
    """One account, read by the API of its server; the profile has come in when it is made."""

    #: Whose account it is, as the server says.
    owner: RawPerson
    #: What the list of items is called where a record of it can't be read.
    items_file: str
    #: Items that the server says the account has; None when it does not say.
    stated_items: int | None
    #: Whether that number counts what the account itself answered.
    counts_own_replies: bool
    #: Of which kind, or shown to whom, items are that it does not count either.
    uncounted: tuple[ItemKind | Visibility | Without, ...]
    #: Why the list of items ended before its end, when it did.
    broken_off: Text | None

    @property
    def stated_replies(self) -> Counted | None:
        """Give how many replies came of those that the server counts; known after `scan`.

        Where it does not say of every post how many it has, nothing is stated. None where its API
        gives no replies at all: then the manifest names that limit.
        """
        ...

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Ask for all items and give them as they come, one entry for every record."""
        ...

    def read(self, content: bytes) -> RawItem:
        """Read one scanned item whole; Unreadable when it is not as it should be."""
        ...

    def around(self, content: bytes) -> Around | None:
        """Ask what hangs together with one scanned item of the account, above and beside it.

        Asked by who reads no more than the newest items. None where the server didn't tell.
        """
        ...

    def profile(self) -> RawItem:
        """Give the profile."""
        ...

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in besides; called after `scan`."""
        ...


@runtime_checkable
class PlacesPictures(Protocol):
    """A live account whose pictures of the profile are called otherwise than they are had."""

    def places_of_profile(self) -> tuple[tuple[str, str], ...]:
        """Give where they are to be had, by their path."""
        ...


@runtime_checkable
class ChecksMedia(Protocol):
    """A live account whose media tell by what they are called whether they came as they are."""

    def checked(self, path: str, stream: BinaryIO) -> BinaryIO:
        """Give a medium as a stream that raises BrokenOff at its end when it is another one."""
        ...


class Connector(Protocol):
    """One platform."""

    manifest: Manifest

    def sign_in(self, endpoint: str, sends: Sends) -> SignsIn | None:
        """Give the way to ask a server for permission to read; None when there is none."""
        ...

    def open_live(
        self,
        url: str,
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> LiveAccount | None:
        """Find an account on its server by its registered address and handle.

        `endpoint` is the origin of its API where that is not the one of its address, nor the one
        that the manifest names.

        `held` says how much of it is to be read. None when this connector knows no API. NotNow
        when the server does not answer or asks to sign in; AccountGone when it does not know the
        account any more.
        """
        ...

    def open_export(self, path: Path) -> Export | None:
        """Open an export file; None when it is not of this platform.

        BrokenInput when it is of this platform and can't be read at all.
        """
        ...
