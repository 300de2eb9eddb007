"""Hold office: that a person is in a public office from a day on, also without an account."""

from dataclasses import replace
from datetime import date

import msgspec

from weerklank.model.clock import iso
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import DatedOffice, Person
from weerklank.model.text import Text, typed
from weerklank.register.book import changed
from weerklank.services.people.add_person import Added, named
from weerklank.services.register.edit_account import require_keeper
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

ENDS_FIRST = fault(
    "REGISTER-041",
    Text(
        nl="Het ambt van {name} eindigt voor het begint.",
        en="The office of {name} ends before it begins.",
    ),
    Text(nl="Controleer --from en --to.", en="Check --from and --to."),
)
NOBODY = fault(
    "REGISTER-042",
    Text(nl="'{name}' staat niet in het accountoverzicht.", en="'{name}' is not in the register."),
    Text(
        nl="Kijk met 'weerklank person list' wie er zijn.",
        en="See with 'weerklank person list' who there are.",
    ),
)


def hold_office(
    workplace: Workplace, name: str, office: str, start: date, end: date | None = None
) -> Added:
    """Record that a person is in an office, first and last day; None means until now.

    A person who is not in the register comes in, without a role. The same office from the same
    day takes another end. Others may be in that office too, such as aldermen.
    """
    require_keeper(workplace)
    if end is not None and end < start:
        raise WrongUse(ENDS_FIRST, name=name)
    held = DatedOffice(office=typed(office), start=start, end=end)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        register = workplace.register()
        before = named(register, name)
        others = [one for one in before.offices if not _same(one, held)]
        offices = tuple(sorted((*others, held), key=lambda one: (one.start, one.office)))
        person = replace(before, offices=offices)
        if person == before:
            return Added(person, "unchanged")
        change = changed(_json(before), _json(person))
        workplace.record(
            Book.REGISTER, "person.office", person.name, {"changes": {"offices": change}}
        )
        return Added(person, "changed" if before.name in register.persons else "added")


def _same(one: DatedOffice, other: DatedOffice) -> bool:
    return (one.office.casefold(), one.start) == (other.office.casefold(), other.start)


def _json(person: Person) -> list[Json]:
    written: list[Json] = msgspec.json.decode(msgspec.json.encode(person.offices))
    return written


def person_history(workplace: Workplace, name: str) -> tuple[Person, list[JsonObject]]:
    """Give a person and every event of theirs in order: when, who, what changed.

    WrongUse for one who is not in the register.
    """
    register = workplace.register()
    person = named(register, name)
    if person.name not in register.persons:
        raise WrongUse(NOBODY, name=name)
    return person, [
        {
            "at": iso(event.at),
            "actor": event.actor.known_as,
            "system_user": event.actor.system_user,
            "kind": event.kind,
            "change": event.data.get("changes", event.data),
        }
        for event in workplace.events.read(Book.REGISTER)
        if event.subject == person.name and event.kind.startswith("person.")
    ]
