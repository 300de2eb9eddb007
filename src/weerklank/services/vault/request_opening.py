"""Request opening: ask to open one sealed original, approve or refuse that, take it back."""

from collections.abc import Iterator
from itertools import chain

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.clock import iso
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import reason_of
from weerklank.model.text import Text
from weerklank.model.vault import (
    LONGEST_CASE,
    VIEW,
    WORDS,
    VaultAct,
    VaultEnd,
    VaultGround,
    VaultRequest,
    VaultState,
    is_case,
)
from weerklank.services.find.read_items import ask_catalogue, locate, read, refuse_destroyed
from weerklank.services.people.look_alikes import is_one_of
from weerklank.services.vault.read_requests import KIND, find_request, read_requests
from weerklank.services.vault.true_time import true_time
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_CASE = fault(
    "VAULT-002",
    Text(
        nl="Dit is geen zaaknummer: het is leeg, langer dan {most} tekens, zonder cijfer, of "
        "het lijkt een omschrijving.",
        en="This is no number of a case: it is empty, longer than {most} characters, without a "
        "figure, or seems a description.",
    ),
    Text(
        nl="Geef het nummer uit het zaaksysteem, zoals Z-2026-0142. Het blijft in het logboek: "
        "nooit een naam, e-mailadres of @.",
        en="Give the number from the register of cases, such as Z-2026-0142. It stays in the "
        "journal: never a name, an e-mail address or an @.",
    ),
)
NO_VERSION = fault(
    "VAULT-003",
    Text(
        nl="Bericht {item} heeft geen versie {version}.",
        en="Post {item} has no version {version}.",
    ),
    Text(
        nl="Kijk met 'weerklank post show {item} --versions' welke er zijn.",
        en="See with 'weerklank post show {item} --versions' which there are.",
    ),
)
NOTHING_SEALED = fault(
    "VAULT-004",
    Text(
        nl="Van {item}, versie {version}, ligt niets in de kluis: er is niets vervangen, of het "
        "beleid bewaarde toen geen originelen.",
        en="Of {item}, version {version}, nothing lies in the vault: nothing was replaced, or the "
        "policy kept no originals then.",
    ),
    Text(
        nl="Wat er nu staat, is alles wat het archief heeft. Vraag het desnoods aan wie het "
        "schreef of aan het platform.",
        en="What stands there is all that the archive has. If need be ask whoever wrote it, or "
        "the platform.",
    ),
)
WRONG_STATE = fault(
    "VAULT-005",
    Text(
        nl="Dit kan niet meer of nog niet: aanvraag {request} is nu {state}.",
        en="This can't be done any more, or not yet: request {request} is now {state}.",
    ),
    Text(
        nl="De volgorde is: aanvragen, goedkeuren door een ander, openen. Doe anders een nieuwe "
        "aanvraag.",
        en="The order is: request, approval by someone else, opening. Else make a new request.",
    ),
)
SAME_PERSON = fault(
    "VAULT-006",
    Text(
        nl="{name} deed aanvraag {request} zelf; een ander moet erover besluiten.",
        en="{name} made request {request}; someone else must decide on it.",
    ),
    Text(
        nl="Laat een andere privacy officer goedkeuren of afwijzen.",
        en="Let another privacy officer approve or refuse.",
    ),
)
NO_REASON = fault(
    "VAULT-007",
    Text(
        nl="De reden ontbreekt, of is langer dan {most} tekens.",
        en="The reason is missing, or longer than {most} characters.",
    ),
    Text(
        nl="Zeg in één zin waarom niet, zonder namen van burgers.",
        en="Say in one sentence why not, without names of citizens.",
    ),
)
LAPSED = fault(
    "VAULT-008",
    Text(
        nl="Aanvraag {request} is vervallen op {moment}.",
        en="Request {request} lapsed on {moment}.",
    ),
    Text(
        nl="Doe een nieuwe aanvraag als de grond er nog is.",
        en="Make a new request if the ground still holds.",
    ),
)
NOT_YOURS = fault(
    "VAULT-009",
    Text(
        nl="Aanvraag {request} is van {name}.",
        en="Request {request} is {name}'s.",
    ),
    Text(
        nl="Alleen wie aanvroeg, opent, verlengt en sluit; een privacy officer kan haar wel "
        "intrekken of sluiten.",
        en="Only who asked opens, extends and closes; a privacy officer can withdraw or close it.",
    ),
)
EXTENDED_ALREADY = fault(
    "VAULT-010",
    Text(
        nl="De inzage van {request} is al eens verlengd.",
        en="The view of {request} was extended once already.",
    ),
    Text(
        nl="Hebt u meer tijd nodig, doe dan een nieuwe aanvraag.",
        en="If you need more time, make a new request.",
    ),
)
#: Who may ask (command-line.md), and so open.
REQUESTERS = (Role.PRIVACY, Role.ARCHIVIST, Role.WOO)
MOST = 500


def request_opening(
    workplace: Workplace, name: str, ground: VaultGround, case: str, version: int | None = None
) -> VaultRequest:
    """Ask to open what was sealed of one version of an item; without a number the newest."""
    workplace.require(*REQUESTERS)
    number = reason_of(case)
    if not is_case(number):
        raise WrongUse(NO_CASE, most=LONGEST_CASE)
    refuse_destroyed(workplace, name)
    item = _version(workplace, name, version)
    if item.sealed is None and not item.sealed_later:
        raise Refused(NOTHING_SEALED, item=item.id, version=item.version)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        note_unattended(workplace)
        made = f"k{len(read_requests(workplace)) + 1:04d}"
        data: JsonObject = {
            "account": item.account,
            "case": number,
            "ground": str(ground),
            "item": item.id,
            "version": item.version,
        }
        _record(workplace, made, VaultAct.REQUESTED, data)
    return find_request(workplace, made)


