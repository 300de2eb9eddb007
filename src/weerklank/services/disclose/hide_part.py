"""Hide part: keep a part of a picture back, such as a face or a number plate, with its ground.

The archive stays as it is: it is recorded which part of which picture, and never what is there.
"""

from collections.abc import Sequence
from pathlib import Path

from weerklank.model.area import Area
from weerklank.model.dossier import Dossier
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.part_of_picture import NOT_IN_PART, NotInPart
from weerklank.model.person import Role
from weerklank.model.span import Place
from weerklank.model.text import Text
from weerklank.model.woo_grounds import ground_of
from weerklank.services.disclose.covered_picture import (
    CoveredPicture,
    covered_picture,
    picture_facts,
    picture_file,
)
from weerklank.services.disclose.gather import document_of
from weerklank.services.disclose.look_at_document import LookedAt
from weerklank.services.disclose.read_document import read_document
from weerklank.services.disclose.unseen import refuse_hidden
from weerklank.services.disclose.work_on_words import working_on
from weerklank.services.seal.read_dossiers import REDACTED, find_dossier
from weerklank.services.workplace import Workplace

NO_SUCH_FILE = fault(
    "DOSSIER-042",
    Text(
        nl="Stuk {document} heeft geen bestand met nummer {file}.",
        en="Document {document} has no file of number {file}.",
    ),
    Text(
        nl="Kijk bij het stuk welke bestanden het heeft; zij tellen vanaf 1.",
        en="See at the document which files it has; they count from 1.",
    ),
)
NO_PART = fault(
    "DOSSIER-043",
    Text(
        nl="Van bestand {file} van stuk {document} kan geen deel worden gelakt: {why}.",
        en="No part of file {file} of document {document} can be redacted: {why}.",
    ),
    Text(
        nl="Laat het bestand heel meegaan, of lak het in zijn geheel.",
        en="Let the file go along whole, or redact it as a whole.",
    ),
)
HIDDEN_ALREADY = fault(
    "DOSSIER-044",
    Text(
        nl="Dat deel van bestand {file} van stuk {document} is al gelakt.",
        en="That part of file {file} of document {document} is redacted already.",
    ),
    Text(
        nl="Kies een ander deel of een andere grond, of maak eerst de lakking ongedaan die er is.",
        en="Choose another part or another ground, or undo the redaction that is there first.",
    ),
)
TOO_MANY = fault(
    "DOSSIER-045",
    Text(
        nl="In bestand {file} van stuk {document} kunnen niet meer dan {most} delen worden "
        "gelakt.",
        en="In file {file} of document {document} no more than {most} parts can be redacted.",
    ),
    Text(
        nl="Neem delen samen, of lak het bestand in zijn geheel.",
        en="Take parts together, or redact the file as a whole.",
    ),
)
#: Parts of one picture.
MOST_PARTS = 200


def hide_part(
    workplace: Workplace,
    name: str,
    item: str,
    file: int,
    areas: Sequence[Area],
    ground: str,
    *,
    seen: int | None = None,
) -> Dossier:
    """Keep parts of a picture back; a Woo officer does. All of them, or nothing.

    `file` is the number of the picture among the files, from 1. WrongUse for what is no file of
    it; Refused for a film, and for what can't be decoded safely. `seen` is as in
    `refuse_changed`; what it does to a judgement, as in `redact`.
    """
    workplace.require(Role.WOO)
    code = ground_of(ground).code
    _look_first(workplace, name, item, file)
    with working_on(workplace, name, item, seen) as (dossier, document, held):
        number, at = f"{document.number:04d}", file - 1
        _demand_picture(_file(workplace, held, number, file), number, file)
        if at in document.media_kept_back:
            raise Refused(HIDDEN_ALREADY, document=number, file=file)
        known = {(one.area, one.ground) for one in document.parts_of(at)}
        news = [one for one in dict.fromkeys(areas) if (one, code) not in known]
        if not news:
            raise Refused(HIDDEN_ALREADY, document=number, file=file)
        if len(known) + len(news) > MOST_PARTS:
            raise Refused(TOO_MANY, document=number, file=file, most=MOST_PARTS)
        listed: list[Json] = [[*one.listed] for one in news]
        spans: list[Json] = [[Place.PICTURE.value, at, file] for _ in news]
        told: JsonObject = {"areas": listed, "ground": code, "id": document.id, "spans": spans}
        workplace.record(Book.DECISIONS, REDACTED, dossier.id, told)
    return find_dossier(workplace, name)


def see_picture(found: LookedAt, file: int) -> CoveredPicture:
    """Give a picture of a document that somebody looks at, upright, without bars.

    `file` is its number, from 1. A place in it is the same place in what goes out. WrongUse and
    Refused as in `hide_part`.
    """
    number = f"{found.document.number:04d}"
    if not 1 <= file <= len(found.media):
        raise WrongUse(NO_SUCH_FILE, document=number, file=file)
    path = found.media[file - 1].path
    made = covered_picture(path) if path else NotInPart.GONE
    if isinstance(made, NotInPart):
        raise Refused(NO_PART, document=number, file=file, why=NOT_IN_PART[made])
    return made


def _look_first(workplace: Workplace, name: str, item: str, file: int) -> None:
    """Decode the picture before others are kept waiting for it; what comes of it is remembered."""
    dossier = find_dossier(workplace, name)
    document = document_of(dossier, item)
    refuse_hidden(workplace, document)
    held, number = read_document(workplace, dossier, document), f"{document.number:04d}"
    _demand_picture(_file(workplace, held, number, file), number, file)


def _file(workplace: Workplace, held: ArchivalItem, number: str, file: int) -> Path | None:
    if not 1 <= file <= len(held.media):
        raise WrongUse(NO_SUCH_FILE, document=number, file=file)
    return picture_file(workplace, held, file - 1)


def _demand_picture(path: Path | None, number: str, file: int) -> None:
    facts = picture_facts(path) if path else NotInPart.GONE
    if isinstance(facts, NotInPart):
        raise Refused(NO_PART, document=number, file=file, why=NOT_IN_PART[facts])
