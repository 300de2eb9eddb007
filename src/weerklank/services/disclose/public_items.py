"""Public items: every item of the organisation's, and whether and why not it is public.

What is told here is the whole of what the portal knows: its search, lists, feeds, sitemap and
pages go by it, so that no number of theirs tells of anything else. It is made anew when anything
was taken in or decided, and remembered till then for all threads of a process.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from weerklank.catalogue.account_items import OPEN, SHIELDED, STORY, THEIRS
from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.newest_messages import Message, newest_messages
from weerklank.catalogue.query import rows_fitting
from weerklank.disclose.publicity import Candidate, why_withheld
from weerklank.model.clock import civil_day
from weerklank.model.errors import Locked, NotNow
from weerklank.model.ids import AccountId
from weerklank.model.item import ItemKind
from weerklank.model.portal import Withheld
from weerklank.model.question import Question
from weerklank.services.catalogue import hold_catalogue
from weerklank.services.catalogue.open_catalogue import BUSY
from weerklank.services.disclose.decided import Decided, how_many_decided, read_decided
from weerklank.services.find.read_items import ask_catalogue
from weerklank.services.workplace import Workplace

#: Archives of which a process remembers it.
REMEMBERED = 4
_HOUR = 3600
#: Words of which what fits is kept.
_MOST_ASKED = 8
#: What lies in the catalogue, and what was decided.
_Stand = tuple[tuple[object, ...], tuple[object, ...]]
#: Word with which every pseudonym begins, as the index has it.
_IN_PSEUDONYM = "burger"


@dataclass(frozen=True, slots=True)
class PublicItem:
    """A public post, without its words."""

    id: str
    key: bytes
    row: int
    account: str
    #: Seconds since 1970; 0 where its platform does not say.
    created: int
    #: Public replies of others: to the whole thread that it begins, else to itself.
    replies: int
    #: On which it was published: each search counts by it.
    day: date | None


class AskedWords:
    """What fits the words that were asked last: another period or page of them asks the same."""

    def __init__(self) -> None:
        """Begin without any."""
        self._lock = threading.Lock()
        self._found: OrderedDict[str, tuple[PublicItem, ...]] = OrderedDict()

    def of(self, words: str, seek: Callable[[], tuple[PublicItem, ...]]) -> tuple[PublicItem, ...]:
        """Give it; it is sought where nobody asked for these words of late."""
        with self._lock:
            if words in self._found:
                self._found.move_to_end(words)
                return self._found[words]
        found = seek()
        with self._lock:
            self._found[words] = found
            while len(self._found) > _MOST_ASKED:
                self._found.popitem(last=False)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicItems:
    """What is public now, and what is not."""

    decided: Decided
    judge: "Judge"
    #: By permanent address, the newest first.
    items: Mapping[str, PublicItem]
    by_row: Mapping[int, PublicItem]
    #: Of the organisation's own: why not, by permanent address.
    withheld: Mapping[str, Withheld]
    #: Of items of which the index has words that are not shown, what version of which each row
    #: is: those that have more than one version, and those in which somebody has a pseudonym.
    otherwise: Mapping[int, str] = field(default_factory=dict)
    #: Public replies of others by account and day.
    days: Mapping[str, Mapping[date, int]] = field(default_factory=dict)
    #: What was asked of it last; gone with it when anything else is public.
    asked: AskedWords = field(init=False, compare=False, default_factory=AskedWords)

    @property
    def shown(self) -> Mapping[str, PublicItem]:
        """What the public gets: nothing while the portal is closed."""
        return self.items if self.decided.portal.is_open else {}


def public_items(workplace: Workplace) -> PublicItems:
    """Give what is public, as the catalogue and the decisions are now."""
    return ask_catalogue(workplace, lambda catalogue: items_in(workplace, catalogue))


def items_in(workplace: Workplace, catalogue: Catalogue, *, may_lag: bool = True) -> PublicItems:
    """Give the same, of a catalogue that is open.

    Of a catalogue that somebody else changes now nothing is told: half of it may say that a post
    is public that is not. A page of the portal then gets what was public before (`lagging`), as
    long as nothing was decided since; others NotNow.
    """
    place = workplace.layout.index
    stand, known = _stand(workplace, catalogue), _HELD.places.get(place)
    if known is not None and known[0] == stand:
        return known[1]
    lags = may_lag and hold_catalogue.may_lag()
    if not _HELD.lock.acquire(blocking=not _would_do(known, stand, lags=lags)):
        assert known is not None  # noqa: S101 - only then it does not wait
        return known[1]
    try:
        return _anew(workplace, catalogue, waits=not _would_do(known, stand, lags=lags))
    except Locked:
        known = _HELD.places.get(place)
        if known is not None and _would_do(known, stand, lags=lags):
            return known[1]
        raise NotNow(BUSY) from None
    finally:
        _HELD.lock.release()


def _anew(workplace: Workplace, catalogue: Catalogue, *, waits: bool) -> PublicItems:
    """Make it again, of a catalogue that nobody changes meanwhile; not if another just did."""
    place = workplace.layout.index
    with hold_catalogue.at_rest(workplace, catalogue, waits=waits):
        stand, known = _stand(workplace, catalogue), _HELD.places.get(place)
        if known is None or known[0] != stand:
            known = (stand, _all(catalogue, read_decided(workplace)))
            _HELD.places[place] = known
    _HELD.places.move_to_end(place)
    while len(_HELD.places) > REMEMBERED:
        _HELD.places.popitem(last=False)
    return known[1]


def _stand(workplace: Workplace, catalogue: Catalogue) -> _Stand:
    register = workplace.register()
    held = (
        catalogue.log_size,
        tuple(sorted(catalogue.texts.states().items())),
        catalogue.database.deletions.stand(),
    )
    decided = (
        how_many_decided(workplace),
        tuple(register.accounts.values()),
        register.pages,  # which no page of the portal may tell otherwise
    )
    return held, decided


def _would_do(known: tuple[_Stand, PublicItems] | None, stand: _Stand, *, lags: bool) -> bool:
    """Tell whether what was public before is an answer: to who may lag, by the same decisions."""
    return lags and known is not None and known[0][1] == stand[1]


class _Held:
    """What was told last of each archive."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.places: OrderedDict[Path, tuple[_Stand, PublicItems]] = OrderedDict()


