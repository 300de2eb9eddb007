"""Held items: what the archive holds of an account for who reads it again, and what came of that.

A connector asks what is wanted and tells what it met; what that means for each post is decided
when the list was read, and becomes events when what came in is sealed.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

import orjson

from weerklank.catalogue.item_places import Located
from weerklank.harvest.json_fields import objects_within
from weerklank.harvest.uncounted import Without
from weerklank.minimise.item_keys import ItemKeys
from weerklank.model.account import Account
from weerklank.model.clock import begin_of, from_iso, is_ahead, iso
from weerklank.model.deletion import Deletion
from weerklank.model.item import (
    ArchivalItem,
    AuthorRole,
    ItemKind,
    RefType,
    Visibility,
)
from weerklank.model.item_address import item_address
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.reread import due_spans, last_seen, read_since
from weerklank.model.run import Technique
from weerklank.model.symbols import decode, encode
from weerklank.package.reader import read_three
from weerklank.services.catalogue.find_package import find_package
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.harvest.believed_misses import doubted_misses
from weerklank.services.harvest.counted_items import CountedItems
from weerklank.services.harvest.read_looks import read_looks
from weerklank.services.register.account_number import number_of, teller_on
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.workplace import Workplace

#: Steps from a reply up to the post of the account below which it hangs.
_DEEPEST = 50
#: Seconds that no moment of publication reaches.
_EVER = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run found out about held posts, by key."""

    #: Gone, and not known to be: with when each was last seen.
    missed: dict[str, str]
    #: Gone, and marked as such by a clock that ran ahead.
    set_right: dict[str, str]
    #: Seen gone before, and now again.
    confirmed: tuple[str, ...]
    #: Marked as gone, and there.
    withdrawn: tuple[str, ...]
    #: What can't be told, with the post of the account that it is or hangs below; empty where
    #: that has no address of its own that may be told.
    not_looked_at: dict[str, str]
    #: Addresses of what the list lacks and still answers.
    only_by_itself: tuple[str, ...]
    #: Moment down to which the list was read; None for its end.
    since: datetime | None


