"""Claimed roles: make what somebody may do in the register what the provider says."""

from dataclasses import replace
from datetime import timedelta

from weerklank.model.event import Book
from weerklank.model.person import Person, Role
from weerklank.services.people.add_person import roles_json
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

EMERGENCY = "sign-in.emergency"


def claim_roles(workplace: Workplace, name: str, roles: tuple[Role, ...]) -> bool:
    """Give somebody these roles and end all others from today on; tells whether that changed any.

    The mapping that the operator wrote decides, so no owner of the register is asked, and the last
    one of them may go: the organisation gives the next. Who has no role and had none is not
    entered. A role that ends stays in the register as one that was held (docs/adr/0046).
    """
    today = workplace.today()
    with locked(workplace.layout.lock("register"), "register", wait=True):
        before = workplace.register().persons.get(name) or Person(name=name, roles=())
        held = before.roles_on(today)
        if set(held) == set(roles):
            return False
        ends = {role: day for role, day in before.until.items() if role not in roles}
        ends |= {role: today - timedelta(days=1) for role in held if role not in roles}
        known = tuple(dict.fromkeys((*before.roles, *roles)))
        person = replace(before, roles=known, until=ends)
        state = "changed" if before.roles else "added"
        workplace.record(Book.REGISTER, f"person.{state}", name, roles_json(person))
    return True


def names_taken(workplace: Workplace) -> list[str]:
    """Give the names of the register, which nobody else gets."""
    return [*workplace.register().persons]


def note_emergency(workplace: Workplace) -> None:
    """Record that whoever acts came in with a password although people sign in by a provider.

    What can't be recorded raises: then nobody comes in.
    """
    workplace.record(Book.JOURNAL, EMERGENCY, workplace.actor.known_as, {})
    seal_events(workplace)
