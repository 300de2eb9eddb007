"""`weerklank plan`: the improvement plan, which a measurement closes and nobody by hand."""

from datetime import date
from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.account_facts import DATE
from weerklank.cli.document_file import require_ending, write_document
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.completeness_words import VERDICTS, bar_words, value_words
from weerklank.model.json_value import JsonObject
from weerklank.model.plan import AIMS, OWNER_LEFT, PLAN_STATES, Aim, PlanState
from weerklank.services.plan.decide_plan import add_line, change_line, limit_line
from weerklank.services.plan.plan_json import proposal_json, standing_json
from weerklank.services.plan.plan_report import plan_report
from weerklank.services.plan.propose_lines import NEVER_MEASURED, Proposal, propose_lines
from weerklank.services.runs.read_plan import PlanStanding, plan_standing
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

_MEASURE = say("Wat er wordt gedaan.", "What is done.")
_OWNER = say("Wie ervoor zorgt: iemand uit het register.", "Who sees to it: of the register.")
_BY = say("Laatste dag waarop het bereikt moet zijn.", "Last day on which it is to be met.")
_SOFTER = say(
    "Wat het intussen minder erg maakt; nodig als de controle onder het minimum is.",
    "What makes it less bad meanwhile; needed where the check is below its minimum.",
)


@click.group(
    "plan",
    help=say(
        "Het verbeterplan: maatregelen waar volledig niet is gehaald. Een meting sluit ze.",
        "The improvement plan: measures where full is not reached. A measurement closes them.",
    ),
)
def plan_command() -> None:
    """Hold what is done with the plan."""


@plan_command.command(
    "list",
    help=say(
        "Toon de maatregelen: eerst wat over tijd is, laatst wat een meting heeft gesloten.",
        "Show the lines: first what is overdue, last what a measurement closed.",
    ),
)
@common
def list_(given: Common) -> None:
    """List."""
    workplace = given.workplace()
    found = plan_standing(workplace, bootstrap.connectors())
    yardstick, today = yardstick_of(workplace), workplace.today()

    def text() -> None:
        for one in found:
            _show(workplace, one)
        if not found:
            echo(
                say(
                    "Er staat geen maatregel in het plan; 'weerklank plan propose' noemt waar "
                    "iets ontbreekt.",
                    "No line is in the plan; 'weerklank plan propose' names where something is "
                    "missing.",
                )
            )

    value: JsonObject = {
        "lines": [standing_json(one, yardstick, today, language()) for one in found],
        "overdue": sum(one.state is PlanState.OVERDUE for one in found),
    }
    answer(value, as_json=given.json, text=text)


@plan_command.command(
    "add",
    help=say(
        "Zet een maatregel in het plan voor controle CHECK van de meetlat, als archivaris.",
        "Add a line to the plan for check CHECK of the yardstick, as archivist.",
    ),
)
@click.argument("check", metavar="CHECK")
@click.option(
    "--account",
    metavar="A",
    help=say("Van dit account; anders van de organisatie.", "Of an account; else of all."),
)
@click.option("--measure", required=True, metavar="TEXT", help=_MEASURE)
@click.option("--owner", required=True, metavar="NAME", help=_OWNER)
@click.option("--by", "due", required=True, type=DATE, help=_BY)
@click.option("--mitigation", metavar="TEXT", help=_SOFTER)
@click.option(
    "--aim",
    type=click.Choice([one.value for one in Aim]),
    help=say(
        "Waarheen: het minimum, of volledig. Anders het minimum als de controle eronder is.",
        "Where to: the minimum, or full. Else the minimum where the check is below it.",
    ),
)
@common
def add(
    given: Common,
    check: str,
    account: str | None,
    measure: str,
    owner: str,
    due: date,
    mitigation: str | None,
    aim: str | None,
) -> None:
    """Add."""
    workplace = given.workplace()
    found = add_line(
        workplace,
        bootstrap.connectors(),
        check,
        account=account,
        measure=measure,
        owner=owner,
        due=due,
        mitigation=mitigation or "",
        aim=Aim(aim) if aim else None,
    )
    _done(given, workplace, found)


@plan_command.command(
    "change",
    help=say(
        "Wijzig maatregel B, als archivaris: wat, wie of wanneer. Wat er stond, blijft bekend.",
        "Change line B, as archivist: what, who or when. What it was stays known.",
    ),
)
@click.argument("line", metavar="B")
@click.option("--measure", metavar="TEXT", help=_MEASURE)
@click.option("--owner", metavar="NAME", help=_OWNER)
@click.option("--by", "due", type=DATE, help=_BY)
@click.option("--mitigation", metavar="TEXT", help=_SOFTER)
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@common
def change(
    given: Common,
    line: str,
    measure: str | None,
    owner: str | None,
    due: date | None,
    mitigation: str | None,
    reason: str,
) -> None:
    """Change."""
    workplace = given.workplace()
    found = change_line(
        workplace,
        bootstrap.connectors(),
        line,
        reason,
        measure=measure,
        owner=owner,
        due=due,
        mitigation=mitigation,
    )
    _done(given, workplace, found)


