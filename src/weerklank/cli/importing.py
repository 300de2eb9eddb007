"""`weerklank import`: take in an official export."""

import ctypes
import gc
from contextlib import suppress
from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.export_options import export_options
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, thousands
from weerklank.cli.shortfall_text import show_shortfalls
from weerklank.model.coverage import NOT_TOLD
from weerklank.model.errors import WeerklankError
from weerklank.model.run import Counted, RunReport
from weerklank.model.text import Text
from weerklank.services.intake.import_export import import_export
from weerklank.services.runs.drift_words import in_words
from weerklank.services.runs.run_report import report_json
from weerklank.services.schedule.finish_change import finish_change
from weerklank.services.workplace import Workplace


@click.command(
    "import",
    help=say(
        "Neem FILE op: een officiële export van een platform, zoals het die leverde.",
        "Take in FILE: an official export of a platform, as it delivered it.",
    ),
)
@click.argument("file", metavar="FILE")
@click.option(
    "--account",
    metavar="A",
    help=say("Account waarvan de export is.", "Account that the export is of."),
)
@export_options(
    posts=say(
        "Alleen dit bericht; herhaalbaar. De enige weg voor scenario C.",
        "This post only; repeatable. The only way for scenario C.",
    ),
    process=say(
        "Werkproces dat ermee is gediend; anders dat van het account.",
        "Work process that it serves; else that of the account.",
    ),
)
@common
def import_command(
    given: Common, file: str, account: str | None, posts: tuple[str, ...], process: str | None
) -> None:
    """Take in an export."""
    workplace = given.workplace()
    spare_memory()
    try:
        report = import_export(
            workplace,
            bootstrap.connectors(),
            Path(file),
            account=account,
            posts=posts,
            process=process,
            way_out=bootstrap.transport_for(workplace),
        )
    except WeerklankError as error:
        error.answer = {"runs": [], **error.answer}
        raise
    tell_owners(workplace)
    run = report_json(report, language())
    answer({"runs": [run]}, as_json=given.json, text=lambda: show_run(report))
    click.get_current_context().exit(0 if report.complete else 1)


def tell_owners(workplace: Workplace) -> None:
    """Tell the owners of the register what a run changed in it, such as a scenario."""
    for notice in finish_change(workplace):
        workplace.reporter.step(notice.said())


