"""`weerklank profile`: the template for profiles, and whether a harvested profile has it."""

import textwrap

import click

from weerklank import bootstrap
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import JsonObject
from weerklank.model.own_sites import POLICY_WORDS, FileKind, OwnSites
from weerklank.model.platform import TITLES
from weerklank.model.profile_check import (
    ProfileAnswer,
    ProfileCheck,
    ProfileFinding,
    ProfileTurn,
    turned_between,
)
from weerklank.model.profile_template import ProfilePages, ProfileText
from weerklank.model.profile_words import LOOKS, PAGES, STATEMENTS, WHERE
from weerklank.services.profile.check_profile import (
    check_profile,
    next_of_finding,
    profile_check_json,
)
from weerklank.services.profile.make_template import make_template, template_json
from weerklank.services.profile.own_sites import SiteChanges, name_sites, sites_json
from weerklank.services.profile.past_checks import checks_of_profile
from weerklank.services.profile.profile_pages import name_pages, pages_json

_WIDTH = 96
_MARKS = {ProfileAnswer.FOUND: "v", ProfileAnswer.NOT_FOUND: "x", ProfileAnswer.NOT_READ: "-"}


@click.group(
    "profile",
    help=say(
        "Het sjabloon voor profielen, en of een geoogst profiel eraan voldoet.",
        "The template for profiles, and whether a harvested profile has it.",
    ),
)
def profile_command() -> None:
    """Hold what goes into profiles."""


@profile_command.command(
    "template",
    help=say(
        "Geef de profieltekst voor account A, ingevuld en in de vorm die op het platform past, "
        "en de volledige tekst voor de pagina achter de link.",
        "Give the profile text for account A, filled in and in the form that fits its platform, "
        "and the full text for the page behind the link.",
    ),
)
@click.argument("name", metavar="A")
@common
def template(given: Common, name: str) -> None:
    """Give the profile text of an account."""
    workplace = given.workplace()
    account = workplace.register().find(name)
    made = make_template(workplace, name)
    told = template_json(account, made, language())
    answer(told, as_json=given.json, text=lambda: _show_text(made))


@profile_command.command(
    "check",
    help=say(
        "Kijk het geoogste profiel van account A na: elke uitspraak van het sjabloon, en de "
        "pagina's achter de links. De uitkomst blijft bewaard.",
        "Check the harvested profile of account A: each statement of the template, and the pages "
        "behind its links. The outcome is kept.",
    ),
)
@click.argument("name", metavar="A")
@common
def check(given: Common, name: str) -> None:
    """Check the profile of an account; exit 1 when something is missing."""
    workplace = given.workplace()
    account = workplace.register().find(name).id
    before = next(iter(checks_of_profile(workplace, account)), None)
    done = check_profile(workplace, account, bootstrap.transport_for(workplace))

    def text() -> None:
        _show_check(done)
        _show_turned(turned_between(before, done))

    answer(profile_check_json(done, before, language()), as_json=given.json, text=text)
    if not done.is_ok:
        click.get_current_context().exit(1)


@profile_command.command(
    "history",
    help=say(
        "Toon elke keer dat het profiel van account A is nagekeken, nieuwste eerst.",
        "Show each time that the profile of account A was checked, newest first.",
    ),
)
@click.argument("name", metavar="A")
@common
def history(given: Common, name: str) -> None:
    """Show the checks of a profile."""
    workplace = given.telling()
    account = workplace.register().find(name).id
    checks = checks_of_profile(workplace, account)
    pairs = [*zip(checks, (*checks[1:], None), strict=False)]
    told: JsonObject = {
        "account": account,
        "checks": [profile_check_json(now, before, language()) for now, before in pairs],
    }

    def text() -> None:
        for now, before in pairs:
            _show_line(now)
            _show_turned(turned_between(before, now))
        if not checks:
            echo(say("Nog niet nagekeken.", "Not checked yet."))

    answer(told, as_json=given.json, text=text)


_ADDRESS_HELP = {
    "privacy": ("Pagina met de privacyverklaring.", "Page with the privacy statement."),
    "contact": (
        "Pagina met de kanalen voor formele berichten.",
        "Page with the channels for formal messages.",
    ),
    "landing": (
        "Pagina met de volledige tekst van het sjabloon.",
        "Page with the full text of the template.",
    ),
}


@profile_command.command(
    "pages",
    help=say(
        "Toon naar welke pagina's van de organisatie de profielen verwijzen, of leg ze vast.",
        "Show to which pages of the organisation its profiles lead, or record them.",
    ),
)
@click.option("--privacy", metavar="URL", help=say(*_ADDRESS_HELP["privacy"]))
@click.option("--contact", metavar="URL", help=say(*_ADDRESS_HELP["contact"]))
@click.option("--landing", metavar="URL", help=say(*_ADDRESS_HELP["landing"]))
@click.option(
    "--without",
    "without",
    multiple=True,
    type=click.Choice(["privacy", "contact", "landing"]),
    help=say("Deze pagina niet meer.", "This page no more."),
)
@common
def pages(
    given: Common,
    privacy: str | None,
    contact: str | None,
    landing: str | None,
    without: tuple[str, ...],
) -> None:
    """Show or record the pages."""
    workplace = given.workplace()
    named = {"privacy": privacy, "contact": contact, "landing": landing}
    named |= dict.fromkeys(without, "")
    if any(one is not None for one in named.values()):
        found = name_pages(workplace, **named)
    else:
        found = workplace.register().pages
    answer(pages_json(found), as_json=given.json, text=lambda: _show_pages(found))


def _show_pages(found: ProfilePages) -> None:
    for name, address in pages_json(found).items():
        echo(f"{PAGES[name].say(language())}: {address or '-'}")


