"""Take an export in: two passes over a file that is never parsed or held whole.

The first pass splits it, passes over what is no business of the archive, and writes each item into
an encrypted spool by month of publication; ids and parents become keyed rows in sorted files. In
between, whoever takes part in a thread is known. The second pass gives the items month by month
in order of time, so that what expires together lies together.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

import msgspec

from weerklank.harvest.asked import by_form
from weerklank.harvest.export_file import is_inflated
from weerklank.harvest.file_threads import FileThreads
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.judged_file import judged
from weerklank.harvest.media_shelf import MediaShelf
from weerklank.harvest.port import BrokenOff, Export, NoMedium, Unreadable
from weerklank.model.clock import civil_day
from weerklank.model.item_address import item_address
from weerklank.model.platform import Platform
from weerklank.model.raw import (
    Broken,
    Passed,
    PassedOver,
    RawItem,
    RawPerson,
    Scanned,
    media_path,
)
from weerklank.model.talk import talk_mark
from weerklank.model.text import Text, verbatim
from weerklank.model.withdrawn import Withdrawn
from weerklank.store.sorted_file import SortedTable
from weerklank.store.spool import Spool

_TAG = 16
_MOST_UNSAVED = 10_000
#: A stream of the spool that is larger on disk is split by a finer measure of time first.
_LARGEST_BATCH = 1 << 20
#: Bytes of the moment before each entry of the spool, by which a batch is sorted.
_MOMENT = 32
#: Bytes behind the moment for the number of the record: what is of one moment keeps its order.
_NUMBER = 8
_NAMED = 20
#: Streams of the spool with whom items name: those that come in, and those passed over.
_COMES, _STAYS = "persons", "persons-beside"
#: Length of what names a month, a day, an hour and a minute in RFC 3339.
_MEASURES = (7, 10, 13, 16)

_WRITTEN_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2}))?"
)

IN_RECORD = Text("{file} {number}: {reason}", "{file} {number}: {reason}")

#: Gives the keyed tag of an item by the platform's own id.
Tag = Callable[[str], bytes]

_PERSONS = msgspec.msgpack.Encoder()
_READ_PERSONS = msgspec.msgpack.Decoder(tuple[RawPerson, ...])


@dataclass(slots=True)
class Seen:
    """What the first pass met, in numbers and places; nothing of any content."""

    items: int = 0
    direct_messages: int = 0
    #: Of those, how many were asked for by name.
    direct_asked: int = 0
    out_of_scope: int = 0
    not_chosen: int = 0
    #: Of the posts that were asked for by name, those that are there.
    met: set[str] = field(default_factory=set)
    #: Tags of those of them that come in.
    chosen: set[bytes] = field(default_factory=set)
    #: Tags of those of them that are of a day on which only a hand-in brings posts in.
    judged: set[bytes] = field(default_factory=set)
    #: Passed over as they are of such a day and nobody named them; first and last of their days.
    by_hand: int = 0
    by_hand_days: tuple[str, str] | None = None
    #: Passed over because a decision destroyed them: they don't come back.
    destroyed: int = 0
    broken: list[Text] = field(default_factory=list)
    broken_count: int = 0
    #: Places of fields that could not be read, of items that were kept.
    broken_fields: list[Text] = field(default_factory=list)
    broken_fields_count: int = 0
    #: Day of the newest item, `2026-11-25`, unless that lies in the future; empty without items.
    newest: str = ""
    #: Of what is out of scope, what somebody else did.
    others: int = 0
    #: Days (`2026-11-25`) on which an item answers someone else's.
    answer_days: set[str] = field(default_factory=set)
    #: Replies by others among all that is counted here, or of the account beside its list; and
    #: days of the former.
    theirs: int = 0
    reply_days: set[str] = field(default_factory=set)
    #: Earlier versions among all that is counted here, and what a list gave twice.
    again: int = 0
    #: Media among all that is counted here that no record names: no export counts those.
    loose: int = 0
    #: Media that unpack to far more than a medium does, and were not taken over.
    inflated: int = 0
    #: Of the direct messages, those that are none of the records that an export counts.
    direct_beside: int = 0


class Intake:
    """One export on its way in."""

    def __init__(
        self,
        export: Export,
        folder: Path,
        tag: Tag,
        *,
        chosen: frozenset[str] | None,
        held_media: Callable[[bytes], frozenset[bytes]],
        is_held: Callable[[bytes], bool],
        destroyed: frozenset[bytes],
        today: date,
        is_ours: Callable[[RawPerson], bool],
        by_hand: Callable[[date], bool] | None = None,
        elsewhere: frozenset[tuple[Platform, str]] = frozenset(),
    ) -> None:
        """`by_hand` tells of which days nothing comes in but what was handed in.

        `is_ours` tells who is of the organisation: media of others are not wanted, and so neither
        fetched nor opened. `elsewhere` gives by handle whose replies come in with an account of
        their own.
        """
        self._export = export
        self._tag = tag
        #: What was asked for as it was written, by the one form of its address.
        self._chosen = None if chosen is None else by_form(chosen, export.owner)
        self._held_media = held_media
        self._is_held = is_held
        self._is_ours = is_ours
        #: What is held and was taken from view; no more of it comes in.
        self.withdrawn: dict[bytes, Withdrawn] = {}
        self._destroyed = destroyed
        self._today = today.isoformat()
        self._by_hand = by_hand
        self._days_by_hand: dict[str, bool] = {}
        #: Whether an item may be passed over, and whether one was.
        self._elsewhere = elsewhere
        self._may_leave = any((chosen is not None, by_hand is not None, elsewhere, destroyed))
        self._left = False
        #: Replies by others below single posts that were asked for: they come in with those.
        self._below: set[bytes] = set()
        self._spool = Spool(folder)
        self._threads = FileThreads(folder)
        self._wanted = SortedTable(folder / "wanted", 2 * _TAG, 1, grouped_by=2 * _TAG)
        self.folder = folder
        self.seen = Seen()

    def first_pass(self, progress: Callable[[int], None]) -> None:
        """Split the file into the spool."""
        for number, entry in enumerate(self._export.scan(), 1):
            if isinstance(entry, Scanned):
                self._take(entry, number)
            elif isinstance(entry, Passed):
                self._pass_over(entry)
            elif self._chosen is None:  # else nobody can tell whether it was asked for
                self._note_broken(entry)
            progress(self.seen.items)
        self._threads.join_talks()
        if self._left:
            self._threads.note_roots_of_coming()
        self._wanted.save()

    def _pass_over(self, entry: Passed) -> None:
        self._relate_passed(entry)
        self._note_withdrawn(entry)
        if entry.why is PassedOver.DIRECT_MESSAGE:
            self.seen.direct_messages += entry.count
            self.seen.direct_beside += entry.count * entry.is_beside
            self.seen.direct_asked += entry.native_id in (self._chosen or ())
            return
        self.seen.out_of_scope += entry.count
        if entry.why is PassedOver.OTHER_ACTOR:
            self.seen.others += entry.count

    def _note_withdrawn(self, entry: Passed) -> None:
        """Note what was taken from view; by single posts nothing is told of the others."""
        if entry.withdrawn is None or entry.native_id is None or self._chosen is not None:
            return
        for named in (entry, entry.also):
            tag = self._tag(named.native_id) if named and named.native_id else None
            if tag and self._is_held(tag):
                self.withdrawn[tag] = entry.withdrawn

    def _note_broken(self, entry: Broken) -> None:
        self.seen.broken_count += 1
        if len(self.seen.broken) < _NAMED:
            self.seen.broken.append(
                IN_RECORD.filled(file=entry.file, number=entry.number, reason=entry.reason)
            )

    def _take(self, entry: Scanned, number: int) -> None:
        entry = self._as_held(entry)
        tag = self._tag(entry.native_id)
        self.seen.theirs += entry.author is not None or entry.is_beside
        self.seen.again += entry.is_again
        self.seen.loose += entry.is_loose
        comes = self._comes(entry, tag)
        self._relate(entry, number, tag, comes=comes)
        if not comes:
            return
        self.seen.items += 1
        if self._chosen is not None and entry.author is None:
            self.seen.chosen.add(tag)
        # A moment becomes part of the names of working files: nothing else may be in it.
        moment = entry.created_at if _WRITTEN_MOMENT.fullmatch(entry.created_at) else "0000-00"
        place = moment.encode().ljust(_MOMENT) + number.to_bytes(_NUMBER, "big")
        self._spool.add(moment[:7], place + entry.content)
        if not entry.is_loose:  # it may be of the day on which the export was made
            self._note_newest(_day_of(moment) or moment[:10])
        if entry.parent:
            self._note_answer(entry)
        if entry.media and (entry.author is None or self._is_ours(entry.author)):
            self._want(entry.native_id, tag, entry.media)

    def _as_held(self, entry: Scanned) -> Scanned:
        """Give an item under the name by which it is held, where it stood beside others then."""
        beside = entry.also
        if beside is None or not self._is_held(self._tag(beside.native_id)):
            return entry
        return msgspec.structs.replace(beside, also=entry)

    def _comes(self, entry: Scanned, tag: bytes) -> bool:
        """Tell whether an item comes in, and count why not."""
        if not self._is_chosen(entry):
            self.seen.not_chosen += 1
            return False
        author = entry.author
        if author and (author.platform, author.handle) in self._elsewhere:
            self.seen.theirs -= 1  # neither read here nor missed
            return False
        if tag in self._destroyed:
            self.seen.destroyed += 1
            return False
        if self._chosen is not None and author is not None:
            self._below.add(tag)
            return True
        return self._may_come(tag, _day_of(entry.created_at))

    def _relate(self, entry: Scanned, number: int, tag: bytes, *, comes: bool) -> None:
        """Note of an item where it hangs, and whom it names: what hangs together with it may."""
        if entry.parent:
            self._threads.note_parent(tag, self._tag(entry.parent))
        if entry.talk:
            talk = self._tag(item_address(entry.talk))
            self._threads.note_talk(talk, talk_mark(entry.talk), number, tag)
        if comes and self._may_leave:
            self._threads.note_coming(tag)
        self._left |= not comes
        persons = entry.persons + entry.linked
        if persons:
            self._spool.add(_COMES if comes else _STAYS, tag + _PERSONS.encode(persons))

    def _relate_passed(self, entry: Passed) -> None:
        """Note of what is not read where it hangs and who takes part by it; no more of it."""
        if entry.native_id is None or not (entry.parent or entry.persons):
            return
        tag = self._tag(entry.native_id)
        if entry.parent:
            self._threads.note_parent(tag, self._tag(entry.parent))
        if entry.persons:  # what it hangs below comes in, unless something may be passed over
            stream = _STAYS if self._may_leave else _COMES
            self._spool.add(stream, tag + _PERSONS.encode(entry.persons))

    def _may_come(self, tag: bytes, day: str | None) -> bool:
        """Tell whether an item may come in by its day, and note what needs a hand-in for it.

        Without a day in UTC the second pass decides; what was named counts as handed in till then.
        """
        if self._by_hand is None:
            return True
        if self._chosen is not None:
            if day is None or self._is_by_hand(day):
                self.seen.judged.add(tag)
            return True
        if day is None or not self._is_by_hand(day):
            return True
        self._note_by_hand(day)
        return False

    def _is_by_hand(self, day: str) -> bool:
        known = self._days_by_hand.get(day)
        if known is None:
            asked = self._by_hand
            known = asked is not None and asked(date.fromisoformat(day))
            self._days_by_hand[day] = known
        return known

    def _note_by_hand(self, day: str) -> None:
        first, last = self.seen.by_hand_days or (day, day)
        self.seen.by_hand += 1
        self.seen.by_hand_days = (min(first, day), max(last, day))

    def _was_handed_in_or_needs_not(self, item: RawItem) -> bool:
        """Look once more, by the moment that the item is kept under."""
        day = civil_day(item.created_at).isoformat()
        if self._by_hand is None or not self._is_by_hand(day):
            return True
        tag = self._tag(item.native_id)
        if tag in self.seen.judged or tag in self._below:
            return True
        self.seen.items -= 1
        self._note_by_hand(day)
        return False

    def _note_newest(self, day: str) -> None:
        if self.seen.newest < day <= self._today and _is_day(day):
            self.seen.newest = day

    def _is_chosen(self, entry: Scanned) -> bool:
        if self._chosen is None or entry.author is not None:  # by others: below what was asked for
            return True
        beside = (entry.also.native_id,) if entry.also else ()
        forms = (entry.native_id, item_address(entry.url or ""), *beside)
        met = {written for form in forms for written in self._chosen.get(form, ())}
        self.seen.met |= met
        return bool(met)

    def _note_answer(self, entry: Scanned) -> None:
        others = [p for p in entry.persons if p.handle != self._export.owner.handle]
        day = _day_of(entry.created_at)
        if others and day:
            days = self.seen.reply_days if entry.author else self.seen.answer_days
            days.add(day)

    def _want(self, native_id: str, item: bytes, paths: tuple[str, ...]) -> None:
        held = self._held_media(item)
        for path in paths:
            self._want_file(native_id, path, held)

    def _want_file(self, native_id: str, path: str, held: frozenset[bytes]) -> None:
        medium = self._tag(f"{native_id}\nmedia\n{path}")
        if medium not in held:
            self._wanted.put(self._tag(path) + medium, b"\x01")
            if self._wanted.unsaved > _MOST_UNSAVED:
                self._wanted.save()

    def want_of_profile(self) -> None:
        """Want the pictures of the profile too."""
        profile = self._export.profile()
        if profile is None:
            return
        # Also those that are held: another picture may have come under the same name.
        for medium in profile.media:
            self._want_file(profile.native_id, media_path(medium.source), frozenset())
        self._wanted.save()

    def relate_profile(self) -> None:
        """Note whom the profile names: it is a thread of its own; once, between the passes."""
        profile = self._export.profile()
        if profile is not None and profile.persons:
            named = self._tag(profile.native_id) + _PERSONS.encode(profile.persons)
            self._spool.add(_COMES, named)

    def root(self, tag: bytes) -> bytes:
        """Give the topmost item of a thread that is known from here upwards."""
        return self._threads.root(tag)

    def hangs(self, tag: bytes, *, answers: bool) -> bool:
        """Tell whether an item hangs below another; `answers` says that it answers one."""
        return answers or self._threads.may_hang(tag)

    def lower(self) -> Iterator[bytes]:
        """Give the items that hang below another, by their tags; none of a thread that stays."""
        return (tag for tag in self._threads.lower() if self._is_taken(self.root(tag)))

    def talks(self) -> Iterator[tuple[tuple[bytes, bytes], bytes]]:
        """Give the conversations by their marks, each with the topmost item of its thread."""
        for marks, item in self._threads.talks():
            root = self.root(item)
            if self._is_taken(root):
                yield marks, root

    def _is_taken(self, root: bytes) -> bool:
        """Tell of a thread whether anything of it comes in."""
        return not self._left or self._threads.is_coming(root)

    def participants(self) -> Iterator[tuple[bytes, tuple[RawPerson, ...]]]:
        """Give who takes part, by topmost item of the thread; once, between the passes.

        Also whom items name that were passed over, where something else of their thread comes in:
        that may say their names.
        """
        for stream in (_COMES, _STAYS):
            for entry in self._spool.read(stream):
                root = self._threads.root(entry[:_TAG])
                if stream == _COMES or self._is_taken(root):
                    yield root, _READ_PERSONS.decode(entry[_TAG:])
            self._spool.forget(stream)

    def receive_media(self, shelf: MediaShelf, progress: Callable[[int], None]) -> None:
        """Take in the media that items name; a file that none names is not opened."""
        if not any(True for _ in self._wanted.with_prefix("")):
            return
        tags: list[bytes] = []

        def wanted(path: str) -> bool:
            tag = self._tag(media_path(path)).hex()
            rows = {row[2 * _TAG :] for row, _ in self._wanted.with_prefix(tag)}
            tags[:] = [bytes.fromhex(row) for row in sorted(rows)]
            return bool(tags)

        for count, (path, stream) in enumerate(self._export.media(wanted), 1):
            if is_inflated(stream):
                self.seen.inflated += len(tags)
                continue
            try:
                shelf.receive(tags, path, judged(stream.read))
            except NoMedium:
                shelf.refuse(tags)
            except BrokenOff:
                pass  # the medium is missing; the export tells of the damage
            progress(count)

    def second_pass(self) -> Iterator[RawItem]:
        """Give the items in order of time."""
        for month in self._spool.names():
            if month[:4].isdecimal():
                yield from self._batch(month, 0)

    def _batch(self, name: str, measure: int) -> Iterator[RawItem]:
        if self._spool.size(name) > _LARGEST_BATCH and measure + 1 < len(_MEASURES):
            yield from self._split(name, measure + 1)
            return
        entries = sorted(self._spool.read(name))
        self._spool.forget(name)
        for entry in entries:
            try:
                item = self._export.read(entry[_MOMENT + _NUMBER :])
            except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
                number = int.from_bytes(entry[_MOMENT : _MOMENT + _NUMBER], "big")
                self._note_unreadable(number, error)
            else:
                if item.broken:
                    number = int.from_bytes(entry[_MOMENT : _MOMENT + _NUMBER], "big")
                    self._note_fields(number, item.broken)
                if self._was_handed_in_or_needs_not(item):
                    yield item

    def _note_fields(self, number: int, places: tuple[str, ...]) -> None:
        self._note_broken_fields(f"{self._export.items_file} {number}", places)

    def note_profile_fields(self, profile: RawItem) -> None:
        """Note which fields of the profile could not be read."""
        self._note_broken_fields(profile.kind.value, profile.broken)

    def _note_broken_fields(self, of: str, places: tuple[str, ...]) -> None:
        self.seen.broken_fields_count += len(places)
        for place in places[: max(0, _NAMED - len(self.seen.broken_fields))]:
            self.seen.broken_fields.append(verbatim(f"{of}: {place}"))

    def _split(self, name: str, measure: int) -> Iterator[RawItem]:
        """Split a batch that is too large for memory by a finer measure of time."""
        finer = set()
        for entry in self._spool.read(name):
            part = f"{name}_{entry[: _MEASURES[measure]].hex()}"
            finer.add(part)
            self._spool.add(part, entry)
        self._spool.forget(name)
        for part in sorted(finer):
            yield from self._batch(part, measure)

    def _note_unreadable(self, number: int, error: Exception) -> None:
        self.seen.items -= 1
        # The words of other errors may quote content.
        reason = error.reason if isinstance(error, Unreadable) else NOT_READ
        self._note_broken(Broken(file=self._export.items_file, number=number, reason=reason))

    def close(self) -> None:
        """Throw all working files away."""
        self._threads.close()
        self._wanted.close()
        self._spool.close()


@lru_cache(maxsize=64)  # asked more than once of each item
def _day_of(moment: str) -> str | None:
    """Give the day here of a moment that is written in UTC; None for another."""
    with suppress(ValueError, OverflowError):
        return civil_day(moment).isoformat() if moment.endswith("Z") else None
    return None


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def spool_name(account: str) -> str:
    """Name the working folder of a run so that a later run of the account can clear it away."""
    return f"{account}-{secrets.token_hex(6)}"
