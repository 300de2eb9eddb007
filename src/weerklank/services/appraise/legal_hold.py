"""Legal hold: a stop on destruction, on every ground, until an archivist lifts it (G3)."""

from datetime import date

from weerklank.catalogue.query_words import read_words
from weerklank.model.clock import iso
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.hotspot import Hold, Scope
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import given_reason, reason_of
from weerklank.model.text import Text
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.protection import held_by
from weerklank.services.find.read_hotspots import ADDED, LIFTED, read_holds, scope_json
from weerklank.services.find.read_items import address, locate, refuse_destroyed
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

UNKNOWN_HOLD = fault(
    "HOLD-001",
    Text(
        nl="Er is geen bewaarplicht bij geschil '{hold}'.", en="There is no legal hold '{hold}'."
    ),
    Text(
        nl="Controleer het nummer; 'weerklank hold list' noemt ze alle.",
        en="Check the number; 'weerklank hold list' names them all.",
    ),
)
LIFTED_ALREADY = fault(
    "HOLD-002",
    Text(
        nl="Bewaarplicht {hold} is al opgeheven, door {name}.",
        en="Legal hold {hold} was lifted already, by {name}.",
    ),
    Text(
        nl="Leg een nieuwe op met 'weerklank hold add' als zij weer nodig is.",
        en="Make a new one with 'weerklank hold add' if it is needed again.",
    ),
)
NOTHING_NAMED = fault(
    "HOLD-003",
    Text(
        nl="Er is niet gezegd wat bewaard moet blijven, of de periode eindigt voor zij begint.",
        en="Nothing was said of what is to stay, or the period ends before it begins.",
    ),
    Text(
        nl="Noem berichten met --id, accounts met --account, een periode met --from en --to, of "
        "een zoekvraag met --query.",
        en="Name posts with --id, accounts with --account, a period with --from and --to, or a "
        "search with --query.",
    ),
)


def add_hold(
    workplace: Workplace,
    ground: str,
    case: str,
    *,
    accounts: tuple[str, ...] = (),
    since: date | None = None,
    until: date | None = None,
    query: str = "",
    items: tuple[str, ...] = (),
) -> Hold:
    """Put a hold on items that are named, and on what accounts, period and search say together.

    A search for the permanent address of an item names that item.

    WrongUse for what the archive does not know, or can't search for; or that was destroyed.
    """
    workplace.require(Role.ARCHIVIST)
    ends_before = since is not None and until is not None and until < since
    has_scope = bool(accounts or query.strip() or since or until)
    if ends_before or not (has_scope or items):
        raise WrongUse(NOTHING_NAMED)
    words = reason_of(query) if query.strip() else ""
    if words and consult(
        workplace, lambda one: one.database.places.versions_by_id(address(words))
    ):
        items, words = (*items, words), ""  # a search finds the item by it, too
        has_scope = bool(accounts or since or until)
    if words and read_words(words) is None:
        raise WrongUse(NOTHING_NAMED)
    register = workplace.register()
    scope = Scope(
        accounts=tuple(dict.fromkeys(register.find(name).id for name in accounts)),
        since=since,
        until=until,
        query=words,
    )
    if has_scope:
        # It must be possible to ask: nothing could be destroyed as long as it is not.
        consult(workplace, lambda catalogue: sum(1 for _ in held_by(catalogue, scope)))
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        # Under the lock: what begins to be destroyed meanwhile can't be held any more.
        for item in items:
            refuse_destroyed(workplace, item)
        named = consult(workplace, lambda catalogue: [locate(catalogue, i)[-1].id for i in items])
        data: JsonObject = {
            "case": given_reason(case),
            "ground": given_reason(ground),
            "items": [*dict.fromkeys(named)],
            "scope": scope_json(scope) if has_scope else None,
        }
        number = f"s{len(read_holds(workplace)) + 1:04d}"
        workplace.record(Book.DECISIONS, ADDED, number, data)
    return find_hold(workplace, number)


def lift_hold(workplace: Workplace, name: str, reason: str) -> Hold:
    """Lift a hold: what it kept may be destroyed again, where nothing else holds it."""
    workplace.require(Role.ARCHIVIST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_hold(workplace, name)
        if not found.stands:
            raise Refused(LIFTED_ALREADY, hold=found.id, name=found.lifted_by)
        workplace.record(Book.DECISIONS, LIFTED, found.id, {"reason": given_reason(reason)})
    return find_hold(workplace, name)


def find_hold(workplace: Workplace, name: str) -> Hold:
    """Find a hold by its number."""
    found = read_holds(workplace).get(name.strip().lower())
    if found is None:
        raise WrongUse(UNKNOWN_HOLD, hold=name)
    return found


def hold_json(found: Hold) -> JsonObject:
    """Write a hold with the names of the command line."""
    scope = found.scope
    return {
        "accounts": [*scope.accounts] if scope else [],
        "by": found.by,
        "case": found.case,
        "from": scope.since.isoformat() if scope and scope.since else None,
        "ground": found.ground,
        "hold": found.id,
        "items": [*found.items],
        "lifted": iso(found.lifted_at) if found.lifted_at else None,
        "lifted_by": found.lifted_by,
        "lifted_reason": found.lifted_reason or None,
        "query": scope.query if scope else "",
        "since": iso(found.since),
        "state": "standing" if found.stands else "lifted",
        "to": scope.until.isoformat() if scope and scope.until else None,
    }
