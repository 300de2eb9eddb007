"""Words of *Drie technieken naast elkaar*: aspects, differences, what they mean, why not seen."""

from collections.abc import Mapping

from weerklank.model.beside import WEIGHTS, Aspect, AspectCell, Consequence, Difference
from weerklank.model.day_words import day, moment
from weerklank.model.item import ItemKind, Visibility
from weerklank.model.item_words import VISIBLE, TitleKind, what_title_is
from weerklank.model.number_words import number
from weerklank.model.run import Technique
from weerklank.model.text import Language, Text
from weerklank.services.oversee.post_techniques import LaidRow
from weerklank.services.oversee.technique_looks import Why
from weerklank.services.oversee.technique_sets import Missed

NAMES: Mapping[Technique, Text] = {
    Technique.API: Text("API", "API"),
    Technique.EXPORT: Text("Export", "Export"),
    Technique.BROWSER: Text("Browser", "Browser"),
}
ASPECTS: Mapping[Aspect, Text] = {
    Aspect.TEXT: Text("Tekst", "Text"),
    Aspect.TITLE: Text("Titel of waarschuwing", "Title or warning"),
    Aspect.MOMENT: Text("Geplaatst", "Published"),
    Aspect.EDITED: Text("Bewerkt", "Edited"),
    Aspect.VISIBILITY: Text("Zichtbaar voor", "Visible to"),
    Aspect.ADDRESS: Text("Adres", "Address"),
    Aspect.ANSWERS: Text("Hoort bij een ander bericht", "Belongs with another post"),
    Aspect.MEDIA: Text("Foto's, films en geluid", "Pictures, films and sound"),
    Aspect.FILES: Text("Daarvan met bestand", "Of those with a file"),
    Aspect.ALT: Text("Beschrijvingen", "Descriptions"),
    Aspect.CAPTIONS: Text("Ondertiteling", "Captions"),
    Aspect.POLL: Text("Keuzes van de peiling", "Choices of the poll"),
    Aspect.VOTES: Text("Stemmen", "Votes"),
    Aspect.LIKES: Text("Leuk gevonden", "Liked"),
    Aspect.REPOSTS: Text("Gedeeld", "Shared"),
    Aspect.STATED_REPLIES: Text(
        "Reacties volgens het platform", "Replies according to the platform"
    ),
    Aspect.REPLIES: Text("Reacties in het archief", "Replies in the archive"),
}
DIFFERENCES: Mapping[Difference, Text] = {
    Difference.WORDS: Text("andere woorden", "other words"),
    Difference.EDIT: Text("voor en na een bewerking", "before and after an edit"),
    Difference.FILES: Text("bestand niet bij elke techniek", "file not by each technique"),
    Difference.LACKING: Text("bestand ontbreekt", "file is missing"),
    Difference.MEDIA: Text("andere media", "other media"),
    Difference.ALT: Text("andere beschrijving", "other description"),
    Difference.CAPTIONS: Text("andere ondertiteling", "other captions"),
    Difference.NUMBERS: Text("andere aantallen", "other numbers"),
    Difference.MOMENT: Text("ander moment", "other moment"),
    Difference.VISIBILITY: Text("andere zichtbaarheid", "other visibility"),
    Difference.ADDRESS: Text("ander adres", "other address"),
    Difference.ANSWERS: Text("antwoord op iets anders", "answers something else"),
    Difference.REPLIES: Text("niet alle reacties", "not all replies"),
}
MEANINGS: Mapping[Difference, Text] = {
    Difference.WORDS: Text(
        "Geen moment van bewerken verklaart het. Kijk welke tekst klopt.",
        "No moment of editing explains it. See which text is right.",
    ),
    Difference.EDIT: Text(
        "De ene keek vóór en de andere na een bewerking. Het archief houdt beide.",
        "One looked before and the other after an edit. The archive keeps both.",
    ),
    Difference.FILES: Text(
        "Niet elke techniek gaf het bestand. Het archief heeft het.",
        "Not each technique gave the file. The archive has it.",
    ),
    Difference.LACKING: Text(
        "Geen techniek gaf het bestand. Het hoort er te zijn.",
        "No technique gave the file. It should be there.",
    ),
    Difference.MEDIA: Text(
        "Zij noemen andere foto's of films. Kijk welke erbij horen.",
        "They name other pictures or films. See which belong to it.",
    ),
    Difference.ALT: Text(
        "Zij geven een andere beschrijving. Kijk welke erbij hoort.",
        "They give another description. See which belongs to it.",
    ),
    Difference.CAPTIONS: Text(
        "Ondertiteling kan later zijn toegevoegd. Er ontbreekt niets.",
        "Captions may have been added later. Nothing is missing.",
    ),
    Difference.NUMBERS: Text(
        "Aantallen lopen met de tijd op of terug. Er ontbreekt niets.",
        "Numbers go up or down with time. Nothing is missing.",
    ),
    Difference.MOMENT: Text(
        "Zij noemen een ander moment. Kijk welk klopt.",
        "They name another moment. See which is right.",
    ),
    Difference.VISIBILITY: Text(
        "Voor de een was het voor meer mensen zichtbaar. Het archief schermt af wat ooit "
        "afgeschermd was.",
        "To one it was visible to more people. The archive shields what was ever shielded.",
    ),
    Difference.ADDRESS: Text(
        "Zij schrijven het adres anders. Er ontbreekt niets.",
        "They write the address in another way. Nothing is missing.",
    ),
    Difference.ANSWERS: Text(
        "Zij noemen een ander bericht waar het bij hoort. Kijk welk klopt.",
        "They name another post that it belongs with. See which is right.",
    ),
    Difference.REPLIES: Text(
        "De andere techniek zag reacties die deze niet zag. Het archief heeft ze.",
        "The other technique saw replies that this one did not. The archive has them.",
    ),
}
#: Whether it counts for completeness, in a few words.
COUNTS: Mapping[Consequence, Text] = {
    Consequence.NO_GAP: Text("telt niet mee", "does not count"),
    Consequence.THANKS: Text("telt mee: gedekt", "counts: covered"),
    Consequence.GAP: Text("telt mee: gat", "counts: a gap"),
    Consequence.FINDING: Text("telt mee: bekijken", "counts: to look at"),
}
BY_LIMIT = Text("Grens van het platform: {limit}.", "Limit of the platform: {limit}.")

