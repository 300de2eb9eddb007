"""Formal replies: list those that look formal, and record what a person did with one (B3).

Which look formal follows from their minimised text, by rules, when they are catalogued: so they
are listed as soon as they are taken in, and again after a rebuild. Nothing here answers, and
nothing decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from weerklank.catalogue.facts import texts_of
from weerklank.catalogue.formal_words import formal_of
from weerklank.model.access import Apart
from weerklank.model.account import Account
from weerklank.model.clock import begin_of, iso
from weerklank.model.errors import BrokenInput, Refused, WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.formal import (
    ALSO,
    KINDS,
    STATES,
    WHAT_TO_DO,
    FormalKind,
    FormalSettled,
    FormalState,
)
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.question import Question, Sight
from weerklank.model.text import Language, Text
from weerklank.services.find.find_items import find_items
from weerklank.services.find.item_json import author_name
from weerklank.services.find.show_item import EVERYTHING, show_item
from weerklank.services.people.access import why_apart
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

LOOKS_LIKE_NONE = fault(
    "FORMAL-001",
    Text(
        nl="{item} is geen reactie die formeel lijkt.",
        en="{item} is no reply that looks formal.",
    ),
    Text(
        nl="Kijk met 'weerklank formal list --all' welke er zijn.",
        en="See with 'weerklank formal list --all' which there are.",
    ),
)
SETTLED_SO = fault(
    "FORMAL-002",
    Text(
        nl="Van {item} is dat al vastgelegd: {state}.",
        en="Of {item} that is recorded already: {state}.",
    ),
    Text(
        nl="Kijk met 'weerklank formal list --all' door wie en wanneer.",
        en="See with 'weerklank formal list --all' by whom and when.",
    ),
)
_SETTLED = "formal.settled"
_ANY = tuple(f"formal:{kind}" for kind in FormalKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormalAsked:
    """Which of them are asked for; None asks for all."""

    kind: FormalKind | None = None
    #: First and last day on which they were published.
    days: tuple[date, date] | None = None

    def question(self, account: str | None) -> Question:
        """Give what is asked of the catalogue."""
        kinds = _ANY if self.kind is None else (f"formal:{self.kind}",)
        first, last = self.days or (None, None)
        return Question(
            tags=(*kinds, *((f"account:{account}",) if account else ())),
            since=begin_of(first) if first else None,
            until=begin_of(last + timedelta(days=1)) if last else None,
        )


EVERY_FORMAL = FormalAsked()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormalReply:
    """A reply that looks formal."""

    item: ArchivalItem
    kind: FormalKind
    account: Account | None
    #: What a person recorded of it; None as long as it waits.
    settled: FormalSettled | None
    #: Why opening it is recorded, so that a list leaves its text out.
    apart: Apart | None = None

    @property
    def state(self) -> FormalState:
        """Tell what became of it."""
        return self.settled.state if self.settled else FormalState.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class FormalReplies:
    """A page of the replies that look formal, newest first."""

    replies: tuple[FormalReply, ...]
    #: All that were asked for.
    total: int
    #: Of what can't be read: which file is damaged or gone.
    unreadable: tuple[BrokenInput, ...] = ()


def formal_replies(
    workplace: Workplace,
    *,
    account: str | None = None,
    asked: FormalAsked = EVERY_FORMAL,
    with_settled: bool = False,
    limit: int = 50,
    offset: int = 0,
    sight: Sight = EVERYTHING,
) -> FormalReplies:
    """Give the replies that look formal and wait for a person; with those that were settled."""
    register = workplace.register()
    settled = read_settled(workplace)
    question = replace(
        asked.question(register.find(account).id if account else None),
        limit=limit,
        offset=offset,
        sight=sight,
    )
    found = find_items(workplace, question, () if with_settled else settled)
    replies = tuple(
        FormalReply(
            item=hit.item,
            kind=_kind(workplace, hit.item),
            account=register.accounts.get(AccountId(hit.item.account)),
            settled=settled.get(hit.item.key),
            apart=why_apart(hit.state, shielded=hit.shielded, special=hit.special),
        )
        for hit in found.hits
    )
    return FormalReplies(replies=replies, total=found.total, unreadable=found.unreadable)


def formal_reply(workplace: Workplace, item: ArchivalItem) -> FormalReply | None:
    """Give what an item looks like, and what was recorded of it; None for what looks like none."""
    kind = _kind_if_any(workplace, item)
    if kind is None:
        return None
    return FormalReply(
        item=item,
        kind=kind,
        account=workplace.register().accounts.get(AccountId(item.account)),
        settled=read_settled(workplace).get(item.key),
    )


def settle_formal(workplace: Workplace, name: str, state: FormalState) -> FormalReply:
    """Record that a person did what had to be done, or that it is no formal message."""
    if workplace.actor.name is not None:
        workplace.require(Role.COMMUNICATION)
    item = show_item(workplace, name).item
    found = formal_reply(workplace, item)
    if found is None:
        raise WrongUse(LOOKS_LIKE_NONE, item=item.id)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        known = read_settled(workplace).get(item.key)
        if state is FormalState.WAITING or (known and known.state is state):
            raise Refused(SETTLED_SO, item=item.id, state=STATES[state])
        data: JsonObject = {
            "account": item.account,
            "key": item.key,
            "kind": found.kind.value,
            "state": state.value,
        }
        workplace.record(Book.DECISIONS, _SETTLED, item.id, data)
    settled = read_settled(workplace)[item.key]
    return FormalReply(item=item, kind=found.kind, account=found.account, settled=settled)


def read_settled(workplace: Workplace) -> dict[str, FormalSettled]:
    """Read what was recorded of replies that look formal, by key."""
    return dict(workplace.events.fold(Book.DECISIONS, _SettledFold))


class _SettledFold:
    """What the events so far tell of each."""

    def __init__(self) -> None:
        self._settled: dict[str, FormalSettled] = {}

    def take(self, event: Event) -> None:
        if event.kind == _SETTLED:
            self._settled[str(event.data["key"])] = FormalSettled(
                state=FormalState(str(event.data["state"])),
                by=event.actor.known_as,
                at=event.at,
            )

    def result(self) -> dict[str, FormalSettled]:
        return dict(self._settled)


def _kind(workplace: Workplace, item: ArchivalItem) -> FormalKind:
    """Give the kind of what the catalogue says looks formal."""
    kind = _kind_if_any(workplace, item)
    if kind is None:
        raise LookupError(item.id)
    return kind


def _kind_if_any(workplace: Workplace, item: ArchivalItem) -> FormalKind | None:
    """Tell what an item looks like by any of its versions, the newest first."""
    kind = formal_of(item, texts_of(item))
    if kind is not None or item.version == 1:
        return kind
    texts = [text for one in _older(workplace, item) for text in texts_of(one)]
    return formal_of(item, texts)


def _older(workplace: Workplace, item: ArchivalItem) -> Iterator[ArchivalItem]:
    for one in reversed(show_item(workplace, item.id).versions):
        yield one.item


def formal_json(reply: FormalReply, language: Language) -> JsonObject:
    """Write a reply that looks formal with the names of the command line."""
    item, settled = reply.item, reply.settled
    managers = [one.name for one in reply.account.managers] if reply.account else []
    return {
        "account": item.account,
        "author": author_name(item.author),
        "captured_at": item.captured_at,
        "created_at": item.created_at,
        "id": item.id,
        "kind": reply.kind.value,
        "looks_like": KINDS[reply.kind].say(language),
        "managers": [*managers],
        "settled": iso(settled.at) if settled else None,
        "settled_by": settled.by if settled else None,
        "state": reply.state.value,
        "text": item.text or "",
        "url": item.url,
        "what_to_do": f"{WHAT_TO_DO.say(language)} {ALSO[reply.kind].say(language)}",
    }
