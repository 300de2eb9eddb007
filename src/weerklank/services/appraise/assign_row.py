"""Assign row: decide which row of a list some content goes by, as an archivist (G1)."""

from dataclasses import dataclass
from datetime import date

from weerklank.appraise.list_json import assignment_json, target_json
from weerklank.model.account import Scenario
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import reason_of
from weerklank.model.selection import (
    Assignment,
    Direction,
    ListKind,
    SelectionList,
    Share,
    Target,
)
from weerklank.model.text import Text, typed
from weerklank.services.appraise.appraise_items import find_item
from weerklank.services.appraise.load_list import refuse_ahead
from weerklank.services.seal.read_selection import (
    ASSIGNED,
    UNASSIGNED,
    find_list,
    read_selection,
)
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

UNKNOWN_ROW = fault(
    "SELECT-008",
    Text(nl="Lijst {list} heeft geen rij {row}.", en="List {list} has no row {row}."),
    Text(
        nl="'weerklank selection show {list}' noemt de rijen.",
        en="'weerklank selection show {list}' names the rows.",
    ),
)
ROW_WITHDRAWN = fault(
    "SELECT-009",
    Text(
        nl="Rij {row} van lijst {list} is vervallen en is niet te kiezen.",
        en="Row {row} of list {list} was withdrawn and can't be chosen.",
    ),
    Text(
        nl="Haar toelichting zegt wat haar plaats innam: 'weerklank selection show {list}'.",
        en="Its explanation tells what came in its place: 'weerklank selection show {list}'.",
    ),
)
NO_REASON = fault(
    "SELECT-010",
    Text(
        nl="De reden of het orgaan ontbreekt, of is langer dan {most} tekens.",
        en="The reason or the body is missing, or longer than {most} characters.",
    ),
    Text(
        nl="Zeg in één zin waarom deze inhoud bij deze rij hoort.",
        en="Say in one sentence why this content belongs with this row.",
    ),
)
NOT_DECIDED = fault(
    "SELECT-011",
    Text(nl="Over {target} is niets besloten.", en="Nothing was decided on {target}."),
    Text(
        nl="'weerklank selection list' noemt de besluiten.",
        en="'weerklank selection list' names the decisions.",
    ),
)
MIXED_TARGET = fault(
    "SELECT-012",
    Text(
        nl="Dit is niet samen te kiezen: een scenario hoort bij --default, een aandeel bij "
        "--default of --account; A is eenrichting, B is tweerichting.",
        en="These don't go together: a scenario goes with --default, a share with --default or "
        "--account; A is one way, B is two way.",
    ),
    Text(
        nl="Zie 'weerklank selection assign --help'.",
        en="See 'weerklank selection assign --help'.",
    ),
)
_MOST = 500
#: What each scenario can be.
_DIRECTIONS = {
    Scenario.A: (Direction.ONE_WAY,),
    Scenario.B: (Direction.TWO_WAY,),
    Scenario.C: tuple(Direction),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssignment:
    """What is decided: on what, which row of which list, since when, why, and by which body."""

    target: Target
    row: str
    reason: str
    #: By default the list in force; its name, with or without version.
    list: str | None = None
    #: From when the term is counted, where the row asks for a day.
    starts: date | None = None
    #: By default the organisation.
    body: str | None = None
    #: By default today.
    decided: date | None = None


def target_of(
    workplace: Workplace,
    *,
    item: str | None = None,
    account: str | None = None,
    direction: Direction | None = None,
    scenario: Scenario | None = None,
    share: Share | None = None,
) -> Target:
    """Give what a decision is about, of things that are there; exactly one of the first three."""
    fits = scenario is None or (direction is not None and direction in _DIRECTIONS[scenario])
    if not fits or (item is not None and share is not None):
        raise WrongUse(MIXED_TARGET)
    return Target(
        item=find_item(workplace, item).id if item else None,
        account=workplace.register().find(account).id if account else None,
        direction=direction,
        scenario=scenario.value if scenario else None,
        share=share,
    )


def assign_row(workplace: Workplace, new: NewAssignment) -> tuple[Assignment, SelectionList]:
    """Decide that some content goes by a row, by a named archivist; gives its list too.

    The newest decision on one thing holds. A row that was withdrawn can't be chosen.
    """
    workplace.require(Role.ARCHIVIST)
    refuse_ahead(workplace, new.decided)
    reason, body = _said(new.reason), _said(new.body or workplace.organisation.name)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        decided = read_selection(workplace)
        in_force = None if new.list else decided.in_force(workplace.today())
        found = in_force or find_list(decided, new.list or "-")
        row = found.row(new.row.strip())
        if row is None:
            raise WrongUse(UNKNOWN_ROW, list=found.ref, row=typed(new.row))
        if row.is_withdrawn:
            raise Refused(ROW_WITHDRAWN, list=found.ref, row=row.code)
        made = Assignment(
            target=new.target,
            list=found.id,
            version=found.version,
            row=row.code,
            starts=new.starts,
            reason=reason,
            body=body,
            decided_on=new.decided or workplace.today(),
            by=workplace.actor.known_as,
            at=workplace.clock.now(),
        )
        workplace.record(Book.DECISIONS, ASSIGNED, made.target.name, assignment_json(made))
    return read_selection(workplace).assignments[made.target.name], found


def end_assignment(workplace: Workplace, target: Target, reason: str) -> Assignment:
    """Decide that nothing special goes for some content any more; gives what held until now."""
    workplace.require(Role.ARCHIVIST)
    plain = _said(reason)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        known = read_selection(workplace).assignments.get(target.name)
        if known is None:
            raise WrongUse(NOT_DECIDED, target=target.name)
        data: JsonObject = {"reason": plain, "target": target_json(target)}
        workplace.record(Book.DECISIONS, UNASSIGNED, target.name, data)
    return known


def is_by_key_function(found: SelectionList) -> bool:
    """Tell whether the whitepaper advises against what was chosen."""
    return found.kind is ListKind.KEY_FUNCTION


def _said(words: str) -> str:
    plain = reason_of(words)
    if not plain or len(plain) > _MOST:
        raise WrongUse(NO_REASON, most=_MOST)
    return plain
