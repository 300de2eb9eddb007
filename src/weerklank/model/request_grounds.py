"""On what ground a request of a person is decided: a table with its sources, and proposed texts.

A proposed text is for a named person to change and sign; nothing here decides anything.
"""

from dataclasses import dataclass
from enum import StrEnum

from weerklank.model.person_request import RequestKind, RequestOutcome
from weerklank.model.text import Text

_K, _O = RequestKind, RequestOutcome
_GIVEN = (_O.GRANTED, _O.PARTLY)
_NOT_GIVEN = (_O.REFUSED, _O.PARTLY)


class Checked(StrEnum):
    """How far the wording of a ground was held against its source."""

    #: Read in a text that quotes the law.
    QUOTED = "quoted"
    #: Written down without the text of the law at hand: a lawyer is to look.
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalGround:
    """One ground."""

    code: str
    #: What it says, in short.
    text: Text
    kinds: tuple[RequestKind, ...]
    outcomes: tuple[RequestOutcome, ...]
    source: str
    checked: Checked = Checked.UNCHECKED
    #: A motivation to begin from, in Dutch as the letter is; empty where each case is its own.
    proposal: str = ""

    def fits(self, kind: RequestKind, outcome: RequestOutcome) -> bool:
        """Tell whether a request of a kind can end so on this ground."""
        return kind in self.kinds and outcome in self.outcomes


