"""Completeness on screens: values beside their counts, and a shape for each verdict."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from weerklank.model.completeness import Band, Better, Check, KeptResult, Verdict
from weerklank.model.completeness_words import VERDICTS, bar_words, value_words
from weerklank.model.text import Language, Text
from weerklank.web.plots.band import SHAPES
from weerklank.web.words import number

_PART = Text("{held} van {of}", "{held} of {of}")
_NOTHING = Text("niets om te meten", "nothing to measure")
#: The order in which the four numbers stand.
FOUR = (Verdict.BELOW, Verdict.IN_BAND, Verdict.FULL, Verdict.NOT_CHECKED)


def shape(verdict: Verdict) -> SafeString:
    """Draw the shape of a verdict; what it means stands in words beside it."""
    drawn = SHAPES[verdict].format(x=7, y=7)
    return SafeString(f'<svg class="verdict" viewBox="0 0 14 14" aria-hidden="true">{drawn}</svg>')


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many checks came out one way: what the band says in miniature."""

    shape: SafeString
    text: Text
    count: int
    is_below: bool


def verdicts_of(band: Band) -> tuple[Verdicts, ...]:
    """Give the four numbers of a band, in their order."""
    return tuple(
        Verdicts(shape(one), VERDICTS[one], band.counts[one], one is Verdict.BELOW) for one in FOUR
    )


def verdict_told(verdict: Verdict) -> dict[str, object]:
    """Give what a page shows of a verdict."""
    return {
        "shape": shape(verdict),
        "text": VERDICTS[verdict],
        "is_below": verdict is Verdict.BELOW,
    }


def value_told(check: Check, result: KeptResult, language: Language) -> str:
    """Say what was measured; a share never without its counts."""
    if result.of == 0:
        return _NOTHING.say(language)
    told = value_words(result.value, check.unit, language)
    if result.value is None or result.of is None or result.holding is None:
        return told
    return f"{told} ({part_told(result.holding, result.of, language)})"


def part_told(held: int, of: int, language: Language) -> str:
    """Say how many of how many."""
    return _PART.say(language, held=number(held, language), of=number(of, language))


def bars_told(check: Check, result: KeptResult, language: Language) -> tuple[str, str]:
    """Say the minimum and what full is, as they held on the day of measuring."""
    return (
        bar_words(result.minimum, check.unit, check.better, language),
        bar_words(result.full, check.unit, check.better, language),
    )


def place_of(check: Check, result: KeptResult) -> float:
    """Give how far a value lies between the bars of its zone, from 0 to 1."""
    value, minimum, full = result.value, result.minimum, result.full
    if value is None or result.verdict not in {Verdict.BELOW, Verdict.IN_BAND}:
        return 0.0
    more = check.better is Better.MORE
    if result.verdict is Verdict.BELOW:
        share = (value, minimum or 0.0) if more else (minimum or 0.0, value)
    elif more:
        share = (value - (minimum or 0.0), full - (minimum or 0.0))
    else:
        share = (full, value) if minimum is None else (minimum - value, minimum - full)
    part, whole = share
    return part / whole if whole else 0.0
