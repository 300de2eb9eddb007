"""End roles: from a day on somebody may no longer do what a role allows; the register keeps it."""

from dataclasses import replace
from datetime import date, timedelta

from weerklank.model.clock import civil_day
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.people.add_person import Added, demand_owner, named, roles_json
from weerklank.services.workplace import UNKNOWN_PERSON, Workplace
from weerklank.store.lock import locked

NOT_HELD = fault(
    "ROLE-005",
    Text(nl="{name} heeft de rol {role} niet.", en="{name} does not hold the role {role}."),
    Text(
        nl="Kijk met 'weerklank person list' wie welke rollen heeft.",
        en="See with 'weerklank person list' who holds which roles.",
    ),
)


def end_roles(
    workplace: Workplace, name: str, roles: tuple[Role, ...] = (), on: date | None = None
) -> Added:
    """End roles of a person, by default all; `on` is the last day, by default yesterday: at once.

    A register owner may. Somebody always stays who keeps the register, or nobody could give a
    role any more, or everybody.
    """
    today = civil_day(workplace.clock.now())
    with locked(workplace.layout.lock("register"), "register", wait=True):
        register = workplace.register()
        if register.holders(Role.REGISTER_OWNER):
            workplace.require(Role.REGISTER_OWNER)
        before = named(register, name)
        if before.name not in register.persons:
            raise WrongUse(UNKNOWN_PERSON, name=name)
        held = before.roles_on(today)
        for role in roles:
            if role not in held:
                raise WrongUse(NOT_HELD, name=before.name, role=role)
        last = on or today - timedelta(days=1)
        ends = dict.fromkeys(roles or held, last)
        person = replace(before, until={**before.until, **ends})
        if person == before:
            return Added(person, "unchanged")
        demand_owner(register, person)
        data: JsonObject = roles_json(person)
        workplace.record(Book.REGISTER, "person.changed", person.name, data)
    return Added(person, "changed")
