"""Mark item: say that it is not government information, and decide on that (requirement D6)."""

from weerklank.model.clock import iso
from weerklank.model.destruction import Ground, ListState
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.item import ItemKind
from weerklank.model.json_value import JsonObject
from weerklank.model.mark import BROUGHT, WORDS, Judgement, Mark, MarkState, recurring
from weerklank.model.person import Role
from weerklank.model.reason import reason_of
from weerklank.model.text import Text
from weerklank.services.change.destruction_lists import propose_for_mark
from weerklank.services.find.read_items import (
    address,
    ask_catalogue,
    locate,
    read,
    refuse_destroyed,
)
from weerklank.services.find.read_marks import DECIDED, MARKED, read_marks
from weerklank.services.people.look_alikes import is_one_of
from weerklank.services.seal.read_destructions import destroyed_keys, read_lists
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_REASON = fault(
    "MARK-001",
    Text(
        nl="De reden ontbreekt, of is langer dan {most} tekens.",
        en="The reason is missing, or longer than {most} characters.",
    ),
    Text(
        nl="Zeg in één zin waarom dit geen overheidsinformatie is, zonder namen van burgers.",
        en="Say in one sentence why this is no government information, without names of citizens.",
    ),
)
NOT_HERE = fault(
    "MARK-002",
    Text(
        nl="{item} is een profiel of een pagina, of van een hybride of persoonlijk account; dat "
        "is zo niet te markeren.",
        en="{item} is a profile or a page, or of a hybrid or personal account; it can't be marked "
        "here.",
    ),
    Text(
        nl="Wat daar ten onrechte is aangeleverd, gaat weg met 'weerklank destroy propose --id "
        "{item} --ground not-government'.",
        en="What was handed in there by mistake goes by 'weerklank destroy propose --id {item} "
        "--ground not-government'.",
    ),
)
WAITS_ALREADY = fault(
    "MARK-003",
    Text(
        nl="{item} is al gemarkeerd, door {name}; de archivaris moet nog besluiten.",
        en="{item} is marked already, by {name}; the archivist is still to decide.",
    ),
    Text(
        nl="Besluit met 'weerklank mark decide {item} keep|restrict|remove'.",
        en="Decide by 'weerklank mark decide {item} keep|restrict|remove'.",
    ),
)
NOT_MARKED = fault(
    "MARK-004",
    Text(nl="{item} is niet gemarkeerd.", en="{item} is not marked."),
    Text(
        nl="Kijk met 'weerklank mark list' wat gemarkeerd is.",
        en="See with 'weerklank mark list' what is marked.",
    ),
)
SAME_PERSON = fault(
    "MARK-005",
    Text(
        nl="{name} heeft {item} gemarkeerd; een ander moet erover besluiten.",
        en="{name} marked {item}; someone else must decide on it.",
    ),
    Text(
        nl="Noem met --as een andere archivaris.",
        en="Name another archivist with --as.",
    ),
)
DECIDED_SO = fault(
    "MARK-006",
    Text(
        nl="Over {item} is al zo besloten: {state}.",
        en="It was decided so already on {item}: {state}.",
    ),
    Text(
        nl="Kijk met 'weerklank mark list' door wie en wanneer.",
        en="See with 'weerklank mark list' by whom and when.",
    ),
)
MOST = 500


def mark_item(workplace: Workplace, name: str, reason: str) -> Mark:
    """Mark an item as not government information; a communication adviser may.

    By itself it changes nothing for who looks: the archivist decides.
    """
    workplace.require(Role.COMMUNICATION)
    plain = reason_of(reason)
    if not plain or len(plain) > MOST:
        raise WrongUse(NO_REASON, most=MOST)
    refuse_destroyed(workplace, name)
    item = ask_catalogue(workplace, lambda catalogue: read(workplace, locate(catalogue, name)[-1]))
    if item.kind in (ItemKind.PROFILE, ItemKind.PAGE) or item.scenario == "C":
        raise Refused(NOT_HERE, item=item.id)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        known = read_marks(workplace).get(item.id)
        if known is not None and known.state is MarkState.WAITING:
            raise Refused(WAITS_ALREADY, item=item.id, name=known.marked.by)
        data: JsonObject = {
            "account": item.account,
            "key": item.key,
            "kind": "not-government",
            "reason": plain,
        }
        workplace.record(Book.DECISIONS, MARKED, item.id, data)
    return read_marks(workplace)[item.id]


