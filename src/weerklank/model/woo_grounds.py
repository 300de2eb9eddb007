"""Grounds on which the Wet open overheid lets something be kept back, and terms of a request.

Codes and articles: chapter 5 of the Woo (in force since 1 May 2022), as the publication platform
of the Ministry of VWS spells them (seen 2026-11). The term: article 4.4 of the Woo.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from weerklank.model.errors import WrongUse, fault
from weerklank.model.holidays import SOURCE, working_day
from weerklank.model.text import Text

UNKNOWN_GROUND = fault(
    "DOSSIER-001",
    Text(nl="'{ground}' is geen grond van de Woo.", en="'{ground}' is no ground of the Woo."),
    Text(nl="De gronden zijn: {grounds}.", en="The grounds are: {grounds}."),
)


@dataclass(frozen=True, slots=True)
class WooGround:
    """One ground for refusing, as the law has it."""

    code: str
    article: str
    text: Text


def _of(code: str, article: str, nl: str, en: str) -> WooGround:
    return WooGround(code, article, Text(nl, en))


_TABLE = (
    _of("5.1.1a", "5.1 lid 1 sub a", "eenheid van de Kroon", "unity of the Crown"),
    _of("5.1.1b", "5.1 lid 1 sub b", "veiligheid van de Staat", "security of the State"),
    _of(
        "5.1.1c",
        "5.1 lid 1 sub c",
        "bedrijfs- en fabricagegegevens die vertrouwelijk zijn meegedeeld",
        "business and manufacturing data given in confidence",
    ),
    _of(
        "5.1.1d",
        "5.1 lid 1 sub d",
        "bijzondere persoonsgegevens",
        "special categories of personal data",
    ),
    _of(
        "5.1.1e",
        "5.1 lid 1 sub e",
        "nationale identificatienummers",
        "national identification numbers",
    ),
    _of("5.1.2a", "5.1 lid 2 sub a", "internationale betrekkingen", "international relations"),
    _of(
        "5.1.2b",
        "5.1 lid 2 sub b",
        "economische of financiële belangen van de overheid",
        "economic or financial interests of public bodies",
    ),
    _of(
        "5.1.2c",
        "5.1 lid 2 sub c",
        "opsporing en vervolging van strafbare feiten",
        "investigation and prosecution of criminal offences",
    ),
    _of(
        "5.1.2d",
        "5.1 lid 2 sub d",
        "inspectie, controle en toezicht",
        "inspection, control and supervision",
    ),
    _of(
        "5.1.2e",
        "5.1 lid 2 sub e",
        "eerbiediging van de persoonlijke levenssfeer",
        "respect for private life",
    ),
    _of(
        "5.1.2f",
        "5.1 lid 2 sub f",
        "andere bedrijfs- en fabricagegegevens die concurrentie raken",
        "other business and manufacturing data that touch competition",
    ),
    _of(
        "5.1.2g",
        "5.1 lid 2 sub g",
        "bescherming van het milieu waarover het gaat",
        "protection of the environment that it is about",
    ),
    _of(
        "5.1.2h",
        "5.1 lid 2 sub h",
        "beveiliging van personen en bedrijven, en tegengaan van sabotage",
        "security of persons and companies, and prevention of sabotage",
    ),
    _of(
        "5.1.2i",
        "5.1 lid 2 sub i",
        "goed functioneren van de Staat of andere bestuursorganen",
        "proper functioning of the State or other bodies",
    ),
    _of("5.1.5", "5.1 lid 5", "onevenredige benadeling", "disproportionate disadvantage"),
    _of(
        "5.2",
        "5.2",
        "persoonlijke beleidsopvattingen voor intern beraad",
        "personal views on policy for internal deliberation",
    ),
    _of("5.4", "5.4", "berust bij de formateur", "held by the formateur"),
    _of(
        "dubbel",
        "",
        "staat al in een ander stuk (geen grond van de wet)",
        "stands in another document already (no ground of the law)",
    ),
)
#: What stands in another document already; no ground of the law, and no secret.
TWIN = "dubbel"
WOO_GROUNDS = {one.code: one for one in _TABLE}
#: Of a code how people write it: 5.1.2.e, 5.1.2E, art. 5.1.2e.
_LETTER = re.compile(r"(?<=\d)\.(?=[a-z]$)")


def ground_of(given: str) -> WooGround:
    """Give the ground of a code, however it is written; WrongUse when there is none."""
    code = _LETTER.sub("", given.strip().lower().removeprefix("art.").strip())
    found = WOO_GROUNDS.get(code)
    if found is None:
        raise WrongUse(UNKNOWN_GROUND, ground=given, grounds=", ".join(WOO_GROUNDS))
    return found


@dataclass(frozen=True, slots=True)
class WooTerm:
    """Within how many days a request is decided on, and who says so."""

    days: int
    #: What may be added once, with the reason.
    extension: int
    source: Text

    def due(self, received: date, *, extended: bool, suspended: int) -> date:
        """Give the last day, of a request received on a day and suspended for so many days.

        One on which nobody works becomes the next working day.
        """
        more = self.extension if extended else 0
        return working_day(received + timedelta(days=self.days + more + suspended))


TERM = WooTerm(
    28,
    14,
    Text(
        "Woo artikel 4.4: vier weken na ontvangst, eenmaal twee weken erbij; de wettekst is hier "
        f"niet nageslagen. {SOURCE.nl}",
        "Woo article 4.4: four weeks after receipt, once two weeks more; the text of the law was "
        f"not looked up here. {SOURCE.en}",
    ),
)
