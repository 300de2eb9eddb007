"""Decide plan: add a line, change who and when, or say that it meets a limit of the platform.

There is no way to close a line here: a measurement does (docs/adr/0134).
"""

from collections.abc import Iterable
from datetime import date

from weerklank.harvest.port import Connector
from weerklank.model.clock import civil_day, iso
from weerklank.model.completeness import Check, KeptMeasurement, Verdict
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.plan import Aim, PlanLine, PlanState, meets
from weerklank.model.reason import reason_of
from weerklank.model.text import Text
from weerklank.register.book import changed
from weerklank.services.plan.limits_of_check import limits_of_check
from weerklank.services.runs.read_measurements import last_deep, last_whole, read_measurements
from weerklank.services.runs.read_plan import (
    ADDED,
    CHANGED,
    LIMITED,
    PlanStanding,
    limits_of,
    plan_standing,
    read_plan,
)
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.workplace import UNKNOWN_PERSON, Workplace
from weerklank.store.lock import locked

UNKNOWN_LINE = fault(
    "PLAN-001",
    Text(
        nl="Er is geen maatregel '{line}' in het verbeterplan.",
        en="There is no line '{line}' in the improvement plan.",
    ),
    Text(nl="'weerklank plan list' noemt ze alle.", en="'weerklank plan list' names them all."),
)
UNKNOWN_CHECK = fault(
    "PLAN-002",
    Text(
        nl="De meetlat heeft geen controle '{check}'.", en="The yardstick has no check '{check}'."
    ),
    Text(nl="Kies een van: {known}.", en="Choose one of: {known}."),
)
DAY_PAST = fault(
    "PLAN-003",
    Text(nl="{day} is al voorbij.", en="{day} is past already."),
    Text(nl="Noem met --by een dag vanaf vandaag.", en="Name a day from today on with --by."),
)
NO_MINIMUM = fault(
    "PLAN-004",
    Text(
        nl="Controle '{check}' heeft geen minimum om naar toe te werken.",
        en="Check '{check}' has no minimum to work towards.",
    ),
    Text(nl="Kies --aim full.", en="Choose --aim full."),
)
MET_ALREADY = fault(
    "PLAN-005",
    Text(
        nl="Volgens de meting van {day} is '{check}' daar al bereikt: er is niets te verbeteren.",
        en="By the measurement of {day}, '{check}' is reached there: nothing is to be improved.",
    ),
    Text(nl="Kies een andere controle, of --aim full.", en="Choose another check, or --aim full."),
)
NO_MITIGATION = fault(
    "PLAN-006",
    Text(
        nl="'{check}' is onder het minimum: er is niet gezegd wat dat intussen minder erg maakt.",
        en="'{check}' is below the minimum: it was not said what makes that less bad meanwhile.",
    ),
    Text(nl="Noem het met --mitigation.", en="Say it with --mitigation."),
)
CLOSED = fault(
    "PLAN-007",
    Text(
        nl="Maatregel {line} is gesloten door de meting van {day}.",
        en="Line {line} was closed by the measurement of {day}.",
    ),
    Text(
        nl="Zakt de controle weer onder de lat, maak dan een nieuwe maatregel.",
        en="If the check falls below its bar again, add a new line.",
    ),
)
NO_SUCH_LIMIT = fault(
    "PLAN-008",
    Text(
        nl="Voor '{check}' heeft dit platform geen grens '{limit}'.",
        en="For '{check}' this platform has no limit '{limit}'.",
    ),
    Text(
        nl="Een grens staat in de koppeling, niet in het plan. Hier zijn er: {known}.",
        en="A limit stands in the connector, not in the plan. Here there are: {known}.",
    ),
)
SAME_ALREADY = fault(
    "PLAN-009",
    Text(
        nl="Er is niets gewijzigd aan maatregel {line}.", en="Nothing was changed of line {line}."
    ),
    Text(
        nl="Noem wat anders wordt: --measure, --owner, --by of --mitigation.",
        en="Name what becomes otherwise: --measure, --owner, --by or --mitigation.",
    ),
)
THERE_ALREADY = fault(
    "PLAN-010",
    Text(
        nl="Maatregel {line} loopt al voor '{check}' en hetzelfde doel.",
        en="Line {line} is open already for '{check}' and the same aim.",
    ),
    Text(
        nl="Wijzig die met 'weerklank plan change {line}'.",
        en="Change it with 'weerklank plan change {line}'.",
    ),
)
TOO_LONG = fault(
    "PLAN-011",
    Text(
        nl="Een tekst in het plan is leeg of langer dan {most} tekens.",
        en="A text of the plan is empty or longer than {most} characters.",
    ),
    Text(nl="Zeg het korter.", en="Say it shorter."),
)
_MOST = 500
#: Checks of which a measurement that reads every byte may tell more than one that does not.
_BY_BYTES = frozenset({"files", "replay"})
_SHORT = frozenset({Verdict.BELOW, Verdict.IN_BAND})
_NONE = "-"


