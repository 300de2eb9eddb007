"""Data report: what personal data is processed, why and how long, as a document (D5).

By the 17 points of the Model DPIA Rijksdienst. What is technical is generated; what only the
organisation can know is marked as hers to fill in, and never invented.
"""

from collections.abc import Callable, Iterator

from weerklank.documents.document import Block, Document, Heading, Paragraph, Tone
from weerklank.model.day_words import moment
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import TITLES
from weerklank.model.text import Language, Text
from weerklank.services.oversee.report_facts import ReportFacts
from weerklank.services.oversee.report_media import media_json
from weerklank.services.oversee.report_sections import Sections
from weerklank.services.workplace import Workplace

#: Part, and number and heading of each of its points.
POINTS: tuple[tuple[Text, tuple[tuple[int, Text], ...]], ...] = (
    (
        Text("A. Kenmerken van de verwerking", "A. Characteristics of the processing"),
        (
            (1, Text("Voorstel", "Proposal")),
            (2, Text("Persoonsgegevens", "Personal data")),
            (3, Text("Gegevensverwerkingen", "Processing operations")),
            (4, Text("Verwerkingsdoeleinden", "Purposes")),
            (5, Text("Betrokken partijen", "Parties involved")),
            (6, Text("Belangen bij de verwerking", "Interests in the processing")),
            (7, Text("Verwerkingslocaties", "Places of processing")),
            (8, Text("Techniek en methode", "Technique and method")),
            (9, Text("Juridisch en beleidsmatig kader", "Law and policy")),
            (10, Text("Bewaartermijnen", "Retention")),
        ),
    ),
    (
        Text("B. Rechtmatigheid", "B. Lawfulness"),
        (
            (11, Text("Rechtsgrond", "Legal ground")),
            (12, Text("Bijzondere persoonsgegevens", "Special categories")),
            (13, Text("Doelbinding", "Purpose limitation")),
            (14, Text("Noodzaak en evenredigheid", "Necessity and proportionality")),
            (15, Text("Rechten van de betrokkene", "Rights of the data subject")),
        ),
    ),
    (
        Text("C. Risico's voor betrokkenen", "C. Risks for data subjects"),
        ((16, Text("Risico's", "Risks")),),
    ),
    (
        Text("D. Maatregelen", "D. Measures"),
        ((17, Text("Maatregelen", "Measures")),),
    ),
)
#: What holds for every organisation that uses the program.
_SAID = {
    1: Text(
        "Archiveren van de sociale media van de organisatie, met reacties van derden onder "
        "pseudoniem.",
        "Archiving the social media of the organisation, with replies by third parties under a "
        "pseudonym.",
    ),
    5: Text(
        "Aan wie uitvoer is gegeven, staat niet in het logboek.",
        "To whom exports were given is not in the journal.",
    ),
    12: Text(
        "Reacties kunnen bijzondere gegevens bevatten, zoals een politieke opvatting of "
        "gezondheid.",
        "Replies may hold special categories, such as a political opinion or health.",
    ),
}
#: What only the organisation can know, by point.
_OPEN = {
    1: Text("aanleiding en context.", "occasion and context."),
    4: Text("het doel per werkproces.", "the purpose of each work process."),
    5: Text("verwerkers en ontvangers.", "processors and recipients."),
    6: Text("de belangen van de partijen.", "the interests of the parties."),
    7: Text(
        "waar archief, sleutels en kopieën staan, ook buiten de EER.",
        "where archive, keys and copies are, also outside the EEA.",
    ),
    9: Text("wetten en beleid die gelden.", "laws and policy that apply."),
    10: Text("de termijnen van de selectielijst.", "the terms of the selection list."),
    11: Text("de grond per doel.", "the legal ground of each purpose."),
    12: Text("de uitzondering waarop u zich beroept.", "the exception that you rely on."),
    13: Text("of verder gebruik bij het doel past.", "whether further use fits the purpose."),
    14: Text("waarom reacties nodig zijn.", "why replies are needed."),
    15: Text("hoe iemand een verzoek doet.", "how somebody makes a request."),
    16: Text("kans en gevolg van elk risico.", "likelihood and effect of each risk."),
    17: Text("de overige maatregelen.", "the other measures."),
}
_TITLE = Text("Verslag gegevensbescherming", "Data protection report")
_WHOLE = Text("de hele organisatie", "the whole organisation")


