"""The lists of terms (begrippenlijsten) of MDTO, and our own.

Source: NationaalArchief/MDTO-Metagegevensschema, markdown/begrippenlijsten.md as of 2026-06-23.
The names are those of the official examples; of the two lists of relations no example is known.
"""

from dataclasses import dataclass

from weerklank.transfer.mdto import Concept, Reference


@dataclass(frozen=True, slots=True)
class TermList:
    """A list of terms: by label its code, where it has one."""

    name: str
    terms: dict[str, str | None]
    #: Whether nobody may add a term of their own.
    is_closed: bool = False
    #: Other labels and names that the official examples have for the same.
    also: frozenset[str] = frozenset()
    also_named: frozenset[str] = frozenset()

    def concept(self, label: str) -> Concept:
        """Give a term of the list; KeyError for one that it has not."""
        return Concept(label, self.terms[label], Reference(self.name))


LEVELS = TermList(
    "Begrippenlijst Aggregatieniveaus MDTO",
    dict.fromkeys(("Archief", "Serie", "Dossier", "Archiefstuk")),
)
EVENTS = TermList(
    "Begrippenlijst EventTypeLijst MDTO",
    dict.fromkeys(
        (
            "Creatie",
            "Ontvangst",
            "Verzending",
            "Opname",
            "Digitalisering",
            "Vervanging",
            "Bevriezing",
            "Conversie",
            "Export",
            "Import",
            "Kopie",
            "Migratie",
            "Vernietigen",
            "Overbrenging",
            "Uitplaatsing",
            "Wijziging",
            "Publicatie",
            "Accordering",
            "Validatie Handtekening",
        )
    ),
    also_named=frozenset({"Begrippenlijst EventTypeLijst"}),
)
APPRAISALS = TermList(
    "Begrippenlijst Waarderingen MDTO",
    {"Blijvend te bewaren": "B", "Tijdelijk te bewaren": "V", "Nader te bepalen": "N"},
    is_closed=True,
)
PARTIES = TermList(
    "Begrippenlijst Relatietypen (betrokkene) MDTO",
    dict.fromkeys(("Belanghebbende", "Indiener", "Rechthebbende")),
)
RELATIONS = TermList(
    "Begrippenlijst Relatietypen (informatieobject) MDTO",
    dict.fromkeys(
        (
            "Heeft Versie",
            "Wordt aangehaald door",
            "Is vervangen door",
            "Is vereist door",
            "Is een versie van",
            "Refereert aan",
            "Vervangt",
            "Heeft nodig",
        )
    ),
)
RESTRICTIONS = TermList(
    "Begrippenlijst Beperkingen MDTO",
    dict.fromkeys(("Geen beperking", "Nader te bepalen", "Overig")),
    also_named=frozenset({"Begrippenlijst BeperkingGebruikTypeLijst MDTO"}),
)
DIGESTS = TermList(
    "Begrippenlijst ChecksumAlgoritme MDTO",
    dict.fromkeys(("SHA-224", "SHA-256", "SHA-384", "SHA-512")),
    also=frozenset({"SHA224", "SHA256", "SHA384", "SHA512"}),
)
OF_MDTO = (LEVELS, EVENTS, APPRAISALS, PARTIES, RELATIONS, RESTRICTIONS, DIGESTS)
PRONOM, IANA = "PRONOM-register", "IANA Media types"


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """A term of our own list, with what it means."""

    code: str
    label: str
    definition: str