def add_line(
    workplace: Workplace,
    connectors: Iterable[Connector],
    check: str,
    *,
    account: str | None,
    measure: str,
    owner: str,
    due: date,
    mitigation: str = "",
    aim: Aim | None = None,
) -> PlanStanding:
    """Add a measure to the plan for one check, of an account or of the organisation.

    Without an aim it is the minimum where the check is below it, else full. The bar to be reached
    is that of now; one that is lower for a while does not count.
    """
    workplace.require(Role.ARCHIVIST)
    connectors = [*connectors]
    asked = _check(workplace, check)
    of = workplace.register().find(account).id if account is not None else None
    newest, by_bytes = _newest(workplace, of, asked)
    result = newest.results.get(asked.id) if newest else None
    is_below = result is not None and result.verdict is Verdict.BELOW
    aim = aim or (Aim.MINIMUM if is_below and asked.minimum is not None else Aim.FULL)
    bar = asked.full if aim is Aim.FULL else asked.minimum
    if bar is None:
        raise WrongUse(NO_MINIMUM, check=asked.id)
    said, softer = _text(measure), _text(mitigation) if mitigation else ""
    if is_below and not softer:
        raise WrongUse(NO_MITIGATION, check=asked.id)
    _refuse_past(workplace, due)
    at = workplace.clock.now()
    ahead: list[Json] = [iso(m.at) for m in read_measurements(workplace, of) if m.at > at]
    data: JsonObject = {
        "account": of,
        "ahead": ahead,
        "aim": aim.value,
        "bar": bar,
        "better": asked.better.value,
        "check": asked.id,
        "deep": by_bytes,
        "due": due.isoformat(),
        "measure": said,
        "mitigation": softer,
        "owner": _owner(workplace, owner),
        "start": result.value if result else None,
    }
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        _refuse_needless(workplace, connectors, asked, (of, aim), bar, newest)
        number = f"b{len(read_plan(workplace)) + 1:04d}"
        workplace.record(Book.DECISIONS, ADDED, number, data)
    return find_standing(workplace, connectors, number)


def change_line(
    workplace: Workplace,
    connectors: Iterable[Connector],
    name: str,
    reason: str,
    *,
    measure: str | None = None,
    owner: str | None = None,
    due: date | None = None,
    mitigation: str | None = None,
) -> PlanStanding:
    """Change what is done, by whom or by when, with the reason; what it was before stays told."""
    workplace.require(Role.ARCHIVIST)
    connectors = [*connectors]
    why = _text(reason)
    if due is not None:
        _refuse_past(workplace, due)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        line = _open(workplace, connectors, name)
        wanted = {
            "measure": (line.measure, None if measure is None else _text(measure)),
            "owner": (line.owner, None if owner is None else _owner(workplace, owner)),
            "due": (line.due.isoformat(), due.isoformat() if due else None),
            "mitigation": (line.mitigation, None if mitigation is None else _text(mitigation)),
        }
        changes: JsonObject = {
            field: changed(before, after)
            for field, (before, after) in wanted.items()
            if after not in (None, before)
        }
        if not changes:
            raise WrongUse(SAME_ALREADY, line=line.id)
        workplace.record(Book.DECISIONS, CHANGED, line.id, {"changes": changes, "reason": why})
    return find_standing(workplace, connectors, name)