#: Nothing is held: an answer by itself.
NOTHING_HELD = "nothing-held"
_GROUNDS = (
    LegalGround(
        code=NOTHING_HELD,
        text=Text("er is niets over deze persoon", "nothing is held about this person"),
        kinds=tuple(_K),
        outcomes=(_O.GRANTED, _O.REFUSED),
        source="-",
        proposal="In het archief is bij het account dat u noemt niets gevonden. Wij zochten op de "
        "accountnaam, het adres van het profiel of het nummer dat u opgaf, niet op uw naam: namen "
        "van burgers staan niet in het archief.",
    ),
    LegalGround(
        code="avg-15",
        text=Text("recht van inzage", "right of access"),
        kinds=(_K.ACCESS,),
        outcomes=_GIVEN,
        source="AVG artikel 15, eerste lid",
        proposal="U krijgt hierbij wat het archief over u bevat. Gegevens van anderen staan er "
        "niet in.",
    ),
    LegalGround(
        code="avg-15-4",
        text=Text("rechten van anderen", "rights of others"),
        kinds=(_K.ACCESS,),
        outcomes=_NOT_GIVEN,
        source="AVG artikel 15, vierde lid",
        proposal="Wij geven u geen kopie voor zover die gegevens van anderen bevat.",
    ),
    LegalGround(
        code="uavg-45-2",
        text=Text(
            "overgebrachte archieven: het verzoek is te ongericht",
            "transferred archives: the request is too unspecific",
        ),
        kinds=(_K.ACCESS,),
        outcomes=_NOT_GIVEN,
        source="UAVG artikel 45, tweede lid (alleen wat in een archiefbewaarplaats berust)",
    ),
    LegalGround(
        code="avg-16",
        text=Text("recht op rectificatie", "right to rectification"),
        kinds=(_K.RECTIFICATION,),
        outcomes=_GIVEN,
        source="AVG artikel 16",
        proposal="Het archiefstuk blijft zoals het was: het legt vast wat toen op het platform "
        "stond. Uw lezing staat er voortaan bij en wordt mee getoond.",
    ),
    LegalGround(
        code="uavg-45-3",
        text=Text(
            "overgebrachte archieven: eigen lezing toegevoegd",
            "transferred archives: own reading added",
        ),
        kinds=(_K.RECTIFICATION,),
        outcomes=_GIVEN,
        source="UAVG artikel 45, derde lid (alleen wat in een archiefbewaarplaats berust)",
    ),
    LegalGround(
        code="not-incorrect",
        text=Text("het is niet onjuist", "it is not incorrect"),
        kinds=(_K.RECTIFICATION,),
        outcomes=_NOT_GIVEN,
        source="AVG artikel 16",
        proposal="Het archiefstuk geeft weer wat op dat moment op het platform stond. Het is niet "
        "onjuist.",
    ),
    LegalGround(
        code="avg-17-1",
        text=Text("recht op gegevenswissing", "right to erasure"),
        kinds=(_K.ERASURE,),
        outcomes=_GIVEN,
        source="AVG artikel 17, eerste lid",
        checked=Checked.QUOTED,
        proposal="Wij stellen voor uw gegevens te vernietigen. Daarover beslissen nog twee "
        "anderen; tot dan ziet bijna niemand ze.",
    ),
    LegalGround(
        code="avg-17-3-d",
        text=Text("archivering in het algemeen belang", "archiving in the public interest"),
        kinds=(_K.ERASURE,),
        outcomes=_NOT_GIVEN,
        source="AVG artikel 17, derde lid, onder d",
        checked=Checked.QUOTED,
        proposal="Het recht op gegevenswissing geldt niet voor archiefbescheiden, voor zover "
        "vernietigen het "
        "archiveren in het algemeen belang onmogelijk maakt of ernstig in het gedrang brengt. Uw "
        "reactie hoort bij een bericht van de organisatie en is een archiefstuk. Zij staat onder "
        "pseudoniem in het archief en wordt vernietigd of overgebracht op de termijn van de "
        "selectielijst.",
    ),
    LegalGround(
        code="avg-17-3-b",
        text=Text(
            "wettelijke verplichting of taak van algemeen belang",
            "legal obligation or task in the public interest",
        ),
        kinds=(_K.ERASURE,),
        outcomes=_NOT_GIVEN,
        source="AVG artikel 17, derde lid, onder b; Archiefwet 1995 artikel 3",
        checked=Checked.QUOTED,
        proposal="De organisatie moet haar archiefbescheiden op grond van de Archiefwet in goede, "
        "geordende en toegankelijke staat bewaren. Vernietigen voor het einde van de termijn mag "
        "dan niet.",
    ),
    LegalGround(
        code="avg-18-1",
        text=Text("recht op beperking", "right to restriction"),
        kinds=(_K.RESTRICTION,),
        outcomes=_GIVEN,
        source="AVG artikel 18, eerste lid",
        proposal="Wij houden uw gegevens voortaan apart: zij gaan niet mee bij zoeken, uitvoer en "
        "openbaar maken. Heffen wij dat op, dan hoort u dat vooraf.",
    ),
    LegalGround(
        code="uavg-45-1",
        text=Text(
            "overgebrachte archieven: het recht is uitgezonderd",
            "transferred archives: the right is excepted",
        ),
        kinds=(_K.RECTIFICATION, _K.RESTRICTION),
        outcomes=_NOT_GIVEN,
        source="UAVG artikel 45, eerste lid (alleen wat in een archiefbewaarplaats berust)",
    ),
    LegalGround(
        code="no-case-of-18",
        text=Text("geen van de gevallen van artikel 18", "none of the cases of article 18"),
        kinds=(_K.RESTRICTION,),
        outcomes=_NOT_GIVEN,
        source="AVG artikel 18, eerste lid",
    ),
    LegalGround(
        code="avg-21-1",
        text=Text("recht van bezwaar", "right to object"),
        kinds=(_K.OBJECTION,),
        outcomes=_GIVEN,
        source="AVG artikel 21, eerste lid",
        proposal="Wij houden uw gegevens voortaan apart: zij gaan niet mee bij zoeken, uitvoer en "
        "openbaar maken.",
    ),
    LegalGround(
        code="compelling",
        text=Text("dwingende gerechtvaardigde gronden", "compelling legitimate grounds"),
        kinds=(_K.OBJECTION,),
        outcomes=_NOT_GIVEN,
        source="AVG artikel 21, eerste lid",
        proposal="De organisatie moet kunnen verantwoorden wat zij op sociale media zei en wat "
        "burgers daarop antwoordden. Dat belang weegt hier zwaarder dan uw belang; uw reactie "
        "staat onder pseudoniem en is niet openbaar gemaakt.",
    ),
    LegalGround(
        code="avg-21-6",
        text=Text(
            "nodig voor een taak van algemeen belang (onderzoek, statistiek)",
            "needed for a task in the public interest (research, statistics)",
        ),
        kinds=(_K.OBJECTION,),
        outcomes=_NOT_GIVEN,
        source="AVG artikel 21, zesde lid; UAVG artikel 44",
    ),
    LegalGround(
        code="uavg-41",
        text=Text("uitzondering van artikel 41", "exception of article 41"),
        kinds=tuple(_K),
        outcomes=_NOT_GIVEN,
        source="UAVG artikel 41",
    ),
    LegalGround(
        code="avg-12-5",
        text=Text("kennelijk ongegrond of buitensporig", "manifestly unfounded or excessive"),
        kinds=tuple(_K),
        outcomes=_NOT_GIVEN,
        source="AVG artikel 12, vijfde lid",
    ),
    LegalGround(
        code="avg-12-6",
        text=Text(
            "niet vast te stellen van wie het account is",
            "it can't be established whose account it is",
        ),
        kinds=tuple(_K),
        outcomes=(_O.REFUSED,),
        source="AVG artikel 11, tweede lid, en artikel 12, zesde lid",
        proposal="Wij konden niet vaststellen dat het account van u is. Dat kan bijvoorbeeld door "
        "vanaf het account een woord te plaatsen dat wij u noemen.",
    ),
)
GROUNDS: dict[str, LegalGround] = {one.code: one for one in _GROUNDS}


def grounds_of(kind: RequestKind, *, nothing_held: bool) -> list[LegalGround]:
    """Give the grounds on which a request of a kind can end; `nothing_held` puts that first."""
    found = [one for one in _GROUNDS if kind in one.kinds]
    return found if nothing_held else [one for one in found if one.code != NOTHING_HELD]
