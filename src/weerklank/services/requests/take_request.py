"""Take request: register that a person asks, see whose account it is, and take more time (D5).

Who asks is kept nowhere here: only the case number leads to them, in the organisation's own files.
"""

from datetime import date, timedelta

from weerklank.minimise.folding import fold_key
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.person_request import PersonRequest, PersonRequestState, RequestKind
from weerklank.model.platform import Platform
from weerklank.model.reason import reason_of
from weerklank.model.text import Text
from weerklank.services.requests.find_person import FoundPerson, ask_for_person
from weerklank.services.seal.read_requests import EXTENDED, IDENTIFIED, MADE, read_requests
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

UNKNOWN_REQUEST = fault(
    "PERSON-006",
    Text(nl="Er is geen verzoek '{request}'.", en="There is no request '{request}'."),
    Text(
        nl="Kijk met 'weerklank request list' welke er zijn.",
        en="See with 'weerklank request list' which there are.",
    ),
)
NO_CASE = fault(
    "PERSON-007",
    Text(
        nl="Het zaaknummer of de uitleg ontbreekt, of is langer dan {most} tekens.",
        en="The case number or the explanation is missing, or longer than {most} characters.",
    ),
    Text(
        nl="Neem het nummer van de zaak waarin staat wie het vraagt; noem zelf niemand.",
        en="Take the number of the case in which it stands who asks; name nobody yourself.",
    ),
)
NOT_THAT_DAY = fault(
    "PERSON-008",
    Text(nl="{day} kan de dag van ontvangst niet zijn.", en="{day} can't be the day of receipt."),
    Text(
        nl="Neem een dag tot en met vandaag, niet meer dan {years} jaar terug.",
        en="Take a day up to today, no more than {years} years back.",
    ),
)
NAMES_WHO_ASKS = fault(
    "PERSON-009",
    Text(
        nl="In het zaaknummer of de uitleg staat de accountnaam waarnaar is gevraagd.",
        en="The case number or the explanation holds the handle that was asked for.",
    ),
    Text(
        nl="Zeg het zonder: wie het vraagt, wordt hier nergens bewaard.",
        en="Say it without: who asks is kept nowhere here.",
    ),
)
DECIDED_ALREADY = fault(
    "PERSON-010",
    Text(
        nl="Over verzoek {request} is al besloten.",
        en="Request {request} was decided on already.",
    ),
    Text(
        nl="Kijk met 'weerklank request show {request}' hoe; wie opnieuw vraagt, krijgt een nieuw "
        "verzoek.",
        en="See with 'weerklank request show {request}' how; who asks again gets a new request.",
    ),
)
TOO_LATE = fault(
    "PERSON-011",
    Text(
        nl="Verlengen kon tot en met {day}, en één keer.",
        en="It could be extended until {day}, and once.",
    ),
    Text(
        nl="Besluit zo snel u kunt; de termijn schuift niet meer op.",
        en="Decide as soon as you can; the term does not move any more.",
    ),
)
#: Characters of a case number, and of what is told besides.
MOST_CASE, MOST = 60, 300
_OLDEST = 5
_TOLD = 4


def take_request(
    workplace: Workplace,
    kind: RequestKind,
    platform: Platform,
    given: str,
    *,
    case: str,
    received: date | None = None,
    how: str = "",
) -> tuple[PersonRequest, FoundPerson]:
    """Register a request, with the pseudonyms that it is about; a privacy officer does.

    `given` is the handle, address or id, of which nothing is kept. `received` is the day on which
    the organisation got it, today unless given; `how` says how it was seen whose account it is,
    empty as long as it was not.
    """
    workplace.require(Role.PRIVACY)
    number, told = _plain(case, MOST_CASE), _plain(how, MOST) if how.strip() else ""
    _refuse_handle(given, number, told)
    day = received or workplace.today()
    if not workplace.today() - timedelta(days=366 * _OLDEST) <= day <= workplace.today():
        raise WrongUse(NOT_THAT_DAY, day=day, years=_OLDEST)
    found = ask_for_person(workplace, platform, given)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        name = f"p{len(read_requests(workplace)) + 1:04d}"
        data: JsonObject = {
            "case": number,
            "kind": str(kind),
            "persons": [one.tag for one in found.pseudonyms],
            "platform": str(platform),
            "received": day.isoformat(),
            "shown": [str(one) for one in found.pseudonyms],
        }
        workplace.record(Book.DECISIONS, MADE, name, data)
        if told:
            workplace.record(Book.DECISIONS, IDENTIFIED, name, {"how": told})
    return find_request(workplace, name), found


def identify(workplace: Workplace, name: str, how: str) -> PersonRequest:
    """Record how it was seen that who asks is who the account is of."""
    workplace.require(Role.PRIVACY)
    told = _plain(how, MOST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_open(workplace, name)
        workplace.record(Book.DECISIONS, IDENTIFIED, found.id, {"how": told})
    return find_request(workplace, name)


def extend(workplace: Workplace, name: str, reason: str) -> PersonRequest:
    """Take two months more, within the first; who asks is told so, with the reason."""
    workplace.require(Role.PRIVACY)
    told = _plain(reason, MOST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_open(workplace, name)
        if found.extended or workplace.today() > found.first_due:
            raise Refused(TOO_LATE, day=found.first_due)
        workplace.record(Book.DECISIONS, EXTENDED, found.id, {"reason": told})
    return find_request(workplace, name)


def find_request(workplace: Workplace, name: str) -> PersonRequest:
    """Find a request by its number; WrongUse when there is none."""
    found = read_requests(workplace).get(name.strip().lower())
    if found is None:
        raise WrongUse(UNKNOWN_REQUEST, request=name)
    return found


def find_open(workplace: Workplace, name: str) -> PersonRequest:
    """Find a request that waits for a decision; Refused for another."""
    found = find_request(workplace, name)
    if found.state is not PersonRequestState.OPEN:
        raise Refused(DECIDED_ALREADY, request=found.id)
    return found


def list_requests(workplace: Workplace, *, waiting: bool = False) -> list[PersonRequest]:
    """Give the requests: those that wait by their last day, then the others, newest first.

    To the privacy officer alone.
    """
    workplace.require(Role.PRIVACY)
    every = read_requests(workplace).values()
    open_ones = [one for one in every if one.state is PersonRequestState.OPEN]
    open_ones.sort(key=lambda one: (one.due, one.id))
    if waiting:
        return open_ones
    return [*open_ones, *(one for one in reversed([*every]) if one not in open_ones)]


def _plain(words: str, most: int) -> str:
    told = reason_of(words)
    if not told or len(told) > most:
        raise WrongUse(NO_CASE, most=most)
    return told


def _refuse_handle(given: str, *told: str) -> None:
    """Refuse words that hold the handle itself, or its part before the server."""
    whole = fold_key(given.strip().rstrip("/").rpartition("/")[2].lstrip("@"))
    names = {name for name in (whole, whole.partition("@")[0]) if len(name) >= _TOLD}
    if any(name in fold_key(words) for name in names for words in told):
        raise WrongUse(NAMES_WHO_ASKS)
