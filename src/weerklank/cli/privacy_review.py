"""`weerklank privacy review`: words in free text of which a detector was not sure."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.found_mark import KINDS, MARKS
from weerklank.services.appraise.words_in_doubt import (
    Around,
    WordInDoubt,
    judge_word,
    word_json,
    words_in_doubt,
)
from weerklank.services.seal.seal_events import seal_events

_STATES = {
    "waiting": ("wacht", "waits"),
    "person": ("is iemand", "is a person"),
    "nobody": ("is niemand", "is nobody"),
}


@click.group(
    "review",
    help=say(
        "Woorden in teksten van derden waarover een herkenner twijfelt: vervangen, tot de privacy "
        "officer zegt dat het niemand is.",
        "Words in texts of third parties that a detector is not sure of: replaced, until the "
        "privacy officer says that it is nobody.",
    ),
)
def review_command() -> None:
    """Hold what is done with words in doubt."""


@review_command.command(
    "list",
    help=say(
        "Noem de woorden die op een besluit wachten, met wat eromheen staat. Het woord zelf wordt "
        "niet getoond.",
        "Name the words that wait for a decision, with what stands around them. The word itself "
        "is not shown.",
    ),
)
@click.option(
    "--all",
    "with_decided",
    is_flag=True,
    help=say("Ook waarover is besloten.", "Also what was decided on."),
)
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=50,
    show_default=True,
    help=say("Hoeveel hooguit.", "How many at most."),
)
@common
def list_(given: Common, limit: int, *, with_decided: bool) -> None:
    """List."""
    found = words_in_doubt(given.workplace(), with_decided=with_decided, limit=limit)

    def text() -> None:
        for word in found.words:
            _show(word)
        if not found.words:
            echo(say("Er wacht geen woord op een besluit.", "No word waits for a decision."))
        elif found.total > len(found.words):
            echo(say("Er zijn er {count}.", "There are {count}.", count=found.total))

    answer(
        {"total": found.total, "words": [word_json(word) for word in found.words]},
        as_json=given.json,
        text=text,
    )


@review_command.command(
    "decide",
    help=say(
        "Leg vast of WORD iemand is. Wat niemand is, blijft voortaan staan, ook elders waar "
        "dezelfde herkenner hetzelfde woord vindt; wat er al staat verandert niet.",
        "Record whether WORD is a person. What is nobody stays from then on, also elsewhere where "
        "the same detector finds the same word; what is held does not change.",
    ),
)
@click.argument("word", metavar="WORD")
@click.argument("judgement", metavar="person|nobody", type=click.Choice(["person", "nobody"]))
@common
def decide(given: Common, word: str, judgement: str) -> None:
    """Decide."""
    workplace = given.workplace()
    found = judge_word(workplace, word, is_person=judgement == "person")
    seal_events(workplace)
    answer(word_json(found), as_json=given.json, text=lambda: _show(found))


def _show(word: WordInDoubt) -> None:
    kind, state = KINDS[word.mark.kind].say(language()), say(*_STATES[word.state])
    sure = f"{word.mark.detector}, {word.mark.confidence:.0%}"
    echo(f"{word.name}  {kind}  {word.mark.shape or ''}  ({sure}; {state})")
    if word.judged:
        echo(f"  {word.judged.at:%Y-%m-%d}  {word.judged.by}")
    count = say("in berichten: {count}", "in posts: {count}", count=word.items)
    echo(f"  {count}")
    for one in word.around:
        echo(f"  {one.id}  {_said(one, MARKS[word.mark.kind])}")
    echo()


def _said(one: Around, mark: str) -> str:
    if one.before is None or one.after is None:
        return say("(tekst niet getoond)", "(text not shown)")
    return " ".join(f"{one.before}{mark}{one.after}".split())
