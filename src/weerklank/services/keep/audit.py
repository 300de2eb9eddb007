"""Audit: look at the parts whose turn it is, so that in some days all were looked at.

A part is in order when each of its files is what its manifest says, and that what the log says.
The log itself, with all events, is looked at each time: it is what judges.
"""

from dataclasses import dataclass
from datetime import datetime

from weerklank.integrity.verify.findings import Finding
from weerklank.jobs.audit import (
    AUDITED,
    LONGEST_DAYS,
    SPREAD,
    USUAL_DAYS,
    Look,
    parts_due,
)
from weerklank.model.clock import civil_day, is_ahead, iso
from weerklank.model.errors import WeerklankError, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.keep.report_damage import report_damage
from weerklank.services.runs.read_audits import read_audits, spread_of
from weerklank.services.seal.held_at import HeldObject
from weerklank.services.seal.held_parts import damaged_parts, held_parts
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.verify.verify_archive import look_over
from weerklank.services.workplace import Workplace

NO_SPREAD = fault(
    "AUDIT-001",
    Text(
        nl="{days} is geen spreiding: kies 1 tot en met {most} dagen.",
        en="{days} is no spread: choose 1 to {most} days.",
    ),
    Text(
        nl="90 dagen is gewoon; met 1 gaat alles elke keer.", en="90 days is usual; 1 takes all."
    ),
)
AUDITS = Text("Aan de beurt: {count} van {all} pakketten.", "Due: {count} of {all} packages.")


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit looked at and found."""

    parts: tuple[str, ...]
    files: int
    bytes: int
    findings: tuple[Finding, ...]
    #: Whether the journal tells of it; it can't when the log is damaged.
    is_told: bool
    #: Archivists who were mailed about what was found.
    mailed: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong with what was looked at."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class Report:
    """When each part was last looked at."""

    days: int | None
    last: datetime | None
    looks: dict[str, Look | None]


def decide_spread(workplace: Workplace, days: int) -> None:
    """Decide within how many days all is looked at, from then on by the schedule too.

    By archivist or operator, where a person was named.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise WrongUse(NO_SPREAD, days=days, most=LONGEST_DAYS)
    if workplace.actor.name is not None:
        workplace.require(Role.ARCHIVIST, Role.OPERATOR)
    if spread_of(workplace) != days:
        workplace.record(Book.DECISIONS, SPREAD, "archive", {"days": days})
        seal_events(workplace)


def audit(workplace: Workplace) -> Audited:
    """Look at what is due now, and write down what was found."""
    held = held_parts(workplace)
    audits = read_audits(workplace)
    days = spread_of(workplace) or USUAL_DAYS
    last = civil_day(audits.last) if audits.last else None
    due = parts_due(_looks(workplace, held), last, workplace.today(), days)
    workplace.reporter.step(AUDITS, count=len(due), all=len(held))
    packages = frozenset(name.rpartition("-g")[0] for name in due)
    outcome = look_over(workplace, parts=packages)
    findings = tuple(outcome.all_findings())
    among = {one: held[one] for one in due}
    damaged = damaged_parts(among, findings)
    told: JsonObject = {
        "bytes": outcome.bytes,
        "damaged": damaged,
        "days": days,
        "files": outcome.files,
        "findings": len(findings),
        "parts": [*due],
    }
    mailed = report_damage(workplace, findings) if findings else ()
    is_told = _tell(workplace, told)
    return Audited(tuple(due), outcome.files, outcome.bytes, findings, is_told, mailed)


def _tell(workplace: Workplace, told: JsonObject) -> bool:
    try:
        workplace.record(Book.JOURNAL, AUDITED, "archive", told)
        seal_events(workplace)
    except (WeerklankError, OSError):
        return False  # the log is damaged: whoever asked is told, and `repair` comes first
    return True


def audit_report(workplace: Workplace) -> Report:
    """Tell when each part was last looked at, never included."""
    held = held_parts(workplace)
    return Report(spread_of(workplace), read_audits(workplace).last, _looks(workplace, held))


def is_audit_due(workplace: Workplace) -> bool:
    """Tell whether the schedule is to audit: it was decided on, and not done today."""
    now, today = workplace.clock.now(), workplace.today()
    moments = read_audits(workplace).moments
    is_done = any(civil_day(at) >= today and not is_ahead(at, now) for at in moments)
    return spread_of(workplace) is not None and not is_done


def _looks(workplace: Workplace, held: dict[str, list[HeldObject]]) -> dict[str, Look | None]:
    audits, now = read_audits(workplace), workplace.clock.now()
    firsts = {
        f"{one['package']}-g{one['generation']}": first for first, one in workplace.log.packages()
    }
    found: dict[str, Look | None] = {}
    for name in held:
        looks = [each[name] for each in (audits.looks, audits.before) if name in each]
        looks += [
            Look(one.at, ok=True)
            for one in audits.checks
            if one.covers(name, firsts[name]) and name not in one.damaged
        ]
        # What a clock noted that ran ahead hides nothing that was found since.
        found[name] = max(
            looks, key=lambda look: (not is_ahead(look.at, now), look.at), default=None
        )
    return found


def look_json(name: str, look: Look | None) -> JsonObject:
    """Write when a part was looked at; null for never."""
    return {
        "checked": iso(look.at) if look else None,
        "ok": look.ok if look else None,
        "part": name,
    }