@profile_command.command(
    "sites",
    help=say(
        "Toon welke sites van de organisatie zelf zijn en wat daarvan wordt meegeoogst, of leg "
        "het vast. Zonder --pages en --kind komt er niets mee.",
        "Show which sites are the organisation's own and what of them is harvested along, or "
        "record it. Without --pages and --kind nothing comes along.",
    ),
)
@click.option(
    "--site",
    "sites",
    metavar="URL",
    multiple=True,
    help=say(
        "Een eigen site, met de namen eronder; vervangt de vorige.",
        "A site of one's own, with the names under it; replaces the earlier ones.",
    ),
)
@click.option(
    "--pages/--no-pages",
    "pages_",
    default=None,
    help=say("Pagina's waarnaar berichten verwijzen.", "Pages that posts lead to."),
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([str(kind) for kind in FileKind]),
    help=say(
        "Soort bestand dat meekomt; vervangt de vorige.",
        "Kind of file that comes along; replaces the earlier ones.",
    ),
)
@click.option("--no-files", is_flag=True, help=say("Geen bestanden.", "No files."))
@click.option(
    "--most-mb",
    metavar="N",
    type=int,
    help=say("Megabytes van één bestand.", "Megabytes of one file."),
)
@click.option(
    "--most-mb-run",
    metavar="N",
    type=int,
    help=say("Megabytes van één run.", "Megabytes of one run."),
)
@common
def sites_(
    given: Common,
    sites: tuple[str, ...],
    pages_: bool | None,
    kinds: tuple[str, ...],
    no_files: bool,
    most_mb: int | None,
    most_mb_run: int | None,
) -> None:
    """Show or record the own sites."""
    workplace = given.workplace()
    changes = SiteChanges(
        sites=sites or None,
        pages=pages_,
        kinds=() if no_files else kinds or None,
        most_mb=most_mb,
        most_mb_run=most_mb_run,
    )
    is_changed = changes != SiteChanges()
    found = name_sites(workplace, changes) if is_changed else workplace.register().sites
    answer(sites_json(found), as_json=given.json, text=lambda: _show_sites(found))


def _show_sites(found: OwnSites) -> None:
    shown = {
        "sites": ", ".join(found.sites) or "-",
        "pages": say("ja", "yes") if found.pages else say("nee", "no"),
        "kinds": ", ".join(found.kinds) or "-",
        "most_mb": str(found.most_mb),
        "most_mb_run": str(found.most_mb_run),
    }
    for name, told in POLICY_WORDS.items():
        echo(f"{told.say(language())}: {shown[name]}")


def _show_text(made: ProfileText) -> None:
    echo(
        say(
            "Voor het profiel op {platform} ({count} van {limit} tekens):",
            "For the profile on {platform} ({count} of {limit} characters):",
            platform=TITLES[made.platform],
            count=made.count,
            limit=made.limit,
        )
    )
    echo()
    echo(made.text)
    if made.link:
        echo()
        echo(say("In het veld voor een link: {link}", "In the field for a link: {link}",
                 link=made.link))  # fmt: skip
    if not made.is_full:
        echo()
        echo(say("Voor de pagina achter de link:", "For the page behind the link:"))
        echo()
        echo(made.landing)
    for name in made.missing:
        echo()
        echo(
            say(
                "Nog niet vastgelegd: {page}. Leg haar vast met 'weerklank profile pages "
                "--{name} URL'.",
                "Not recorded yet: {page}. Record it with 'weerklank profile pages --{name} URL'.",
                page=PAGES[name].say(language()).lower(),
                name=name,
            )
        )


def _show_line(check: ProfileCheck) -> None:
    echo(
        say(
            "{at:%Y-%m-%d %H:%M} UTC  {by}  {wrong} niet gevonden, {unread} niet te lezen",
            "{at:%Y-%m-%d %H:%M} UTC  {by}  {wrong} not found, {unread} could not be read",
            at=check.at,
            by=check.by,
            wrong=len(check.wrong),
            unread=len(check.not_read),
        )
    )


def _show_check(check: ProfileCheck) -> None:
    _show_line(check)
    for finding in check.findings:
        _show_finding(finding)
    if check.accounts_linked:
        echo(
            say(
                "Het profiel verwijst naar {n} andere accounts; die zijn niet gevolgd.",
                "The profile links to {n} other accounts; those were not followed.",
                n=check.accounts_linked,
            )
        )


def _show_finding(finding: ProfileFinding) -> None:
    spoken = language()
    where = WHERE[finding.where].say(spoken) if finding.where else ""
    told = f"{LOOKS[finding.look].say(spoken)} {where}".rstrip()
    echo(f"{_MARKS[finding.look]} {STATEMENTS[finding.statement].say(spoken)}: {told}")
    place = finding.post or finding.address
    if place:
        echo(f"    {place}")
    if finding.reason is not None:
        echo(textwrap.indent(textwrap.fill(finding.reason.say(spoken), _WIDTH), "    "))
    elif finding.words:
        echo(f"    {', '.join(finding.words)}")
    todo = next_of_finding(finding)
    if todo is not None:
        echo(f"    → {todo.say(spoken)}")


def _show_turned(turned: tuple[ProfileTurn, ...]) -> None:
    spoken, unknown = language(), say("niet bekeken", "not looked for")
    for one in turned:
        before = LOOKS[one.before].say(spoken) if one.before else unknown
        now = LOOKS[one.now].say(spoken) if one.now else unknown
        what = STATEMENTS[one.statement].say(spoken)
        echo(
            say(
                "  gewijzigd: {what}: {before} → {now}",
                "  changed: {what}: {before} → {now}",
                what=what,
                before=before,
                now=now,
            )
        )