class HeldItems:
    """What is held of one account, while a run reads it; used under the account's lock."""

    def __init__(
        self,
        workplace: Workplace,
        account: Account,
        now: datetime,
        *,
        since: datetime | None = None,
        posts: tuple[str, ...] = (),
    ) -> None:
        """`since` is the moment from which it is to be read again at least."""
        self._workplace = workplace
        self._account = account
        self._now = now
        self._keys = ItemKeys(workplace.keys.ids)
        self._catalogue = open_catalogue(workplace)
        self._database = self._catalogue.database
        self.number = number_of(workplace, account.id, teller_on(account.platform))
        known = read_looks(workplace, account.id)
        # A look that lies ahead was noted by a clock that was wrong: nobody knows when it was.
        self.looks = tuple(look for look in known if not is_ahead(look.at, now))
        # As the log has them in order: what a clock that ran ahead wrote is not of later.
        marks = self._database.deletions.of_account(account.id)
        self.marks = {encode(key): mark for key, mark in marks.items()}
        self.posts = posts
        self.is_owner = False
        self.since = None if posts else read_since(self.looks, now, since)
        self._destroyed = frozenset(decode(key) for key in destroyed_keys(workplace))
        self._seen: set[bytes] = set()
        #: What was asked for by itself, or given up; so that nothing is asked twice.
        self._asked: set[bytes] = set()
        self._gone: set[bytes] = set()
        self._not_looked_at: dict[bytes, str] = {}
        self._only_by_itself: list[str] = []
        self._all_answers: set[bytes] = set()
        self._uncertain_answers: set[bytes] = set()
        self._reached: datetime | None = now

    def close(self) -> None:
        """Let go of the catalogue."""
        self._database.close()

    # --- what is asked -----------------------------------------------------------------------

    def has_shielded(self) -> bool:
        """Tell whether posts of the account for followers are held."""
        return self.unjudged() > 0

    def unjudged(self) -> int:
        """Give how many held posts can't be judged: those for followers, by who is no owner.

        What this run was given of them needs no judging.
        """
        if self.is_owner:
            return 0
        return sum(key not in self._seen for key in self._shielded())

    def _shielded(self) -> Iterator[bytes]:
        return self._database.items.shielded_of(self._account.id)

    def is_shielded(self, native_id: str) -> bool:
        """Tell whether a held post is for followers."""
        found = self._read(self._tag(native_id))
        return found is not None and found[0].visibility is Visibility.FOLLOWERS

    def shielded(self) -> Iterator[str]:
        """Give held posts for followers that are not known to be gone, newest first."""
        for key in self._shielded():
            is_left_out = key in self._asked or key in self._destroyed or encode(key) in self.marks
            native = None if is_left_out else self._native(key)
            if native is not None:
                yield native

    def unseen(self, since: datetime | None) -> Iterator[str]:
        """Give the held posts that the list did not give, and of which a look tells more."""
        self._reached = since
        after = None if since is None else int(since.timestamp())
        for key, _ in self._items(after, self._until(self._now)):
            if self._is_open(key):
                yield from self._to_ask(key)

    def due(self) -> Iterator[str]:
        """Give the held posts that came to an age at which they are looked at, or wait for it."""
        for key in dict.fromkeys(self._due_keys()):
            yield from self._to_ask(key)

    def _due_keys(self) -> Iterator[bytes]:
        if not self.looks:
            return
        last = self.looks[-1]
        for after, until in due_spans(last.at, self._now):
            spans = self._items(self._until(after), self._until(until))
            yield from (key for key, _ in spans)
        waiting = [key for key, mark in self.marks.items() if self._waits(key, mark)]
        # What an export told of since, as deleted, needs no looking at.
        unlooked = [name for name in sorted(last.unlooked) if self._is_open(decode(name))]
        for name in (*waiting, *unlooked):
            above = self._own_above(decode(name))
            if above is not None:
                yield above

    def _items(self, after: int | None, until: int) -> list[tuple[bytes, int]]:
        """Give what the account wrote between two moments, as far as who asks is shown it."""
        return self._database.items.open_of(self._account.id, after, until, shielded=self.is_owner)

    def _to_ask(self, key: bytes) -> Iterator[str]:
        if key in self._seen or key in self._asked or key in self._destroyed:
            return
        self._asked.add(key)
        native = self._native(key)
        if native is not None:
            yield native

    def _until(self, moment: datetime) -> int:
        return int(moment.timestamp())

    def _own_above(self, key: bytes) -> bytes | None:
        """Give a post of the account itself: this one, or the one that a reply hangs below."""
        for _ in range(_DEEPEST):
            found = self._read(key)
            if found is None:
                return None
            item, _source = found
            if item.author.role is AuthorRole.OWN:
                return key
            above = [ref.key for ref in item.refs if ref.type is RefType.REPLY_TO]
            if not above:
                return None
            key = decode(above[0])
        return None

    def _own_address_above(self, key: bytes) -> str:
        """Give by what a post of the account itself is named, as `_own_above`; empty for none."""
        above = self._own_above(key)
        return (above and self._native(above)) or ""

    def _native(self, key: bytes) -> str | None:
        """Give the platform's own id of a held post, by the addresses that it has."""
        found = self._read(key)
        if found is None:
            return None
        item, source = found
        if item.kind is ItemKind.STORY:
            return None  # it vanishes by itself: that it is not there says nothing
        if item.visibility is Visibility.FOLLOWERS and not self.is_owner:
            return None  # a server says of it that it is not there, whether it is or not
        named = self._named_by(key, item, source)
        if named is None:  # the newest version may be of an export, which has no name of an API
            told = self._told_by_api(key)
            named = self._named_by(key, *told) if told else None
        return named

    def _named_by(self, key: bytes, item: ArchivalItem, source: JsonObject) -> str | None:
        """Give the platform's own id of an item, as one version of it tells."""
        inner = source.get("object")
        within: list[Json] = [inner.get("id")] if isinstance(inner, dict) else []
        # One of several media may be named by the first of them (docs/adr/0075).
        within += [one.get("id") for one in objects_within(source, "children", "data")[:1]]
        # Where each version has a number of its own, one in a list of them is that of the item.
        within += [one for told in source.values() if isinstance(told, list) for one in told]
        for told in (item.url, source.get("uri"), source.get("id"), *within):
            for native in _names_in(told) if isinstance(told, str) else ():
                if self._tag(native) == key:
                    return native
        return None

    def source_of(self, native_id: str) -> JsonObject:
        """Give what is kept of what an API last told of a held item; empty where none did."""
        told = self._told_by_api(self._tag(native_id))
        return told[1] if told else {}

    def _told_by_api(self, key: bytes) -> tuple[ArchivalItem, JsonObject] | None:
        """Give the newest version of an item that came by an API."""
        for located in reversed(self._database.places.versions_by_key(key)):
            found = self._read_at(located)
            if found is not None and found[0].technique == Technique.API:
                return found
        return None

    def _read(self, key: bytes) -> tuple[ArchivalItem, JsonObject] | None:
        located = self._database.places.newest_by_key(key)
        return self._read_at(located) if located else None

    def _read_at(self, located: Located) -> tuple[ArchivalItem, JsonObject] | None:
        package = find_package(self._workplace, located.package)
        if package is None:
            return None
        places = (located.records, located.sources, located.proofs)
        lines = read_three(package.folder, *places, located.line)
        return lines.item, orjson.loads(lines.source)

    def has_answers(self, native_id: str) -> bool:
        """Tell whether replies by others are held of which a look tells more."""
        return any(map(self._is_open, self._replies(self._tag(native_id))))

    def answers_beside(self, native_id: str) -> int:
        """Give how many replies to a post, by anyone, are held and not gone, and did not come."""
        held = self._database.items.replies_to(self._account.id, self._tag(native_id))
        return sum(key not in self._seen and encode(key) not in self.marks for key in held)

    def _is_open(self, key: bytes) -> bool:
        """Tell whether a look tells more of an item: it has no mark, or one that waits for it."""
        mark = self.marks.get(encode(key))
        return mark is None or self._waits(encode(key), mark)

    def _waits(self, name: str, mark: Deletion) -> bool:
        """Tell whether a look at an item that is gone confirms its mark, or sets it right."""
        return self._is_confirmed(name, mark) or self._is_from_ahead(mark)

    def _is_confirmed(self, name: str, mark: Deletion) -> bool:
        return mark.may_be_confirmed(self._now) and name not in self._doubted

    @cached_property
    def _doubted(self) -> frozenset[str]:
        return doubted_misses(self._workplace, self.marks, self._now)

    def _is_from_ahead(self, mark: Deletion) -> bool:
        """Tell of a mark whether a clock ran ahead then, and it is not ours that runs behind."""
        return mark.is_from_ahead(self._now) and not self._is_behind

    @cached_property
    def _is_behind(self) -> bool:
        """Tell whether something was published later than it is by our clock."""
        after = self._until(self._now + timedelta(days=1))
        return bool(self._database.items.open_of(self._account.id, after, _EVER, shielded=True))

    def _replies(self, parent: bytes) -> list[bytes]:
        return self._database.items.replies_of_others(self._account.id, parent)

    def _tag(self, native_id: str) -> bytes:
        return self._keys.tag(self._account.platform, native_id)

    # --- what is told ------------------------------------------------------------------------

    def saw(self, native_id: str) -> None:
        """Take note of an item that was given."""
        self._seen.add(self._tag(native_id))

    def gone(self, native_id: str) -> None:
        """Take note of a post that is gone."""
        self._gone.add(self._tag(native_id))

    def not_looked_at(self, native_id: str) -> None:
        """Take note of a post of which can't be told whether it is there."""
        self._not_looked_at[self._tag(native_id)] = native_id

    def only_by_itself(self, native_id: str) -> None:
        """Take note of a post that the list no longer has, and that still answers."""
        self._only_by_itself.append(native_id)

    def gave_all_answers(self, native_id: str) -> None:
        """Take note of a post of which all replies were given."""
        self._all_answers.add(self._tag(native_id))

    def gave_uncertain_answers(self, native_id: str) -> None:
        """Take note of a post of which can't be told whether all replies were given."""
        self._uncertain_answers.add(self._tag(native_id))

    # --- what came of it ---------------------------------------------------------------------

    def outcome(self) -> Outcome:
        """Tell what is gone, confirmed, back, and what nobody knows; once, at the end."""
        gone = {key for key in self._gone if self._may_be_judged(key)}
        for parent in self._all_answers:
            gone.update(self._replies(parent))
        gone -= self._seen | self._destroyed
        for parent in self._uncertain_answers:
            held = self._replies(parent)
            gone.difference_update(held)
            unlooked = [key for key in held if self._is_open(key)]
            if unlooked:  # neither their own addresses are told nor one of somebody else above
                self._not_looked_at |= dict.fromkeys(unlooked, self._own_address_above(parent))
        there = self._seen - self._destroyed
        names = sorted(map(encode, gone))
        marks = {name: self.marks.get(name) for name in names}
        wrong = [name for name, mark in marks.items() if mark and self._is_from_ahead(mark)]
        return Outcome(
            missed={name: self._last_seen(name) for name, mark in marks.items() if mark is None},
            set_right={name: self._last_seen(name) for name in wrong},
            confirmed=tuple(
                name for name, mark in marks.items() if mark and self._is_confirmed(name, mark)
            ),
            withdrawn=tuple(sorted(name for name in self.marks if decode(name) in there)),
            not_looked_at={
                encode(key): native
                for key, native in sorted(self._not_looked_at.items())
                if key not in self._seen and self._database.places.newest_by_key(key)
            },
            only_by_itself=tuple(self._only_by_itself),
            since=self._reached,
        )

    def _may_be_judged(self, key: bytes) -> bool:
        """Tell of an item whether it is held, and shown to who asks as long as it is there.

        A story is not judged: it vanishes by itself.
        """
        found = self._read(key)
        if found is None or found[0].kind is ItemKind.STORY:
            return False
        return self.is_owner or found[0].visibility is not Visibility.FOLLOWERS

    def _last_seen(self, name: str) -> str:
        found = self._read(decode(name))
        if found is None:
            return iso(self._now)
        item, _ = found
        published, recorded = from_iso(item.created_at), self._recorded(item)
        if item.author.role is not AuthorRole.OWN:  # no look tells of which replies it was given
            return iso(min(recorded, self._now))
        return iso(min(last_seen(name, published, recorded, self.looks), self._now))

    def _recorded(self, item: ArchivalItem) -> datetime:
        """Give when the newest version was seen: an export shows the day on which it was made."""
        captured = from_iso(item.captured_at)
        if item.technique == Technique.API:
            return captured
        for run in read_runs(self._workplace, self._account.id):
            if run.id == item.run and run.reached:
                with suppress(OverflowError):
                    made = begin_of(run.reached).astimezone(UTC)
                    return min(captured, max(made, from_iso(item.created_at)))
        return captured

    def known(
        self,
        outcome: Outcome,
        *,
        replies: bool,
        uncounted: tuple[ItemKind | Visibility | Without, ...],
    ) -> int:
        """Give how many items of the account itself are held and there, after this run.

        Without `replies` only what answers nothing; nor what is `uncounted`.
        """
        counted = CountedItems(replies=replies, uncounted=uncounted)
        back = counted.among(self._read(decode(name)) for name in outcome.withdrawn)
        gone = counted.among(self._read(decode(name)) for name in outcome.missed)
        return counted.held(self._catalogue, self._account.id) + back - gone


def _names_in(told: str) -> Iterator[str]:
    """Give what a platform may call an item by, from an address of it or its own id.

    Which of them it is, its key tells.
    """
    yield item_address(told)
    yield told
    try:
        parts = urlsplit(told)
    except ValueError:  # such as half of an IPv6 address
        return
    yield parts.path.rstrip("/").rpartition("/")[2]
    yield from parse_qs(parts.query).get("v", [])
