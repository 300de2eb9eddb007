"""The recommendations of module 3, in words of our own, each with where the work is done (J3).

Source: 'Module 3: Aanbevelingen bij gebruik van sociale media' (Nationaal Archief, concept), read
26 November 2026. It numbers nothing and has no pages: the numbers here are the order in which it
gives its headings. Sections of the whitepaper 'Archiveren van sociale media' stand beside them.
"""

from dataclasses import dataclass
from enum import StrEnum

from weerklank.model.text import Text


class Concern(StrEnum):
    """What a recommendation is about."""

    OVERVIEW = "overview"
    CORPORATE = "corporate"
    GOVERNMENT_ALONE = "government-alone"
    NO_FORMAL = "no-formal"
    PERSONAL_DATA = "personal-data"
    COPYRIGHT = "copyright"
    FORMATS = "formats"
    AGREEMENTS = "agreements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One recommendation."""

    #: In the order of the document.
    number: int
    concern: Concern
    #: Heading of the document that it stands under, as it has it.
    heading: str
    short: Text
    why: Text
    #: Where in the application the work is done.
    screen: Text
    #: Sections of the whitepaper that say the same, or why.
    whitepaper: str


RECOMMENDATIONS: tuple[Recommendation, ...] = (
    Recommendation(
        number=1,
        concern=Concern.OVERVIEW,
        heading="Maak en beheer een overzicht van accounts",
        short=Text(
            "Eén overzicht noemt elk account en wie het beheert, ook wat niet meer wordt "
            "gebruikt. Wijzigingen worden meteen gemeld.",
            "One register names every account and who runs it, also what is no longer used. "
            "Changes are reported at once.",
        ),
        why=Text(
            "Wat niet in het overzicht staat, wordt niet bewaard.",
            "What is not in the register is not kept.",
        ),
        screen=Text("Accounts", "Accounts"),
        whitepaper="2.3, 7.2.1",
    ),
    Recommendation(
        number=2,
        concern=Concern.CORPORATE,
        heading="Werk met corporate accounts",
        short=Text(
            "Werk alleen met accounts die de organisatie zelf maakt en beheert, niet met "
            "privé-accounts.",
            "Work only with accounts that the organisation makes and runs itself, not with "
            "private ones.",
        ),
        why=Text(
            "Op een privé-account staan werk en privé door elkaar, en beheert de organisatie "
            "niets.",
            "On a private account work and private life are mixed, and the organisation runs "
            "nothing.",
        ),
        screen=Text("Accounts; Aanleveren", "Accounts; Hand-ins"),
        whitepaper="2.3, 4.1.3, 5, 7.2.1",
    ),
    Recommendation(
        number=3,
        concern=Concern.GOVERNMENT_ALONE,
        heading="Zorg dat corporate accounts enkel overheidsinformatie bevatten",
        short=Text(
            "Plaats op een account van de organisatie niets van uzelf of van een partij.",
            "Post nothing private and nothing of a party on an account of the organisation.",
        ),
        why=Text(
            "Het hele account wordt bewaard, ook wat er niet hoort.",
            "The whole account is kept, also what does not belong there.",
        ),
        screen=Text("Bericht: geen overheidsinformatie", "Post: not government information"),
        whitepaper="4.1.1, 5",
    ),
    Recommendation(
        number=4,
        concern=Concern.NO_FORMAL,
        heading="Voorkom formeel berichtenverkeer",
        short=Text(
            "Doe op sociale media niets van een wettelijke procedure. Zeg dat in het profiel, "
            "en waar het wel kan.",
            "Do nothing of a legal procedure on social media. Say so in the profile, and where "
            "it can be done.",
        ),
        why=Text(
            "Een bezwaar of aanvraag vraagt een weg die betrouwbaar en vertrouwelijk is.",
            "An objection or application asks for a way that is reliable and confidential.",
        ),
        screen=Text("Profiel; Formele reacties", "Profile; Formal replies"),
        whitepaper="4.3",
    ),
    Recommendation(
        number=5,
        concern=Concern.PERSONAL_DATA,
        heading="Ga verantwoord om met persoonsgegevens",
        short=Text(
            "Zeg in het profiel dat reageren persoonsgegevens verwerkt, ook voor het archief, "
            "en leid naar de privacyverklaring met de rechten van mensen.",
            "Say in the profile that replying processes personal data, also for the archive, "
            "and lead to the privacy statement with the rights of people.",
        ),
        why=Text(
            "Wie reageert, moet weten wat ermee gebeurt. Laten vernietigen kan niet zomaar: "
            "bewaren is een wettelijke plicht.",
            "Who replies must know what becomes of it. Erasure is not simply possible: keeping "
            "is a legal duty.",
        ),
        screen=Text("Profiel; Privacy", "Profile; Privacy"),
        whitepaper="4.3, 4.4, 5",
    ),
    Recommendation(
        number=6,
        concern=Concern.COPYRIGHT,
        heading="Hou rekening met auteurs- en portretrecht",
        short=Text(
            "Gebruik alleen tekst, beeld en geluid dat vrij is, een licentie heeft of is "
            "overgedragen.",
            "Use only text, pictures and sound that are free, licensed or transferred.",
        ),
        why=Text(
            "Anders kan wat is bewaard later niet worden getoond of overgebracht.",
            "Else what was kept can't be shown or transferred later.",
        ),
        screen=Text("Bericht: rechten", "Post: rights"),
        whitepaper="4.2",
    ),
    Recommendation(
        number=7,
        concern=Concern.FORMATS,
        heading="Hou rekening met bestandsformaten",
        short=Text(
            "Gebruik bestandsformaten die lang leesbaar blijven.",
            "Use file formats that stay readable for long.",
        ),
        why=Text(
            "Wat blijvend is, moet over tientallen jaren nog open gaan.",
            "What is kept for ever must still open in decades.",
        ),
        screen=Text("Bericht: media", "Post: media"),
        whitepaper="4.4",
    ),
    Recommendation(
        number=8,
        concern=Concern.AGREEMENTS,
        heading="Streef naar afspraken met aanbieders over archivering",
        short=Text(
            "Maak afspraken met het platform over archiveren. Lukt dat niet, leg dan vast wie "
            "besloot dat de Archiefwet zwaarder weegt.",
            "Agree with the platform on archiving. If that fails, record who decided that the "
            "Archiefwet weighs more.",
        ),
        why=Text(
            "Archiveren kan botsen met de voorwaarden van een platform; dat risico draagt de "
            "organisatie bewust.",
            "Archiving may clash with the terms of a platform; the organisation bears that risk "
            "knowingly.",
        ),
        screen=Text("Platforms", "Platforms"),
        whitepaper="3, 6.3",
    ),
)
BY_CONCERN = {one.concern: one for one in RECOMMENDATIONS}
