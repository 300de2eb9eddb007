"""Read what was decided of words in doubt: the privacy officer says who is nobody."""

from dataclasses import dataclass
from datetime import datetime

from weerklank.minimise.free_words import FreeWords
from weerklank.model.event import Book, Event
from weerklank.model.found_words import FoundKind
from weerklank.model.symbols import decode
from weerklank.services.workplace import Workplace

JUDGED = "words.judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was decided last of a word and its like, by its tag."""

    #: Whether the word tells who somebody is; if not, it stays in what comes in from then on.
    is_person: bool
    kind: FoundKind
    #: Rule without its version.
    rule: str
    by: str
    at: datetime


def read_judged(workplace: Workplace) -> dict[str, Judged]:
    """Read the decisions on words, by the symbols of their tags."""
    return dict(workplace.events.fold(Book.DECISIONS, _JudgedFold))


def free_words(workplace: Workplace) -> FreeWords:
    """Give what finds words in free text, by what was decided so far."""
    judged = read_judged(workplace)
    nobody = frozenset(decode(tag) for tag, one in judged.items() if not one.is_person)
    return FreeWords(workplace.free_text, workplace.keys.lists, nobody)


class _JudgedFold:
    """What the events so far tell of each."""

    def __init__(self) -> None:
        self._judged: dict[str, Judged] = {}

    def take(self, event: Event) -> None:
        if event.kind == JUDGED:
            self._judged[event.subject] = Judged(
                is_person=event.data["judgement"] == "person",
                kind=FoundKind(str(event.data["kind"])),
                rule=str(event.data["rule"]),
                by=event.actor.known_as,
                at=event.at,
            )

    def result(self) -> dict[str, Judged]:
        return dict(self._judged)
