"""Read plan: the improvement plan as decisions tell it, and how it stands by what was measured."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from weerklank.harvest.port import Connector
from weerklank.model.clock import from_iso
from weerklank.model.completeness import Better, KeptMeasurement
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.plan import Aim, PlanChange, PlanLimit, PlanLine, PlanState
from weerklank.model.platform import Platform
from weerklank.model.text import Text
from weerklank.services.runs.not_harvested import why_not_asked
from weerklank.services.runs.read_measurements import read_measurements
from weerklank.services.workplace import Workplace

ADDED, CHANGED, LIMITED = "plan.added", "plan.changed", "plan.limited"
_BY = Text("{technique}: {reason}", "{technique}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStanding:
    """A line of the plan, and how it stands today."""

    line: PlanLine
    state: PlanState
    #: The measurement that closed it.
    closed: KeptMeasurement | None
    #: The newest measurement of the same account, whatever it says.
    newest: KeptMeasurement | None
    #: What the limit of the line says; None without one, or when the platform has it no more. Of
    #: an account of which nothing comes any more, and a check that asks for that, the reason.
    limit: Text | None
    #: Whether its owner has no role any more: then nobody sees to it.
    owner_left: bool = False

    @property
    def waits(self) -> bool:
        """Tell whether somebody still has to do something."""
        return self.state in (PlanState.OPEN, PlanState.OVERDUE)


def read_plan(workplace: Workplace) -> dict[str, PlanLine]:
    """Read every line of the plan, by number, in order."""
    return dict(workplace.events.fold(Book.DECISIONS, _PlanFold))


def plan_standing(
    workplace: Workplace, connectors: Iterable[Connector]
) -> tuple[PlanStanding, ...]:
    """Give how each line stands today: overdue first, then by its day; closed last."""
    limits = limits_of(connectors)
    register, today = workplace.register(), workplace.today()
    measured: dict[AccountId | None, tuple[KeptMeasurement, ...]] = {}
    found = []
    for line in read_plan(workplace).values():
        if line.account not in measured:
            measured[line.account] = read_measurements(workplace, line.account)
        account = register.accounts.get(line.account) if line.account else None
        known, never = dict[str, Text](), None
        if account is not None:
            known, status = (
                limits.get(account.platform, {}),
                register.platforms.get(account.platform),
            )
            never = why_not_asked(line.check, account, status, today)
        one = _standing(line, measured[line.account], known, never, today)
        owner = register.persons.get(line.owner)
        found.append(replace(one, owner_left=owner is None or owner.has_left(today)))
    order = [*PlanState]
    return tuple(
        sorted(found, key=lambda one: (order.index(one.state), one.line.due, one.line.id))
    )


def _standing(
    line: PlanLine,
    measured: tuple[KeptMeasurement, ...],
    known: dict[str, Text],
    never: Text | None,
    today: date,
) -> PlanStanding:
    """Tell how a line stands; `never` says why nothing is asked of its account any more."""
    closed = line.closed_by(measured)
    limit = never or (known.get(line.limit.word) if line.limit else None)
    return PlanStanding(
        line=line,
        state=line.state(
            closed, is_limited=limit is not None, is_asked=never is None, today=today
        ),
        closed=closed,
        newest=next((one for one in measured if one.is_whole), None),
        limit=limit,
    )


def limits_of(connectors: Iterable[Connector]) -> dict[Platform, dict[str, Text]]:
    """Give what each platform can never give, by the word that its connector has for it.

    Each says by which technique: another may give it all the same.
    """
    return {
        one.manifest.platform: {
            word: _BY.filled(technique=technique.value, reason=reason)
            for technique, word, reason in one.manifest.limits
        }
        for one in connectors
    }


def line_json(line: PlanLine) -> JsonObject:
    """Write a line as the event of its making holds it."""
    return {
        "account": line.account,
        "aim": line.aim.value,
        "bar": line.bar,
        "better": line.better.value,
        "check": line.check,
        "deep": line.deep,
        "due": line.due.isoformat(),
        "measure": line.measure,
        "mitigation": line.mitigation,
        "owner": line.owner,
        "start": line.start,
    }


class _PlanFold:
    """Every line as the events so far tell it."""

    def __init__(self) -> None:
        self._lines: dict[str, PlanLine] = {}

    def take(self, event: Event) -> None:
        if event.kind == ADDED:
            self._lines[event.subject] = _added(event)
        known = self._lines.get(event.subject)
        if known is None:
            return  # its beginning is gone: `verify` names the file
        if event.kind == CHANGED:
            self._lines[event.subject] = _changed(known, event)
        elif event.kind == LIMITED:
            limit = PlanLimit(word=str(event.data["limit"]), at=event.at, by=event.actor.known_as)
            self._lines[event.subject] = replace(known, limit=limit)

    def result(self) -> dict[str, PlanLine]:
        return dict(self._lines)


def _added(event: Event) -> PlanLine:
    data = event.data
    account, start = data["account"], data["start"]
    ahead = data.get("ahead")  # lines of before have none
    return PlanLine(
        id=event.subject,
        account=None if account is None else AccountId(str(account)),
        check=str(data["check"]),
        aim=Aim(str(data["aim"])),
        measure=str(data["measure"]),
        owner=str(data["owner"]),
        due=date.fromisoformat(str(data["due"])),
        mitigation=str(data["mitigation"]),
        added=event.at,
        by=event.actor.known_as,
        start=float(start) if isinstance(start, int | float) else None,
        bar=float(str(data["bar"])),
        better=Better(str(data["better"])),
        deep=data.get("deep") is True,
        ahead=frozenset(from_iso(str(one)) for one in (ahead if isinstance(ahead, list) else ())),
    )


def _changed(known: PlanLine, event: Event) -> PlanLine:
    told = event.data["changes"]
    changes = told if isinstance(told, dict) else {}
    read = {name: one for name, one in changes.items() if isinstance(one, dict)}
    due = read.get("due")
    return replace(
        known,
        measure=str(read["measure"]["to"]) if "measure" in read else known.measure,
        owner=str(read["owner"]["to"]) if "owner" in read else known.owner,
        mitigation=str(read["mitigation"]["to"]) if "mitigation" in read else known.mitigation,
        due=date.fromisoformat(str(due["to"])) if due else known.due,
        changes=(
            *known.changes,
            PlanChange(
                at=event.at,
                by=event.actor.known_as,
                reason=str(event.data["reason"]),
                changes=tuple(
                    (name, str(one["from"]), str(one["to"])) for name, one in read.items()
                ),
            ),
        ),
    )
