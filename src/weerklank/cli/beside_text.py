"""What techniques saw of one post, laid beside each other as text."""

from weerklank.cli.language import language, say
from weerklank.cli.output import echo
from weerklank.model.day_words import day, moment
from weerklank.services.oversee.beside_words import (
    COUNTS,
    NAMES,
    WHYS,
    meaning_of,
    name_of_aspect,
    told_in,
)
from weerklank.services.oversee.post_techniques import LaidRow, PostBeside, SawIt

#: Letters of what a technique tells that are shown.
_SHOWN = 120
_HEAD = ("\nTechnieken naast elkaar", "\nTechniques side by side")
_SEEN = ("gezien; zo vastgelegd op {moment}", "seen; recorded so on {moment}")
_VERSIONS = ("versie {numbers}", "version {numbers}")
_NOT_SEEN = ("niet gezien. {why}", "not seen. {why}")
_ALONE = (
    "  Eén techniek zag dit bericht; er is nog niets om het naast te leggen.",
    "  One technique saw this post; there is nothing to lay it beside yet.",
)
_NO_DIFFERENCE = ("  Zij vertellen hetzelfde.", "  They tell the same.")
_DIFFERENCE = ("  {name}: {counts}. {meaning}", "  {name}: {counts}. {meaning}")
_ALIKE = ("  Gelijk: {names}", "  Alike: {names}")


def show_beside(found: PostBeside) -> None:
    """Show who saw a post and why another did not, in what they differ, and what that means."""
    echo(say(*_HEAD))
    for one in found.saw:
        _show_saw(one)
    if len(found.letters) == 1:
        echo(say(*_ALONE))
        return
    for row in found.different:
        _show_row(row, found)
    if not found.different:
        echo(say(*_NO_DIFFERENCE))
    alike = ", ".join(_name(row, found) for row in found.alike)
    if alike:
        echo(say(*_ALIKE, names=alike))


def _show_saw(one: SawIt) -> None:
    name = NAMES[one.letter].say(language())
    if one.why is None and one.captured_at:
        seen = say(*_SEEN, moment=moment(one.captured_at, language()))
        numbers = say(*_VERSIONS, numbers=", ".join(map(str, one.versions)))
        echo(f"  {name:<8} {seen} ({numbers})")
    elif one.why is not None:
        reached = one.look.reached
        why = WHYS[one.why].say(language(), day=day(reached, language()) if reached else "-")
        echo(f"  {name:<8} {say(*_NOT_SEEN, why=why)}")
        for text in one.because:
            echo(f"{' ' * 11}{text.say(language())}")


def _show_row(row: LaidRow, found: PostBeside) -> None:
    counts = COUNTS[row.weight].say(language()) if row.weight else ""
    meaning = meaning_of(row, language())
    echo(say(*_DIFFERENCE, name=_name(row, found), counts=counts, meaning=meaning))
    for letter in found.letters:
        cell = row.cells[letter]
        told = " ".join(told_in(cell, row.aspect, language()).split())
        mark = "≠ " if cell.is_other else "  "
        cut = "…" if len(told) > _SHOWN else ""
        echo(f"    {NAMES[letter].say(language()):<8} {mark}{told[:_SHOWN]}{cut}")


def _name(row: LaidRow, found: PostBeside) -> str:
    item = found.shown.item
    return name_of_aspect(row, item.kind, item.platform).say(language())