def limit_line(
    workplace: Workplace, connectors: Iterable[Connector], name: str, limit: str
) -> PlanStanding:
    """Say that a line can't be met because of what the platform can never give.

    It holds as long as the connector has that limit; after that the line is open again.
    """
    workplace.require(Role.ARCHIVIST)
    connectors = [*connectors]
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        line = _open(workplace, connectors, name)
        account = workplace.register().accounts.get(line.account) if line.account else None
        known = limits_of(connectors).get(account.platform, {}) if account else {}
        bearing = limits_of_check(line.check, known)
        if limit not in bearing:
            names = ", ".join(sorted(bearing)) or _NONE
            raise WrongUse(NO_SUCH_LIMIT, check=line.check, limit=limit, known=names)
        workplace.record(Book.DECISIONS, LIMITED, line.id, {"limit": limit})
    return find_standing(workplace, connectors, name)


def find_standing(
    workplace: Workplace, connectors: Iterable[Connector], name: str
) -> PlanStanding:
    """Find a line of the plan by its number, with how it stands."""
    asked = name.strip().lower()
    for one in plan_standing(workplace, connectors):
        if one.line.id == asked:
            return one
    raise WrongUse(UNKNOWN_LINE, line=name)


def _open(workplace: Workplace, connectors: Iterable[Connector], name: str) -> PlanLine:
    found = find_standing(workplace, connectors, name)
    if found.closed is not None:
        raise Refused(CLOSED, line=found.line.id, day=civil_day(found.closed.at))
    return found.line


def _newest(
    workplace: Workplace, of: AccountId | None, check: Check
) -> tuple[KeptMeasurement | None, bool]:
    """Give the measurement that a line begins with, and whether it takes a deep one to close it.

    Where reading every byte found something, that stands until every byte is read again.
    """
    deep = last_deep(workplace, of) if check.id in _BY_BYTES else None
    told = deep.results.get(check.id) if deep else None
    if deep is not None and told is not None and told.verdict in _SHORT:
        return deep, True
    return last_whole(workplace, of), False


def _check(workplace: Workplace, name: str) -> Check:
    yardstick = yardstick_of(workplace)
    found = yardstick.find(name.strip().lower())
    if found is None:
        known = ", ".join(one.id for one in yardstick.checks)
        raise WrongUse(UNKNOWN_CHECK, check=name, known=known)
    return found


def _refuse_needless(
    workplace: Workplace,
    connectors: Iterable[Connector],
    check: Check,
    wanted: tuple[AccountId | None, Aim],
    bar: float,
    newest: KeptMeasurement | None,
) -> None:
    """Refuse a line for what is reached, or for which one is open."""
    _, aim = wanted
    for one in plan_standing(workplace, connectors):
        line = one.line
        is_same = (line.account, line.aim) == wanted and line.check == check.id
        if is_same and one.state is not PlanState.CLOSED:
            raise WrongUse(THERE_ALREADY, line=line.id, check=check.id)
    result = newest.results.get(check.id) if newest else None
    if newest is not None and result is not None and meets(result, aim, bar, check.better):
        raise WrongUse(MET_ALREADY, check=check.id, day=civil_day(newest.at))


def _owner(workplace: Workplace, name: str) -> str:
    person = workplace.register().persons.get(name.strip())
    if person is None:
        raise WrongUse(UNKNOWN_PERSON, name=name)
    return person.name


def _refuse_past(workplace: Workplace, due: date) -> None:
    if due < workplace.today():
        raise WrongUse(DAY_PAST, day=due)


def _text(words: str) -> str:
    """Give a text as the plan keeps it; WrongUse for one that is too long or names a citizen."""
    plain = reason_of(words)
    if not plain or len(plain) > _MOST:
        raise WrongUse(TOO_LONG, most=_MOST)
    return plain
