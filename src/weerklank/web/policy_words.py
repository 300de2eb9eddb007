"""The policy in words: field classes, choices and scenarios, and what each comes to."""

from collections.abc import Iterable

from weerklank.model.account import Scenario
from weerklank.model.policy import Change, Choice, FieldClass
from weerklank.model.text import Text

#: Name of each field class, and what falls under it.
FIELDS: dict[FieldClass, tuple[Text, Text]] = {
    FieldClass.AUTHOR: (
        Text("schrijver", "author"),
        Text("wie een reactie schreef", "who wrote a reply"),
    ),
    FieldClass.MENTIONS: (
        Text("vermeldingen", "mentions"),
        Text("anderen in eigen berichten", "others in own posts"),
    ),
    FieldClass.TEXT: (
        Text("woorden van derden", "words of third parties"),
        Text("wat een ander schreef", "what another wrote"),
    ),
    FieldClass.FOUND: (
        Text("vondsten", "finds"),
        Text(
            "wat herkenners vinden in wat een ander schreef",
            "what detectors find in what another wrote",
        ),
    ),
    FieldClass.MEDIA: (
        Text("mediabestanden van derden", "media files of third parties"),
        Text(
            "foto's, films en geluid bij wat een ander schreef; altijd weggelaten",
            "pictures, films and sound with what another wrote; always left out",
        ),
    ),
    FieldClass.EXTRAS: (
        Text("wat niet nodig is", "what is not needed"),
        Text(
            "zoals profielfoto, omschrijving, plaats en apparaat",
            "such as picture, description, place and device",
        ),
    ),
    FieldClass.UNKNOWN: (
        Text("onbekende velden", "unknown fields"),
        Text("velden die wij niet kennen", "fields that we don't know"),
    ),
    FieldClass.INITIALS: (
        Text("initialen van medewerkers", "initials of employees"),
        Text("waarmee iemand een bericht ondertekent", "by which somebody signs a post"),
    ),
}
CHOICES: dict[Choice, Text] = {
    Choice.KEEP: Text("houden", "keep"),
    Choice.PSEUDONYMISE: Text("onder pseudoniem", "pseudonymise"),
    Choice.SEAL: Text("verzegelen", "seal"),
    Choice.DROP: Text("weglaten", "drop"),
}
SCENARIOS: dict[Scenario, Text] = {
    Scenario.A: Text("eenrichtingsverkeer", "one-way"),
    Scenario.B: Text("met reacties", "with replies"),
    Scenario.C: Text("losse berichten", "single posts"),
}
_DOES: dict[Choice, Text] = {
    Choice.KEEP: Text("Het blijft staan zoals het is geschreven.", "It stays as it was written."),
    Choice.PSEUDONYMISE: Text(
        "Er komt iets anders voor in de plaats. Het origineel wordt niet bewaard.",
        "Something else comes in its place. The original is not kept.",
    ),
    Choice.SEAL: Text(
        "Er komt iets anders of niets voor in de plaats. Het origineel ligt verzegeld in de "
        "kluis.",
        "Something else or nothing comes in its place. The original lies sealed in the vault.",
    ),
    Choice.DROP: Text("Het komt niet in het archief.", "It does not come into the archive."),
}
_DOES_THERE: dict[tuple[FieldClass, Choice], Text] = {
    (FieldClass.TEXT, Choice.DROP): Text(
        "De reactie staat in het archief zonder woorden. Er staat bij dat zij zijn weggelaten.",
        "The reply stands in the archive without words. It says that they were left out.",
    ),
    (FieldClass.FOUND, Choice.DROP): Text(
        "Er staat een teken voor in de plaats, ook in het verzegelde origineel.",
        "A mark stands in its place, in the sealed original too.",
    ),
    (FieldClass.INITIALS, Choice.PSEUDONYMISE): Text(
        "Er staat ^[medewerker]. Het origineel wordt niet bewaard.",
        "It says ^[medewerker]. The original is not kept.",
    ),
    (FieldClass.INITIALS, Choice.SEAL): Text(
        "Er staat ^[medewerker]. Het origineel ligt verzegeld in de kluis.",
        "It says ^[medewerker]. The original lies sealed in the vault.",
    ),
}


def does(field: FieldClass, choice: Choice) -> Text:
    """Say what a choice comes to."""
    return _DOES_THERE.get((field, choice), _DOES[choice])


def told(changes: Iterable[Change]) -> list[dict[str, object]]:
    """Give changes for a page, those of one field class to the same together."""
    found: dict[tuple[FieldClass, Choice], list[Scenario]] = {}
    for one in changes:
        found.setdefault((one.field, one.choice), []).append(one.scenario)
    return [
        {"field": FIELDS[field][0], "choice": CHOICES[choice], "scenarios": _together(scenarios)}
        for (field, choice), scenarios in found.items()
    ]


def _together(scenarios: list[Scenario]) -> Text:
    *before, last = scenarios
    if not before:
        return Text(last, last)
    said = ", ".join(before)
    return Text(f"{said} en {last}", f"{said} and {last}")
