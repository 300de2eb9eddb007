"""`weerklank report`: what was reported to the owner of the register, and how it was settled."""

import click

from weerklank.cli.account_text import notices_json, tell_notices
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.change_report import ReportState
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Language, Text
from weerklank.services.register.report_change import report_json, reports, settle_report
from weerklank.services.schedule.finish_change import finish_change

_STATES: dict[str, Text] = {
    "waiting": Text("wacht {age} {age:dag|dagen}", "waits {age} {age:day|days}"),
    "done": Text("verwerkt door {by}", "done by {by}"),
    "rejected": Text("afgewezen door {by}: {reason}", "rejected by {by}: {reason}"),
}
_LINE = Text(
    "{report}  {account}  {what}  (sinds {since}, gemeld door {by})  {state}",
    "{report}  {account}  {what}  (since {since}, told by {by})  {state}",
)


@click.group(
    "report",
    help=say("Meldingen van wijzigingen.", "Reports of changes."),
)
def report_command() -> None:
    """Hold what the owner of the register does with reports."""


@report_command.command(
    "list",
    help=say(
        "Toon de meldingen, ook die van runs; de oudste eerst.",
        "Show the reports, those of runs too; the oldest first.",
    ),
)
@click.option(
    "--waiting", is_flag=True, help=say("Alleen wat nog wacht.", "Only what still waits.")
)
@common
def show_all(given: Common, waiting: bool) -> None:
    """List the reports."""
    workplace = given.workplace()
    today = workplace.today()
    found = [report_json(one, today, language()) for one in reports(workplace, waiting=waiting)]

    def text() -> None:
        for one in found:
            tell_report(one, language())
        waits = sum(one["state"] == ReportState.WAITING for one in found)
        echo(say("{count} wachten.", "{count} waiting.", count=waits))

    answer({"reports": [*found]}, as_json=given.json, text=text)


@report_command.command(
    "settle",
    help=say(
        "Handel melding M af: verwerkt (done) of afgewezen (rejected).",
        "Settle report M: done or rejected.",
    ),
)
@click.argument("number", metavar="M")
@click.argument(
    "state",
    metavar="done|rejected",
    type=click.Choice([ReportState.DONE.value, ReportState.REJECTED.value]),
)
@click.option(
    "--reason",
    metavar="TEXT",
    help=say("Waarom; verplicht bij afwijzen.", "Why; required to reject."),
)
@common
def settle(given: Common, number: str, state: str, reason: str | None) -> None:
    """Settle a report."""
    workplace = given.workplace()
    settled = settle_report(workplace, number, ReportState(state), reason)
    notices = finish_change(workplace)
    told = report_json(settled, workplace.today(), language())

    def text() -> None:
        tell_report(told, language())
        tell_notices(notices)

    answer({**told, "warnings": notices_json(notices)}, as_json=given.json, text=text)


def tell_report(report: JsonObject, spoken: Language) -> None:
    """Print a report on a line."""
    state = _STATES[str(report["state"])].say(
        spoken,
        age=report["age_days"],
        by=report["settled_by"],
        reason=report["reason"] or "-",
    )
    echo(
        _LINE.say(
            spoken,
            report=report["report"] or "-",
            account=report["account"] or "-",
            what=": ".join(str(one) for one in (report["text"], report["note"]) if one),
            since=report["since"] or "?",
            by=report["by"],
            state=state,
        )
    )
