"""Decide request: by a named person, with ground and reasons; and what the decision does (D5).

Erasure that is granted proposes a destruction list, for three persons to decide on. Erasure,
restriction and objection that are granted keep the items apart until that is lifted. What somebody
says of an item stands beside it, and the item stays as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from weerklank.catalogue.writers import Written
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.person_request import (
    KINDS,
    OUTCOMES,
    PersonRequest,
    RequestKind,
    RequestOutcome,
)
from weerklank.model.reason import reason_of
from weerklank.model.request_grounds import GROUNDS, NOTHING_HELD
from weerklank.model.symbols import encode
from weerklank.model.text import Text
from weerklank.services.change.destruction_lists import propose_for_request
from weerklank.services.find.read_items import address
from weerklank.services.requests.held_about import WhoAsks, written_by
from weerklank.services.requests.take_request import find_open, find_request
from weerklank.services.seal.read_requests import DECIDED, LIFTED
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_MOTIVATION = fault(
    "PERSON-012",
    Text(
        nl="De motivering ontbreekt, of is langer dan {most} tekens.",
        en="The motivation is missing, or longer than {most} characters.",
    ),
    Text(
        nl="Zeg in eigen woorden waarom; een voorgestelde tekst is er om aan te passen.",
        en="Say why in your own words; a proposed text is there to be changed.",
    ),
)
NO_GROUND = fault(
    "PERSON-013",
    Text(
        nl="Op grond '{ground}' kan een verzoek om {kind} niet zo eindigen: {outcome}.",
        en="On ground '{ground}' a request for {kind} can't end so: {outcome}.",
    ),
    Text(
        nl="'weerklank request show' noemt de gronden die bij het verzoek passen.",
        en="'weerklank request show' names the grounds that fit the request.",
    ),
)
NOT_IDENTIFIED = fault(
    "PERSON-014",
    Text(
        nl="Bij verzoek {request} is niet vastgelegd hoe is gezien van wie het account is.",
        en="Of request {request} it was not recorded how it was seen whose account it is.",
    ),
    Text(
        nl="Leg dat vast met 'weerklank request identify {request} --how …', of wijs af op grond "
        "avg-12-6.",
        en="Record that with 'weerklank request identify {request} --how …', or refuse on ground "
        "avg-12-6.",
    ),
)
WHICH_ITEMS = fault(
    "PERSON-015",
    Text(
        nl="Voor dit besluit moet u zeggen over welke berichten het gaat, alle van deze persoon.",
        en="For this decision you must say which posts it is about, all of them of this person.",
    ),
    Text(
        nl="Noem ze met --id; zonder --id gaat een toewijzing over alles wat de persoon schreef.",
        en="Name them with --id; without --id what is granted goes for all that the person wrote.",
    ),
)
NO_NOTE = fault(
    "PERSON-016",
    Text(
        nl="Bij rectificatie hoort wat de persoon ervan zegt, in hooguit {most} tekens.",
        en="To rectification belongs what the person says of it, in {most} characters at most.",
    ),
    Text(
        nl="Geef het met --note; het staat voortaan naast het bericht. Noem niemand.",
        en="Give it with --note; it stands beside the post from then on. Name nobody.",
    ),
)
NOTHING_APART = fault(
    "PERSON-017",
    Text(nl="Verzoek {request} houdt niets apart.", en="Request {request} keeps nothing apart."),
    Text(
        nl="Kijk met 'weerklank request show {request}' wat is besloten.",
        en="See with 'weerklank request show {request}' what was decided.",
    ),
)
MOST_MOTIVATION, MOST_NOTE = 4000, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a named person decides."""

    outcome: RequestOutcome
    #: Code in the table of grounds.
    ground: str
    motivation: str
    #: Permanent addresses of what it goes for; none: all that the person wrote.
    items: tuple[str, ...] = ()
    #: What the person says of those items.
    note: str = ""


