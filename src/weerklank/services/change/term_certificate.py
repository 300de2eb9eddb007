"""Certificates of destruction (verklaring van vernietiging) of originals.

Their term ended, or they were transferred.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from weerklank.model.clock import iso
from weerklank.model.data_key import kept_until
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.services.seal.term_of_originals import (
    BEGUN,
    DONE,
    TRANSFERRED_BEGUN,
    TRANSFERRED_DONE,
    TermEnd,
    read_term,
)
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
STANDS = Text(
    "De sleutel van hun termijn ({days}) is er nog: die gaat als die dag om is en niets haar nog "
    "nodig heeft. Tot dan is wat kopieën en back-ups van het archief nog van deze originelen "
    "bevatten met de private verzegelsleutel te openen.",
    "The key of their term ({days}) is still there: it goes once that day is past and nothing "
    "needs it any more. Until then what copies and back-ups of the archive still hold of these "
    "originals can be opened with the private sealing key.",
)
NO_TERM = Text(
    "Een deel had geen termijn. Wat kopieën en back-ups van het archief daarvan nog bevatten, "
    "blijft met de private verzegelsleutel te openen.",
    "Some had no term. What copies and back-ups of the archive still hold of those can always be "
    "opened with the private sealing key.",
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
        stands = SHARED if self.term.transfer is None else STANDS
        told = [
            Text(*(form.format(days=", ".join(days)) for form in (said.nl, said.en)))
            for said, days in ((SHREDDED, gone), (stands, left))
            if days
        ]
        if any(kept_until(key) is None for key in self.term.keys):
            told.append(NO_TERM)
        return told

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
            "keys_left": self.done.data.get("keys_left", 0),
            "originals": self.done.data["originals"],
            "packages": [str(name) for name, _ in self.term.packages],
            "packages_by_structure": self.done.data["packages_by_structure"],
            "replicas": self.done.data.get("replicas", []),
            "search": self.done.data["search"],
            "transfer": self.term.transfer,
        }


def read_certificates(workplace: Workplace) -> list[TermCertificate]:
    """Give the certificates of all that was destroyed, oldest first."""
    begun: dict[str, Event] = {}
    done: list[Event] = []
    shredded: set[date] = set()
    for event in workplace.events.read(Book.DECISIONS):
        if event.kind in (BEGUN, TRANSFERRED_BEGUN):
            begun[event.subject] = event
        elif event.kind in (DONE, TRANSFERRED_DONE):
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
