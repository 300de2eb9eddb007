"""The first hour: six steps by which an organisation comes to its first report (screens.md 5.22).

How far it is follows from what is there: a code, an account, a policy, a run. Of what leaves no
trace (that keys were put away, that a report was read) somebody records that it was done; that
holds nothing secret. A step that is skipped waits as a task.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import given_reason
from weerklank.model.text import Text
from weerklank.services.register.organisation_code import organisation_of
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked


class HourStep(StrEnum):
    """A step of the first hour, in its order."""

    ORGANISATION = "organisation"
    KEYS = "keys"
    ACCOUNT = "account"
    POLICY = "policy"
    HARVEST = "harvest"
    REPORT = "report"


#: Who does a step.
DONE_BY: Mapping[HourStep, tuple[Role, ...]] = {
    HourStep.ORGANISATION: (Role.REGISTER_OWNER,),
    HourStep.KEYS: (Role.OPERATOR, Role.PRIVACY),
    HourStep.ACCOUNT: (Role.REGISTER_OWNER, Role.COMMUNICATION),
    HourStep.POLICY: (Role.PRIVACY,),
    HourStep.HARVEST: (Role.COMMUNICATION, Role.ARCHIVIST),
    HourStep.REPORT: (Role.PRIVACY, Role.ARCHIVIST, Role.INSPECTOR),
}
KEYS, REPORT, SKIPPED = "hour.keys", "hour.report", "hour.skipped"
SECRET = fault(
    "HOUR-001",
    Text(
        nl="Hier staat iets wat op een sleutel of wachtwoord lijkt. Er is niets vastgelegd.",
        en="Something here looks like a key or a password. Nothing was recorded.",
    ),
    Text(
        nl="Zeg waar de envelop ligt, niet wat erin zit. Stond de sleutel hier zelf, meld dat.",
        en="Say where the envelope lies, not what is in it. If it was the key itself, tell so.",
    ),
)
OVER = fault(
    "HOUR-002",
    Text(nl="Deze stap is al gedaan of overgeslagen.", en="This step is done or skipped already."),
    Text(nl="Kijk op de beginpagina wat er nog wacht.", en="See what waits on the home page."),
)
#: What a key looks like: that of an age identity, a PEM, or a long run of signs without a space.
_SECRET = re.compile(r"AGE-SECRET|PRIVATE KEY|[A-Za-z0-9+/=_-]{32,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PutAway:
    """That the key of the vault was put away: where, by whom, and who recorded it."""

    first: str
    second: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHour:
    """How far the first hour is."""

    done: frozenset[HourStep]
    #: Skipped, and not done since.
    skipped: frozenset[HourStep]
    put_away: PutAway | None
    #: Whether the screens show it: something is neither done nor skipped, and it was begun there.
    goes_on: bool


@dataclass(frozen=True, slots=True)
class _Recorded:
    put_away: PutAway | None = None
    report_read: bool = False
    skipped: frozenset[HourStep] = frozenset()

    @property
    def is_begun(self) -> bool:
        return bool(self.put_away or self.report_read or self.skipped)


class _RecordedFold:
    """What somebody recorded of it."""

    def __init__(self) -> None:
        self._put_away: PutAway | None = None
        self._report_read = False
        self._skipped: set[HourStep] = set()

    def take(self, event: Event) -> None:
        if event.kind == KEYS:
            first, second = (str(event.data[name]) for name in ("first", "second"))
            self._put_away = PutAway(first, second, event.actor.known_as, event.at)
        elif event.kind == REPORT:
            self._report_read = True
        elif event.kind == SKIPPED:
            self._skipped |= {one for one in HourStep if one == event.subject}

    def result(self) -> _Recorded:
        return _Recorded(self._put_away, self._report_read, frozenset(self._skipped))


class _FirstAccountFold:
    """Whether the first account was registered by somebody who had signed in."""

    def __init__(self) -> None:
        self._is_signed_in: bool | None = None

    def take(self, event: Event) -> None:
        if event.kind == "account.registered" and self._is_signed_in is None:
            self._is_signed_in = event.actor.is_signed_in

    def result(self) -> bool:
        return self._is_signed_in is not False


def first_hour(workplace: Workplace) -> FirstHour:
    """Tell how far the first hour is.

    An archive that was begun by commands and has runs already is past it: nobody there is asked to
    begin again.
    """
    told = workplace.events.fold(Book.DECISIONS, _RecordedFold)
    has_run = any(one.ended is not None for one in read_runs(workplace))
    facts = {
        HourStep.ORGANISATION: organisation_of(workplace).tooi is not None,
        HourStep.KEYS: told.put_away is not None,
        HourStep.ACCOUNT: bool(workplace.register().accounts),
        HourStep.POLICY: workplace.policy().sealed is not None,
        HourStep.HARVEST: has_run,
        HourStep.REPORT: told.report_read,
    }
    done = frozenset(step for step, is_so in facts.items() if is_so)
    is_open = bool(set(HourStep) - done - told.skipped)
    is_begun = (
        not has_run or told.is_begun or workplace.events.fold(Book.REGISTER, _FirstAccountFold)
    )
    return FirstHour(
        done=done,
        skipped=told.skipped - done,
        put_away=told.put_away,
        goes_on=is_open and is_begun,
    )


def record_keys(workplace: Workplace, first: str, second: str) -> None:
    """Record where the two envelopes with the key of the vault lie, in words.

    WrongUse for what looks like a secret, or names somebody by handle, address or number.
    """
    workplace.require(*DONE_BY[HourStep.KEYS])
    data: JsonObject = {"first": _place(first), "second": _place(second)}
    workplace.record(Book.DECISIONS, KEYS, "keys", data)
    seal_events(workplace)


def record_report(workplace: Workplace) -> None:
    """Record that the first report was read; a second time adds nothing."""
    workplace.require(*DONE_BY[HourStep.REPORT])
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        if HourStep.REPORT not in first_hour(workplace).done:
            workplace.record(Book.DECISIONS, REPORT, "report", {})
    seal_events(workplace)


def skip_step(workplace: Workplace, step: HourStep) -> None:
    """Skip a step, as who does it or as register owner; it waits as a task from then on.

    Refused for one that is done, or skipped already.
    """
    workplace.require(Role.REGISTER_OWNER, *DONE_BY[step])
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        known = first_hour(workplace)
        if not known.goes_on or step in known.done | known.skipped:
            raise Refused(OVER)
        workplace.record(Book.DECISIONS, SKIPPED, step.value, {})
    seal_events(workplace)


def is_secret(words: str) -> bool:
    """Tell whether words look like a key or a password, which stand nowhere here."""
    return _SECRET.search(words) is not None


def _place(words: str) -> str:
    if is_secret(words):
        raise WrongUse(SECRET)
    return given_reason(words)
