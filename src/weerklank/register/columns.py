"""Columns of a register in a spreadsheet: their headings, and the words that people use for them.

A file of somebody else's making needs two: the address and the kind. Order and capitals are free.
"""

import re
from dataclasses import dataclass

from weerklank.model.text import Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key of JSON, its heading in both languages, and other names it may have."""

    code: str
    heading: Text
    also: tuple[str, ...] = ()
    #: Written for people; what it says is derived, and passed over when a file is read.
    derived: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("account", Text("nummer", "number"), ("nr", "no", "no.", "accountnummer", "id")),
    Column(
        "url",
        Text("adres", "address"),
        ("webadres", "link", "profiel", "profile", "profieladres", "internetadres", "url adres"),
    ),
    Column("platform", Text("platform", "platform"), ("kanaal", "channel", "medium")),
    Column(
        "handle",
        Text("naam op het platform", "handle"),
        ("accountnaam", "gebruikersnaam", "username", "account name"),
    ),
    Column("scenario", Text("scenario vandaag", "scenario today"), ("scenario",), derived=True),
    Column(
        "kinds", Text("soort", "kind"), ("type", "soort account", "accountsoort", "account type")
    ),
    Column("named_after", Text("genoemd naar", "named after"), ("vernoemd naar",)),
    Column(
        "unit",
        Text("onderdeel", "unit"),
        ("afdeling", "organisatieonderdeel", "department", "organisatie", "dienst"),
    ),
    Column("status", Text("status", "status"), ("state", "stand")),
    Column("status_since", Text("status sinds", "status since")),
    Column("openness", Text("openbaarheid", "openness"), ("zichtbaarheid",)),
    Column(
        "managers",
        Text("beheerders", "managers"),
        ("beheerder", "manager", "contactpersoon", "eigenaar", "owner"),
    ),
    Column(
        "processes",
        Text("werkprocessen", "processes"),
        ("werkproces", "process", "proces", "processen"),
    ),
    Column(
        "replies",
        Text("reacties", "replies"),
        ("reacties mogelijk", "replies possible", "reageren mogelijk"),
    ),
    Column("intention", Text("bedoeling", "intention"), ("doel", "purpose")),
    Column("intention_since", Text("bedoeling sinds", "intention since")),
    Column(
        "tenures",
        Text("ambtsdragers", "office holders"),
        ("ambtsdrager", "office holder", "bewindspersoon", "bestuurder", "tenure"),
    ),
    Column(
        "handin_term", Text("termijn van aanleveren", "term of hand-ins"), ("aanlevertermijn",)
    ),
    Column("managed_by", Text("beheerd vanuit", "managed from"), ("managed by",)),
    Column("former_handles", Text("vroegere namen", "former handles"), ("vroegere naam",)),
    Column("replies_received_since", Text("reacties gezien sinds", "replies seen since")),
    Column("answered_since", Text("beantwoord sinds", "answered since")),
    Column("two_way_seen", Text("na sluiting gezien op", "seen after closing on")),
    Column("registered", Text("geregistreerd op", "registered on"), ("registratiedatum",)),
    #: Only read: the day from which facts without a day of their own hold.
    Column("since", Text("geldt vanaf", "holds from"), ("sinds", "vanaf", "ingangsdatum")),
)
#: What an export holds.
WRITTEN = tuple(column for column in COLUMNS if column.code != "since")


def _plain(heading: str) -> str:
    return re.sub(r"[\s_]+", " ", heading).strip().rstrip(":*").strip().casefold()


_HEADINGS = {column.code: column.heading for column in COLUMNS}
_KNOWN = {
    _plain(name): column
    for column in COLUMNS
    for name in (column.code, column.heading.nl, column.heading.en, *column.also)
}


def column_of(heading: str) -> Column | None:
    """Give the column that a heading means; None for one that is not known."""
    return _KNOWN.get(_plain(heading))


def heading_of(code: str) -> Text:
    """Give what the column of a code is called."""
    return _HEADINGS[code]
