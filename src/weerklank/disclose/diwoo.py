"""DiWoo metadata (0.9.8) of one document: what portals of the government read.

The addresses of values are those of the lists of standaarden.overheid.nl (seen 2026-11).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

_THESAURUS = "https://identifier.overheid.nl/tooi/def/thes/kern/"
_NAMESPACE = "https://standaarden.overheid.nl/diwoo/metadata/"
_ACT = ("c_641ecd76", "vaststelling")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


class Category(Enum):
    """A category of information of the Woo: code and name in the list."""

    #: What came of a request.
    REQUEST = ("c_3baef532", "Woo-verzoeken en -besluiten")
    #: What is made public on one's own account, and is of no category of its own (Woo 3.1).
    OWN_ACCOUNT = ("c_816e508d", "inspanningsverplichting art 3.1 Woo")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiWoo:
    """What is told of one document."""

    id: str
    #: Name of the body, and its address in the register of organisations (TOOI).
    publisher: str
    tooi: str
    title: str
    #: Day on which the post was made; None where its platform does not say.
    created: date | None
    #: When it was decided on; of what was published, when that was.
    decided: datetime
    category: Category = Category.REQUEST


def write_diwoo(told: DiWoo) -> bytes:
    """Write the metadata of one document as XML."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{diwoo_element(told)}'.encode()


def diwoo_element(told: DiWoo) -> str:
    """Write the metadata of one document as an element, as it stands in a sitemap."""
    code, name = told.category.value
    created = (
        f"    <diwoo:creatiedatum>{told.created.isoformat()}</diwoo:creatiedatum>\n"
        if told.created
        else ""
    )
    return (
        f'<diwoo:Document xmlns:diwoo="{_NAMESPACE}">\n'
        "  <diwoo:DiWoo>\n"
        f"    <diwoo:identifiers><diwoo:identifier>{_text(told.id)}</diwoo:identifier>"
        "</diwoo:identifiers>\n"
        f'    <diwoo:publisher resource="{_text(told.tooi)}">{_text(told.publisher)}'
        "</diwoo:publisher>\n"
        f"    <diwoo:titelcollectie><diwoo:officieleTitel>{_text(told.title)}"
        "</diwoo:officieleTitel></diwoo:titelcollectie>\n"
        "    <diwoo:classificatiecollectie><diwoo:informatiecategorieen>"
        f'<diwoo:informatiecategorie resource="{_THESAURUS}{code}">{_text(name)}'
        "</diwoo:informatiecategorie></diwoo:informatiecategorieen>"
        "</diwoo:classificatiecollectie>\n"
        f"{created}"
        "    <diwoo:documenthandelingen><diwoo:documenthandeling>"
        f'<diwoo:soortHandeling resource="{_THESAURUS}{_ACT[0]}">{_ACT[1]}</diwoo:soortHandeling>'
        f"<diwoo:atTime>{told.decided.strftime('%Y-%m-%dT%H:%M:%SZ')}</diwoo:atTime>"
        "</diwoo:documenthandeling></diwoo:documenthandelingen>\n"
        "  </diwoo:DiWoo>\n"
        "</diwoo:Document>\n"
    )


def _text(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text).translate(_ESCAPES)
