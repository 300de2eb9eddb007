"""Read runs and checks: what was harvested, taken in and verified, as the journal tells it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import takewhile

from weerklank.jobs.past import FAILED, STOPPED, moment_of
from weerklank.model.clock import civil_day, from_iso, is_ahead
from weerklank.model.drift import Finding
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text, verbatim
from weerklank.services.runs.read_drift import findings_of
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A gap or a limit as a run told it."""

    kind: str
    count: int
    reason: Text
    where: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """One run, as far as it came: `ended` is None for one that was broken off or still goes on."""

    id: str
    account: AccountId
    technique: str
    started: datetime
    #: Who started it: the person, else the system user.
    by: str
    ended: datetime | None = None
    complete: bool = False
    #: Last day that it looked at: of an export that on which it was made, as far as it tells.
    reached: date | None = None
    #: Moment down to which it read the list of posts; None for all of it, or no list.
    read_since: datetime | None = None
    #: New items by kind: `posts`, `replies`, `media`, `profiles`.
    items: dict[str, int] = field(default_factory=dict)
    new_versions: int = 0
    deletions: int = 0
    already_held: int = 0
    #: Held by another technique until now, and seen to say the same.
    also_seen: int = 0
    #: Pages of the platform that were kept.
    pages: int = 0
    #: Of `posts` and `replies`: how many the platform stated, where it did, and how many came.
    stated: dict[str, int] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    #: Of a run that read a part: how many are held with what it read.
    held: dict[str, int] = field(default_factory=dict)
    direct_messages: int = 0
    out_of_scope: int = 0
    #: Whether a clock that ran ahead noted it: nobody knows when it was.
    is_ahead: bool = False
    #: Why it failed and what to do, where it did; whether somebody stopped it.
    failure: Text | None = None
    next: Text | None = None
    is_stopped: bool = False
    #: Single posts that were asked for; 0 means all.
    asked: int = 0
    #: Values that no mapping knows, by path of the field.
    unknown_fields: dict[str, int] = field(default_factory=dict)
    #: What was otherwise than in runs before.
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Told, ...] = ()
    limits: tuple[Told, ...] = ()
    notices: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCheck:
    """One check of the archive."""

    at: datetime
    by: str
    ok: bool
    deep: bool
    accounts: tuple[AccountId, ...]
    #: `objects`, `files`, `bytes`, `records`.
    checked: dict[str, int]
    #: Codes of what was found, and how often.
    findings: dict[str, int]
    #: What was not checked, and how often.
    not_checked: dict[str, int]


def read_runs(workplace: Workplace, account: AccountId | None = None) -> list[PastRun]:
    """Give every run, or those of an account, newest first.

    Last come those that a clock noted which ran ahead: nobody knows when they were.
    """
    past = workplace.events.fold(Book.JOURNAL, _PastFold)
    found = past.runs if account is None else past.of_accounts.get(account, ())
    now = workplace.clock.now()
    ahead = [*takewhile(lambda run: is_ahead(run.started, now), found)]
    return [*found[len(ahead) :], *(replace(run, is_ahead=True) for run in ahead)]


def read_checks(workplace: Workplace) -> list[PastCheck]:
    """Give every check of the archive, newest first."""
    return [*workplace.events.fold(Book.JOURNAL, _PastFold).checks]


@dataclass(frozen=True, slots=True)
class _Past:
    """Runs and checks, newest first."""

    runs: tuple[PastRun, ...]
    of_accounts: dict[AccountId, tuple[PastRun, ...]]
    checks: tuple[PastCheck, ...]


