"""What the journal tells of the harvests of each account: when, how they ended, who asked.

Only harvests of an account as a whole count; a run on single posts says nothing of the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from weerklank.model.clock import from_iso, is_ahead
from weerklank.model.event import Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.run import Technique
from weerklank.model.text import Text, verbatim

#: Somebody asked for a harvest by a button; a harvest failed; one was stopped by a button, which
#: was asked before.
ASKED, FAILED, STOPPED = "harvest.asked", "harvest.failed", "harvest.stopped"
STOP_ASKED = "harvest.stop-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A harvest that could not be done, and what to do about it."""

    at: datetime
    code: str
    message: Text
    hint: Text
    #: The run, where it came that far.
    run: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The harvests of one account by one technique."""

    #: The newest run and when it began.
    run: str | None = None
    started: datetime | None = None
    #: Whether that run has no end, no failure and was not stopped.
    is_open: bool = False
    #: When the last run began that came to its end, whatever it missed.
    looked: datetime | None = None
    #: The last failure, as long as no harvest made it good, and how many came in a row.
    failure: Failure | None = None
    failures: int = 0
    #: Runs in a row that broke off, before the newest.
    broken: int = 0
    #: When a harvest was stopped by a button, if nothing came after it.
    stopped: datetime | None = None
    #: When somebody asked for a harvest that did not begin yet, and who.
    asked: datetime | None = None
    asked_by: str = ""


class PastFold:
    """The harvests of every account, as the journal so far tells them."""

    def __init__(self) -> None:
        self._of: dict[AccountId, Past] = {}
        #: Failures in a row before the run that ended last: it may yet turn out to have failed.
        self._before: dict[AccountId, int] = {}
        self._runs: dict[str, AccountId] = {}

    def take(self, event: Event) -> None:
        """Take one event of the journal into account."""
        if event.kind == "run.started":
            self._began(event)
        elif event.kind == "run.finished" and event.subject in self._runs:
            self._ended(event)
        elif event.kind in {ASKED, FAILED, STOPPED}:
            account = AccountId(event.subject)
            past = self._of.get(account, Past())
            self._of[account] = self._changed(account, past, event)

    def result(self) -> dict[AccountId, Past]:
        """Give the harvests by account."""
        return {**self._of}

    def _began(self, event: Event) -> None:
        told = event.data
        if told.get("technique") != Technique.API or told.get("posts"):
            return
        account = AccountId(str(told.get("account")))
        past = self._of.get(account, Past())
        self._runs[event.subject] = account
        self._of[account] = replace(
            past,
            run=event.subject,
            started=moment_of(event),
            is_open=True,
            broken=past.broken + 1 if past.is_open else 0,
            stopped=None,
            asked=None,
        )

    def _ended(self, event: Event) -> None:
        account = self._runs.pop(event.subject)
        past = self._of[account]
        if past.run != event.subject:
            return
        self._before[account] = past.failures
        self._of[account] = replace(
            past, is_open=False, looked=past.started, failure=None, failures=0, broken=0
        )

    def _changed(self, account: AccountId, past: Past, event: Event) -> Past:
        if event.kind == ASKED:
            return replace(past, asked=event.at, asked_by=event.actor.known_as)
        if event.kind == STOPPED:
            return replace(
                past,
                is_open=False,
                broken=0,
                failure=None,
                failures=0,
                stopped=moment_of(event),
                asked=None,
            )
        failure = failure_of(event)
        is_of_ended = failure.run is not None and failure.run == past.run and not past.is_open
        before = self._before.get(account, 0) if is_of_ended else past.failures
        return replace(
            past, is_open=False, broken=0, failure=failure, failures=before + 1, asked=None
        )


def lie_ahead(pasts: Iterable[Past], now: datetime) -> bool:
    """Tell whether any harvest was noted by a clock that ran ahead."""
    return any(
        moment is not None and is_ahead(moment, now)
        for past in pasts
        for moment in (
            past.started,
            past.looked,
            past.stopped,
            past.asked,
            past.failure.at if past.failure else None,
        )
    )


def pasts_until(events: Iterable[Event], now: datetime) -> dict[AccountId, Past]:
    """Give the harvests of every account but those noted by a clock that ran ahead.

    Nobody knows when those were, and what came after them by a clock that was right stands before
    them in the journal.
    """
    known: list[tuple[datetime, Event]] = []
    began: dict[str, datetime] = {}
    for event in events:
        moment = moment_of(event)
        if event.kind == "run.started":
            began[event.subject] = moment
        if event.kind == "run.finished" and is_ahead(moment, now):
            moment = began.get(event.subject, moment)
        if not is_ahead(moment, now):
            known.append((moment, event))
    fold = PastFold()
    for _, event in sorted(known, key=lambda one: one[0]):
        fold.take(event)
    return fold.result()


def failure_json(code: str, message: Text, hint: Text, run: str | None) -> JsonObject:
    """Write a failure as the data of its event, but for the moment (`at`)."""
    return {
        "code": code,
        "hint": {"en": hint.en, "nl": hint.nl},
        "message": {"en": message.en, "nl": message.nl},
        "run": run,
    }


def moment_of(event: Event) -> datetime:
    """Give when something happened by the clock of then.

    An event itself is never dated before the one before it: once a clock ran ahead, all are late.
    """
    told = event.data.get("at")
    try:
        return from_iso(told) if isinstance(told, str) else event.at
    except ValueError:
        return event.at


def failure_of(event: Event) -> Failure:
    """Read the failure that an event tells of (`failure_json`)."""
    told = event.data
    run = told.get("run")
    return Failure(
        at=moment_of(event),
        code=str(told.get("code", "")),
        message=_text(told.get("message")),
        hint=_text(told.get("hint")),
        run=None if run is None else str(run),
    )


def _text(value: Json) -> Text:
    if isinstance(value, dict):
        return Text(nl=str(value.get("nl", "")), en=str(value.get("en", "")))
    return verbatim(str(value or ""))
