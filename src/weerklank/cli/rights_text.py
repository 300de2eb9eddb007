"""What is said of rights to people: of the text and of each medium."""

from weerklank.cli.language import language, say
from weerklank.cli.output import echo, thousands
from weerklank.model.licences import STATUSES
from weerklank.model.rights import LACKS, PORTRAITS, Level, PartRights
from weerklank.model.text import Text
from weerklank.services.appraise.list_rights import Listed, RightsCounts

_LEVELS = {
    Level.ITEM: Text("vastgelegd", "recorded"),
    Level.ACCOUNT: Text("regel van het account", "rule of the account"),
    Level.DEFAULT: Text("algemene regel", "general rule"),
    Level.AUTHOR: Text("van wie het schreef", "of who wrote it"),
}
_MISSING = Text("niet vastgelegd", "not recorded")


def show_parts(parts: tuple[PartRights, ...]) -> None:
    """Show what holds for text and media."""
    number = 0
    for part in parts:
        number += part.medium is not None
        echo(f"  {_named(part, number)}: {_told(part)}")


def _named(part: PartRights, number: int) -> str:
    if part.medium is None:
        return say("rechten op de tekst", "rights of the text")
    return say("rechten op medium {n}", "rights of medium {n}", n=number)


def _told(part: PartRights) -> str:
    """Say what holds for a part, and what lacks."""
    words = [_MISSING.say(language())]
    if part.status is not None and part.copyright_level is not None:
        licence = part.licence
        words = [
            STATUSES[part.status].say(language()),
            licence.name.say(language()) if licence else "",
            part.holder,
            f"({_LEVELS[part.copyright_level].say(language())})",
        ]
    if part.of_portrait:
        words.append(f"· {PORTRAITS[part.of_portrait].say(language())}")
    if part.lacks and part.status is not None:
        lacks = ", ".join(LACKS[one].say(language()) for one in part.lacks)
        words.append(say("· ontbreekt: {lacks}", "· missing: {lacks}", lacks=lacks))
    return " ".join(word for word in words if word)


def show_listed(one: Listed) -> None:
    """Show a part of a list."""
    named = _named(one.part, one.number)
    echo(f"{one.item.id}  {one.item.account}  {named}: {_told(one.part)}")


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
                "  {n} berichten zijn niet te lezen; draai 'weerklank verify'.",
                "  {n} posts can't be read; run 'weerklank verify'.",
                n=thousands(counts.unreadable),
            )
        )
