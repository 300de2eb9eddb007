"""Unseen: documents that the workbench shows to nobody, and that nobody can have read there."""

from collections.abc import Sequence
from functools import partial

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.dossier import Disclosure, Dossier, DossierDocument
from weerklank.model.errors import Refused, fault
from weerklank.model.item import ArchivalItem, ItemState, state_of
from weerklank.model.special import LaidStates
from weerklank.model.text import Text
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.read_marks import is_special, laid_states
from weerklank.services.workplace import Workplace

UNSEEN = fault(
    "DOSSIER-023",
    Text(
        nl="Stuk {document} is niet voor iedereen te zien en kan zo niet mee.",
        en="Document {document} is not for everyone to see, and can't go out like this.",
    ),
    Text(
        nl="Beoordeel het als niet openbaar of haal het eruit. Is het alleen voor volgers, lees "
        "het dan op zijn eigen pagina en beoordeel het zelf.",
        en="Judge it as not public, or take it out. If it is for followers only, read it on its "
        "own page and judge it yourself.",
    ),
)
#: Documents that are read in one go.
_AT_ONCE = 100


def unseen(workplace: Workplace, dossier: Dossier) -> dict[str, bool]:
    """Give what the workbench shows to nobody, by permanent address, and whether it may be judged.

    What is restricted or special never may; what is for followers only may.
    """
    laid, every = laid_states(workplace), [*dossier.documents.values()]
    found: dict[str, bool] = {}
    for at in range(0, len(every), _AT_ONCE):
        found |= ask_for_part(workplace, partial(_look, every[at : at + _AT_ONCE], laid))
    return found


def _look(
    some: list[DossierDocument], laid: LaidStates, catalogue: Catalogue, reader: ItemReader
) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for one in some:
        places = catalogue.database.places.versions_by_id(one.id)
        item = reader.try_read(places[-1]) if places else None
        if not isinstance(item, ArchivalItem):
            continue  # reading it says what is wrong
        if state_of(item, laid.states) is ItemState.RESTRICTED or is_special(places[-1], laid):
            found[one.id] = False
        elif places[-1].shielded:
            found[one.id] = True
    return found


def hidden_among(workplace: Workplace, documents: Sequence[DossierDocument]) -> set[str]:
    """Give which of some documents are restricted or special, by permanent address."""
    look = partial(_look, [*documents], laid_states(workplace))
    return {
        name for name, may_be_judged in ask_for_part(workplace, look).items() if not may_be_judged
    }


def refuse_hidden(workplace: Workplace, document: DossierDocument) -> None:
    """Refuse work on the words of a document that is restricted or special.

    Who may not read it could find out by trying passages what stands in it.
    """
    if hidden_among(workplace, [document]):
        raise Refused(UNSEEN, document=f"{document.number:04d}")


def refuse_unread(workplace: Workplace, documents: Sequence[DossierDocument]) -> None:
    """Refuse to let out with others what no list shows: who judges that looks at it by itself."""
    look = partial(_look, [*documents], laid_states(workplace))
    hidden = ask_for_part(workplace, look)
    for document in documents:
        if document.id in hidden:
            raise Refused(UNSEEN, document=f"{document.number:04d}")


def refuse_unseen(workplace: Workplace, dossier: Dossier) -> None:
    """Refuse a dossier of which something goes out that nobody read."""
    for name, may_be_judged in unseen(workplace, dossier).items():
        document = dossier.documents[name]
        is_decided = may_be_judged and document.judged is not None
        if document.judgement is not Disclosure.REFUSED and not is_decided:
            raise Refused(UNSEEN, document=f"{document.number:04d}")
