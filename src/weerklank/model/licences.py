"""Licences and statements of rights, by code: the table from which rights are chosen.

Names are ours where a body gives none in Dutch. Codes of Creative Commons are those of the SPDX
License List; of RightsStatements.org those of its vocabulary 1.0; the rest is our own.
"""

from dataclasses import dataclass
from enum import StrEnum

from weerklank.model.text import Text


class CopyrightStatus(StrEnum):
    """Who has the copyright, and what the organisation may (requirement E4, module 3)."""

    #: The organisation made it, and has the rights.
    OWN = "own"
    #: Another made it, and handed the rights over to the organisation.
    TRANSFERRED = "transferred"
    #: Another has the rights, and gave leave: the licence says for what.
    LICENSED = "licensed"
    #: Nobody has rights: they lapsed, were waived, or never were.
    FREE = "free"
    #: Another has the rights, and no leave is known.
    THIRD_PARTY = "third-party"
    #: Somebody looked into it, and could not tell.
    UNKNOWN = "unknown"


class Changes(StrEnum):
    """Whether a licence lets others change a work."""

    YES = "yes"
    #: When what comes of it is shared under the same licence.
    ALIKE = "alike"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence, or a statement of rights."""

    code: str
    name: Text
    #: With which statuses it goes.
    fits: tuple[CopyrightStatus, ...]
    source: Text
    uri: str | None = None
    version: str | None = None
    #: When this version was published: year, or day.
    published: str | None = None
    #: Of a licence for everybody: whether commercial use and changes are allowed; else None.
    commercial: bool | None = None
    changes: Changes | None = None

    @property
    def is_free(self) -> bool:
        """Tell whether it says that nothing limits any use: no copyright, and nothing else."""
        return CopyrightStatus.FREE in self.fits and self.commercial is True


_OURS = (CopyrightStatus.OWN, CopyrightStatus.TRANSFERRED)
_GIVEN = (*_OURS, CopyrightStatus.LICENSED)
_OTHERS = (CopyrightStatus.THIRD_PARTY,)
_NONE = (CopyrightStatus.FREE,)
_UNSURE = (CopyrightStatus.THIRD_PARTY, CopyrightStatus.UNKNOWN)
_CC = Text("Creative Commons; codes van SPDX", "Creative Commons; codes of SPDX")
_STATEMENTS = Text("RightsStatements.org, vocabulaire 1.0", "RightsStatements.org, vocabulary 1.0")
_OWN = Text("eigen lijst", "own list")
_PARTS = (
    ("by", "Naamsvermelding", "Attribution", True, Changes.YES),
    ("by-sa", "Naamsvermelding-GelijkDelen", "Attribution-ShareAlike", True, Changes.ALIKE),
    ("by-nd", "Naamsvermelding-GeenAfgeleideWerken", "Attribution-NoDerivatives", True,
     Changes.NO),
    ("by-nc", "Naamsvermelding-NietCommercieel", "Attribution-NonCommercial", False, Changes.YES),
    ("by-nc-sa", "Naamsvermelding-NietCommercieel-GelijkDelen",
     "Attribution-NonCommercial-ShareAlike", False, Changes.ALIKE),
    ("by-nc-nd", "Naamsvermelding-NietCommercieel-GeenAfgeleideWerken",
     "Attribution-NonCommercial-NoDerivatives", False, Changes.NO),
)  # fmt: skip
_VERSIONS = (
    ("4.0", "2013", "4.0 Internationaal", "4.0 International"),
    ("3.0", "2007", "3.0 Unported", "3.0 Unported"),
    ("2.0", "2004", "2.0 Generiek", "2.0 Generic"),
)
_OF_STATEMENTS = (
    ("InC", "Auteursrechtelijk beschermd", "In copyright", (*_OURS, *_OTHERS)),
    ("InC-OW-EU", "Auteursrechtelijk beschermd: verweesd werk (EU)",
     "In copyright: EU orphan work", _UNSURE),
    ("InC-EDU", "Auteursrechtelijk beschermd: gebruik voor onderwijs toegestaan",
     "In copyright: educational use permitted", _GIVEN),
    ("InC-NC", "Auteursrechtelijk beschermd: niet-commercieel gebruik toegestaan",
     "In copyright: non-commercial use permitted", _GIVEN),
    ("InC-RUU", "Auteursrechtelijk beschermd: rechthebbende onbekend of onvindbaar",
     "In copyright: rights-holder unlocatable or unidentifiable", _UNSURE),
    ("NoC-CR", "Geen auteursrecht: beperkt door overeenkomst",
     "No copyright: contractual restrictions", _NONE),
    ("NoC-NC", "Geen auteursrecht: alleen niet-commercieel gebruik",
     "No copyright: non-commercial use only", _NONE),
    ("NoC-OKLR", "Geen auteursrecht: andere wettelijke beperkingen",
     "No copyright: other known legal restrictions", _NONE),
    ("NoC-US", "Geen auteursrecht: in de Verenigde Staten",
     "No copyright: United States", (CopyrightStatus.UNKNOWN,)),
    ("CNE", "Auteursrecht niet onderzocht", "Copyright not evaluated",
     (CopyrightStatus.UNKNOWN,)),
    ("UND", "Auteursrecht onbepaald", "Copyright undetermined", (CopyrightStatus.UNKNOWN,)),
    ("NKC", "Geen auteursrecht bekend", "No known copyright", (CopyrightStatus.UNKNOWN,)),
)  # fmt: skip


def _table() -> tuple[Licence, ...]:
    creative = [
        Licence(
            code=f"CC-{part.upper()}-{version}",
            name=Text(f"Creative Commons {dutch} {nl}", f"Creative Commons {english} {en}"),
            fits=_GIVEN,
            source=_CC,
            uri=f"https://creativecommons.org/licenses/{part}/{version}/",
            version=version,
            published=year,
            commercial=commercial,
            changes=changes,
        )
        for version, year, nl, en in _VERSIONS
        for part, dutch, english, commercial, changes in _PARTS
    ]
    statements = [
        Licence(
            code=code,
            name=Text(nl, en),
            fits=fits,
            source=_STATEMENTS,
            uri=f"http://rightsstatements.org/vocab/{code}/1.0/",
            version="1.0",
            published="2016",
        )
        for code, nl, en, fits in _OF_STATEMENTS
    ]
    return (*_DEEDS, *creative, *_DUTCH, *statements)


_DEEDS = (
    Licence(
        code="CC0-1.0",
        name=Text(
            "Creative Commons CC0 1.0: afstand van rechten", "Creative Commons CC0 1.0 Universal"
        ),
        fits=(*_OURS, CopyrightStatus.FREE),
        source=_CC,
        uri="https://creativecommons.org/publicdomain/zero/1.0/",
        version="1.0",
        published="2009",
        commercial=True,
        changes=Changes.YES,
    ),
    Licence(
        code="CC-PDM-1.0",
        name=Text("Publiek domein (Public Domain Mark 1.0)", "Public Domain Mark 1.0"),
        fits=(CopyrightStatus.FREE,),
        source=_CC,
        uri="https://creativecommons.org/publicdomain/mark/1.0/",
        version="1.0",
        published="2010",
        commercial=True,
        changes=Changes.YES,
    ),
)
_DUTCH = (
    Licence(
        code="AW-11",
        name=Text(
            "Geen auteursrecht: wet, besluit of uitspraak (Auteurswet, art. 11)",
            "No copyright: law, decision or judgement (Auteurswet, article 11)",
        ),
        fits=(CopyrightStatus.FREE,),
        source=Text("Auteurswet, artikel 11", "Auteurswet, article 11"),
        commercial=True,
        changes=Changes.YES,
    ),
    Licence(
        code="AW-15B",
        name=Text(
            "Openbaar gemaakt door de overheid, zonder voorbehoud (Auteurswet, art. 15b)",
            "Made public by government, without reservation (Auteurswet, article 15b)",
        ),
        fits=_OURS,
        source=Text("Auteurswet, artikel 15b", "Auteurswet, article 15b"),
    ),
    Licence(
        code="ARR",
        name=Text("Alle rechten voorbehouden", "All rights reserved"),
        fits=(*_OURS, *_OTHERS),
        source=_OWN,
    ),
    Licence(
        code="AGREEMENT",
        name=Text(
            "Toestemming volgens een overeenkomst met de rechthebbende",
            "Leave by an agreement with the holder of the rights",
        ),
        fits=(CopyrightStatus.LICENSED,),
        source=_OWN,
    ),
)
#: By code as written in small letters.
LICENCES: dict[str, Licence] = {one.code.lower(): one for one in _table()}
#: How people say a status.
STATUSES: dict[CopyrightStatus, Text] = {
    CopyrightStatus.OWN: Text("van de organisatie", "of the organisation"),
    CopyrightStatus.TRANSFERRED: Text(
        "overgedragen aan de organisatie", "transferred to the organisation"
    ),
    CopyrightStatus.LICENSED: Text("van een ander, met toestemming", "of another, with leave"),
    CopyrightStatus.FREE: Text("vrij van auteursrecht", "free of copyright"),
    CopyrightStatus.THIRD_PARTY: Text("rechten van derden", "rights of third parties"),
    CopyrightStatus.UNKNOWN: Text("onbekend", "unknown"),
}


def licence_of(code: str) -> Licence:
    """Give a licence by its code; of an archive that a later version wrote, its code alone."""
    known = LICENCES.get(code.lower())
    return known or Licence(code=code, name=Text(code, code), fits=(), source=_OWN)


def pick(
    *,
    status: CopyrightStatus | None = None,
    commercial: bool | None = None,
    changes: Changes | None = None,
) -> list[Licence]:
    """Give the licences that fit what is asked; of Creative Commons the newest first."""
    return [
        one
        for one in LICENCES.values()
        if (status is None or status in one.fits)
        and (commercial is None or one.commercial is commercial)
        and (changes is None or one.changes is changes)
    ]
