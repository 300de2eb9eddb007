"""Observe account: what a run saw of an account weighs more than what was registered.

A change names the changes of scenario that follow from it, and each becomes an event of its own:
what a process did not write that died, the next change of any account does.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from weerklank.model.account import Account
from weerklank.model.event import Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.register.book import differences
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

CHANGED, SCENARIO = "account.changed", "account.scenario"


def note_observation(
    workplace: Workplace,
    account: Account,
    *,
    replies_received: Collection[date],
    answered: Collection[date],
) -> Account:
    """Note on which days replies were received and others were answered.

    Takes all days that were seen and keeps those that tell something: the first of both, and the
    first since each time that replies were closed. Writes only what is news. Gives the account
    as the register has it afterwards. The caller seals the events.
    """
    with locked(workplace.layout.lock("register"), "register", wait=True):
        before = workplace.register().accounts[account.id]
        after = replace(
            before,
            replies_received_since=_first(before.replies_received_since, replies_received),
            answered_since=_first(before.answered_since, answered),
            two_way_seen=before.telling_days((*before.two_way_seen, *replies_received, *answered)),
        )
        news = after.days_seen() - before.days_seen() or after.days_seen()
        since = min(news, default=workplace.today())
        record_change(workplace, before, after, since=since)
    return after


def _first(known: date | None, seen: Collection[date]) -> date | None:
    return min((known, *seen) if known else seen, default=None)


def record_change(
    workplace: Workplace,
    before: Account,
    after: Account,
    *,
    since: date,
    without_harvest: str | None = None,
) -> None:
    """Write what changed, and each change of scenario that follows as an event of its own.

    `without_harvest` is why an account was closed without a last harvest. Under the lock of the
    register; also when nothing changed it first writes what a dead process left.
    """
    _write_owed(workplace)
    changes = differences(before, after)
    if not changes and without_harvest is None:
        return
    data: JsonObject = {"changes": changes, "since": since.isoformat()}
    if without_harvest is not None:
        data["without_harvest"] = without_harvest
    if follows := scenario_changes(before, after, since):
        data["scenarios"] = [*follows]
    workplace.record(Book.REGISTER, CHANGED, before.id, data)
    for change in follows:
        workplace.record(Book.REGISTER, SCENARIO, before.id, change)


def _write_owed(workplace: Workplace) -> None:
    """Write the changes of scenario that a change names and that no event followed."""
    for account, change in workplace.events.fold(Book.REGISTER, _Owed):
        workplace.record(Book.REGISTER, SCENARIO, account, change)


class _Owed:
    """The changes of scenario that are named by a change and not written yet."""

    def __init__(self) -> None:
        self._owed: list[tuple[str, JsonObject]] = []

    def take(self, event: Event) -> None:
        if event.kind == CHANGED:
            named = event.data.get("scenarios")
            for one in named if isinstance(named, list) else []:
                if isinstance(one, dict):
                    self._owed.append((event.subject, one))
        elif event.kind == SCENARIO and (event.subject, event.data) in self._owed:
            self._owed.remove((event.subject, event.data))

    def result(self) -> tuple[tuple[str, JsonObject], ...]:
        return tuple(self._owed)


def scenario_changes(before: Account, after: Account, since: date) -> list[JsonObject]:
    """Give from which days on another scenario holds than was thought before.

    A fact without a date, such as the platform, counts from `since`.
    """
    found: list[JsonObject] = []
    last: tuple[str, str] | None = None
    for day in (date.min, *sorted(before.turning_days() | after.turning_days())):
        pair = (before.scenario_on(day).value, after.scenario_on(day).value)
        if pair != last and pair[0] != pair[1]:
            start = since if day == date.min else day
            found.append({"date": start.isoformat(), "from": pair[0], "to": pair[1]})
        last = pair
    return found
