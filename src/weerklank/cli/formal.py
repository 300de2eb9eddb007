"""`weerklank formal`: replies that look like a formal message, and what a person did with them."""

import textwrap

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.formal import ALSO, KINDS, STATES, WHAT_TO_DO, FormalState
from weerklank.services.appraise.formal_replies import (
    FormalReply,
    formal_json,
    formal_replies,
    settle_formal,
)
from weerklank.services.seal.seal_events import seal_events

_WIDTH = 96
_STATES = (FormalState.DONE, FormalState.NOT_FORMAL)


@click.group(
    "formal",
    help=say(
        "Reacties die op een formeel bericht lijken: bezwaar, klacht, aanvraag, "
        "ingebrekestelling, Woo-verzoek en dergelijke.",
        "Replies that look like a formal message: objection, complaint, application, notice of "
        "default, Woo request and the like.",
    ),
)
def formal_command() -> None:
    """Hold what is done with replies that look formal."""


@formal_command.command(
    "list",
    help=say(
        "Noem de reacties die formeel lijken en op een mens wachten, nieuwste eerst, met wat te "
        "doen is. Weerklank beantwoordt en beslist niets.",
        "Name the replies that look formal and wait for a person, newest first, with what to do. "
        "Weerklank answers and decides nothing.",
    ),
)
@click.option(
    "--account", metavar="A", help=say("Alleen bij dit account.", "At this account only.")
)
@click.option(
    "--all",
    "with_settled",
    is_flag=True,
    help=say("Ook wat is afgehandeld.", "Also what was settled."),
)
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=100,
    show_default=True,
    help=say("Hoeveel hooguit.", "How many at most."),
)
@common
def list_(given: Common, account: str | None, limit: int, *, with_settled: bool) -> None:
    """List."""
    found = formal_replies(
        given.workplace(), account=account, with_settled=with_settled, limit=limit
    )
    for damage in found.unreadable:
        raise damage

    def text() -> None:
        for reply in found.replies:
            _show(reply)
        if not found.replies:
            echo(say("Er wacht niets dat formeel lijkt.", "Nothing that looks formal waits."))
            return
        echo(textwrap.fill(WHAT_TO_DO.say(language()), _WIDTH))
        for kind in dict.fromkeys(reply.kind for reply in found.replies):
            echo(textwrap.fill(ALSO[kind].say(language()), _WIDTH))
        if found.total > len(found.replies):
            echo(say("Er zijn er {count}.", "There are {count}.", count=found.total))

    answer(
        {
            "replies": [formal_json(reply, language()) for reply in found.replies],
            "total": found.total,
        },
        as_json=given.json,
        text=text,
    )


@formal_command.command(
    "settle",
    help=say(
        "Leg vast dat met ID is gedaan wat moest, of dat het niet formeel is.",
        "Record that what had to be done with ID was done, or that it is not formal.",
    ),
)
@click.argument("item", metavar="ID")
@click.argument(
    "state", metavar="|".join(_STATES), type=click.Choice([state.value for state in _STATES])
)
@common
def settle(given: Common, item: str, state: str) -> None:
    """Settle."""
    workplace = given.workplace()
    reply = settle_formal(workplace, item, FormalState(state))
    seal_events(workplace)
    answer(formal_json(reply, language()), as_json=given.json, text=lambda: _show(reply))


def _show(reply: FormalReply) -> None:
    kind, state = KINDS[reply.kind].say(language()), STATES[reply.state].say(language())
    looks = say("lijkt: {kind}", "looks like: {kind}", kind=kind)
    echo(f"{reply.item.id}  {reply.item.account}  {looks}  ({state})")
    if reply.settled:
        echo(f"  {reply.settled.at:%Y-%m-%d}  {reply.settled.by}")
    if reply.account and reply.account.managers:
        names = ", ".join(one.name for one in reply.account.managers)
        echo(say("  beheerders: {names}", "  managers: {names}", names=names))
    words = " ".join((reply.item.text or "").split())
    echo(textwrap.indent(textwrap.fill(words, _WIDTH), "  "))
    echo()