def approve_request(workplace: Workplace, name: str) -> VaultRequest:
    """Approve a request, as a privacy officer who did not make it."""
    return _decide(workplace, name, VaultAct.APPROVED, {})


def refuse_request(workplace: Workplace, name: str, reason: str) -> VaultRequest:
    """Refuse a request, with the reason, as a privacy officer who did not make it."""
    plain = reason_of(reason)
    if not plain or len(plain) > MOST:
        raise WrongUse(NO_REASON, most=MOST)
    return _decide(workplace, name, VaultAct.REFUSED, {"reason": plain})


def _decide(workplace: Workplace, name: str, act: VaultAct, data: JsonObject) -> VaultRequest:
    workplace.require(Role.PRIVACY)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        note_unattended(workplace)
        found = find_request(workplace, name)
        if is_one_of(workplace.actor.known_as, (found.requested.by,)):
            raise Refused(SAME_PERSON, name=workplace.actor.known_as, request=found.id)
        demand_state(workplace, found, VaultState.REQUESTED)
        refuse_destroyed(workplace, found.item)
        _record(workplace, found.id, act, data)
    return find_request(workplace, name)


def extend_view(workplace: Workplace, name: str) -> VaultRequest:
    """Show what is open for as long again; once."""
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_request(workplace, name)
        demand_own(workplace, found)
        demand_state(workplace, found, VaultState.OPEN)
        if found.extensions:
            raise Refused(EXTENDED_ALREADY, request=found.id)
        _record(workplace, found.id, VaultAct.EXTENDED, {"minutes": VIEW.seconds // 60})
    return find_request(workplace, name)


def end_request(workplace: Workplace, name: str, *, by_term: bool = False) -> VaultRequest:
    """End a view, or take a request or approval back; nothing when it has come to its end.

    Who asked may, and a privacy officer. `by_term` says that the time of the view was over.
    """
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_request(workplace, name)
        if Role.PRIVACY not in workplace.actor.roles:
            demand_own(workplace, found)
        is_open = found.steps[-1].act in {VaultAct.OPENED, VaultAct.EXTENDED}
        state = found.state_at(true_time(workplace))
        if is_open:
            why = VaultEnd.TERM if by_term else VaultEnd.CLOSED
            _record(workplace, found.id, VaultAct.ENDED, {"why": str(why)})
        elif state in {VaultState.REQUESTED, VaultState.APPROVED}:
            _record(workplace, found.id, VaultAct.ENDED, {"why": str(VaultEnd.WITHDRAWN)})
    return find_request(workplace, name)


def note_unattended(workplace: Workplace) -> None:
    """Note the end of views of which the program was gone before: under the lock of decisions."""
    now = true_time(workplace)
    for found in read_requests(workplace).values():
        is_open = found.steps[-1].act in {VaultAct.OPENED, VaultAct.EXTENDED}
        if is_open and found.state_at(now) is VaultState.ENDED:
            _record(workplace, found.id, VaultAct.ENDED, {"why": str(VaultEnd.UNATTENDED)})


def record_opened(workplace: Workplace, found: VaultRequest) -> None:
    """Note that an original is opened, before anything of it is shown."""
    _record(workplace, found.id, VaultAct.OPENED, {"minutes": VIEW.seconds // 60})


def _record(workplace: Workplace, number: str, act: VaultAct, data: JsonObject) -> None:
    workplace.record(Book.DECISIONS, f"{KIND}{act}", number, data)


def demand_own(workplace: Workplace, found: VaultRequest) -> None:
    """Refuse whoever did not make a request."""
    if workplace.actor.name is None or workplace.actor.name != found.requested.by:
        raise Refused(NOT_YOURS, request=found.id, name=found.requested.by)


def demand_state(workplace: Workplace, found: VaultRequest, state: VaultState) -> None:
    """Refuse a step of which it is not the time, by a clock that can be right."""
    is_now = found.state_at(true_time(workplace))
    if is_now is VaultState.LAPSED:
        ended = found.holds_until or found.waits_until
        raise Refused(LAPSED, request=found.id, moment=iso(ended))
    if is_now is not state:
        raise Refused(WRONG_STATE, request=found.id, state=WORDS[is_now])


def _version(workplace: Workplace, name: str, version: int | None) -> ArchivalItem:
    """Read a version of an item from its package; WrongUse when there is no such.

    Without a number the newest; where nothing is sealed of that and it says what earlier ones
    did, the newest of those of which something is.
    """

    def find(catalogue: Catalogue) -> ArchivalItem:
        places = locate(catalogue, name)
        if version is None:
            return _newest_sealed(read(workplace, place) for place in reversed(places))
        for place in places:
            if place.version == version:
                return read(workplace, place)
        raise WrongUse(NO_VERSION, item=places[-1].id, version=version)

    return ask_catalogue(workplace, find)


def _newest_sealed(newest_first: Iterator[ArchivalItem]) -> ArchivalItem:
    newest = next(newest_first)
    for one in chain([newest], newest_first):
        if one.version < (newest.wording or newest.version):
            break
        if one.sealed or one.sealed_later:
            return one
    return newest
