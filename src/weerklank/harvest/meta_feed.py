"""What the feeds of Instagram, Facebook and Threads have in common, by Meta's Graph API."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import msgspec

from weerklank.harvest.feed import Feed, Given, LookedUp, Reply, keep
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.json_fields import NO_OBJECT, objects_within, parse_object, text_of
from weerklank.harvest.meta_graph import Graph, NotPermitted, NotThere
from weerklank.harvest.plain_text import leads_to_another
from weerklank.harvest.port import Held, Unreadable
from weerklank.model.item import Captions, RefType
from weerklank.model.item_address import item_address
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import (
    Broken,
    Passed,
    RawItem,
    RawMedium,
    RawPerson,
    Scanned,
    media_path,
)
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim

MEDIA_WITHHELD = Text(
    "het platform geeft het bestand niet, zoals bij muziek waarop rechten rusten",
    "the platform does not give the file, such as with music that somebody has rights to",
)
FIELDS_NOT_GIVEN = Text(
    "de API kent deze velden niet of niet meer; de rest is zonder die velden gelezen",
    "the API does not know these fields, or no more; the rest was read without them",
)
#: Posts, or fields, that a gap names.
_NAMED = 20
_WRITE, _READ = msgspec.json.Encoder(), msgspec.json.Decoder(dict[str, str])


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A record, read whole."""

    item: RawItem
    #: Where each of its media is to be had.
    addresses: tuple[str, ...] = ()
    #: Whom its words lead to besides.
    linked: tuple[RawPerson, ...] = ()


class MetaFeed(Feed):
    """One account."""

    #: What the list of replies is called where one of it can't be read.
    replies_file: str

    def __init__(self, graph: Graph, held: Held) -> None:
        self._graph = graph
        self._held = held
        held.is_owner = True  # else nobody is given anything
        #: By what the API is asked for a post, where that is not what the archive calls it.
        self._numbers: dict[str, str] = {}
        #: How many media are named and not given, by post, and where that is.
        self._withheld: dict[str, tuple[int, str | None]] = {}
        self._replies_met = 0

    @abstractmethod
    def read_record(self, given: Given) -> ReadRecord | Passed:
        """Read a record whole; Unreadable when it is not as it should be."""

    @abstractmethod
    def ask_for(self, number: str, held: JsonObject) -> Given:
        """Ask for one record by its number; `held` is what the archive has of it.

        NotThere, NotPermitted or NoAnswer as `Graph.one`.
        """

    def entry(self, given: Given) -> Scanned | Passed:
        """Read what places a record."""
        found = self.read_record(given)
        if isinstance(found, Passed):
            return found
        item = found.item
        number = text_of(parse_object(given.content).get("id"))
        if number and number != item.native_id:
            self._numbers[item.native_id] = number
        answered = (ref.native_id for ref in item.refs if ref.type is RefType.REPLY_TO)
        author = None if item.author is self.owner else item.author
        return Scanned(
            content=keep(given),
            native_id=item.native_id,
            url=item.url,
            parent=next(answered, None),
            author=author,
            created_at=item.created_at,
            # Others in the thread may name who wrote it.
            persons=first_told((author,) if author else (), item.persons),
            linked=found.linked,
            media=tuple(media_path(medium.source) for medium in item.media),
            addresses=found.addresses,
        )

    def read(self, given: Given) -> RawItem:
        """Read a record whole."""
        found = self.read_record(given)
        if isinstance(found, Passed):
            raise Unreadable(NO_OBJECT)
        return found.item

    def look_up(self, natives: Sequence[str]) -> LookedUp:
        """Ask for posts one by one: in a batch one that is gone takes the others with it."""
        given: dict[str, Given] = {}
        missing: set[str] = set()
        for native in natives:
            if "://" in native:  # a post that a person names: the API knows none by its address
                listed = self._listed(native)
                given |= {native: listed} if listed else {}
                continue
            held = self._held.source_of(native)
            number = self._numbers.get(native) or text_of(held.get("id")) or native
            try:
                found = self.ask_for(number, held)
            except NotThere:
                missing.add(native)
            except (NotPermitted, Unreadable):
                continue
            else:
                if self._is_of(found, native):
                    given[native] = found
        return LookedUp(given, frozenset(missing))

    def _listed(self, address: str) -> Given | None:
        """Find a post in the list by its address."""
        for page in self.pages(None):
            for given in page:
                record = record_in(given)
                url = text_of(record.get("permalink")) or text_of(record.get("permalink_url"))
                if url and item_address(url) == address:
                    return given
        return None

    def _is_of(self, given: Given, native: str) -> bool:
        """Tell whether a record is still called so: the first of its pictures may be another."""
        try:
            found = self.entry(given)
        except (Unreadable, ValueError, RecursionError):
            return False
        return isinstance(found, Scanned) and found.native_id == native

    def reply(self, given: Given, *, stated: int | None = None, listed: bool = False) -> Reply:
        """Read a reply; `listed` says whether one of the account's own stands in its own list."""
        self._replies_met += 1
        entry: Scanned | Passed | Broken
        try:
            entry = self.entry(given)
        except Unreadable as error:
            entry = self._broken(error.reason)
        except (ValueError, RecursionError):
            entry = self._broken(NOT_READ)
        if not isinstance(entry, Scanned):
            return Reply(entry=entry, parent=None, native_id=None)
        is_own = entry.author is None
        return Reply(
            entry=None if is_own and listed else entry,
            parent=entry.parent,
            native_id=entry.native_id,
            stated=stated,
        )

    def _broken(self, reason: Text) -> Broken:
        return Broken(file=self.replies_file, number=self._replies_met, reason=reason)

    def note_withheld(self, item: RawItem, count: int) -> None:
        """Note that media of a post of the account are named and not given."""
        if count and item.author is self.owner:
            is_told = item.url and not leads_to_another(item.url, self.owner)
            self._withheld[item.native_id] = count, item.url if is_told else None

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in besides."""
        where = [verbatim(url) for _, url in self._withheld.values() if url]
        withheld = Shortfall(
            kind="media_withheld",
            count=sum(count for count, _ in self._withheld.values()),
            reason=MEDIA_WITHHELD,
            where=tuple(where[:_NAMED]),
        )
        refused = Shortfall(
            kind="fields_not_given",
            count=len(self._graph.refused),
            reason=FIELDS_NOT_GIVEN,
            where=tuple(map(verbatim, self._graph.refused[:_NAMED])),
        )
        return [one for one in (withheld, refused) if one.count]


def record_in(given: Given) -> JsonObject:
    """Give a record, an empty one where it can't be read: whoever reads it whole tells that."""
    try:
        return parse_object(given.content)
    except (Unreadable, RecursionError):
        return {}


