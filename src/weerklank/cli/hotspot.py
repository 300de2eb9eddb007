"""`weerklank hotspot`: events of which everything is kept for ever."""

from datetime import datetime

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.period import DAY, SINCE, UNTIL
from weerklank.model.hotspot import CRITERIA, STATES, Criterion, Hotspot
from weerklank.model.json_value import JsonObject
from weerklank.services.appraise.decide_hotspot import (
    adopt_hotspot,
    hotspot_json,
    propose_hotspot,
    withdraw_hotspot,
)
from weerklank.services.appraise.hotspot_effect import AccountEffect, effect_json, effect_of
from weerklank.services.appraise.hotspot_monitor import BY, Said, Watched, watch, watched_json
from weerklank.services.find.read_hotspots import find_hotspot, read_hotspots
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace


@click.group(
    "hotspot",
    help=say(
        "Hotspots: gebeurtenissen waarvan alles blijvend bewaard blijft.",
        "Hotspots: events of which everything is kept for ever.",
    ),
)
def hotspot_command() -> None:
    """Hold what is done with hotspots."""


@hotspot_command.command(
    "propose",
    help=say(
        "Stel een hotspot voor, als archivaris, communicatieadviseur of registerbeheerder. Hij "
        "omvat wat van de accounts en uit de periode is en een van de woorden of hashtags bevat, "
        "met de hele draad, ook wat later binnenkomt; zonder woorden alles. Eerst bewaart hij "
        "niets: daarvoor moet een orgaan hem vaststellen.",
        "Propose a hotspot, as archivist, communication adviser or register owner. It holds what "
        "is of the accounts and the period and has any of the words or hashtags in it, with the "
        "whole thread, also what comes in later; without words all of it. At first it keeps "
        "nothing: for that a body must adopt it.",
    ),
)
@click.argument("name", metavar="NAME")
@click.option(
    "--account",
    "accounts",
    multiple=True,
    metavar="A",
    help=say("Dit account; herhaalbaar. Zonder: alle.", "This account; repeatable. Without: all."),
)
@click.option(
    "--from",
    "since",
    type=DAY,
    required=True,
    metavar="DATE",
    help=say("Vanaf deze dag.", "From this day on."),
)
@UNTIL
@click.option(
    "--term",
    "terms",
    multiple=True,
    metavar="WORDS",
    help=say(
        "Woord, of woorden naast elkaar; herhaalbaar.", "Word, or words in a row; repeatable."
    ),
)
@click.option(
    "--hashtag",
    "hashtags",
    multiple=True,
    metavar="TAG",
    help=say("Hashtag; herhaalbaar.", "Hashtag; repeatable."),
)
@click.option(
    "--criterion",
    "criteria",
    multiple=True,
    required=True,
    type=click.Choice([one.value for one in Criterion]),
    help=say(
        "Waarom het een hotspot is: onrust, tegenstellingen, debat of politiek; herhaalbaar.",
        "Why it is a hotspot: unrest, contrasts, debate or politics; repeatable.",
    ),
)
@click.option("--reason", required=True, metavar="TEXT", help=say("Toelichting.", "Reason."))
@common
def propose(
    given: Common,
    name: str,
    accounts: tuple[str, ...],
    since: datetime,
    until: datetime | None,
    terms: tuple[str, ...],
    hashtags: tuple[str, ...],
    criteria: tuple[str, ...],
    reason: str,
) -> None:
    """Propose."""
    workplace = given.workplace()
    found = propose_hotspot(
        workplace,
        name,
        accounts=accounts,
        since=since.date(),
        until=until.date() if until else None,
        terms=terms,
        hashtags=hashtags,
        criteria=tuple(map(Criterion, criteria)),
        reason=reason,
    )
    seal_events(workplace)
    _answer(given, workplace, found)


@hotspot_command.command(
    "adopt",
    help=say(
        "Leg vast, als archivaris, dat een orgaan hotspot H heeft vastgesteld: wat hij omvat, "
        "blijft blijvend bewaard.",
        "Enter, as archivist, that a body adopted hotspot H: what it holds is kept for ever.",
    ),
)
@click.argument("number", metavar="H")
@click.option(
    "--body",
    required=True,
    metavar="NAME",
    help=say("Welk orgaan besloot.", "Which body decided."),
)
@click.option(
    "--date",
    "on",
    type=DAY,
    required=True,
    metavar="DATE",
    help=say("Dag van het besluit.", "Day of the decision."),
)
@common
def adopt(given: Common, number: str, body: str, on: datetime) -> None:
    """Adopt."""
    workplace = given.workplace()
    found = adopt_hotspot(workplace, number, body, on.date())
    seal_events(workplace)
    _answer(given, workplace, found)


@hotspot_command.command(
    "withdraw",
    help=say(
        "Trek hotspot H in, als archivaris: wat hij omvatte, volgt weer de selectielijst.",
        "Withdraw hotspot H, as archivist: what it held follows the selection list again.",
    ),
)
@click.argument("number", metavar="H")
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@common
def withdraw(given: Common, number: str, reason: str) -> None:
    """Withdraw."""
    workplace = given.workplace()
    found = withdraw_hotspot(workplace, number, reason)
    seal_events(workplace)
    _answer(given, workplace, found)


