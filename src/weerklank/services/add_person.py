"""Add person: who works with the archive, and in which roles."""

from dataclasses import dataclass, replace

from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Person, Role
from weerklank.model.text import Text
from weerklank.register.book import CONTACT, Register
from weerklank.services.mail_settings import require_address
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
    without_email: bool = False,
) -> Added:
    """Add a person, or roles or an e-mail address to one who is there.

    Anyone may as long as there is no register owner; from then on only a register owner may.
    A name that differs in capitals or spaces alone is the same person: nobody becomes two. The
    address lies beside the keys, where it can be taken out again; the register keeps that it was
    set, and by whom, not what it is.
    """
    address = require_address(email) if email is not None else None
    with locked(workplace.layout.lock("register"), "register", wait=True):
        register = workplace.register()
        if register.holders(Role.REGISTER_OWNER):
            workplace.require(Role.REGISTER_OWNER)
        before = named(register, name)
        if not roles and before.name not in register.persons:
            raise WrongUse(NO_ROLE)
        if not roles and address is None and not without_email:
            raise WrongUse(NO_ROLE)
        person = replace(before, roles=tuple(dict.fromkeys((*before.roles, *roles))))
        told = _contact(workplace, person, address, without_email=without_email)
        if person == before:
            return Added(person, "changed" if told else "unchanged")
        state = "changed" if before.roles else "added"
        workplace.record(
            Book.REGISTER, f"person.{state}", person.name, {"roles": [*map(str, person.roles)]}
        )
    return Added(person, state)


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
    """Give the person of a name, or one that is new; WrongUse for what is no name."""
    plain = " ".join(name.split())
    if not plain or not plain.isprintable():
        raise WrongUse(NO_NAME)
    known = {person.name.casefold(): person for person in register.persons.values()}
    return known.get(plain.casefold(), Person(name=plain, roles=()))


def person_list(workplace: Workplace) -> list[Person]:
    """Give everyone in the register, by name."""
    persons = workplace.register().persons.values()
    return sorted(persons, key=lambda person: person.name.casefold())