def data_report(workplace: Workplace, facts: ReportFacts, language: Language) -> Document:
    """Give the report as a document."""
    sections = Sections(facts, language)
    of = _WHOLE.say(language)
    if facts.of is not None:
        of = f"{TITLES[facts.of.platform]}: {facts.of.handle} ({facts.of.id})"
    about = (
        (sections.say("Over", "On"), of),
        (sections.say("Gemaakt op", "Made at"), moment(facts.at, language)),
        (sections.say("Programma", "Program"), f"Weerklank {facts.version}"),
        (
            sections.say("Beleid", "Policy"),
            sections.say("versie {n}", "version {n}", n=facts.policy.version),
        ),
    )
    return Document(
        title=_TITLE.say(language),
        organisation=workplace.organisation.name,
        language=language,
        made=facts.at,
        facts=about,
        blocks=(*_begin(sections), *_points(sections, language)),
    )


def _begin(sections: Sections) -> Iterator[Block]:
    yield Paragraph(
        sections.say(
            "Alles hieronder is gemaakt uit instellingen, tellingen en metingen; de bron staat "
            "erbij. Vakken met een streepjesrand vult de organisatie in. De nummers zijn die van "
            "het Model DPIA Rijksdienst; de woorden van de kopjes zijn van ons.",
            "All below is made from settings, counts and measurements, with the source of each. "
            "Boxes with a dashed border are for the organisation to fill in. The numbers are "
            "those "
            "of the Model DPIA Rijksdienst; the words of the headings are ours.",
        ),
        Tone.NOTE,
    )


def _points(sections: Sections, language: Language) -> Iterator[Block]:
    for part, points in POINTS:
        yield Heading(1, part.say(language))
        for number, heading in points:
            yield Heading(2, f"{number}. {heading.say(language)}")
            yield from _point(sections, number)


def _point(sections: Sections, number: int) -> list[Block]:
    """Give what can be said of one point, and what the organisation is to say."""
    made: dict[int, Callable[[], list[Block]]] = {
        2: sections.accounts,
        3: sections.classes,
        4: sections.processes,
        5: sections.platforms,
        8: sections.gaps,
        10: sections.terms,
        12: sections.special,
        16: sections.recognition,
        17: sections.measures,
    }
    blocks = made[number]() if number in made else []
    if number in _SAID:
        blocks.append(Paragraph(sections.say(_SAID[number].nl, _SAID[number].en)))
    if number in _OPEN:
        blocks.append(sections.fill_in(_OPEN[number].nl, _OPEN[number].en))
    return blocks


def report_json(facts: ReportFacts) -> JsonObject:
    """Write what the report is made of with the names of the command line."""
    accounts: list[Json] = [
        {
            "account": one.account.id,
            "direct_messages": one.direct_messages,
            "media": one.media,
            "persons": one.persons,
            "posts": one.posts,
            "replies": one.replies,
            "unknown_fields": one.unknown,
        }
        for one in facts.accounts
    ]
    findings: list[Json] = [
        {"code": "key-open", "path": key.name} for key in facts.keys if not key.is_closed
    ]
    return {
        "accounts": accounts,
        "findings": findings,
        "made": facts.at.isoformat(),
        "media": media_json(facts.media),
        "measured": {"date": facts.measured.date, "version": facts.measured.version},
        "persons": facts.persons,
        "policy": facts.policy.version,
        "words": {"decided": facts.words_decided, "waiting": facts.words_waiting},
    }
