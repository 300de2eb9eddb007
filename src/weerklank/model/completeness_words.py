"""Completeness in words: qualities, verdicts and units as people read them."""

from collections.abc import Mapping

from weerklank.model.completeness import Better, Quality, Unit, Verdict
from weerklank.model.text import Language, Text

QUALITIES: Mapping[Quality, Text] = {
    Quality.FINDABLE: Text("vindbaar", "findable"),
    Quality.AVAILABLE: Text("beschikbaar", "available"),
    Quality.READABLE: Text("leesbaar", "readable"),
    Quality.INTERPRETABLE: Text("interpreteerbaar", "interpretable"),
    Quality.RELIABLE: Text("betrouwbaar", "reliable"),
    Quality.FUTURE_PROOF: Text("toekomstbestendig", "future-proof"),
}
VERDICTS: Mapping[Verdict, Text] = {
    Verdict.BELOW: Text("onder het minimum", "below the minimum"),
    Verdict.NOT_CHECKED: Text("niet gecontroleerd", "not checked"),
    Verdict.IN_BAND: Text("in de band", "in the band"),
    Verdict.FULL: Text("volledig", "full"),
}
_UNITS: Mapping[Unit, Text] = {
    Unit.PERCENT: Text("{n}%", "{n}%"),
    Unit.DAYS: Text("{n} dagen", "{n} days"),
    Unit.COUNT: Text("{n}", "{n}"),
    Unit.INTERVALS: Text("{n} termijnen", "{n} intervals"),
}
#: What a number is of, where somebody is asked for one.
UNIT_NAMES: Mapping[Unit, Text] = {
    Unit.PERCENT: Text("procent", "percent"),
    Unit.DAYS: Text("dagen", "days"),
    Unit.COUNT: Text("aantallen", "numbers"),
    Unit.INTERVALS: Text("afgesproken oogsttermijnen", "agreed intervals of harvest"),
}
_AT_MOST = Text("hoogstens {n}", "at most {n}")
NOTHING_ASKED = Text("geen eis", "nothing asked")
#: Why nothing is judged by a check that came after the yardstick of the organisation.
NOT_ADOPTED = Text(
    "de organisatie heeft een eigen meetlat, en nam deze controle daarin nog niet over",
    "the organisation has a yardstick of its own, and did not take this check over in it yet",
)
NO_VALUE = Text("niet gemeten", "not measured")


def value_words(value: float | None, unit: Unit, language: Language) -> str:
    """Say a measured value with its unit, in tenths at most."""
    if value is None:
        return NO_VALUE.say(language)
    return _UNITS[unit].say(language, n=figure(value, language))


def bar_words(bar: float | None, unit: Unit, better: Better, language: Language) -> str:
    """Say what a bar asks; of what must stay low, that it is at most."""
    if bar is None:
        return NOTHING_ASKED.say(language)
    said = _UNITS[unit].say(language, n=figure(bar, language))
    return said if better is Better.MORE or bar == 0 else _AT_MOST.say(language, n=said)


def figure(value: float, language: Language) -> str:
    """Write a number in tenths at most, as people of a language do."""
    written = f"{value:.1f}".removesuffix(".0")
    return written.replace(".", ",") if language == "nl" else written