@hotspot_command.command("list", help=say("Noem alle hotspots.", "Name all hotspots."))
@common
def list_(given: Common) -> None:
    """List."""
    found = list(read_hotspots(given.workplace()).values())

    def text() -> None:
        for one in found:
            _show(one)
        if not found:
            echo(say("Er zijn geen hotspots.", "There are no hotspots."))

    value: JsonObject = {"hotspots": [hotspot_json(one) for one in found]}
    answer(value, as_json=given.json, text=text)


@hotspot_command.command(
    "show",
    help=say(
        "Toon hotspot H, en hoeveel hij per account omvat, of zou omvatten.",
        "Show hotspot H, and how much of each account it holds, or would hold.",
    ),
)
@click.argument("number", metavar="H")
@common
def show(given: Common, number: str) -> None:
    """Show."""
    workplace = given.workplace()
    _answer(given, workplace, find_hotspot(workplace, number))


@hotspot_command.command(
    "monitor",
    help=say(
        "Zoek pieken in reacties, en in eigen berichten, die bij een hotspot kunnen horen. Dit "
        "legt niets vast.",
        "Look for peaks in replies, and in posts of ours, that may be of a hotspot. This enters "
        "nothing.",
    ),
)
@SINCE
@UNTIL
@click.option(
    "--by",
    type=click.Choice(BY),
    default=BY[0],
    show_default=True,
    help=say("Per dag of per week.", "By day or by week."),
)
@common
def monitor(given: Common, since: datetime | None, until: datetime | None, by: str) -> None:
    """Monitor."""
    days = since.date() if since else None, until.date() if until else None
    found = watch(given.workplace(), by, *days)
    value = watched_json(found, by)
    answer(value, as_json=given.json, text=lambda: _show_peaks(found))


def _answer(given: Common, workplace: Workplace, found: Hotspot) -> None:
    effect = effect_of(workplace, found)

    def text() -> None:
        _show(found)
        _show_effect(found, effect)

    answer(hotspot_json(found) | effect_json(effect), as_json=given.json, text=text)


def _show(found: Hotspot) -> None:
    echo(f"{found.id}  {STATES[found.state].say(language())}  {found.name}")
    accounts = ", ".join(found.accounts) or say("alle accounts", "all accounts")
    words = ", ".join((*found.terms, *found.hashtags))
    echo(f"  {accounts}  {found.since} / {found.until or '…'}  {words}".rstrip())
    for criterion in found.criteria:
        echo(f"  - {CRITERIA[criterion].say(language())}")
    echo(f"  {found.proposed_at:%Y-%m-%d}  {found.proposed_by}: {found.reason}")
    if found.adoption is not None:
        echo(f"  {found.adoption.on}  {found.adoption.body} ({found.adoption.by})")
    if found.withdrawn_at is not None:
        echo(f"  {found.withdrawn_at:%Y-%m-%d}  {found.withdrawn_by}: {found.withdrawn_reason}")


def _show_effect(found: Hotspot, effect: list[AccountEffect]) -> None:
    words = (
        ("  Omvat er {items}, waarvan {lifted} anders vernietigd zouden worden.",
         "  Holds {items}, of which {lifted} would be destroyed otherwise.")
        if found.is_adopted
        else ("  Zou er {items} omvatten, waarvan er nu {lifted} vernietigd zouden worden.",
              "  Would hold {items}, of which {lifted} would be destroyed as it is.")
    )  # fmt: skip
    items, lifted = (sum(one.items for one in effect), sum(one.lifted for one in effect))
    echo(say(*words, items=items, lifted=lifted))
    for one in effect:
        echo(
            say(
                "  {account}: {items} van {of}; van wat weg zou gaan {lifted} van {lifted_of}",
                "  {account}: {items} of {of}; of what would go {lifted} of {lifted_of}",
                account=one.account,
                items=one.items,
                of=one.of,
                lifted=one.lifted,
                lifted_of=one.lifted_of,
            )
        )


_SAID = {Said.REPLIES: ("reacties", "replies"), Said.POSTS: ("eigen berichten", "own posts")}


def _show_peaks(found: list[Watched]) -> None:
    told = [(one, candidate) for one in found for candidate in one.candidates]
    for one, candidate in told:
        peak = candidate.peak
        line = say(
            "{account}  {first} t/m {last}: {n} {what}, {times} keer zoveel als gewoon",
            "{account}  {first} to {last}: {n} {what}, {times} {times:time|times} as many as "
            "usual",
            account=one.account,
            first=peak.first,
            last=peak.last,
            n=peak.count,
            what=say(*_SAID[one.said]),
            times=f"{peak.times:.1f}",
        )
        echo(f"{line}  {', '.join(candidate.known)}".rstrip())
    if not told:
        echo(say("Er zijn geen pieken.", "There are no peaks."))
