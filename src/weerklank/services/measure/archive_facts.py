"""Archive facts: what is so of the archive as a whole, and of every account in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from weerklank.model.clock import civil_day, is_ahead
from weerklank.model.completeness import Evidence, Measured
from weerklank.model.event import Book, Event
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.keep.rehearse_restore import REHEARSED
from weerklank.services.measure.measured_share import share, unmeasured
from weerklank.services.seal.read_replicas import listed
from weerklank.services.transfer.read_transfers import read_transfers
from weerklank.services.workplace import Workplace

#: Days within which a replica must have been written whole to count as one.
_FRESH = 7
_REPLICA = Text("replica, heel bijgewerkt op {day}", "replica, brought up to date whole on {day}")
#: What a clock noted that ran ahead: nobody knows when that was.
_AHEAD = Text(
    "genoteerd op {day} door een klok die voorliep: wanneer, weet niemand",
    "noted on {day} by a clock that ran ahead: nobody knows when",
)
_NEVER_WRITTEN = Text("replica, nog nooit heel bijgewerkt", "replica, never written whole yet")
_NOT_REHEARSED = Text(
    "er is geen replica waarvan het laatste terugzetten goed ging",
    "there is no replica of which the last restore went well",
)
_REHEARSED = Text("teruggezet op {day}", "restored on {day}")
_FAILED = Text(
    "teruggezet op {day}, en dat was niet in orde", "restored on {day}, and that was not in order"
)
_NOT_TRANSFERRED = Text(
    "nog niet beproefd: geen e-depot heeft iets ontvangen",
    "not tried yet: no depot received anything",
)
_RECEIVED = Text("ontvangen op {day}", "received on {day}")
_STAMPED = Text(
    "laatste tijdstempel ligt op {size} regels", "the last time stamp is on {size} leaves"
)
_NO_STAMP = Text("er is geen tijdstempel", "there is no time stamp")
_EMPTY_LOG = Text("het logboek is leeg", "the log is empty")
_HELD_BY = Text("{role}: {count} personen", "{role}: {count} persons")
_APART = (Role.ARCHIVIST, Role.REVIEWER, Role.PRIVACY)


#: What is so of the archive as a whole.
OF_ARCHIVE = frozenset({"copies", "restore", "stamped", "roles", "transferred"})


def of_archive(workplace: Workplace) -> Mapping[str, Measured]:
    """Measure what does not depend on the account."""
    now = workplace.clock.now()
    return {
        "copies": _copies(workplace, now),
        "restore": _restore(workplace, now),
        "stamped": _stamped(workplace),
        "roles": _roles(workplace),
        "transferred": _transferred(workplace, now),
    }


def _copies(workplace: Workplace, now: datetime) -> Measured:
    replicas = listed(workplace)
    fresh = [
        one
        for one in replicas
        if one.written
        and not one.is_open
        and not is_ahead(one.written, now)
        and now - one.written <= timedelta(days=_FRESH)
    ]
    rows = [
        Evidence(
            what=_dated(_REPLICA, one.written, now) if one.written else _NEVER_WRITTEN,
            where=one.id,
            count=one.size,
        )
        for one in replicas
    ]
    return Measured(value=float(len(fresh)), evidence=tuple(rows))


def _dated(what: Text, at: datetime, now: datetime) -> Text:
    """Say what was done on its day, or that its day is not known."""
    return (_AHEAD if is_ahead(at, now) else what).filled(day=civil_day(at))


@dataclass(frozen=True, slots=True)
class _Rehearsal:
    at: datetime
    replica: str
    ok: bool


class _RehearsedFold:
    """Every rehearsal, the oldest first."""

    def __init__(self) -> None:
        self._all: list[_Rehearsal] = []

    def take(self, event: Event) -> None:
        if event.kind == REHEARSED:
            is_ok = event.data.get("ok") is True
            self._all.append(_Rehearsal(event.at, event.subject, is_ok))

    def result(self) -> tuple[_Rehearsal, ...]:
        return tuple(self._all)


def _restore(workplace: Workplace, now: datetime) -> Measured:
    """Give how long ago a replica was restored well, that did not fail since."""
    every = workplace.events.fold(Book.JOURNAL, _RehearsedFold)
    ahead = [one for one in every if is_ahead(one.at, now)]
    last = {one.replica: one for one in every if one not in ahead}
    newest_first = sorted(last.values(), key=lambda one: one.at, reverse=True)
    good = [one for one in newest_first if one.ok]
    others = (*(one for one in newest_first if not one.ok), *ahead)
    rows = [
        Evidence(
            what=_dated(_REHEARSED if one.ok else _FAILED, one.at, now),
            where=one.replica,
            count=1,
        )
        for one in (*good[:1], *others)
    ]
    if not good:
        return unmeasured(_NOT_REHEARSED, rows)
    return Measured(value=days_since(good[0].at, now), evidence=tuple(rows))


def _transferred(workplace: Workplace, now: datetime) -> Measured:
    received = {
        name: one.received for name, one in read_transfers(workplace).items() if one.received
    }
    dated = {name: at for name, at in received.items() if not is_ahead(at, now)}
    rows = [
        Evidence(what=_dated(_RECEIVED, at, now), where=name, count=1)
        for name, at in received.items()
        if name not in dated
    ]
    if not dated:
        return unmeasured(_NOT_TRANSFERRED, rows)
    last = max(dated, key=lambda name: dated[name])
    row = Evidence(what=_RECEIVED.filled(day=civil_day(dated[last])), where=last, count=1)
    return Measured(value=days_since(dated[last], now), evidence=(row, *rows))


def _stamped(workplace: Workplace) -> Measured:
    """Give how much of the log lies under the newest time stamp."""
    sizes = workplace.log.checkpoints()
    if not sizes:
        return unmeasured(_EMPTY_LOG)
    latest = max(sizes)
    under = max((one for one in sizes if workplace.log.stamp_path(one).is_file()), default=0)
    what = _STAMPED.filled(size=under) if under else _NO_STAMP
    row = Evidence(what=what, where="log/checkpoints", count=under, of=latest)
    return share(under, latest, [row], nothing=_EMPTY_LOG)


def _roles(workplace: Workplace) -> Measured:
    """Give how many of three roles can be given to three different persons."""
    today = workplace.today()
    persons = workplace.register().persons.values()
    # Of each role three names are enough to tell whether three persons can be found.
    holders = {
        role: sorted(p.name for p in persons if role in p.roles_on(today)) for role in _APART
    }
    rows = [
        Evidence(
            what=_HELD_BY.filled(role=str(role), count=len(names)),
            where="register",
            count=len(names),
        )
        for role, names in holders.items()
    ]
    apart = _apart([{*names[: len(_APART)]} for names in holders.values()])
    return Measured(value=float(apart), evidence=tuple(rows))


def _apart(holders: list[set[str]], taken: frozenset[str] = frozenset()) -> int:
    """Give to how many roles at most somebody can be given who has no other of them."""
    if not holders:
        return 0
    first, *rest = holders
    without = _apart(rest, taken)
    return max([without, *(1 + _apart(rest, taken | {one}) for one in first - taken)])


def days_since(moment: datetime, now: datetime) -> float:
    """Give the days since a moment, in tenths, rounded up."""
    return -(-(max(now - moment, timedelta()) / timedelta(days=1)) * 10 // 1) / 10