def decide_mark(workplace: Workplace, name: str, judgement: Judgement) -> Mark:
    """Decide on a mark, anew if need be: an archivist, and never who marked the item.

    `remove` proposes the item for destruction and executes nothing.
    """
    workplace.require(Role.ARCHIVIST)
    # Under one lock: nobody decides otherwise, or begins to destroy, between list and decision.
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        mark = find_mark(workplace, name)
        refuse_destroyed(workplace, mark.id)
        refuse_same_person(workplace, mark)
        if mark.state is BROUGHT[judgement]:
            raise Refused(DECIDED_SO, item=mark.id, state=WORDS[mark.state])
        # The list first: one that no decision names holds for nobody, should this process die.
        number = _list_of(workplace, mark) if judgement is Judgement.REMOVE else None
        data: JsonObject = {"judgement": judgement.value, "list": number}
        workplace.record(Book.DECISIONS, DECIDED, mark.id, data)
    return find_mark(workplace, mark.id)


def refuse_same_person(workplace: Workplace, mark: Mark) -> None:
    """Refuse who marked an item to decide on it."""
    if is_one_of(workplace.actor.known_as, mark.markers):
        raise Refused(SAME_PERSON, name=workplace.actor.known_as, item=mark.id)


def _list_of(workplace: Workplace, mark: Mark) -> str:
    """Propose the item for destruction; a list for it alone that nobody reviewed yet will do."""
    for found in read_lists(workplace).values():
        along = {one.id for one in found.pages}
        named = tuple(item for item in found.items if item not in along)
        is_its = (found.ground, named) == (Ground.NOT_GOVERNMENT, (mark.id,))
        if is_its and found.state is ListState.PROPOSED:
            return found.id
    return propose_for_mark(workplace, mark).id


def find_mark(workplace: Workplace, name: str) -> Mark:
    """Find the mark of an item; WrongUse when there is none."""
    found = read_marks(workplace).get(address(name))
    if found is None:
        raise WrongUse(NOT_MARKED, item=name)
    return found


def list_marks(workplace: Workplace, *, waiting: bool = False) -> list[Mark]:
    """Give the marks of items that are there, in order; with `waiting` those to decide on."""
    destroyed = destroyed_keys(workplace)
    return [
        mark
        for mark in read_marks(workplace).values()
        if mark.key not in destroyed and (not waiting or mark.state is MarkState.WAITING)
    ]


def recurring_marks(workplace: Workplace) -> dict[AccountId, int]:
    """Give the accounts that the register warns of, each with its number of items."""
    return recurring(read_marks(workplace).values(), workplace.today())


def mark_json(mark: Mark) -> JsonObject:
    """Write a mark with the names of the command line."""
    decided = mark.decided
    return {
        "account": mark.account,
        "decided": iso(decided.at) if decided else None,
        "decided_by": decided.by if decided else None,
        "history": [
            {
                "at": iso(step.at),
                "by": step.by,
                "judgement": step.judgement.value if step.judgement else None,
                "list": step.list,
                "reason": step.reason or None,
                "system_user": step.system_user,
            }
            for step in mark.steps
        ],
        "id": mark.id,
        "list": decided.list if decided else None,
        "marked": iso(mark.marked.at),
        "marked_by": mark.marked.by,
        "reason": mark.marked.reason,
        "restricted": mark.is_restricted,
        "state": mark.state.value,
        "stated_only": mark.is_stated_only,
    }
