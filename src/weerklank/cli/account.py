"""`weerklank account`: the register of accounts."""

from datetime import date

import click

from weerklank.cli import account_text
from weerklank.cli.account_exchange import export_, import_
from weerklank.cli.account_facts import DATE, PLATFORM, facts_options
from weerklank.cli.account_interval import interval
from weerklank.cli.account_review import report, review, review_term
from weerklank.cli.language import say
from weerklank.cli.office_holders import office_holders
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.account import Account
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.services.appraise.mark_item import recurring_marks
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.edit_account import Edited, close, edit
from weerklank.services.register.register_account import account_history, account_json, register
from weerklank.services.register.remind_makers import reminders_json
from weerklank.services.register.report_change import waiting_count
from weerklank.services.register.review_account import review_of
from weerklank.services.register.set_platform_status import platform_state
from weerklank.services.schedule.finish_change import finish_change
from weerklank.services.workplace import Workplace


@click.group("account", help=say("Het accountoverzicht.", "The register of accounts."))
def account_command() -> None:
    """Keep what goes for the register."""


@account_command.command(
    "add",
    help=say(
        "Registreer het account op adres URL; platform en naam volgen uit het adres.",
        "Register the account at URL; platform and handle follow from the address.",
    ),
)
@click.argument("address", metavar="URL")
@click.option(
    "--platform",
    type=PLATFORM,
    help=say(
        "Platform, waar het adres dat niet zegt.", "Platform, where the address does not say."
    ),
)
@facts_options(editing=False)
@common
def add_account(given: Common, facts: Facts, address: str, platform: str | None) -> None:
    """Register an account."""
    workplace = given.workplace()
    added = register(workplace, address, facts, platform=Platform(platform) if platform else None)
    _tell(given, workplace, added, say("Geregistreerd.", "Registered."))


@account_command.command("list", help=say("Toon alle accounts.", "Show all accounts."))
@common
def list_accounts(given: Common) -> None:
    """List the accounts, unused and closed ones too."""
    workplace = given.workplace()
    accounts = _facts(workplace, *workplace.register().accounts.values())
    answer(
        {"accounts": [*accounts]},
        as_json=given.json,
        text=lambda: account_text.table(accounts),
    )


@account_command.command(
    "show",
    help=say(
        "Toon account A: een nummer, adres of naam.", "Show account A: number, address or handle."
    ),
)
@click.argument("name", metavar="A")
@common
def show_account(given: Common, name: str) -> None:
    """Show one account."""
    workplace = given.workplace()
    (facts,) = _facts(workplace, workplace.register().find(name))
    answer(facts, as_json=given.json, text=lambda: account_text.definition_list(facts))


@account_command.command(
    "edit",
    help=say(
        "Wijzig wat van account A bekend is; wat niet genoemd wordt, blijft.",
        "Change what is known of account A; what is not named stays.",
    ),
)
@click.argument("name", metavar="A")
@click.option("--url", help=say("Nieuw adres van het profiel.", "New address of the profile."))
@click.option("--platform", type=PLATFORM, help=say("Ander platform.", "Other platform."))
@facts_options(editing=True)
@common
def edit_account(
    given: Common, facts: Facts, name: str, url: str | None, platform: str | None
) -> None:
    """Change an account."""
    workplace = given.workplace()
    edited = edit(
        workplace, name, facts, url=url, platform=Platform(platform) if platform else None
    )
    _tell(given, workplace, edited, say("Bijgewerkt.", "Updated."))


@account_command.command(
    "close",
    help=say(
        "Meld dat account A is opgeheven; het blijft in overzicht en archief. Er moet een "
        "complete oogst van het hele account zijn, hooguit 31 dagen ouder dan de opheffing.",
        "State that account A was closed; it stays in register and archive. There must be a "
        "complete harvest of the whole account, at most 31 days older than the closing.",
    ),
)
@click.argument("name", metavar="A")
@click.option(
    "--on",
    "day",
    type=DATE,
    metavar="DATE",
    help=say("Dag van opheffing; standaard vandaag.", "Day of closing; today by default."),
)
@click.option(
    "--without-harvest",
    metavar="REASON",
    help=say(
        "Waarom een laatste oogst van het hele account er niet is en niet meer kan.",
        "Why there is no last harvest of the whole account, and can be none any more.",
    ),
)
@common
def close_account(given: Common, name: str, day: date | None, without_harvest: str | None) -> None:
    """Close an account."""
    workplace = given.workplace()
    closed = close(workplace, name, day, without_harvest=without_harvest)
    _tell(given, workplace, closed, say("Opgeheven.", "Closed."))


@account_command.command(
    "history",
    help=say("Toon wie wanneer wat aan account A wijzigde.", "Show who changed what and when."),
)
@click.argument("name", metavar="A")
@common
def show_history(given: Common, name: str) -> None:
    """Show every event of an account."""
    workplace = given.workplace()
    account = workplace.register().find(name)
    events = account_history(workplace, account)
    answer(
        {"account": account.id, "events": [*events]},
        as_json=given.json,
        text=lambda: account_text.history(events),
    )


account_command.add_command(office_holders)
account_command.add_command(export_)
account_command.add_command(import_)
account_command.add_command(report)
account_command.add_command(review)
account_command.add_command(review_term)
account_command.add_command(interval)


def _facts(workplace: Workplace, *accounts: Account) -> list[JsonObject]:
    """Give all facts of accounts, with what makers and owners of the register are to do."""
    today = workplace.today()
    reminders, register = reminders_json(workplace, accounts), workplace.register()
    recurring = recurring_marks(workplace)
    return [
        {
            **account_json(one, today),
            "handin": reminders[one.id],
            "review": review_of(workplace, register, one),
            "reports": waiting_count(register, one.id),
            "platform_state": platform_state(register, one.platform),
            "marks_recur": recurring.get(one.id),
        }
        for one in accounts
    ]


def _tell(given: Common, workplace: Workplace, edited: Edited, done: str) -> None:
    notices = (*edited.notices, *finish_change(workplace))
    (facts,) = _facts(workplace, edited.account)

    def text() -> None:
        echo(done)
        account_text.definition_list(facts)
        account_text.tell_notices(notices)

    warnings = account_text.notices_json(notices)
    answer({**facts, "warnings": warnings}, as_json=given.json, text=text)
