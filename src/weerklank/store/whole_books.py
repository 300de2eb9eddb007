"""Which books must have events: register and decisions, by which the program acts."""

from collections.abc import Set as AbstractSet

from weerklank.model.errors import BrokenInput, fault
from weerklank.model.event import Book
from weerklank.model.text import Text

GONE = fault(
    "ARCHIVE-011",
    Text(
        nl="De gebeurtenis {path} staat in het logboek en ontbreekt in het archief.",
        en="The event {path} is in the log and is missing from the archive.",
    ),
    Text(
        nl="Er is niets gedaan: wat zij besliste zou niet meer gelden. Draai 'weerklank verify' "
        "en zet het bestand terug uit een kopie.",
        en="Nothing was done: what it decided would no longer hold. Run 'weerklank verify' and "
        "put the file back from a copy.",
    ),
)
BOOK_GONE = fault(
    "ARCHIVE-023",
    Text(
        nl="De map {path} van dit archief ontbreekt of is leeg, en er hoort in te staan wat is "
        "{kept}.",
        en="The folder {path} of this archive is missing or empty, and what was {kept} belongs "
        "in it.",
    ),
    Text(
        nl="Er is niets getoond en niets gedaan: het zou lijken of er niets was. Draai "
        "'weerklank verify' en zet de map terug uit een kopie.",
        en="Nothing was shown and nothing done: it would seem that there was nothing. Run "
        "'weerklank verify' and put the folder back from a copy.",
    ),
)
#: What the program acts by; the journal only tells.
DECIDING = {
    Book.REGISTER: Text(nl="geregistreerd", en="registered"),
    Book.DECISIONS: Text(nl="besloten", en="decided"),
}

_DONE = Text(nl="gedaan", en="done")


def demand_begun(book: Book, sealed: AbstractSet[str]) -> None:
    """Refuse a book in which no event was found, where there were some by the log.

    A list that is empty since a folder vanished would say that there never was anything.
    """
    # The register begins with the event by which the archive was made.
    if book is Book.REGISTER or any(name.startswith(f"{book}/") for name in sealed):
        raise BrokenInput(BOOK_GONE, path=f"{book}/", kept=DECIDING.get(book, _DONE))