_HELD = _Held()


@lru_cache(maxsize=200_000)
def _day(hour: int) -> date:
    return civil_day(datetime.fromtimestamp(hour * _HOUR, UTC))


class Judge:
    """Puts what the catalogue tells of an item to the rule."""

    def __init__(self, catalogue: Catalogue, decided: Decided) -> None:
        texts = catalogue.texts
        self._decided = decided
        self._deleted = catalogue.database.deletions.keys()
        self._media = {*rows_fitting(texts, Question(tags=("media:yes",)))}
        self._in_c = {*rows_fitting(texts, Question(tags=("scenario:C",)))}
        self._kinds = {
            row: kind
            for kind in (ItemKind.BOOST, ItemKind.REPLY, ItemKind.STORY)
            for row in rows_fitting(texts, Question(tags=(f"kind:{kind}",)))
        }

    def kind(self, message: Message) -> ItemKind:
        """Tell what kind of message it is."""
        return self._kinds.get(message.row, ItemKind.POST)

    def why(
        self, one: Message, *, is_own: bool, answers: bool = False, under: bool = True
    ) -> Withheld | None:
        """Tell why it is not public; `under` whether a reply stands under what is public."""
        told, account = self._decided, AccountId(one.account)
        return why_withheld(
            Candidate(
                kind=self.kind(one),
                is_own=is_own,
                account=told.accounts.get(account),
                in_scenario_c=one.row in self._in_c,
                shielded=bool(one.shielded),
                on_list=one.key in told.on_list,
                special=told.is_special(one.key, one.version, by_rule=bool(one.special)),
                restricted=one.key in told.restricted,
                marked=one.key in told.marked,
                judgements=told.judgements.get(one.id, frozenset()),
                deleted=one.key in self._deleted,
                text_status=told.text_status(one.id, one.account) if is_own else None,
                objection=told.has_objection(
                    one.id, one.account, has_media=one.row in self._media
                ),
                answers_other=answers,
                replies_allowed=account in told.portal.replies,
                under_public=under,
            )
        )


def _all(catalogue: Catalogue, decided: Decided) -> PublicItems:
    judge, connection = Judge(catalogue, decided), catalogue.database.connection
    own = {one.key: one for one in newest_messages(connection, (OPEN, SHIELDED, STORY))}
    withheld: dict[str, Withheld] = {}
    public: dict[bytes, Message] = {}
    for one in own.values():
        why = judge.why(one, is_own=True, answers=answers_other(one, own, judge))
        if why is None:
            public[one.key] = one
        else:
            withheld[one.id] = why
    replies: Counter[bytes] = Counter()
    days: dict[str, Counter[date]] = {}
    for one in newest_messages(connection, (THEIRS,)):
        if one.thread in public and _counts(judge.why(one, is_own=False)):
            replies[one.thread] += 1
            if one.parent is not None and one.parent != one.thread:
                replies[one.parent] += 1
            days.setdefault(one.account, Counter())[_day(one.created // _HOUR)] += 1
    ordered = sorted(public.values(), key=lambda one: (-one.created, one.id))
    items = {one.id: _public(one, replies[one.key]) for one in ordered}
    named = {*rows_fitting(catalogue.texts, Question(words=_IN_PSEUDONYM))}
    return PublicItems(
        decided=decided,
        otherwise={
            one.row: f"{one.id} {one.version}"
            for one in ordered
            if one.version > 1 or one.row in named
        },
        judge=judge,
        items=items,
        by_row={one.row: one for one in items.values()},
        withheld=withheld,
        days=days,
    )


def _public(one: Message, replies: int) -> PublicItem:
    day = _day(one.created // _HOUR) if one.created else None
    return PublicItem(one.id, one.key, one.row, one.account, one.created, replies, day)


def _counts(why: Withheld | None) -> bool:
    """Tell whether a reply is counted: nothing is against it but that replies are not read."""
    return why is None or why is Withheld.REPLY


def answers_other(one: Message, own: Mapping[bytes, Message], judge: Judge) -> bool:
    """Tell whether something that is not of its account stands above it, or may stand there."""
    seen = {one.key}
    while True:
        if one.parent is None:
            return one.thread != one.key or judge.kind(one) is ItemKind.REPLY
        if one.parent in seen:
            return True  # a circle has no beginning
        seen.add(one.parent)
        above = own.get(one.parent)
        if above is None or above.account != one.account:
            return True
        one = above