def decide_request(workplace: Workplace, name: str, decision: Decision) -> PersonRequest:
    """Decide on a request that is open; once, by a named privacy officer.

    Refused when it was not seen whose account it is, unless nothing is given on it.
    """
    workplace.require(Role.PRIVACY)
    motivation = reason_of(decision.motivation)
    if not motivation or len(motivation) > MOST_MOTIVATION:
        raise WrongUse(NO_MOTIVATION, most=MOST_MOTIVATION)
    note = reason_of(decision.note)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_open(workplace, name)
        _demand_ground(found, decision)
        _demand_note(found, decision, note)
        items = _items(workplace, found, decision)
        # The list first: one that no decision names holds for nobody, should this process die.
        number = None
        if found.kind is RequestKind.ERASURE and items:
            named = {encode(one.key): one.id for one in items}
            number = propose_for_request(workplace, found.id, named).id
        data: JsonObject = {
            "ground": decision.ground,
            "items": _by_account(items),
            "list": number,
            "motivation": motivation,
            "outcome": str(decision.outcome),
        }
        if note:
            data["note"] = note
        workplace.record(Book.DECISIONS, DECIDED, found.id, data)
    return find_request(workplace, name)


def lift(workplace: Workplace, name: str, reason: str) -> PersonRequest:
    """End what a decision keeps apart, with the reason; a list that came of it falls."""
    workplace.require(Role.PRIVACY)
    told = reason_of(reason)
    if not told or len(told) > MOST_MOTIVATION:
        raise WrongUse(NO_MOTIVATION, most=MOST_MOTIVATION)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_request(workplace, name)
        if not found.keeps_apart:
            raise Refused(NOTHING_APART, request=found.id)
        workplace.record(Book.DECISIONS, LIFTED, found.id, {"reason": told})
    return find_request(workplace, name)


def _demand_ground(found: PersonRequest, decision: Decision) -> None:
    ground = GROUNDS.get(decision.ground)
    is_nothing = decision.ground == NOTHING_HELD
    if (
        ground is None
        or not ground.fits(found.kind, decision.outcome)
        or (is_nothing and found.persons)
    ):
        raise Refused(
            NO_GROUND,
            ground=decision.ground,
            kind=KINDS[found.kind],
            outcome=OUTCOMES[decision.outcome],
        )
    if decision.outcome is not RequestOutcome.REFUSED and found.persons and not found.identified:
        raise Refused(NOT_IDENTIFIED, request=found.id)


def _demand_note(found: PersonRequest, decision: Decision, note: str) -> None:
    is_wanted = (
        found.kind is RequestKind.RECTIFICATION
        and decision.outcome is not RequestOutcome.REFUSED
        and bool(found.persons)
    )
    if is_wanted != bool(note) or len(note) > MOST_NOTE:
        raise WrongUse(NO_NOTE, most=MOST_NOTE)


def _items(workplace: Workplace, found: PersonRequest, decision: Decision) -> list[Written]:
    """Give what the decision goes for; of what was refused nothing."""
    named = {address(one) for one in decision.items}
    if decision.outcome is RequestOutcome.REFUSED:
        if named:
            raise WrongUse(WHICH_ITEMS)
        return []
    written = written_by(workplace, WhoAsks(found.shown, found.persons))
    must_name = (
        decision.outcome is RequestOutcome.PARTLY or found.kind is RequestKind.RECTIFICATION
    )
    if must_name and written and not named:
        raise WrongUse(WHICH_ITEMS)
    theirs = [one for one in written if one.id in named] if named else written
    if named and len(theirs) != len(named):
        raise WrongUse(WHICH_ITEMS)
    is_all_by_itself = found.kind is RequestKind.ACCESS and not named
    return [] if is_all_by_itself else theirs


def _by_account(items: Iterable[Written]) -> dict[str, Json]:
    found: dict[str, list[Json]] = {}
    for one in items:
        found.setdefault(one.account, []).append(encode(one.key))
    return {account: [*keys] for account, keys in sorted(found.items())}
