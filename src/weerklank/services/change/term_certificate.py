"""Certificates of destruction (verklaring van vernietiging) of originals whose term ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from weerklank.model.clock import iso
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.services.seal.term_of_originals import BEGUN, DONE, TermEnd, read_term
from weerklank.services.seal.term_of_originals import SHREDDED as SHREDDED_LATER
from weerklank.services.workplace import Workplace

UNKNOWN = fault(
    "KEYS-005",
    Text(
        nl="Er is geen verklaring van vernietiging '{term}'.",
        en="There is no certificate of destruction '{term}'.",
    ),
    Text(
        nl="'weerklank vault certificate' zonder nummer noemt ze alle.",
        en="'weerklank vault certificate' without a number names them all.",
    ),
)
SHREDDED = Text(
    "De sleutel van hun termijn ({days}) is vernietigd. Wat kopieën en back-ups van het archief "
    "nog van deze originelen bevatten, is daarmee niet meer te openen. Alleen een back-up van de "
    "sleutelmap van vóór dit moment heeft die sleutel nog; die vervalt op haar eigen termijn.",
    "The key of their term ({days}) was destroyed. What copies and back-ups of the archive still "
    "hold of these originals can't be opened any more. Only a back-up of the key folder from "
    "before this moment still has that key; it goes by its own term.",
)
SHARED = Text(
    "De sleutel van hun termijn ({days}) is nog niet vernietigd: een ander account heeft er nog "
    "originelen onder. Kopieën en back-ups van het archief zijn tot dan met de private "
    "verzegelsleutel te openen.",
    "The key of their term ({days}) was not destroyed yet: another account still has originals "
    "under it. Until then copies and back-ups of the archive can be opened with the private "
    "sealing key.",
)


@dataclass(frozen=True, slots=True)
class TermCertificate:
    """What was destroyed, when, by which decision, and what that means for copies."""

    term: TermEnd
    begun: Event
    done: Event
    #: Days of which the key was destroyed, by any decision.
    shredded: frozenset[date]

    @property
    def days(self) -> list[date]:
        """Last days until which the originals were kept."""
        return self.term.days

    @property
    def copies(self) -> list[Text]:
        """Say what became of what copies and back-ups hold."""
        gone = [str(day) for day in self.days if day in self.shredded]
        left = [str(day) for day in self.days if day not in self.shredded]
        return [
            Text(*(form.format(days=", ".join(days)) for form in (said.nl, said.en)))
            for said, days in ((SHREDDED, gone), (SHARED, left))
            if days
        ]

    def json(self) -> JsonObject:
        """Write it; of what was destroyed it says how much, and nothing besides."""
        return {
            "account": self.term.account,
            "begun": iso(self.begun.at),
            "by": self.done.actor.known_as,
            "certificate": self.term.id,
            "copies": [{"en": one.en, "nl": one.nl} for one in self.copies],
            "days": [str(day) for day in self.days],
            "done": iso(self.done.at),
            "keys": [*sorted(self.term.keys)],
            "originals": self.done.data["originals"],
            "packages": [str(name) for name, _ in self.term.packages],
            "packages_by_structure": self.done.data["packages_by_structure"],
            "search": self.done.data["search"],
        }


def read_certificates(workplace: Workplace) -> list[TermCertificate]:
    """Give the certificates of all that was destroyed, oldest first."""
    begun: dict[str, Event] = {}
    done: list[Event] = []
    shredded: set[date] = set()
    for event in workplace.events.read(Book.DECISIONS):
        if event.kind == BEGUN:
            begun[event.subject] = event
        elif event.kind == DONE:
            done.append(event)
            shredded |= set(_days(event))
        elif event.kind == SHREDDED_LATER:
            shredded |= set(_days(event))
    return [
        TermCertificate(
            read_term(begun[one.subject]), begun[one.subject], one, frozenset(shredded)
        )
        for one in done
        if one.subject in begun
    ]


def find_certificate(workplace: Workplace, name: str) -> TermCertificate:
    """Find a certificate by its number; WrongUse when there is none."""
    for one in read_certificates(workplace):
        if one.term.id == name.strip():
            return one
    raise WrongUse(UNKNOWN, term=name)


def _days(done: Event) -> Iterator[date]:
    days = done.data["days"]
    for day in days if isinstance(days, list) else ():
        yield date.fromisoformat(str(day))
