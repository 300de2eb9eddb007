"""Missing rights: texts and media of a dossier of which nobody recorded whose they are (E4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from weerklank.model.dossier import Disclosure, DossierDocument
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.rights import TEXT, PartRights
from weerklank.model.rights_words import numbered
from weerklank.services.disclose.read_document import read_documents
from weerklank.services.find.read_rights import read_rights
from weerklank.services.seal.read_dossiers import find_dossier
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class MissingRight:
    """A text, or a medium by its number, of a document that goes out."""

    document: DossierDocument
    part: PartRights
    #: 0 for the text.
    number: int


def missing_rights(workplace: Workplace, name: str) -> Iterator[MissingRight]:
    """Give what is missing of the documents that go out, in their order.

    Of the version that stands in the dossier. What others wrote is theirs by law, and never
    missing; of what is refused nothing goes out.
    """
    workplace.require(Role.WOO, Role.REVIEWER)
    dossier = find_dossier(workplace, name)
    known = read_rights(workplace)
    out = [one for one in dossier.documents.values() if one.judgement is not Disclosure.REFUSED]
    for document, item in read_documents(workplace, dossier, out):
        found = known.of([item])
        if found.is_of_others:
            continue
        for part, number in numbered(found.parts):
            if part.lacks:
                yield MissingRight(document, part, number)


def missing_json(one: MissingRight) -> JsonObject:
    """Write it with the names of the command line."""
    lacks: list[Json] = [str(lack) for lack in one.part.lacks]
    return {
        "document": one.document.number,
        "id": one.document.id,
        "lacks": lacks,
        "medium": one.part.medium.id if one.part.medium else TEXT,
        "number": one.number or None,
    }
