"""`weerklank retention`: what may be destroyed when, why, and by which law."""

from collections.abc import Iterator
from datetime import date

import click

from weerklank.cli.account_facts import DATE
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import STREAM, answer, echo, thousands
from weerklank.model.json_value import JsonObject
from weerklank.model.selection import OUTCOMES, TRIGGERS, Appraisal, Outcome
from weerklank.services.appraise.appraise_items import Counts, appraiser, due, find_item
from weerklank.services.appraise.set_law import laws, set_law
from weerklank.services.appraise.tell_appraisal import (
    appraisal_json,
    counts_json,
    decision_json,
    due_json,
    facts_json,
    regime_json,
)
from weerklank.services.seal.seal_events import seal_events

_BOTH = ("Noem bij een wet --from en --source.", "Name --from and --source with a law.")


@click.group(
    "retention",
    help=say(
        "Bewaartermijnen: wat wanneer weg mag en waarom.",
        "Terms: what may be destroyed when, and why.",
    ),
)
def retention_command() -> None:
    """Hold what is asked of terms."""


@retention_command.command(
    "due",
    help=say(
        "Noem wat volgens de selectielijst mag worden vernietigd: de laatste dag van de termijn "
        "is voorbij, en geen hotspot of bewaarplicht houdt het vast. Er wordt niets vernietigd.",
        "Name what may be destroyed by the selection list: the last day of its term is past, and "
        "no hotspot or legal hold keeps it. Nothing is destroyed.",
    ),
)
@click.option("--on", type=DATE, help=say("Op deze dag; anders vandaag.", "On a day; else today."))
@common
def due_(given: Common, on: date | None) -> None:
    """List what is due, row by row."""
    workplace = given.workplace()
    day = on or workplace.today()
    counts = Counts()
    found = due(workplace, day, counts)
    if given.json:
        STREAM.rows("due", map(due_json, found))
        STREAM.end({"counts": counts_json(counts), "on": day.isoformat()})
        return
    for one in found:
        echo(f"{one.id}  {one.account}  {one.until}  {one.list} {one.row}")
    for line in _counted(counts):
        echo(line)


def _counted(counts: Counts) -> Iterator[str]:
    for outcome in Outcome:
        number = thousands(counts.outcomes[outcome])
        yield f"{outcome.value}  {number}  {OUTCOMES[outcome].say(language())}"
    yield say("Mag nu weg: {count}.", "May go now: {count}.", count=thousands(counts.due))
    if counts.lifted:
        yield say(
            "Blijft door een hotspot: {count}.",
            "Kept for ever by a hotspot: {count}.",
            count=thousands(counts.lifted),
        )
    if counts.held:
        yield say(
            "Termijn voorbij, en onder bewaarplicht of in een Woo-verzoek: {count}.",
            "Past its term, and under a legal hold or in a Woo request: {count}.",
            count=thousands(counts.held),
        )
    if counts.without_start:
        yield say(
            "Zonder dag vanaf welke de termijn telt: {count}; leg die vast met 'weerklank "
            "selection assign … --starts'.",
            "Without a day from which the term is counted: {count}; set it by 'weerklank "
            "selection assign … --starts'.",
            count=thousands(counts.without_start),
        )


@retention_command.command(
    "show",
    help=say(
        "Toon van bericht ID welke rij geldt en waarom, de termijn, en wat het vasthoudt.",
        "Show of post ID which row goes and why, its term, and what keeps it.",
    ),
)
@click.argument("item", metavar="ID")
@click.option(
    "--on",
    type=DATE,
    help=say("Met de wet van deze dag; anders vandaag.", "By the law of a day; else today."),
)
@common
def show(given: Common, item: str, on: date | None) -> None:
    """Show why."""
    workplace = given.workplace()
    day = on or workplace.today()
    judge = appraiser(workplace, day)
    held = find_item(workplace, item)
    found = judge.of(held)
    decision = judge.decision_of(held)

    def text() -> None:
        echo(f"{held.id}  {held.account}")
        show_appraisal(found)
        if decision:
            echo(
                say(
                    "  besluit van {body}, {day}, vastgelegd door {by}: {reason}",
                    "  decision of {body}, {day}, recorded by {by}: {reason}",
                    body=decision.body,
                    day=decision.decided_on,
                    by=decision.by,
                    reason=decision.reason,
                )
            )
        regime = judge.regime
        if found.transfer_by:
            echo(
                say(
                    "  over te brengen uiterlijk {day} ({law}: {term})",
                    "  to be transferred by {day} ({law}: {term})",
                    day=found.transfer_by,
                    law=regime.name.say(language()),
                    term=regime.transfer_after.words().say(language()),
                )
            )

    value: JsonObject = {
        "account": held.account,
        "decision": decision_json(decision),
        "due": found.is_due(day),
        "id": held.id,
        "law": regime_json(judge.regime, language()),
        "on": day.isoformat(),
    }
    value |= appraisal_json(found, language()) | facts_json(judge.facts_of(held))
    answer(value, as_json=given.json, text=text)


