"""Destruction lists: proposed, reviewed, approved; three persons, each in a role of their own."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NoReturn

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.destruction import STEPS, WORDS, DestructionList, Ground, ListState, PageGone
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.mark import Mark
from weerklank.model.person import Role
from weerklank.model.reason import given_reason
from weerklank.model.symbols import encode
from weerklank.model.text import Text
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.change.due_rows import DueItem, by_row, rows_of
from weerklank.services.change.pages_along import pages_along, pages_json
from weerklank.services.change.protected_items import refuse_protected
from weerklank.services.find.read_items import address, locate
from weerklank.services.find.read_marks import withdrawn_lists
from weerklank.services.people.look_alikes import is_one_of
from weerklank.services.seal.read_destructions import PROPOSED, find_list, read_lists
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

WRONG_STATE = fault(
    "DESTROY-002",
    Text(
        nl="Lijst {list} moet eerst worden {missing}; zij is nu {state}.",
        en="List {list} must be {missing} first; now it is {state}.",
    ),
    Text(
        nl="De volgorde is: voorstellen, beoordelen, machtigen, uitvoeren, verklaren.",
        en="The order is: propose, review, approve, execute, certificate.",
    ),
)
DONE_ALREADY = fault(
    "DESTROY-005",
    Text(nl="Lijst {list} is al {state}.", en="List {list} is {state} already."),
    Text(
        nl="Een lijst gaat nooit terug; maak een nieuwe als deze niet klopt.",
        en="A list never goes back; make a new one if this one is wrong.",
    ),
)
SAME_PERSON = fault(
    "DESTROY-003",
    Text(
        nl="{name} heeft lijst {list} al {done}; dit moet een ander doen.",
        en="{name} has {done} list {list} already; someone else must do this.",
    ),
    Text(
        nl="Noem met --as een andere persoon die de rol heeft.",
        en="Name another person who holds the role with --as.",
    ),
)
WITHDRAWN = fault(
    "MARK-008",
    Text(
        nl="Lijst {list} kwam van een markering of verzoek waarover daarna anders is besloten.",
        en="List {list} came of a mark or request on which was decided otherwise since.",
    ),
    Text(
        nl="Er wordt niets vernietigd. Kijk met 'weerklank mark list' of 'weerklank request "
        "list' wat nu geldt.",
        en="Nothing is destroyed. See with 'weerklank mark list' or 'weerklank request list' "
        "what holds now.",
    ),
)
NOT_CONFIRMED = fault(
    "DESTROY-013",
    Text(
        nl="Het aantal stukken op lijst {list} is {count}; dat is niet wat u bevestigde. Er is "
        "niets vernietigd.",
        en="The number of items on list {list} is {count}; that is not what you confirmed. "
        "Nothing was destroyed.",
    ),
    Text(
        nl="Bekijk de lijst met 'weerklank destroy list' en bevestig het nummer en het aantal.",
        en="See the list with 'weerklank destroy list' and confirm its number and the count.",
    ),
)
NOTHING_NAMED = fault(
    "DESTROY-004",
    Text(nl="Er is geen bericht genoemd.", en="No post was named."),
    Text(nl="Noem er een of meer met --id.", en="Name one or more with --id."),
)
TOO_MANY = fault(
    "DESTROY-006",
    Text(
        nl="Een lijst heeft hooguit {most} stukken; dit zijn er {count}.",
        en="A list has {most} items at most; these are {count}.",
    ),
    Text(
        nl="Maak er meer lijsten van, bijvoorbeeld per account met --account of met een "
        "vroegere --on.",
        en="Make several lists of them, such as one an account with --account, or with an "
        "earlier --on.",
    ),
)
CHANGES_WAIT = fault(
    "DESTROY-007",
    Text(
        nl="{by} vroeg om wijziging van lijst {list}: {reason}",
        en="{by} asked for changes to list {list}: {reason}",
    ),
    Text(
        nl="Wie haar voorstelde, haalt er stukken uit met 'destroy except' of niet, en stelt haar "
        "opnieuw voor met 'destroy answer {list}'.",
        en="Who proposed it takes items off with 'destroy except' or does not, and proposes it "
        "once more with 'destroy answer {list}'.",
    ),
)
NOT_YET = fault(
    "DESTROY-019",
    Text(
        nl="Lijst {list} mag op zijn vroegst op {day} worden uitgevoerd.",
        en="List {list} may be executed on {day} at the earliest.",
    ),
    Text(
        nl="Wie machtigde, gaf die dag op. Tot dan kan er nog iets van de lijst af.",
        en="Who approved it named that day. Until then items can still be taken off the list.",
    ),
)
WRONG_DAY = fault(
    "DESTROY-020",
    Text(
        nl="{day} kan de eerste dag van de uitvoering niet zijn.",
        en="{day} can't be the first day of the execution.",
    ),
    Text(
        nl="Noem een dag van vandaag tot over een jaar.",
        en="Name a day from today until a year ahead.",
    ),
)
#: How long a list may wait between approval and execution.
LONGEST_WAIT = timedelta(days=366)
#: What an event can hold of them, with the pages that go along.
MOST = 50_000
PROPOSERS = (Role.ARCHIVIST, Role.REGISTER_OWNER, Role.PRIVACY, Role.COMMUNICATION)


def propose(
    workplace: Workplace,
    items: tuple[str, ...],
    ground: Ground,
    reason: str,
    due: Iterable[DueItem] = (),
) -> DestructionList:
    """Propose the destruction of posts; each goes with all its versions and media.

    The list names the pages too on which any of them stands: those go along. A page may be named
    by itself. `due` are those of them that are due by the selection list.
    """
    workplace.require(*PROPOSERS)
    if not items:
        raise WrongUse(NOTHING_NAMED)
    over = by_row(due)
    ordered = dict.fromkeys((*(one.id for one in over), *map(address, items)))

    def find(catalogue: Catalogue) -> tuple[dict[str, str], list[PageGone]]:
        places = [locate(catalogue, item)[-1] for item in ordered]
        named = {encode(place.key): place.id for place in places}
        return named, pages_along(catalogue, named)

    named, pages = consult(workplace, find)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        return write_list(
            workplace,
            {
                "ground": str(ground),
                "reason": given_reason(reason),
                **({"rows": [*rows_of(over)]} if over else {}),
            },
            named,
            pages,
        )


def propose_for_mark(workplace: Workplace, mark: Mark) -> DestructionList:
    """Propose the destruction of a marked item, by who holds the lock of the decisions.

    The list says that it is of a mark: it holds while the last decision on the mark names it, and
    so not at all when whoever decides dies before that decision is written.
    """
    workplace.require(*PROPOSERS)
    pages = consult(workplace, lambda catalogue: pages_along(catalogue, [mark.key]))
    return write_list(
        workplace,
        {
            "ground": str(Ground.NOT_GOVERNMENT),
            "mark": mark.id,
            "reason": mark.marked.reason,
        },
        {mark.key: mark.id},
        pages,
    )


def propose_for_request(
    workplace: Workplace, request: str, named: dict[str, str]
) -> DestructionList:
    """Propose the destruction of what somebody wrote who asked for it, by key and address.

    By who holds the lock of the decisions; it holds while the decision on the request names it.
    """
    workplace.require(*PROPOSERS)
    pages = consult(workplace, lambda catalogue: pages_along(catalogue, named))
    reason = f"verzoek {request}"
    data: JsonObject = {"ground": str(Ground.ERASURE), "reason": reason, "request": request}
    return write_list(workplace, data, named, pages)


def write_list(
    workplace: Workplace, data: JsonObject, named: dict[str, str], pages: list[PageGone]
) -> DestructionList:
    """Write a list of items that were named, by key, and of the pages that go along.

    Refused when a hold keeps any of them, or a hotspot what goes by the selection list.
    """
    every = named | {one.key: one.id for one in pages}
    refuse_too_many(len(every))
    refuse_protected(workplace, every.values(), Ground(str(data["ground"])))
    data |= {"items": [*every.values()], "keys": [*every], "named": len(named)}
    if pages:
        data["pages"] = pages_json(pages)
    number = f"v{len(read_lists(workplace)) + 1:04d}"
    workplace.record(Book.DECISIONS, PROPOSED, number, data)
    return find_list(workplace, number)


def refuse_too_many(count: int) -> None:
    """Refuse a list that is longer than an event can tell of (Refused)."""
    if count > MOST:
        raise Refused(TOO_MANY, most=MOST, count=count)


def bring_to(
    workplace: Workplace,
    name: str,
    state: ListState,
    not_before: date | None = None,
    seen: int | None = None,
) -> DestructionList:
    """Review or approve a list: by someone of the role who did nothing with it before.

    Who approves may name the first day on which it may be executed. `seen` is how many items the
    list had for who decides. Refused when it has another number by now, and when a hold or a
    hotspot came since that keeps any of its items.
    """
    today = workplace.today()
    if not_before is not None and not today <= not_before <= today + LONGEST_WAIT:
        raise WrongUse(WRONG_DAY, day=not_before.isoformat())
    data: JsonObject = {"not_before": not_before.isoformat()} if not_before else {}
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_list(workplace, name)
        check_step(workplace, found, state)
        refuse_other_count(found, seen)
        refuse_protected(workplace, found.items, found.ground)
        workplace.record(Book.DECISIONS, f"destruction.{state}", found.id, data)
    return find_list(workplace, name)


def refuse_other_count(found: DestructionList, seen: int | None) -> None:
    """Refuse where somebody decides on another number of items than the list has (Refused)."""
    if seen is not None and seen != len(found.items):
        raise Refused(NOT_CONFIRMED, list=found.id, count=len(found.items))


def check_step(workplace: Workplace, found: DestructionList, state: ListState) -> None:
    """Refuse a step that is out of order, of another role, or by someone who took one before."""
    before, role = STEPS[state]
    if found.state is not before:
        _refuse_order(found, state)
    if state is not ListState.CERTIFIED and found.id in withdrawn_lists(workplace):
        raise Refused(WITHDRAWN, list=found.id)
    if found.waits_for_proposer:
        asked = found.changes[-1]
        raise Refused(CHANGES_WAIT, list=found.id, by=asked.by, reason=asked.reason)
    workplace.require(role)
    if state is ListState.EXECUTED and found.not_before and workplace.today() < found.not_before:
        raise Refused(NOT_YET, list=found.id, day=found.not_before.isoformat())
    if state is not ListState.CERTIFIED:
        refuse_same_person(workplace, found, state)


def refuse_same_person(workplace: Workplace, found: DestructionList, state: ListState) -> None:
    """Refuse a step by somebody who took another one on the list (Refused)."""
    name = workplace.actor.known_as
    steps = [*found.by.items()]
    if state is ListState.APPROVED:  # whoever did not agree in an earlier round has reviewed
        steps += [
            (one.instead_of, one.by)
            for one in found.changes
            if one.instead_of is ListState.REVIEWED
        ]
    for earlier, person in steps:
        # Whoever approved may execute: the decision is taken, and by three.
        is_decided = (state, earlier) == (ListState.EXECUTED, ListState.APPROVED)
        if not is_decided and is_one_of(name, (person,)):
            raise Refused(SAME_PERSON, name=name, list=found.id, done=WORDS[ListState(earlier)])


def _refuse_order(found: DestructionList, wanted: ListState) -> NoReturn:
    """Name the step that comes next, or say that this one was taken already."""
    reached = list(ListState).index(found.state)
    if list(ListState).index(wanted) <= reached:
        raise Refused(DONE_ALREADY, list=found.id, state=WORDS[found.state])
    missing = WORDS[list(ListState)[reached + 1]]
    raise Refused(WRONG_STATE, list=found.id, state=WORDS[found.state], missing=missing)
