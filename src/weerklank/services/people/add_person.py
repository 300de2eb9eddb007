"""Add person: who works with the archive, and in which roles."""

from dataclasses import dataclass, replace
from datetime import date
from unicodedata import normalize

from weerklank.model.clock import civil_day
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.hand_in import add_months
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Person, Role
from weerklank.model.text import Text
from weerklank.register.book import CONTACT, Register
from weerklank.services.people.look_alikes import is_one_of
from weerklank.services.people.mail_settings import require_address
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.mail_folder import read_contacts, write_contact

NO_NAME = fault(
    "ROLE-003",
    Text(nl="Dit is geen naam van een persoon.", en="This is no name of a person."),
    Text(nl="Geef een naam in leesbare tekens.", en="Give a name in readable characters."),
)
NO_ROLE = fault(
    "ROLE-004",
    Text(nl="Er is geen rol genoemd.", en="No role was named."),
    Text(nl="Noem er een of meer met --role.", en="Name one or more with --role."),
)
PAST = fault(
    "ROLE-007",
    Text(nl="{day} is al voorbij.", en="{day} is past already."),
    Text(
        nl="Geef met --until een dag die nog komt; een rol nu beëindigen gaat met "
        "'weerklank person end'.",
        en="Give a day to come with --until; to end a role now there is 'weerklank person end'.",
    ),
)
LAST_OWNER = fault(
    "ROLE-006",
    Text(
        nl="Zonder {name} houdt niemand zonder einddatum het accountoverzicht bij.",
        en="Without {name} nobody keeps the register without an end.",
    ),
    Text(
        nl="Geef eerst iemand anders de rol register-owner, zonder einddatum.",
        en="First give somebody else the role register-owner, without an end.",
    ),
)
LOOKS_ALIKE = fault(
    "ROLE-008",
    Text(
        nl="'{name}' is niet te onderscheiden van '{other}', die al in het register staat.",
        en="'{name}' can't be told from '{other}', who is in the register already.",
    ),
    Text(
        nl="Is het dezelfde persoon, noem die dan '{other}'. Is het een ander, zet er dan iets "
        "bij, zoals '{name} (Financiën)'.",
        en="Where it is the same person, say '{other}'. Where it is another, add to it, such as "
        "'{name} (Finance)'.",
    ),
)
#: Calendar months that an inspector has where nobody said how long.
INSPECTED_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Added:
    """A person of the register, and what came of it: added, changed or unchanged."""

    person: Person
    state: str


def add_person(
    workplace: Workplace,
    name: str,
    roles: tuple[Role, ...] = (),
    email: str | None = None,
    *,
    until: date | None = None,
    without_email: bool = False,
) -> Added:
    """Add a person, or roles or an e-mail address to one who is there.

    `until` is the last day of the roles that are named; without it they have none, but that of
    an inspector, who looks for a limited time (F3): three months where nobody says how long.

    Anyone may as long as there is no register owner; from then on only a register owner may.
    A name that differs in capitals or spaces alone is the same person: nobody becomes two, and a
    name that only looks like that of somebody else is refused. The
    address lies beside the keys, where it can be taken out again; the register keeps that it was
    set, and by whom, not what it is.
    """
    address = require_address(email) if email is not None else None
    today = civil_day(workplace.clock.now())
    if until is not None and until < today:
        raise WrongUse(PAST, day=until.isoformat())
    with locked(workplace.layout.lock("register"), "register", wait=True):
        register = workplace.register()
        if register.holders(Role.REGISTER_OWNER):
            workplace.require(Role.REGISTER_OWNER)
        before = named(register, name)
        if not roles and before.name not in register.persons:
            raise WrongUse(NO_ROLE)
        if not roles and ((address is None and not without_email) or until):
            raise WrongUse(NO_ROLE)
        person = _given(before, roles, until, today)
        told = _contact(workplace, person, address, without_email=without_email)
        if Role.REGISTER_OWNER in roles:
            demand_owner(register, person)
        if person == before:
            return Added(person, "changed" if told else "unchanged")
        state = "changed" if before.roles else "added"
        workplace.record(Book.REGISTER, f"person.{state}", person.name, roles_json(person))
    return Added(person, state)


def _given(person: Person, roles: tuple[Role, ...], until: date | None, today: date) -> Person:
    """Give somebody roles until a day; an inspector who has a day that is yet to come keeps it."""
    ends = dict(person.until)
    for role in roles:
        known = ends.pop(role, None)
        if until is not None:
            ends[role] = until
        elif role is Role.INSPECTOR:
            usual = add_months(today, INSPECTED_MONTHS)
            ends[role] = known if known is not None and known >= today else usual
    return replace(person, roles=tuple(dict.fromkeys((*person.roles, *roles))), until=ends)


def demand_owner(register: Register, changed: Person) -> None:
    """Refuse a change after which nobody without an end keeps the register."""
    others = [one for one in register.persons.values() if one.name != changed.name]
    if not any(one.keeps_for_good for one in (*others, changed)):
        raise Refused(LAST_OWNER, name=changed.name)


def roles_json(person: Person) -> JsonObject:
    """Write the roles of a person as an event has them."""
    said: JsonObject = {"roles": [*map(str, person.roles)]}
    if person.until:
        said["until"] = {str(role): str(day) for role, day in person.until.items()}
    return said


def _contact(
    workplace: Workplace, person: Person, address: str | None, *, without_email: bool
) -> bool:
    """Set or take out an address; tells whether that changed anything."""
    known = read_contacts(workplace.keys).get(person.name)
    if known == address or (address is None and not without_email):
        return False
    write_contact(workplace.keys, person.name, address)
    data: JsonObject = {"email": "set" if address else "removed"}
    workplace.record(Book.REGISTER, CONTACT, person.name, data)
    return True


def email_of(workplace: Workplace, name: str) -> str | None:
    """Give the e-mail address of a person, if one is known."""
    return read_contacts(workplace.keys).get(name)


def named(register: Register, name: str) -> Person:
    """Give the person of a name, or one that is new; WrongUse for what is no name.

    Refused for a new one that looks like another: on a list or certificate nobody could tell them
    apart, and one person would be two.
    """
    plain = normalize("NFC", " ".join(name.split()))
    if not plain or not plain.isprintable():
        raise WrongUse(NO_NAME)
    known = {normalize("NFC", one.name).casefold(): one for one in register.persons.values()}
    found = known.get(plain.casefold())
    if found is not None:
        return found
    for other in register.persons:
        if is_one_of(plain, (other,)):
            raise Refused(LOOKS_ALIKE, name=plain, other=other)
    return Person(name=plain, roles=())


def person_list(workplace: Workplace) -> list[Person]:
    """Give everyone in the register, by name."""
    persons = workplace.register().persons.values()
    return sorted(persons, key=lambda person: person.name.casefold())