@retention_command.command(
    "law",
    help=say(
        "Noem de archiefwetten met hun termijn van overbrengen. Met LAW, als archivaris: leg de "
        "dag van inwerkingtreding vast, zoals het koninklijk besluit die noemt.",
        "Name the archives acts with their term of transfer. With LAW, as archivist: set the day "
        "on which it enters into force, as the royal decree has it.",
    ),
)
@click.argument("name", metavar="[LAW]", required=False)
@click.option("--from", "begins", type=DATE, help=say("Eerste dag.", "First day."))
@click.option("--source", help=say("Vindplaats van het besluit.", "Where it is published."))
@common
def law(given: Common, name: str | None, begins: date | None, source: str | None) -> None:
    """List laws, or set the day of one."""
    workplace = given.workplace()
    if len({name is None, begins is None, source is None}) > 1:
        raise click.UsageError(say(*_BOTH))
    if name is not None and begins is not None and source is not None:
        set_law(workplace, name, begins, source)
        seal_events(workplace)
    known = laws(workplace)

    def text() -> None:
        for regime, first in known:
            day = first or say("dag nog vast te leggen", "day still to be set")
            term = regime.transfer_after.words().say(language())
            echo(f"{regime.id}  {day}  {term}  {regime.source.say(language())}")

    value: JsonObject = {
        "laws": [
            regime_json(regime, language()) | {"begins": first.isoformat() if first else None}
            for regime, first in known
        ]
    }
    answer(value, as_json=given.json, text=text)


def show_appraisal(found: Appraisal) -> None:
    """Show what holds for an item, and why."""
    words = OUTCOMES[found.outcome].say(language())
    echo(say("  waardering: {outcome} ({words})", "  outcome: {outcome} ({words})",
             outcome=found.outcome.value, words=words))  # fmt: skip
    if found.row:
        echo(f"  {found.list} {found.row}  {found.process}: {found.result}")
    echo(say("  want: {reason}", "  because: {reason}", reason=found.reason.say(language())))
    if found.term and found.trigger:
        echo(
            say(
                "  termijn: {term}, vanaf {start} ({trigger})",
                "  term: {term}, from {start} ({trigger})",
                term=found.term.words().say(language()),
                start=found.start or say("een onbekende dag", "a day that is not known"),
                trigger=TRIGGERS[found.trigger].say(language()),
            )
        )
        if found.begun:
            echo(say("  telt zo, want: {why}", "  counted so, because: {why}",
                     why=found.begun.say(language())))  # fmt: skip
        if found.process_term:
            echo(say("  daarvoor de procestermijn: {term}", "  before it the process term: {term}",
                     term=found.process_term.words().say(language())))  # fmt: skip
    if found.until:
        echo(say("  bewaard tot en met {day}", "  kept up to and including {day}",
                 day=found.until))  # fmt: skip
    for names, said in (
        (found.lifted, ("  blijft door hotspot {names}", "  kept for ever by hotspot {names}")),
        (found.held, ("  onder bewaarplicht {names}", "  under legal hold {names}")),
        (found.dossiers, ("  nodig voor Woo-verzoek {names}", "  needed for Woo request {names}")),
    ):
        if names:
            echo(say(*said, names=", ".join(names)))
