"""What is kept and how well: completeness, checks, terms, hotspots and the journal."""

from datetime import date
from enum import StrEnum
from typing import Any

from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.text import Text
from weerklank.services.appraise.decide_hotspot import hotspot_json
from weerklank.services.appraise.due_calendar import Bar, due_calendar
from weerklank.services.find.read_hotspots import find_hotspot, read_hotspots
from weerklank.services.measure.tell_measurement import kept_json
from weerklank.services.oversee.read_journal import Entry, Sought, read_journal
from weerklank.services.runs.read_measurements import last_whole
from weerklank.services.runs.read_runs import PastCheck, read_checks
from weerklank.web.api import shapes_of_keeping as shapes
from weerklank.web.api.asked import Word
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, paged
from weerklank.web.api.rows import Rows


class OpenBook(StrEnum):
    """A book that who answers for the archive may read."""

    REGISTER = "register"
    DECISIONS = "decisions"
    JOURNAL = "journal"


class JournalQuery(Paging, frozen=True, kw_only=True):
    """Which events."""

    book: OpenBook | None = None
    by: Word | None = None
    subject: Word | None = None
    since: date | None = None
    until: date | None = None


def completeness(call: Call) -> Listed:
    """List the newest measurement of all together and of each account, as far as there is one."""
    workplace = call.visit.workplace
    found = [last_whole(workplace, None)]
    found += [last_whole(workplace, one) for one in call.visit.accounts]
    return paged([one for one in found if one], call.query, kept_json)


def completeness_of(call: Call) -> object:
    """Give the newest measurement of an account."""
    account = call.visit.account(call.path["account"])
    found = last_whole(call.visit.workplace, AccountId(account.id))
    if found is None:
        raise NotThere
    return kept_json(found)


def checks(call: Call) -> Listed:
    """List the checks of the archive, the newest first."""
    return paged(read_checks(call.visit.workplace), call.query, _check)


def _check(one: PastCheck) -> dict[str, Any]:
    return {
        "at": one.at,
        "by": one.by,
        "ok": one.ok,
        "deep": one.deep,
        "accounts": [*one.accounts],
        "checked": one.checked,
        "findings": one.findings,
        "not_checked": one.not_checked,
    }


def due(call: Call) -> dict[str, Any]:
    """Tell what may be destroyed when, by what is decided now."""
    found = due_calendar(call.visit.workplace)[0]
    months = (
        date(
            found.start.year + (found.start.month - 1 + step) // 12,
            (found.start.month - 1 + step) % 12 + 1,
            1,
        )
        for step in range(len(found.months))
    )
    return {
        "on": found.on,
        "items": found.items,
        "over": _bar(found.over),
        "months": [
            {"start": start, **_bar(bar)} for start, bar in zip(months, found.months, strict=True)
        ],
        "years": [
            {"year": found.start.year + step, **_bar(bar)} for step, bar in enumerate(found.years)
        ],
        "later": _bar(found.later),
        "outcomes": {one.value: count for one, count in found.outcomes.items()},
        "without_start": found.without_start,
        "lines": [
            {
                "row": one.row,
                "list": one.list,
                "process": one.process,
                "outcome": one.outcome.value,
                "items": one.items,
                "first": one.first,
                "last": one.last,
                "hotspot": one.hotspot,
                "hold": one.hold,
            }
            for one in found.lines
        ],
    }


def hotspots(call: Call) -> Listed:
    """List the hotspots."""
    return paged([*read_hotspots(call.visit.workplace).values()], call.query, hotspot_json)


def hotspot(call: Call) -> object:
    """Give one hotspot."""
    return hotspot_json(find_hotspot(call.visit.workplace, call.path["hotspot"]))


def journal(call: Call) -> Listed:
    """List the events that fit, the newest first, without their details, as on the screen."""
    asked = call.query
    if not isinstance(asked, JournalQuery):
        raise TypeError(type(asked))
    book = Book(asked.book) if asked.book else None
    sought = Sought(
        book=book, by=asked.by, subject=asked.subject, since=asked.since, until=asked.until
    )
    return paged(read_journal(call.visit.workplace, sought), asked, _entry)


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "at": one.at,
        "book": Book(one.book).value,
        "kind": one.kind,
        "subject": one.subject,
        "by": one.by,
        "roles": [*one.roles],
        "system_user": one.system_user,
    }


def _bar(bar: Bar) -> dict[str, int]:
    return {"due": bar.due, "hotspot": bar.hotspot, "hold": bar.hold}


KEEPING = Rows(Text("Bewaren en controleren", "Keeping and checking"))
ROWS = (
    KEEPING.read(
        "listCompleteness",
        "/volledigheid",
        "completeness",
        Text("De nieuwste metingen van volledigheid", "Newest measurements"),
        completeness,
        shapes.Measurement,
        Paging,
    ),
    KEEPING.read(
        "getCompleteness",
        "/accounts/{account}/volledigheid",
        "completeness",
        Text("De nieuwste meting van een account", "Newest measurement of an account"),
        completeness_of,
        shapes.Measurement,
    ),
    KEEPING.read(
        "listChecks",
        "/controles",
        "verification",
        Text("Controles van het archief, de nieuwste eerst", "Checks of the archive"),
        checks,
        shapes.Check,
        Paging,
    ),
    KEEPING.read(
        "getRetention",
        "/bewaartermijnen",
        "retention",
        Text("Wat wanneer mag worden vernietigd", "What may be destroyed when"),
        due,
        shapes.Due,
    ),
    KEEPING.read(
        "listHotspots",
        "/hotspots",
        "hotspots",
        Text("De hotspots", "The hotspots"),
        hotspots,
        shapes.Hotspot,
        Paging,
    ),
    KEEPING.read(
        "getHotspot",
        "/hotspots/{hotspot}",
        "hotspot",
        Text("Eén hotspot", "One hotspot"),
        hotspot,
        shapes.Hotspot,
    ),
    KEEPING.read(
        "listEvents",
        "/journaal",
        "journal",
        Text("Wie wat deed, de nieuwste gebeurtenis eerst", "Who did what, newest first"),
        journal,
        shapes.Entry,
        JournalQuery,
    ),
)
