"""What is said of rights to people: of the text and of each medium."""

from weerklank.cli.language import language, say
from weerklank.cli.output import echo, thousands
from weerklank.model.licences import STATUSES
from weerklank.model.rights import LACKS, PartRights
from weerklank.model.rights_words import numbered, part_name, part_words
from weerklank.services.appraise.list_rights import Listed, RightsCounts


def show_parts(parts: tuple[PartRights, ...]) -> None:
    """Show what holds for text and media."""
    for part, number in numbered(parts):
        echo(f"  {_line(part, number)}")


def _line(part: PartRights, number: int) -> str:
    return f"{part_name(part, number).say(language())}: {part_words(part).say(language())}"


def show_listed(one: Listed) -> None:
    """Show a part of a list."""
    echo(f"{one.item.id}  {one.item.account}  {_line(one.part, one.number)}")


def show_counts(counts: RightsCounts) -> None:
    """Show how many parts there are, by what is recorded and what is missing."""
    echo(say("Onderdelen: {n}.", "Parts: {n}.", n=thousands(counts.parts)))
    for status, number in counts.statuses.items():
        if number:
            echo(f"  {thousands(number)}  {STATUSES[status].say(language())}")
    for lack, number in counts.lacks.items():
        if number:
            words = say("ontbreekt: {lack}", "missing: {lack}", lack=LACKS[lack].say(language()))
            echo(f"  {thousands(number)}  {words}")
    if counts.unreadable:
        echo(
            say(
                "  {n} {n:bericht is|berichten zijn} niet te lezen; draai 'weerklank verify'.",
                "  {n} {n:post|posts} can't be read; run 'weerklank verify'.",
                n=thousands(counts.unreadable),
            )
        )