def spare_memory() -> None:
    """Set the process up for an import."""
    _share_one_arena()
    # Values of an import hold no cycles: to look for them after every few hundred costs a tenth.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _share_one_arena() -> None:
    """Let all threads allocate from one arena, where the C library has several (glibc).

    The text index starts a thread for every part, and what a thread frees in an arena of its own
    is not used again: 100,000 posts took 262 MiB instead of 171.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(-8, 1)  # M_ARENA_MAX


#: How much came of what the platform states.
COUNTED = {
    "posts": Text(
        "Van {stated:het|de} {stated} {stated:bericht dat|berichten die} het platform telt, "
        "{came:kwam|kwamen} er {came}.",
        "Of the {stated} {stated:post|posts} that the platform counts, {came} came.",
    ),
    "replies": Text(
        "Van de {stated} {stated:reactie|reacties} die het platform eronder telt, "
        "{came:kwam|kwamen} er {came}.",
        "Of the {stated} {stated:reply|replies} that the platform counts below them, {came} came.",
    ),
}
#: Of a run that read a part of what is held.
HELD = Text(
    "Het platform telt {stated} {stated:bericht|berichten}; deze run las er {came}, en met "
    "wat al was opgenomen "
    "zijn het er {held}.",
    "The platform counts {stated} {stated:post|posts}; this run read {came}, and with what "
    "was held already "
    "they are {held}.",
)
NOT_STATED = {
    "posts": Text(
        "Er {came:kwam|kwamen} {came} {came:bericht|berichten}; het platform zegt niet "
        "hoeveel het er zijn.",
        "{came} {came:post|posts} came; the platform does not say how many there are.",
    ),
    "replies": Text(
        "Er {came:kwam|kwamen} {came} {came:reactie|reacties}; het platform zegt niet van "
        "elk bericht hoeveel het er zijn.",
        "{came} {came:reply|replies} came; the platform does not say of each post how many "
        "there are.",
    ),
}


def _counted(what: str, counted: Counted) -> Text:
    if counted.stated is None:
        return NOT_STATED[what].filled(came=counted.came)
    if counted.held is None:
        return COUNTED[what].filled(came=counted.came, stated=counted.stated)
    return HELD.filled(came=counted.came, stated=counted.stated, held=counted.held)


def show_run(report: RunReport) -> None:
    """Tell people what a run did."""
    items = report.items
    echo(say("Run {run}", "Run {run}", run=report.run))
    rows = [
        (say("profielen", "profiles"), items.profiles),
        (say("berichten", "posts"), items.posts),
        (say("reacties van derden", "replies by third parties"), items.replies),
        (say("mediabestanden", "media files"), items.media),
        (say("nieuwe versies", "new versions"), report.new_versions),
        (say("al aanwezig", "held already"), report.already_held),
        (
            say("privéberichten overgeslagen", "direct messages passed over"),
            report.direct_messages,
        ),
        (say("buiten bereik overgeslagen", "out of scope, passed over"), report.out_of_scope),
    ]
    rows += [
        (label, number)
        for label, number in (
            (say("verwijderd op het platform", "deleted on the platform"), report.deletions),
            (say("verwijdering bevestigd", "deletion confirmed"), report.deletions_confirmed),
            (
                say("teruggekomen op het platform", "back on the platform"),
                report.deletions_withdrawn,
            ),
        )
        if number
    ]
    if report.corrected:
        rows.append(
            (
                say("eerdere versies zonder naam gezet", "held before, a name replaced"),
                report.corrected,
            )
        )
    if report.destroyed:
        rows.append(
            (
                say("vernietigd, niet opnieuw opgenomen", "destroyed, not taken in again"),
                report.destroyed,
            )
        )
    for label, number in rows:
        echo(f"  {thousands(number):>9}  {label}")
    for what, counted in sorted(report.counts.items()):
        echo(f"  {_counted(what, counted).say(language())}")
    for title, shortfalls in (
        (say("Gaten: dit hoort er te zijn en is er niet", "Gaps: should be there"), report.gaps),
        (say("Grenzen van het platform", "Limits of the platform"), report.limits),
    ):
        show_shortfalls(title, shortfalls)
    for finding in report.findings:
        said = in_words(finding.drift).say(language())
        echo(say("Bevinding {id}: {said}", "Finding {id}: {said}", id=finding.id, said=said))
    for notice in report.notices:
        echo(say("Let op: {message}", "Note: {message}", message=notice.said()))
    if report.ordinary_names:
        echo(
            say(
                "Van {count} {count:persoon|personen} is een naam een gewoon woord of heel "
                "kort: die is alleen in "
                "vermeldingen en aanspraak te vinden.",
                "{count} {count:person has|persons have} a name that is an ordinary word or "
                "very short: it can be "
                "found in mentions and greetings only.",
                count=report.ordinary_names,
            )
        )
    if report.unknown_fields:
        total = sum(report.unknown_fields.values())
        echo(
            say(
                "{total} {total:waarde|waarden} in onbekende velden {total:is|zijn} uitgenomen:",
                "{total} {total:value|values} in unknown fields {total:was|were} taken out:",
                total=total,
            )
        )
        for path, count in sorted(report.unknown_fields.items()):
            named = path.removesuffix(NOT_TOLD)
            hidden = say(" (naam niet getoond)", " (name not shown)") if named != path else ""
            echo(f"  {count:>9}  {named}{hidden}")
    if report.hand_in:
        echo(
            say(
                "Aanlevering {number}: als overheidsinformatie bevestigd.",
                "Hand-in {number}: confirmed as government information.",
                number=report.hand_in,
            )
        )
    echo(
        say("Compleet.", "Complete.")
        if report.complete
        else say("Niet compleet.", "Not complete.")
    )
