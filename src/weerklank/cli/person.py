"""`weerklank person`: who works with the archive, in which roles, and who is in which office."""

from datetime import date

import click

from weerklank.cli import person_text
from weerklank.cli.account_facts import DATE
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Person, Role
from weerklank.services.add_person import Added, add_person, person_list
from weerklank.services.hold_office import hold_office, person_history
from weerklank.services.seal_events import seal_events


@click.group(
    "person", help=say("Personen, hun rollen en ambten.", "Persons, their roles and offices.")
)
def person_command() -> None:
    """Keep what goes for persons."""


@person_command.command(
    "add",
    help=say(
        "Voeg persoon NAME toe, of rollen aan wie er al is.",
        "Add person NAME, or roles to one who is there.",
    ),
)
@click.argument("name", metavar="NAME")
@click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    multiple=True,
    required=True,
    help=say("Rol; mag vaker.", "Role; repeatable."),
)
@common
def add(given: Common, name: str, roles: tuple[str, ...]) -> None:
    """Add a person."""
    workplace = given.workplace()
    added = add_person(workplace, name, tuple(map(Role, roles)))
    seal_events(workplace)
    _tell(given, added)


@person_command.command(
    "office",
    help=say(
        "Leg vast dat persoon NAME een ambt bekleedt, ook zonder account. Nog eens met hetzelfde "
        "ambt en dezelfde --from wijzigt alleen het einde.",
        "Record that person NAME is in an office, also without an account. Once more with the "
        "same office and --from changes the end only.",
    ),
)
@click.argument("name", metavar="NAME")
@click.option(
    "--office",
    metavar="TEXT",
    required=True,
    help=say("Ambt, zoals wethouder.", "Office, such as alderman."),
)
@click.option(
    "--from",
    "start",
    type=DATE,
    metavar="DATE",
    required=True,
    help=say("Eerste dag.", "First day."),
)
@click.option(
    "--to",
    "end",
    type=DATE,
    metavar="DATE",
    help=say("Laatste dag; zonder: tot op heden.", "Last day; without it until now."),
)
@common
def office_(given: Common, name: str, office: str, start: date, end: date | None) -> None:
    """Record an office."""
    workplace = given.workplace()
    held = hold_office(workplace, name, office, start, end)
    seal_events(workplace)
    _tell(given, held)


@person_command.command(
    "history",
    help=say(
        "Toon wie wanneer rollen en ambten van persoon NAME wijzigde.",
        "Show who changed roles and offices of person NAME, and when.",
    ),
)
@click.argument("name", metavar="NAME")
@common
def history(given: Common, name: str) -> None:
    """Show every event of a person."""
    person, events = person_history(given.workplace(), name)
    answer(
        {"person": person.name, "events": [*events]},
        as_json=given.json,
        text=lambda: person_text.history(events),
    )


def _person_json(person: Person) -> JsonObject:
    return {
        "roles": [*person.roles],
        "offices": [
            {"office": one.office, "from": str(one.start), "to": str(one.end) if one.end else None}
            for one in person.offices
        ],
    }


def _tell(given: Common, added: Added) -> None:
    person = added.person
    answer(
        {"person": person.name, **_person_json(person), "state": added.state},
        as_json=given.json,
        text=lambda: echo(person_text.line(person)),
    )


@person_command.command("list", help=say("Toon alle personen.", "Show all persons."))
@common
def show_all(given: Common) -> None:
    """List the persons."""
    persons = person_list(given.workplace())

    def text() -> None:
        if not persons:
            echo(
                say(
                    "Nog geen personen. Begin met wie het accountoverzicht beheert: "
                    "weerklank person add NAAM --role register-owner",
                    "No persons yet. Begin with who keeps the register: "
                    "weerklank person add NAME --role register-owner",
                )
            )
        for person in persons:
            echo(person_text.line(person))

    answer(
        {"persons": [{"name": one.name, **_person_json(one)} for one in persons]},
        as_json=given.json,
        text=text,
    )
