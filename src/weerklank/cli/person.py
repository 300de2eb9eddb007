"""`weerklank person`: who works with the archive, in which roles, and who is in which office."""

from datetime import date

import click

from weerklank import bootstrap
from weerklank.cli import person_text
from weerklank.cli.account_facts import DATE
from weerklank.cli.account_text import notices_json, tell_notices
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.person_token import revoke_command, token_command, tokens_command
from weerklank.model.clock import civil_day
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.json_value import JsonObject
from weerklank.model.notice import Notice
from weerklank.model.person import Person, Role
from weerklank.model.text import Text
from weerklank.services.people.add_person import Added, add_person, email_of, person_list
from weerklank.services.people.end_roles import end_roles
from weerklank.services.people.hold_office import hold_office, person_history
from weerklank.services.people.sign_in_settings import NO_PASSWORDS
from weerklank.services.schedule.finish_change import finish_change
from weerklank.services.workplace import UNKNOWN_PERSON, Workplace

INSPECTOR_UNTIL = Text(
    nl="Een inspecteur kijkt voor beperkte tijd: deze rol geldt tot en met {day}; met --until "
    "kiest u een andere dag.",
    en="An inspector looks for a limited time: this role holds until {day}; choose another day "
    "with --until.",
)


@click.group(
    "person", help=say("Personen, hun rollen en ambten.", "Persons, their roles and offices.")
)
def person_command() -> None:
    """Keep what goes for persons."""


_ROLES = click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    multiple=True,
    help=say("Rol; mag vaker.", "Role; repeatable."),
)


@person_command.command(
    "add",
    help=say(
        "Voeg persoon NAME toe, of rollen aan wie er al is.",
        "Add person NAME, or roles to one who is there.",
    ),
)
@click.argument("name", metavar="NAME")
@_ROLES
@click.option(
    "--email",
    metavar="ADDRESS",
    help=say(
        "E-mailadres op het werk, voor e-mail over het accountoverzicht; het ligt naast de "
        "sleutels en niet in het archief.",
        "E-mail address at work, for mail on the register; it lies beside the keys and not in "
        "the archive.",
    ),
)
@click.option(
    "--without-email",
    is_flag=True,
    help=say("Haal het e-mailadres weg.", "Take the e-mail address out."),
)
@click.option(
    "--until",
    type=DATE,
    metavar="DATE",
    help=say(
        "Laatste dag van de genoemde rollen. Zonder: geen, maar voor een inspecteur drie maanden.",
        "Last day of the roles named. Without it none, but three months for an inspector.",
    ),
)
@common
def add(
    given: Common,
    name: str,
    roles: tuple[str, ...],
    email: str | None,
    until: date | None,
    *,
    without_email: bool,
) -> None:
    """Add a person."""
    workplace = given.workplace()
    chosen = tuple(map(Role, roles))
    added = add_person(workplace, name, chosen, email, until=until, without_email=without_email)
    notices = finish_change(workplace)
    if Role.INSPECTOR in chosen and until is None:
        last = added.person.until[Role.INSPECTOR]
        notices = (*notices, Notice("inspector-until", INSPECTOR_UNTIL, {"day": str(last)}))
    _tell(given, workplace, added, notices)


@person_command.command(
    "end",
    help=say(
        "Beëindig rollen van persoon NAME, zonder --role alle; het register onthoudt ze.",
        "End roles of person NAME, all without --role; the register keeps that they were held.",
    ),
)
@click.argument("name", metavar="NAME")
@_ROLES
@click.option(
    "--on",
    type=DATE,
    metavar="DATE",
    help=say("Laatste dag; zonder: nu meteen.", "Last day; without it at once."),
)
@common
def end(given: Common, name: str, roles: tuple[str, ...], on: date | None) -> None:
    """End roles of a person."""
    workplace = given.workplace()
    ended = end_roles(workplace, name, tuple(map(Role, roles)), on)
    _tell(given, workplace, ended, finish_change(workplace))


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
    _tell(given, workplace, held, finish_change(workplace))


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


def _person_json(person: Person, today: date) -> JsonObject:
    return {
        "roles": [*person.roles_on(today)],
        "until": {str(role): str(last) for role, last in person.until.items()},
        "offices": [
            {"office": one.office, "from": str(one.start), "to": str(one.end) if one.end else None}
            for one in person.offices
        ],
    }


def _tell(given: Common, workplace: Workplace, added: Added, notices: tuple[Notice, ...]) -> None:
    person, today = added.person, civil_day(workplace.clock.now())

    def text() -> None:
        echo(person_text.line(person, today))
        tell_notices(notices)

    told = {"person": person.name, **_person_json(person, today), "state": added.state}
    answer({**told, "warnings": notices_json(notices)}, as_json=given.json, text=text)


@person_command.command("list", help=say("Toon alle personen.", "Show all persons."))
@common
def show_all(given: Common) -> None:
    """List the persons."""
    workplace = given.workplace()
    persons, today = person_list(workplace), civil_day(workplace.clock.now())
    addresses = {person.name: email_of(workplace, person.name) for person in persons}

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
            email = addresses[person.name]
            echo(person_text.line(person, today) + (f" <{email}>" if email else ""))

    answer(
        {
            "persons": [
                {"name": one.name, **_person_json(one, today), "email": addresses[one.name]}
                for one in persons
            ]
        },
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
    by_provider = bootstrap.sign_in_settings(workplace.keys.folder)
    if by_provider is not None and person.name != by_provider.emergency:
        raise Refused(NO_PASSWORDS, name=person.name)
    workplace.keys.demand_ours()  # a password of another folder would let nobody in
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


for _command in (token_command, tokens_command, revoke_command):
    person_command.add_command(_command)
