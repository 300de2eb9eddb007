"""`weerklank person`: who works with the archive, and in which roles."""

import click

from weerklank import bootstrap
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.errors import WrongUse
from weerklank.model.person import Role
from weerklank.services.add_person import add_person, person_list
from weerklank.services.seal_events import seal_events
from weerklank.services.workplace import UNKNOWN_PERSON


@click.group("person", help=say("Personen en hun rollen.", "Persons and their roles."))
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
    person = added.person

    def text() -> None:
        echo(f"{person.name}: {', '.join(person.roles)}")

    answer(
        {"person": person.name, "roles": [*person.roles], "state": added.state},
        as_json=given.json,
        text=text,
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
            echo(f"{person.name}: {', '.join(person.roles)}")

    answer(
        {"persons": [{"name": one.name, "roles": [*one.roles]} for one in persons]},
        as_json=given.json,
        text=text,
    )


@person_command.command(
    "password",
    help=say(
        "Trek een nieuw wachtwoord voor NAME, die in het register staat; het wordt één keer "
        "getoond.",
        "Draw a new password for NAME, who is in the register; it is shown once.",
    ),
)
@click.argument("name", metavar="NAME")
@common
def password(given: Common, name: str) -> None:
    """Draw someone a password for the web application."""
    workplace = given.workplace()
    person = workplace.register().persons.get(name)
    if person is None:
        raise WrongUse(UNKNOWN_PERSON, name=name)
    from weerklank.web.configure import configure
    from weerklank.web.sign_in import draw_password
    from weerklank.web.site import Site

    archive = bootstrap.archive_folder(given.archive)
    configure(Site(archive=archive, keys=workplace.keys.folder))
    drawn = draw_password(person.name)
    answer(
        {"password": drawn, "person": person.name},
        as_json=given.json,
        text=lambda: echo(f"{person.name}: {drawn}"),
    )
