"""`weerklank drift`: what platforms give otherwise than before, and who looked at it."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.clock import iso
from weerklank.model.json_value import JsonObject
from weerklank.services.runs.acknowledge_drift import acknowledge_drift
from weerklank.services.runs.drift_words import in_words
from weerklank.services.runs.read_drift import FoundDrift, finding_json, read_drift
from weerklank.services.runs.report_drift import report_drift
from weerklank.services.seal.seal_events import seal_events


@click.group(
    "drift",
    help=say("Wat platforms anders geven dan eerst.", "What platforms give otherwise."),
)
def drift_command() -> None:
    """Hold what becomes of findings."""


@drift_command.command(
    "list",
    help=say(
        "Toon wat platforms anders geven dan eerst en nog niemand heeft bekeken, van account A of "
        "van alle.",
        "Show what platforms give otherwise than before and nobody looked at yet, of account A "
        "or of all.",
    ),
)
@click.argument("name", metavar="[A]", required=False)
@click.option(
    "--all",
    "with_all",
    is_flag=True,
    help=say(
        "Ook wat al bekeken is, of vanzelf voorbij.", "Also what was acknowledged, or is over."
    ),
)
@common
def show_all(given: Common, name: str | None, with_all: bool) -> None:
    """List the findings."""
    workplace = given.workplace()
    account = workplace.register().find(name).id if name else None
    so_far = read_drift(workplace)
    chosen = so_far.found.values() if with_all else so_far.waiting()
    found = [one for one in chosen if account in (None, one.account)]

    def text() -> None:
        for one in found:
            echo(_line(one))
        waiting = sum(one.is_waiting for one in found)
        echo(say("{count} te bekijken.", "{count} to look at.", count=waiting))

    answer({"findings": [_json(one) for one in found]}, as_json=given.json, text=text)


@drift_command.command(
    "acknowledge",
    help=say(
        "Leg vast dat bevinding F is bekeken en mag zijn zoals zij is. Voortaan wordt daarmee "
        "vergeleken.",
        "Record that finding F was looked at and may be as it is. From then on runs are laid "
        "beside that.",
    ),
)
@click.argument("number", metavar="F")
@click.option(
    "--reason",
    metavar="TEXT",
    required=True,
    help=say(
        "Wat is nagegaan, in één zin, zonder namen van burgers. Zij blijft bewaard.",
        "What was looked into, in one sentence, without names of citizens. It is kept.",
    ),
)
@common
def acknowledge(given: Common, number: str, reason: str) -> None:
    """Acknowledge a finding."""
    workplace = given.workplace()
    found = acknowledge_drift(workplace, number, reason)
    seal_events(workplace)
    answer(_json(found), as_json=given.json, text=lambda: echo(_line(found)))


@drift_command.command(
    "report",
    help=say(
        "Meld bevinding F aan de technisch beheerder; die kijkt of een nieuwe versie haar leest.",
        "Report finding F to the operator, who looks whether a newer version reads it.",
    ),
)
@click.argument("number", metavar="F")
@common
def report(given: Common, number: str) -> None:
    """Report a finding."""
    workplace = given.workplace()
    found = report_drift(workplace, number)
    seal_events(workplace)
    answer(_json(found), as_json=given.json, text=lambda: echo(_line(found)))


def _json(found: FoundDrift) -> JsonObject:
    return {
        **finding_json(found.finding),
        "account": found.account,
        "acknowledged": iso(found.at) if found.at else None,
        "by": found.by,
        "first": iso(found.first),
        "is_so_now": found.is_so_now,
        "last": iso(found.last),
        "message": in_words(found.finding.drift).say(language()),
        "reason": found.reason,
        "reported": iso(found.reported_at) if found.reported_at else None,
        "over": iso(found.over) if found.over else None,
        "over_run": found.over_run,
        "reported_by": found.reported_by,
        "runs": found.runs,
        "state": "acknowledged" if found.at else "over" if found.over else "waiting",
        "technique": found.technique,
    }


def _line(found: FoundDrift) -> str:
    state = (
        say(
            "bekeken door {by}: {reason}",
            "acknowledged by {by}: {reason}",
            by=found.by or "-",
            reason=found.reason or "-",
        )
        if found.at
        else say(
            "voorbij: past weer sinds run {run}",
            "over: fits again since run {run}",
            run=found.over_run or "-",
        )
        if found.over
        else say(
            "wacht, gemeld aan beheer door {by}",
            "waiting, reported to the operator by {by}",
            by=found.reported_by or "-",
        )
        if found.reported_at
        else say("wacht", "waiting")
    )
    said = in_words(found.finding.drift).say(language())
    seen = say(
        "gezien in {runs} runs, {first} tot {last}",
        "seen in {runs} runs, {first} to {last}",
        runs=found.runs,
        first=iso(found.first),
        last=iso(found.last),
    )
    if found.runs == 1:
        seen = say("gezien in 1 run, {first}", "seen in 1 run, {first}", first=iso(found.first))
    return f"{found.finding.id}  {found.account}  {said}  {seen}  {state}"
