"""Read transfers: what decisions tell of them, and what was decided on sealed originals."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from itertools import product

from weerklank.model.clock import iso
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.model.transfer import (
    LeftBehind,
    SealedChoice,
    SealedVote,
    Transfer,
    TransferScope,
    TransferState,
)
from weerklank.services.people.look_alikes import is_one_of
from weerklank.services.seal.term_of_originals import TRANSFERRED_DONE, read_records
from weerklank.services.workplace import Workplace

DECIDED, BEGUN, MADE, RECEIVED, ENDED = (
    "transfer.decided",
    "transfer.begun",
    "transfer.made",
    "transfer.received",
    "transfer.ended",
)
UNKNOWN = fault(
    "TRANSFER-001",
    Text(nl="Er is geen overbrenging '{transfer}'.", en="There is no transfer '{transfer}'."),
    Text(
        nl="'weerklank transfer list' noemt ze alle.", en="'weerklank transfer list' names them."
    ),
)
Votes = dict[str, list[SealedVote]]


def read_transfers(workplace: Workplace) -> dict[str, Transfer]:
    """Read all transfers, by number, in order."""
    return dict(workplace.events.fold(Book.DECISIONS, _TransfersFold)[0])


def find_transfer(workplace: Workplace, name: str) -> Transfer:
    """Find a transfer by its number; WrongUse when there is none."""
    found = read_transfers(workplace).get(name.strip().lower())
    if found is None:
        raise WrongUse(UNKNOWN, transfer=name)
    return found


def read_votes(workplace: Workplace, scope: TransferScope) -> list[SealedVote]:
    """Give what was decided on the sealed originals of a choice since it was last transferred."""
    return workplace.events.fold(Book.DECISIONS, _TransfersFold)[1].get(scope.key, [])


def open_choices(workplace: Workplace) -> list[tuple[TransferScope, list[SealedVote]]]:
    """Give each choice on whose originals somebody decided and that was not transferred since."""
    return [
        (_scope_of_key(key), held)
        for key, held in workplace.events.fold(Book.DECISIONS, _TransfersFold)[1].items()
    ]


def _scope_of_key(key: str) -> TransferScope:
    accounts, since, until = key.split("/")
    return TransferScope(
        accounts=() if accounts == "all" else tuple(map(AccountId, accounts.split("+"))),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
    )


def standing_choice(votes: Iterable[SealedVote]) -> SealedChoice | None:
    """Give what an archivist and a privacy officer decided alike, each the last time; else None.

    Two persons: who holds both roles counts for one of them.
    """
    last = {vote.by: vote for vote in votes}.values()
    pairs = [
        (archivist, privacy)
        for archivist, privacy in product(last, last)
        if not is_one_of(archivist.by, (privacy.by,))
        and Role.ARCHIVIST in archivist.roles
        and Role.PRIVACY in privacy.roles
    ]
    if not pairs:
        return None
    one, other = max(pairs, key=lambda pair: sorted((pair[0].at, pair[1].at), reverse=True))
    return one.choice if str(one.choice) == str(other.choice) else None


def scope_json(scope: TransferScope) -> JsonObject:
    """Write what is transferred."""
    return {
        "accounts": [*scope.accounts],
        "from": str(scope.since) if scope.since else None,
        "to": str(scope.until) if scope.until else None,
    }


def transfer_json(found: Transfer) -> JsonObject:
    """Write a transfer."""
    return {
        "begun": iso(found.begun),
        "by": found.by,
        "bytes": found.bytes,
        "certificates": [*found.certificates],
        "digest": found.digest,
        "ended": iso(found.ended) if found.ended else None,
        "files": found.files,
        "keys_digest": found.keys_digest,
        "objects": found.objects,
        "originals_destroyed": found.destroyed,
        "originals_digest": found.originals_digest,
        "receipt": found.receipt,
        "received": iso(found.received) if found.received else None,
        "scope": scope_json(found.scope),
        "sealed": str(found.sealed),
        "sip": found.id,
        "state": str(found.state),
    }


class _TransfersFold:
    """Every transfer and every decision that is not used yet, as the events so far tell it."""

    def __init__(self) -> None:
        self._transfers: dict[str, Transfer] = {}
        self._votes: Votes = {}

    def take(self, event: Event) -> None:
        if event.kind == DECIDED:
            scope = _scope_of(event.data["scope"])
            self._votes.setdefault(scope.key, []).append(_vote(event))
        elif event.kind == BEGUN:
            self._transfers[event.subject] = _begun(event)
        elif event.kind == MADE:
            begun = self._transfers[event.subject]
            self._votes.pop(begun.scope.key, None)  # each transfer decides anew
            self._transfers[event.subject] = _made(begun, event)
        elif event.kind == RECEIVED:
            self._transfers[event.subject] = replace(
                self._transfers[event.subject],
                state=TransferState.RECEIVED,
                received=event.at,
                receipt=str(event.data["receipt"]),
            )
        elif event.kind == TRANSFERRED_DONE:
            of = self._transfers[str(event.data["transfer"])]
            self._transfers[of.id] = replace(
                of,
                destroyed=of.destroyed + int(str(event.data["originals"])),
                certificates=(*of.certificates, event.subject),
            )
        elif event.kind == ENDED:
            of = self._transfers[event.subject]
            self._transfers[of.id] = replace(of, ended=event.at)

    def result(self) -> tuple[dict[str, Transfer], Votes]:
        votes = {key: [*held] for key, held in self._votes.items()}
        return dict(self._transfers), votes


def _scope_of(told: Json) -> TransferScope:
    data = told if isinstance(told, dict) else {}
    accounts, since, until = data.get("accounts"), data.get("from"), data.get("to")
    return TransferScope(
        accounts=tuple(
            AccountId(str(one)) for one in (accounts if isinstance(accounts, list) else ())
        ),
        since=date.fromisoformat(str(since)) if since else None,
        until=date.fromisoformat(str(until)) if until else None,
    )


def _vote(event: Event) -> SealedVote:
    return SealedVote(
        choice=SealedChoice(str(event.data["sealed"])),
        at=event.at,
        by=event.actor.known_as,
        roles=frozenset(map(str, event.actor.roles)),
        is_signed_in=event.actor.is_signed_in,
        system_user=event.actor.system_user,
    )


def _begun(event: Event) -> Transfer:
    return Transfer(
        id=event.subject,
        scope=_scope_of(event.data["scope"]),
        state=TransferState.BEGUN,
        sealed=SealedChoice(str(event.data["sealed"])),
        begun=event.at,
        by=event.actor.known_as,
    )


def _made(begun: Transfer, event: Event) -> Transfer:
    data = event.data
    objects, files, size = (int(str(data[name])) for name in ("objects", "files", "bytes"))
    return replace(
        begun,
        state=TransferState.MADE,
        digest=str(data["digest"]),
        objects=objects,
        files=files,
        bytes=size,
        made=event.at,
        left=_left(data),
        target=_text(data.get("target")),
        contact=_text(data.get("contact")),
        originals_digest=_text(data.get("originals_digest")),
        keys_digest=_text(data.get("keys_digest")),
        records=read_records(data.get("records")),
    )


def _left(data: JsonObject) -> LeftBehind:
    names = ("restricted", "destroying", "destroyed", "pages", "private")
    counts = {name: int(str(data.get(name, 0))) for name in names}
    named = data.get("left")
    items = frozenset(map(str, named)) if isinstance(named, list) else None
    return LeftBehind(**counts, items=items)


def _text(value: Json) -> str | None:
    return None if value is None else str(value)


def last_received(transfers: Iterable[Transfer], account: AccountId) -> list[datetime]:
    """Give when depots received anything of an account, in order."""
    return sorted(
        one.received
        for one in transfers
        if one.received and (not one.scope.accounts or account in one.scope.accounts)
    )
