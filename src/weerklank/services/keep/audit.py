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
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.keep.held_at import HeldObject, held_objects
from weerklank.services.keep.report_damage import report_damage
from weerklank.services.runs.read_audits import read_audits, spread_of
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
    held = _parts(workplace)
    audits = read_audits(workplace)
    days = spread_of(workplace) or USUAL_DAYS
    last = civil_day(audits.last) if audits.last else None
    due = parts_due(_looks(workplace, held), last, workplace.today(), days)
    workplace.reporter.step(AUDITS, count=len(due), all=len(held))
    packages = frozenset(name.rpartition("-g")[0] for name in due)
    outcome = look_over(workplace, parts=packages)
    findings = tuple(outcome.all_findings())
    damaged: dict[str, Json] = {}
    for name in due:
        codes = {f.code for f in findings if any(_is_of(f, one) for one in held[name])}
        if codes:
            damaged[name] = [*sorted(codes)]
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
    held = _parts(workplace)
    return Report(spread_of(workplace), read_audits(workplace).last, _looks(workplace, held))


def is_audit_due(workplace: Workplace) -> bool:
    """Tell whether the schedule is to audit: it was decided on, and not done today."""
    now, today = workplace.clock.now(), workplace.today()
    moments = read_audits(workplace).moments
    is_done = any(civil_day(at) >= today and not is_ahead(at, now) for at in moments)
    return spread_of(workplace) is not None and not is_done


def _parts(workplace: Workplace) -> dict[str, list[HeldObject]]:
    """Give what there is by the log: each package with what is sealed of it."""
    latest = workplace.log.latest()
    parts: dict[str, list[HeldObject]] = {}
    for one in held_objects(workplace, latest.size if latest else 0):
        parts.setdefault(f"{one.package}-g{one.generation}", []).append(one)
    return parts


def _looks(workplace: Workplace, held: dict[str, list[HeldObject]]) -> dict[str, Look | None]:
    audits, now = read_audits(workplace), workplace.clock.now()
    firsts = {
        f"{one['package']}-g{one['generation']}": first for first, one in workplace.log.packages()
    }
    found: dict[str, Look | None] = {}
    for name in held:
        looks = [each[name] for each in (audits.looks, audits.before) if name in each]
        looks += [Look(at, ok=True) for size, at in audits.whole if size > firsts[name]]
        # What a clock noted that ran ahead hides nothing that was found since.
        found[name] = max(
            looks, key=lambda look: (not is_ahead(look.at, now), look.at), default=None
        )
    return found


def _is_of(finding: Finding, one: HeldObject) -> bool:
    place = one.path or one.closed
    return finding.path == place or finding.path.startswith(f"{place}/")


def look_json(name: str, look: Look | None) -> JsonObject:
    """Write when a part was looked at; null for never."""
    return {
        "checked": iso(look.at) if look else None,
        "ok": look.ok if look else None,
        "part": name,
    }
