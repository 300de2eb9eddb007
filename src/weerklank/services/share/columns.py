"""Columns: what a table of items has, of which kind, and what each means: the codebook.

One row is the newest version of one item. Empty is: not stated by the platform, or not there.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from weerklank.model.item import AuthorRole, ItemKind, RefType
from weerklank.model.text import Text
from weerklank.services.find.find_items import Hit
from weerklank.services.find.item_json import author_name
from weerklank.services.share.names import Names


class ColumnKind(StrEnum):
    """Of which kind the values of a column are."""

    TEXT = "text"
    #: RFC 3339, UTC.
    MOMENT = "moment"
    NUMBER = "number"
    #: Texts in order; where a file has no lists they stand behind each other, apart by ` | `.
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Column:
    """One column, with its line of the codebook."""

    name: str
    kind: ColumnKind
    means: Text


Cell = str | int | list[str] | None
_T, _M, _N, _L = ColumnKind.TEXT, ColumnKind.MOMENT, ColumnKind.NUMBER, ColumnKind.TEXTS
COLUMNS = (
    Column("id", _T, Text("Permanent adres in het archief.", "Permanent address in the archive.")),
    Column("account", _T, Text("Nummer van het account.", "Number of the account.")),
    Column("platform", _T, Text("Platform.", "Platform.")),
    Column(
        "kind",
        _T,
        Text(
            "Soort: profile, post, reply, boost, story, medium of page.",
            "Kind: profile, post, reply, boost, story, medium or page.",
        ),
    ),
    Column(
        "author",
        _T,
        Text(
            "Naam van het account, of pseudoniem: binnen dit archief altijd dezelfde voor "
            "dezelfde persoon op een platform.",
            "Name of the account, or pseudonym: within this archive always the same for the same "
            "person on one platform.",
        ),
    ),
    Column(
        "author_role",
        _T,
        Text(
            "own: het account zelf; citizen: een ander, onder pseudoniem; anders: bij naam "
            "herkenbaar door een besluit of omdat het een eigen account is.",
            "own: the account itself; citizen: somebody else, under a pseudonym; otherwise: known "
            "by name by a decision or as an account of ours.",
        ),
    ),
    Column("created_at", _M, Text("Moment van plaatsing.", "Moment of publication.")),
    Column("edited_at", _M, Text("Laatst gewijzigd.", "Last edited.")),
    Column("captured_at", _M, Text("Moment van oogst.", "Moment of harvest.")),
    Column("language", _T, Text("Taal, zoals het platform die noemt.", "Language by platform.")),
    Column("title", _T, Text("Titel, of waarschuwing vooraf.", "Title, or warning before it.")),
    Column("text", _T, Text("Tekst, zonder wie een ander is.", "Text, without who others are.")),
    Column("url", _T, Text("Adres op het platform.", "Address on the platform.")),
    Column("thread", _T, Text("Eerste stuk van het gesprek.", "First item of the thread.")),
    Column("answers", _T, Text("Waarop het een antwoord is.", "What it answers.")),
    Column(
        "state",
        _T,
        Text("present, edited of deleted.", "present, edited or deleted."),
    ),
    Column("missed_at", _M, Text("Voor het eerst gemist.", "First missed on the platform.")),
    Column("versions", _N, Text("Nummer van de nieuwste versie.", "Number of newest version.")),
    Column("likes", _N, Text("Likes bij de oogst.", "Likes at capture.")),
    Column("replies", _N, Text("Reacties volgens het platform.", "Replies by the platform.")),
    Column("reposts", _N, Text("Keer gedeeld.", "Times shared.")),
    Column("followers", _N, Text("Volgers, van een profiel.", "Followers, of a profile.")),
    Column("media", _L, Text("Bestanden in deze map.", "Files in this folder.")),
    Column(
        "media_missing",
        _L,
        Text("Waarom een bestand ontbreekt.", "Why a file is missing."),
    ),
    Column("alt", _L, Text("Beschrijvingen van beeld.", "Descriptions of pictures.")),
    Column("scenario", _T, Text("A, B of C, bij de oogst.", "A, B or C, at capture.")),
    Column("techniques", _L, Text("Hoe het is geoogst.", "How it was harvested.")),
    Column("process", _T, Text("Werkproces.", "Work process.")),
    Column("policy", _N, Text("Versie van het privacybeleid.", "Version of privacy policy.")),
    Column("licence", _T, Text("Adres van de licentie.", "Address of the licence.")),
    Column("copyright", _T, Text("Wat van de rechten is vastgelegd.", "What is known of rights.")),
)


def row_of(hit: Hit, names: Names) -> tuple[Cell, ...]:
    """Give the cells of an item, in the order of the columns."""
    item, counts = hit.item, hit.item.counts
    answered = [ref.key for ref in item.refs if ref.type is RefType.REPLY_TO]
    files = {medium.id: names.file(item, medium) for medium in item.media}
    missing = [
        names.why_missing(medium) or "unknown" for medium in item.media if not files[medium.id]
    ]
    is_profile = item.kind is ItemKind.PROFILE
    return (
        item.id,
        item.account,
        item.platform,
        str(item.kind),
        author_name(item.author),
        "own" if item.author.role is AuthorRole.OWN else str(item.author.role),
        item.created_at if item.is_dated else None,
        item.edited_at,
        item.captured_at,
        item.language,
        _text(item.title),
        _text(item.text),
        _text(item.url),
        names.addresses.get(item.thread or item.key),
        next((names.addresses.get(key) for key in answered), None),
        str(hit.state),
        hit.deletion.missed if hit.deletion else None,
        item.version,
        counts.likes if counts else None,
        counts.replies if counts else None,
        counts.reposts if counts else None,
        counts.followers if counts and is_profile else None,
        [file for file in files.values() if file],
        missing,
        [str(medium.alt) for medium in item.media if medium.alt],
        item.scenario,
        list(hit.techniques),
        item.process,
        item.policy,
        names.licence(item),
        names.notice(item),
    )


def _text(text: str | None) -> str | None:
    return None if text is None else str(text)


def codebook() -> list[list[str]]:
    """Give the codebook, a row a column: name, kind, and what it means in both languages."""
    told = ((one.name, str(one.kind), one.means.nl, one.means.en) for one in COLUMNS)
    return [*map(list, chain((("name", "kind", "nl", "en"),), told))]