#: Why a technique did not see one post; what follows depends on it.
WHYS: Mapping[Why, Text] = {
    Why.NEVER: Text(
        "Deze techniek is op dit account nog niet gebruikt.",
        "This technique was not used on this account yet.",
    ),
    Why.BY_HAND: Text(
        "Op die dag kwam van dit account alleen binnen wat werd aangeleverd.",
        "On that day only what was handed in came in of this account.",
    ),
    Why.WAITS: Text(
        "Zij keek tot en met {day}. Het bericht is van daarna.",
        "It looked until {day}. The post is of later.",
    ),
    Why.BEFORE: Text(
        "Haar runs lazen niet zo ver terug. Geen gat: een andere techniek heeft het.",
        "Its runs did not read so far back. No gap: another technique has it.",
    ),
    Why.LIMIT: Text(
        "Het platform geeft dit niet op deze manier.",
        "The platform does not give this by that road.",
    ),
    Why.GONE: Text(
        "Het was al van het platform verdwenen toen deze techniek keek.",
        "It was gone from the platform before this technique looked.",
    ),
    Why.GAP: Text(
        "De run die hier keek was niet compleet. Misschien hoort dit bij wat zij miste.",
        "The run that looked here was not complete. This may be part of what it missed.",
    ),
    Why.MISSED: Text(
        "Zij keek in die periode en vond het niet. Kijk waarom.",
        "It looked in that period and did not find it. See why.",
    ),
}
#: Why it did not see some posts of a set.
SET_WHYS: Mapping[Why, Text] = {
    Why.NEVER: Text(
        "{name} is op dit account nog niet gebruikt", "{name} was not used on this account yet"
    ),
    Why.BY_HAND: Text(
        "aangeleverd: {name} mocht die dagen niet oogsten",
        "handed in: {name} might not harvest on those days",
    ),
    Why.WAITS: Text("van na {day}: wacht op {name}", "of after {day}: waits for {name}"),
    Why.BEFORE: Text(
        "van vóór {day}: zo ver las {name} niet terug",
        "of before {day}: {name} did not read so far back",
    ),
    Why.LIMIT: Text("{name} geeft dit niet", "{name} does not give this"),
    Why.GONE: Text("weg voordat {name} keek", "gone before {name} looked"),
    Why.GAP: Text(
        "{name} keek, en die run was niet compleet",
        "{name} looked, and that run was not complete",
    ),
    Why.MISSED: Text("{name} keek en vond het niet", "{name} looked and did not find it"),
}
#: What a technique would add that was not used.
WOULD_ADD: Mapping[Technique, Text] = {
    Technique.API: Text(
        "De API zou reacties, aantallen en momenten van bewerken geven, en laten zien wat "
        "verdween.",
        "The API would give replies, numbers and moments of editing, and show what disappeared.",
    ),
    Technique.EXPORT: Text(
        "Een export zou bevestigen dat elk eigen bericht er is, met de bestanden zoals ze zijn "
        "geplaatst.",
        "An export would confirm that each post of the account is there, with the files as they "
        "were published.",
    ),
    Technique.BROWSER: Text(
        "De browser zou laten zien hoe het bericht er op het platform uitzag.",
        "The browser would show what the post looked like on the platform.",
    ),
}
_WITH_ARTICLE: Mapping[Technique, Text] = {
    Technique.API: Text("de API", "the API"),
    Technique.EXPORT: Text("de export", "the export"),
    Technique.BROWSER: Text("de browser", "the browser"),
}
_NOTHING = {
    Aspect.TEXT: Text("geen tekst", "no text"),
    Aspect.EDITED: Text("zegt niets", "says nothing"),
}
_NOT_TOLD = Text("niet verteld", "not told")
_NO_OWN = Text("geen eigen stand", "no number of its own")
_NO_ALT = Text("zonder beschrijving", "without description")
_CAPTIONS = {"with": Text("ja", "yes"), "without": Text("nee", "no")}
_REFS = {
    "boost_of": Text("deelt iets", "shares something"),
    "pinned": Text("vastgezet", "pinned"),
    "quote_of": Text("haalt iets aan", "quotes something"),
    "reply_to": Text("antwoordt op iets", "answers something"),
}