#: Version of our own list. A term never goes: a later version has all of an earlier one.
OWN_VERSION = "1.2"
OWN_LIST = f"Weerklank begrippenlijst sociale media {OWN_VERSION}"
PSEUDONYM = OwnTerm(
    "AVG-PSEUDONIEM",
    "Persoonsgegevens onder pseudoniem (AVG)",
    "Namen en adressen van anderen zijn bij het opnemen vervangen door pseudoniemen. Wie het "
    "stuk gebruikt, mag niet proberen te achterhalen wie het zijn.",
)
COPYRIGHT = OwnTerm(
    "AUTEURSRECHT-DERDEN",
    "Auteursrecht van derden",
    "Anderen dan de archiefvormer schreven of maakten een deel van het stuk en hebben daar "
    "auteursrecht op.",
)
LICENCE = OwnTerm(
    "AUTEURSRECHT-LICENTIE",
    "Auteursrecht: gebruik volgens licentie",
    "Het stuk of een deel ervan mag worden gebruikt zoals de genoemde licentie of verklaring "
    "zegt.",
)
RESERVED = OwnTerm(
    "AUTEURSRECHT-ARCHIEFVORMER",
    "Auteursrecht van de archiefvormer",
    "De archiefvormer heeft het auteursrecht op het stuk of een deel ervan, en gaf er geen "
    "licentie voor.",
)
PORTRAIT = OwnTerm(
    "PORTRETRECHT",
    "Portretrecht (Auteurswet, art. 19 tot en met 21)",
    "In beeld zijn personen te herkennen; hun portretrecht beperkt het gebruik.",
)
PRIVACY = OwnTerm(
    "AW1995-15-1-A",
    "Beperkt openbaar; eerbiediging van de persoonlijke levenssfeer (Archiefwet 1995, art. 15, "
    "eerste lid, onder a)",
    "Het stuk was alleen voor volgers te zien of bevat mogelijk bijzondere persoonsgegevens, en "
    "is daarom tot het einde van de termijn beperkt openbaar.",
)
RUNNING = OwnTerm(
    "LOOPTIJD",
    "Looptijd",
    "Van het eerste tot en met het laatste bericht dat erin is opgenomen.",
)
MADE = OwnTerm("DATUM-STUK", "Datum van het stuk", "Dag waarop het stuk is gepubliceerd.")
SCENARIO = {
    "A": OwnTerm("SCENARIO-A", "Eenrichtingsverkeer", "Wie het account volgt, kan niet reageren."),
    "B": OwnTerm("SCENARIO-B", "Tweerichtingsverkeer", "Op de berichten kan worden gereageerd."),
    "C": OwnTerm(
        "SCENARIO-C",
        "Geen overheidsinformatie, behalve wat is ingeleverd",
        "Van het account wordt alleen opgenomen wat iemand als overheidsinformatie aanwijst.",
    ),
}
PSEUDONYMISED = OwnTerm(
    "GEB-MINIMALISERING",
    "Minimalisering van persoonsgegevens",
    "Wie anderen zijn is vervangen door pseudoniemen, en wat niet nodig was is weggelaten, "
    "voordat of nadat het stuk is opgenomen.",
)
OBSERVED = OwnTerm(
    "GEB-WAARNEMING",
    "Waarneming op het platform",
    "Bij een latere blik bleek dat het stuk niet meer, of juist weer, op het platform stond. Aan "
    "het stuk zelf veranderde niets.",
)
APPRAISED = OwnTerm(
    "GEB-WAARDERING",
    "Waardering",
    "Besloten is naar welke rij van de selectielijst het stuk wordt gewaardeerd, of dat het bij "
    "een hotspot hoort.",
)
DESCRIBED = OwnTerm(
    "GEB-METAGEGEVENS",
    "Wijziging van metagegevens",
    "Over het stuk is iets vastgelegd of ingetrokken, zoals rechten. Aan het stuk zelf veranderde "
    "niets.",
)
ORIGINAL_GONE = OwnTerm(
    "GEB-ORIGINEEL-VERNIETIGD",
    "Vernietiging van een verzegeld origineel",
    "Vernietigd is wat bij het minimaliseren was vervangen of weggelaten en apart, versleuteld, "
    "werd bewaard. Het stuk zelf bleef.",
)
#: Of events.
OWN_EVENTS = (PSEUDONYMISED, OBSERVED, APPRAISED, DESCRIBED, ORIGINAL_GONE)
OWN_TERMS = (
    PSEUDONYM,
    COPYRIGHT,
    LICENCE,
    RESERVED,
    PORTRAIT,
    PRIVACY,
    RUNNING,
    MADE,
    *SCENARIO.values(),
    *OWN_EVENTS,
)


def own(term: OwnTerm) -> Concept:
    """Give a term of our own list, which goes along with what uses it."""
    return Concept(term.label, term.code, Reference(OWN_LIST))