def beside(**told: str | None) -> bytes:
    """Write what is known of a record besides: what it answers, of what kind it is."""
    return _WRITE.encode({name: value for name, value in told.items() if value})


def told_beside(given: Given) -> dict[str, str]:
    """Read it again."""
    return _READ.decode(given.beside) if given.beside else {}


def within(outer: Given, content: bytes, pointer: str, told: bytes = b"") -> Given:
    """Give a record that stands within another."""
    return Given(content, outer.answer, f"{outer.pointer}{pointer}", told)


#: Fields in which no words of anybody stand: numbers, moments, addresses of files and of itself.
_NO_WORDS = frozenset(
    "id media_url thumbnail_url permalink permalink_url src source url timestamp created_time "
    "username from parent parent_id user paging replies comments reactions "
    "threads_profile_picture_url profile_picture_url picture cover link".split()
)


def words_within(value: Json) -> Iterator[str]:
    """Give all texts of a record in which words may stand, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from words_within(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in _NO_WORDS:
                yield from words_within(part)


def nobody_told(platform: Platform, number: str, name: str | None = None) -> RawPerson:
    """Give who wrote a reply of which the platform does not say who did, or by a `name` alone.

    Each is somebody of their own: that two of them are one is not known (docs/adr/0083).
    """
    return RawPerson(platform=platform, user_id=f"withheld:{number}", display_name=name)


def medium_called(number: str, address: str, kind: str, alt: str | None = None) -> RawMedium:
    """Name a medium by its number, as an address is another one each time; `kind` as IMAGE."""
    try:
        suffix = PurePosixPath(urlsplit(address).path).suffix.lower()
    except ValueError:
        suffix = ""
    is_plain = 1 < len(suffix) <= _LONGEST_SUFFIX and suffix[1:].isalnum() and suffix.isascii()
    usual = ".mp4" if kind == "VIDEO" else ".jpg"
    return RawMedium(source=f"{number}{suffix if is_plain else usual}", alt=alt)


def kinds_in(record: JsonObject) -> Iterator[str]:
    """Give of which kinds a post of Instagram or Threads is, and the parts of a carousel."""
    for part in (record, *objects_within(record, "children", "data")):
        yield text_of(part.get("media_type")) or ""


def captions_of_any(kinds: Iterable[str]) -> Captions | None:
    """Give what is told of captions, by the kinds of the media of a post: never, of a film.

    Also of one of which the file is withheld.
    """
    return Captions.UNTOLD if "VIDEO" in kinds else None


_LONGEST_SUFFIX = 5


def first_told(*values: Iterable[RawPerson]) -> tuple[RawPerson, ...]:
    """Give persons of several lists, each once."""
    return tuple(dict.fromkeys(person for some in values for person in some))