@plan_command.command(
    "limit",
    help=say(
        "Zeg van maatregel B dat het platform het niet kan geven, als archivaris. De grens staat "
        "in de koppeling; verdwijnt zij daar, dan loopt de maatregel weer.",
        "Say of line B that the platform can't give it, as archivist. The limit stands in the "
        "connector; when it goes there, the line is open again.",
    ),
)
@click.argument("line", metavar="B")
@click.option(
    "--limit",
    required=True,
    metavar="WORD",
    help=say("Het woord van de grens.", "The word of the limit."),
)
@common
def limit_(given: Common, line: str, limit: str) -> None:
    """Set a limit."""
    workplace = given.workplace()
    _done(given, workplace, limit_line(workplace, bootstrap.connectors(), line, limit))


@plan_command.command(
    "propose",
    help=say(
        "Stel maatregelen voor: elk tekort uit de laatste meting van elk account dat er nog geen "
        "heeft. Er wordt niets vastgelegd.",
        "Propose lines: each shortfall of the last measurement of each account that has none yet. "
        "Nothing is recorded.",
    ),
)
@common
def propose(given: Common) -> None:
    """Propose."""
    found = propose_lines(given.workplace(), bootstrap.connectors())

    def text() -> None:
        for one in found.lines:
            _show_proposal(one)
        for account in found.unmeasured:
            echo(say("{account}: nooit gemeten", "{account}: never measured", account=account))
        if found.not_checked:
            echo(
                say(
                    "Niet gecontroleerd in de laatste metingen: {n}.",
                    "Not checked in the last measurements: {n}.",
                    n=found.not_checked,
                )
            )
        if not found.is_measured:
            echo(NEVER_MEASURED.say(language()))
        elif not found.lines:
            echo(say("Er is niets voor te stellen.", "There is nothing to propose."))

    value: JsonObject = {
        "not_checked": found.not_checked,
        "proposals": [proposal_json(one, language()) for one in found.lines],
        "unmeasured": [*found.unmeasured],
    }
    answer(value, as_json=given.json, text=text)


@plan_command.command(
    "report",
    help=say(
        "Schrijf het verbeterplan als PDF of ODT.", "Write the improvement plan as PDF or ODT."
    ),
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say("Bestand dat eindigt op .pdf of .odt.", "File that ends on .pdf or .odt."),
)
@common
def report(given: Common, output: Path) -> None:
    """Write the report."""
    path = require_ending(output)
    workplace = given.workplace()
    document = plan_report(workplace, bootstrap.connectors(), language())
    write_document(workplace, path, document)
    value: JsonObject = {"file": str(path), "title": document.title}
    answer(value, as_json=given.json, text=lambda: echo(f"{document.title}: {path}"))


def _done(given: Common, workplace: Workplace, found: PlanStanding) -> None:
    """Take the decision into the log, and tell the line as it stands."""
    seal_events(workplace)
    value = standing_json(found, yardstick_of(workplace), workplace.today(), language())
    answer(value, as_json=given.json, text=lambda: _show(workplace, found))


def _show(workplace: Workplace, one: PlanStanding) -> None:
    line, check = one.line, yardstick_of(workplace).find(one.line.check)
    name = check.name.say(language()) if check else line.check
    state = PLAN_STATES[one.state].say(language())
    of = line.account or say("organisatie", "organisation")
    echo(f"{line.id}  {state}  {of}  {line.check} ({name})")
    echo(f"    {line.measure}")
    aim = AIMS[line.aim].say(language())
    if check:
        aim += f" ({bar_words(line.bar, check.unit, check.better, language())})"
    echo(
        say(
            "    {owner}, uiterlijk {due}; doel: {aim}",
            "    {owner}, by {due}; aim: {aim}",
            owner=f"{line.owner} ({OWNER_LEFT.say(language())})" if one.owner_left else line.owner,
            due=line.due,
            aim=aim,
        )
    )
    if line.deep and one.closed is None:
        echo(
            say(
                "    alleen een meting met --deep sluit haar",
                "    a measurement with --deep alone closes it",
            )
        )
    if line.mitigation:
        echo(say("    intussen: {what}", "    meanwhile: {what}", what=line.mitigation))
    for change_made in line.changes:
        moved = "; ".join(f"{a or '-'} → {b}" for _, a, b in change_made.changes)
        echo(f"    {change_made.at:%Y-%m-%d}  {change_made.by}: {moved} ({change_made.reason})")
    if one.limit and one.closed is None:
        echo(say("    grens: {what}", "    limit: {what}", what=one.limit.say(language())))
    if one.closed is not None and check:
        value = value_words(one.closed.results[line.check].value, check.unit, language())
        echo(
            say(
                "    gesloten door de meting van {at}: {value}",
                "    closed by the measurement of {at}: {value}",
                at=f"{one.closed.at:%Y-%m-%d}",
                value=value,
            )
        )


def _show_proposal(one: Proposal) -> None:
    value = value_words(one.result.value, one.check.unit, language())
    verdict = VERDICTS[one.result.verdict].say(language())
    of = one.account or say("organisatie", "organisation")
    echo(f"{of}  {one.check.id} ({one.check.name.say(language())}): {value}, {verdict}")
    echo(f"    {one.measure.say(language())}")
    for gap in one.gaps:
        echo(say("    gat: {what}", "    gap: {what}", what=gap.say(language())))
    for word, reason in one.limits.items():
        echo(
            say(
                "    grens {word}: {what}",
                "    limit {word}: {what}",
                word=word,
                what=reason.say(language()),
            )
        )