class _PastFold:
    """Runs and checks as the journal so far tells them."""

    def __init__(self) -> None:
        self._runs: dict[str, PastRun] = {}
        #: Ends of runs of which the beginning was not met yet.
        self._early: dict[str, Event] = {}
        self._checks: list[PastCheck] = []

    def take(self, event: Event) -> None:
        run = event.subject
        if event.kind == "run.started":
            self._runs[run] = _begun(event)
            if run in self._early:
                self._runs[run] = _ended(self._runs[run], self._early.pop(run))
        elif event.kind == "run.finished" and run in self._runs:
            self._runs[run] = _ended(self._runs[run], event)
        elif event.kind == "run.finished":
            self._early[run] = event
        elif event.kind == "check.done":
            self._checks.append(_check(event))
        elif event.kind in {FAILED, STOPPED} and str(event.data.get("run")) in self._runs:
            run = str(event.data["run"])
            self._runs[run] = _failed(self._runs[run], event)

    def result(self) -> _Past:
        runs = sorted(self._runs.values(), key=lambda run: run.started, reverse=True)
        of_accounts: dict[AccountId, list[PastRun]] = {}
        for run in runs:
            of_accounts.setdefault(run.account, []).append(run)
        checks = sorted(self._checks, key=lambda check: check.at, reverse=True)
        return _Past(
            tuple(runs), {name: tuple(some) for name, some in of_accounts.items()}, tuple(checks)
        )


def _begun(event: Event) -> PastRun:
    return PastRun(
        id=event.subject,
        account=AccountId(str(event.data.get("account", ""))),
        technique=str(event.data.get("technique", "")),
        started=moment_of(event),
        by=event.actor.known_as,
        asked=_number(event.data.get("posts")),
    )


def _ended(run: PastRun, event: Event) -> PastRun:
    told = event.data
    passed = _numbers(told.get("skipped"))
    reached = told.get("exported") or told.get("newest")
    ended = moment_of(event)
    return replace(
        run,
        ended=ended,
        complete=told.get("complete") is True,
        reached=date.fromisoformat(str(reached)) if reached else civil_day(ended),
        read_since=from_iso(str(told["read_since"])) if told.get("read_since") else None,
        items=_numbers(told.get("items")),
        new_versions=_number(told.get("new_versions")),
        deletions=_number(told.get("deletions")),
        already_held=_number(told.get("already_held")),
        also_seen=_number(told.get("also_seen")),
        pages=_number(told.get("pages")),
        stated=_counted(told.get("counts"), "stated"),
        came=_counted(told.get("counts"), "came"),
        held=_counted(told.get("counts"), "held"),
        direct_messages=passed.get("direct_messages", 0),
        out_of_scope=passed.get("out_of_scope", 0),
        unknown_fields=_numbers(told.get("unknown_fields")),
        findings=tuple(findings_of(told.get("findings"))),
        gaps=tuple(_shortfalls(told.get("gaps"))),
        limits=tuple(_shortfalls(told.get("limits"))),
        notices=tuple(_text(one.get("message")) for one in _objects(told.get("warnings"))),
    )


def _failed(run: PastRun, event: Event) -> PastRun:
    if event.kind == STOPPED:
        return replace(run, is_stopped=True)
    told = event.data
    return replace(run, failure=_text(told.get("message")), next=_text(told.get("hint")))


def _check(event: Event) -> PastCheck:
    told = event.data
    accounts = told.get("accounts")
    return PastCheck(
        at=event.at,
        by=event.actor.known_as,
        ok=told.get("ok") is True,
        deep=told.get("deep") is True,
        accounts=tuple(AccountId(str(one)) for one in accounts)
        if isinstance(accounts, list)
        else (),
        checked=_numbers(told.get("checked")),
        findings=_numbers(told.get("findings")),
        not_checked=_numbers(told.get("not_checked")),
    )


def _shortfalls(value: Json) -> Iterator[Told]:
    for one in _objects(value):
        where = one.get("where")
        yield Told(
            kind=str(one.get("kind", "")),
            count=_number(one.get("count")),
            reason=_text(one.get("reason")),
            where=tuple(map(_text, where)) if isinstance(where, list) else (),
        )


def _objects(value: Json) -> list[JsonObject]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: Json) -> Text:
    """Read a text of the journal: a pair, or one that is the same in both languages."""
    if isinstance(value, dict):
        return Text(nl=str(value.get("nl", "")), en=str(value.get("en", "")))
    return verbatim(str(value))


def _numbers(value: Json) -> dict[str, int]:
    found = value if isinstance(value, dict) else {}
    return {name: _number(one) for name, one in found.items()}


def _counted(value: Json, which: str) -> dict[str, int]:
    found = value if isinstance(value, dict) else {}
    counted = {name: one.get(which) for name, one in found.items() if isinstance(one, dict)}
    return {name: number for name, number in counted.items() if isinstance(number, int)}


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0
