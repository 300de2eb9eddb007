"""`weerklank person token`, `tokens` and `revoke`: with what programs work in someone's name."""

from datetime import date

import click

from weerklank import bootstrap
from weerklank.cli.account_facts import DATE
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.errors import WrongUse
from weerklank.model.person import Role
from weerklank.model.person_words import ROLES
from weerklank.services.workplace import UNKNOWN_PERSON, Workplace


@click.command(
    "token",
    help=say(
        "Maak een token waarmee een programma in naam van NAME met de API werkt, in één rol; het "
        "wordt één keer getoond.",
        "Make a token with which a program works with the API in the name of NAME, in one role; "
        "it is shown once.",
    ),
)
@click.argument("name", metavar="NAME")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help=say("Rol die NAME heeft.", "Role that NAME holds."),
)
@click.option(
    "--for",
    "purpose",
    metavar="TEXT",
    required=True,
    help=say(
        "Waarvoor, zoals de naam van het programma.", "What for, such as the name of the program."
    ),
)
@click.option(
    "--until",
    type=DATE,
    metavar="DATE",
    help=say(
        "Laatste dag; zonder: negentig dagen, ten hoogste 366.",
        "Last day; without it ninety days, 366 at most.",
    ),
)
@common
def token_command(given: Common, name: str, role: str, purpose: str, until: date | None) -> None:
    """Make a token."""
    workplace = _served(given)
    from weerklank.web.tokens import make_token, token_json

    made, secret = make_token(workplace, name, Role(role), purpose, until)

    def text() -> None:
        echo(secret)
        echo(
            say(
                "{number}, geldt tot en met {until}. Bewaar het nu: het wordt niet nog eens "
                "getoond.",
                "{number}, holds until {until}. Keep it now: it is not shown again.",
                number=made.number,
                until=made.until,
            )
        )

    told = {**token_json(made, workplace.today()), "secret": secret}
    answer(told, as_json=given.json, text=text)


@click.command(
    "tokens",
    help=say("Toon de tokens van NAME.", "Show the tokens of NAME."),
)
@click.argument("name", metavar="NAME")
@common
def tokens_command(given: Common, name: str) -> None:
    """List tokens."""
    workplace = _served(given)
    if name not in workplace.register().persons:
        raise WrongUse(UNKNOWN_PERSON, name=name)
    from weerklank.web.tokens import token_json, tokens_of

    found, today = tokens_of(name), workplace.today()

    def text() -> None:
        if not found:
            echo(say("{name} heeft geen tokens.", "{name} has no tokens.", name=name))
        for one in found:
            role = ROLES[one.role].say(language())
            until = say("tot en met {day}", "until {day}", day=one.until)
            ended = "" if one.holds_on(today) else say("  (geldt niet meer)", "  (holds no more)")
            echo(f"{one.number}  {role}, {until}: {one.purpose}{ended}")

    answer({"tokens": [token_json(one, today) for one in found]}, as_json=given.json, text=text)


@click.command(
    "revoke",
    help=say(
        "Trek token TOKEN in: het opent meteen niets meer.",
        "Revoke token TOKEN: it opens nothing any more, at once.",
    ),
)
@click.argument("number", metavar="TOKEN")
@common
def revoke_command(given: Common, number: str) -> None:
    """Revoke a token."""
    workplace = _served(given)
    from weerklank.web.tokens import revoke_token, token_json

    today = workplace.today()
    ended = revoke_token(number, today)
    answer(
        token_json(ended, today),
        as_json=given.json,
        text=lambda: echo(
            say("{number} is ingetrokken.", "{number} is revoked.", number=ended.number)
        ),
    )


def _served(given: Common) -> Workplace:
    """Open the archive, and the database of its web application beside the keys."""
    workplace = given.workplace()
    from weerklank.web.configure import configure
    from weerklank.web.site import Site

    configure(Site(archive=bootstrap.archive_folder(given.archive), keys=workplace.keys.folder))
    return workplace