def name_of_aspect(row: LaidRow, kind: ItemKind, platform: str) -> Text:
    """Name an aspect; what a title is depends on the platform."""
    if row.aspect is Aspect.TITLE and what_title_is(kind, platform) is TitleKind.WARNING:
        return Text("Waarschuwing", "Warning")
    return Text("Titel", "Title") if row.aspect is Aspect.TITLE else ASPECTS[row.aspect]


def meaning_of(row: LaidRow, language: Language) -> str:
    """Say what a difference means for completeness."""
    if row.difference is None:
        return ""
    if row.weight is not WEIGHTS[row.difference]:
        limit = next(iter(row.limits.values()))
        return BY_LIMIT.say(language, limit=limit.say(language))
    return MEANINGS[row.difference].say(language)


def told_in(cell: AspectCell, aspect: Aspect, language: Language) -> str:
    """Write what a technique tells of an aspect, foreign texts as they are."""
    if cell.is_kept:
        return _NO_OWN.say(language)
    told = cell.told
    if told is None:
        return _NOTHING.get(aspect, _NOT_TOLD).say(language)
    if aspect in {Aspect.MOMENT, Aspect.EDITED}:
        return moment(str(told), language)
    if isinstance(told, int):
        return number(told, language)
    if isinstance(told, tuple):
        return ", ".join(_one(one, aspect, language) for one in told)
    if aspect is Aspect.CAPTIONS:
        return _CAPTIONS[told].say(language)
    if aspect is Aspect.VISIBILITY:
        return VISIBLE[Visibility(told)].say(language)
    return told


def _one(told: str, aspect: Aspect, language: Language) -> str:
    if aspect is Aspect.ANSWERS:
        return _REFS[told].say(language)
    return told or _NO_ALT.say(language)


def missed_words(one: Missed, language: Language) -> str:
    """Say why a technique did not see some posts of a set."""
    name = _WITH_ARTICLE[one.letter].say(language)
    when = day(one.day, language) if one.day else ""
    return SET_WHYS[one.why].say(language, name=name, day=when)
