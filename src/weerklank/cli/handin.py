"""`weerklank handin`: single posts of a hybrid or personal account."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.export_options import export_options
from weerklank.cli.handin_text import show_choice, show_hand_in, show_passed
from weerklank.cli.importing import show_run, spare_memory, tell_owners
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import STREAM, answer, echo
from weerklank.cli.usual_verb import USUAL, UsualVerb
from weerklank.model.hand_in import HandIn
from weerklank.model.json_value import JsonObject
from weerklank.services.harvest.hand_in_by_url import hand_in_by_url
from weerklank.services.intake.hand_in import (
    Choices,
    HandedIn,
    confirm,
    hand_in,
    list_choices,
    propose,
    say_nothing,
)
from weerklank.services.intake.list_hand_ins import hand_ins_json, list_hand_ins
from weerklank.services.register.record_hand_in import undo
from weerklank.services.register.remind_makers import reminders_json
from weerklank.services.runs.run_report import report_json, shortfall_json
from weerklank.services.workplace import Workplace


@click.group(
    "handin",
    cls=UsualVerb,
    help=say(
        "Lever losse berichten aan van een hybride of persoonlijk account: 'handin A'.",
        "Hand in single posts of a hybrid or personal account: 'handin A'.",
    ),
)
def handin_command() -> None:
    """Hold what a maker does."""


@handin_command.command(
    USUAL,
    help=say(
        "Lever berichten van account A aan, of zeg dat er niets aan te leveren is; het woord "
        "'add' mag weg.",
        "Hand in posts of account A, or say that there is nothing to hand in; the word 'add' may "
        "be left out.",
    ),
)
@click.argument("name", metavar="A")
@export_options(
    file=say(
        "Export van het platform; zonder --post wordt getoond waaruit te kiezen is. Zonder "
        "--file wordt het bericht bij zijn server opgehaald.",
        "Export of the platform; without --post it is shown what can be picked. Without --file "
        "the post is fetched from its server.",
    ),
    posts=say(
        "Bericht dat overheidsinformatie is; herhaalbaar.",
        "Post that is government information; repeatable.",
    ),
    process=say("Werkproces dat ermee is gediend.", "Work process that it serves."),
)
@click.option(
    "--propose",
    "proposing",
    is_flag=True,
    help=say(
        "Een ander bevestigt met 'handin confirm'; tot dan wordt niets opgenomen.",
        "Someone else confirms by 'handin confirm'; until then nothing is taken in.",
    ),
)
@click.option(
    "--nothing",
    metavar="PERIOD",
    help=say(
        "Er is niets aan te leveren over deze maand, dit kwartaal of dit jaar (2026-10, 2026-Q4, "
        "2026).",
        "There is nothing to hand in of this month, quarter or year (2026-10, 2026-Q4, 2026).",
    ),
)
@common
def add(
    given: Common,
    name: str,
    file: str | None,
    posts: tuple[str, ...],
    process: str | None,
    nothing: str | None,
    *,
    proposing: bool,
) -> None:
    """Hand in posts."""
    _refuse_what_does_not_go_together(file, posts, process, nothing, proposing=proposing)
    workplace = given.workplace()
    spare_memory()
    if nothing is not None:
        _tell(given, workplace, HandedIn(say_nothing(workplace, name, nothing)))
    elif file is None and process is not None:
        transport_for = bootstrap.transport_for(workplace)
        connectors = bootstrap.connectors()
        done = hand_in_by_url(
            workplace, connectors, name, transport_for, posts=posts, process=process
        )
        _tell(given, workplace, done)
    elif file is not None and process is not None:
        way_out = bootstrap.transport_for(workplace)
        act: Callable[..., HandedIn] = propose if proposing else partial(hand_in, way_out=way_out)
        done = act(
            workplace, bootstrap.connectors(), name, Path(file), posts=posts, process=process
        )
        _tell(given, workplace, done)
    elif file is not None:
        _show_choices(given, list_choices(workplace, bootstrap.connectors(), name, Path(file)))


def _refuse_what_does_not_go_together(
    file: str | None,
    posts: tuple[str, ...],
    process: str | None,
    nothing: str | None,
    *,
    proposing: bool,
) -> None:
    if nothing is not None:
        if file or posts or process or proposing:
            raise click.UsageError(
                say(
                    "--nothing gaat niet samen met --file, --post, --process of --propose.",
                    "--nothing does not go together with --file, --post, --process or --propose.",
                )
            )
    elif proposing and not file:
        raise click.UsageError(
            say(
                "Bij --propose hoort --file: wie bevestigt, beoordeelt wat in het bestand staat.",
                "--propose needs --file: who confirms judges what stands in that file.",
            )
        )
    elif not file and not posts:
        raise click.UsageError(
            say(
                "Noem een bericht met --post, een export met --file, of een periode met "
                "--nothing.",
                "Name a post with --post, an export with --file, or a period with --nothing.",
            )
        )
    elif posts and not process:
        raise click.UsageError(
            say(
                "Noem met --process het werkproces dat met de berichten is gediend.",
                "Name with --process the work process that the posts serve.",
            )
        )
    elif not posts and (process or proposing):
        raise click.UsageError(
            say(
                "--process en --propose horen bij --post; zonder wordt alleen getoond waaruit te "
                "kiezen is.",
                "--process and --propose go with --post; without it is only shown what can be "
                "picked.",
            )
        )


def _show_choices(given: Common, choices: Choices) -> None:
    """Write the choices one by one: an export may hold a million."""
    rows: Iterator[JsonObject] = (
        {
            "created_at": choice.created_at,
            "state": choice.state,
            "text": choice.text,
            "url": choice.url,
            "visibility": choice.visibility,
        }
        for choice in choices
    )
    if given.json:
        STREAM.rows("choices", rows)
        passed = choices.passed
        STREAM.end(
            {
                "account": choices.account.id,
                "gaps": [shortfall_json(gap, language()) for gap in choices.gaps],
                "skipped": {
                    "broken": passed.broken,
                    "direct_messages": passed.direct_messages,
                    "out_of_scope": passed.out_of_scope,
                },
            }
        )
    else:
        for row in rows:
            show_choice(row)
        show_passed(choices.passed.direct_messages, choices.passed.broken, choices.gaps)
    click.get_current_context().exit(1 if choices.gaps else 0)


def _tell(given: Common, workplace: Workplace, done: HandedIn) -> None:
    """Tell what came of a hand-in, and leave with the exit code of its run."""
    tell_owners(workplace)
    report, number = done.report, done.hand_in
    value: JsonObject = {"handin": None, "state": None, "runs": []}
    if number is not None:
        value |= _one(workplace, number)
    if report is not None:
        value["runs"] = [report_json(report, language())]

    def text() -> None:
        if number is not None:
            show_hand_in(value)
        if report is not None:
            show_run(report)

    answer(value, as_json=given.json, text=text)
    click.get_current_context().exit(1 if report is not None and not report.complete else 0)


def _one(workplace: Workplace, found: HandIn) -> JsonObject:
    (written,) = hand_ins_json(workplace, [found])
    reminders = reminders_json(workplace, [workplace.register().accounts[found.account]])
    return {**written, "reminder": reminders[found.account]}


@handin_command.command(
    "confirm",
    help=say(
        "Bevestig aanlevering ID: de berichten zijn overheidsinformatie en worden opgenomen.",
        "Confirm hand-in ID: the posts are government information and are taken in.",
    ),
)
@click.argument("number", metavar="ID")
@export_options(
    file=say("Export waar de berichten in staan.", "Export that holds the posts."),
    needs_file=True,
    process=say(
        "Ander werkproces dan was voorgesteld.", "Other work process than the one proposed."
    ),
)
@common
def confirm_(given: Common, number: str, file: str, process: str | None) -> None:
    """Confirm."""
    workplace = given.workplace()
    spare_memory()
    way_out = bootstrap.transport_for(workplace)
    done = confirm(workplace, bootstrap.connectors(), number, Path(file), process, way_out)
    _tell(given, workplace, done)


@handin_command.command(
    "undo",
    help=say(
        "Neem aanlevering ID terug: een vergissing, zolang zij niet is bevestigd.",
        "Take hand-in ID back: a mistake, as long as it is not confirmed.",
    ),
)
@click.argument("number", metavar="ID")
@common
def undo_(given: Common, number: str) -> None:
    """Take back."""
    workplace = given.workplace()
    _tell(given, workplace, HandedIn(undo(workplace, number)))


@handin_command.command(
    "list",
    help=say(
        "Toon wat is aangeleverd, van alle accounts of van account A.",
        "Show what was handed in, of all accounts or of account A.",
    ),
)
@click.argument("name", metavar="[A]", required=False)
@common
def list_(given: Common, name: str | None) -> None:
    """List."""
    workplace = given.workplace()
    account = workplace.register().find(name).id if name else None
    hand_ins = list_hand_ins(workplace, account)

    def text() -> None:
        for found in hand_ins:
            show_hand_in(found)
        if not hand_ins:
            echo(say("Er is nog niets aangeleverd.", "Nothing was handed in yet."))

    answer({"handins": [*hand_ins]}, as_json=given.json, text=text)
