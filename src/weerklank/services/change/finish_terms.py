"""Finish terms: destroy originals that a decision ends, wherever a process came that began it.

Order: intent, sealed; new generations, in which other lines stand in the place of the originals;
leaves and checkpoint; old ones away; catalogue; search of every byte; keys of terms; done.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from weerklank.model.data_key import kept_until
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.package.original_line import (
    BEGINNING,
    beginning_of_original,
    destroyed_by,
    key_of_original,
)
from weerklank.package.rewriter import names_of_keys
from weerklank.services.find.catalogue_anew import catalogue_anew
from weerklank.services.seal.old_places import old_places
from weerklank.services.seal.read_replicas import replicas_with
from weerklank.services.seal.rewrite import rewrite
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.search_bytes import Searched, search_bytes
from weerklank.services.seal.search_needles import Needles
from weerklank.services.seal.term_of_originals import (
    DONE,
    SHREDDED,
    TRANSFERRED_DONE,
    TermEnd,
    open_terms,
    sealed_packages,
)
from weerklank.services.workplace import Workplace, session_name
from weerklank.store.members import read_lines
from weerklank.store.ocfl import CONTENT, ORIGINALS
from weerklank.store.term_keys import destroy_term, term_days

ENDING = Text("Verzegelde originelen worden vernietigd.", "Destroying sealed originals.")
SEARCHING = Text("Elke byte van het archief wordt doorzocht.", "Searching every byte.")


@dataclass(slots=True)
class TermsEnded:
    """What was destroyed, as its term ended or as it was transferred, and what could not be."""

    #: Decisions, each of one account.
    terms: list[TermEnd] = field(default_factory=list)
    originals: int = 0
    searched: Searched = field(default_factory=Searched)
    #: Days whose key was destroyed: what it closed can be opened in no copy any more.
    days: list[date] = field(default_factory=list)


def finish_terms(workplace: Workplace, account: AccountId) -> None:
    """Go on with what a dead process left of an account, under the account's lock."""
    left = [one for one in open_terms(workplace) if one.account == account]
    if left:
        finish(workplace, left)


def finish(workplace: Workplace, terms: list[TermEnd]) -> TermsEnded:
    """Destroy what decisions say that have begun, under the locks of their accounts.

    BrokenInput, and they stay open, when a package was damaged since they began.
    """
    done = TermsEnded(terms)
    workplace.reporter.step(ENDING)
    needles: list[bytes] = []
    keys: list[tuple[TermEnd, str, bytes]] = []
    unread: dict[str, int] = {}
    for term in terms:
        for name, generation in term.packages:
            _, sealed = old_places(workplace, name, generation)
            if sealed is None:  # a process that died took it away
                unread[term.id] = unread.get(term.id, 0) + 1
                continue
            needles += _ciphertexts(sealed / CONTENT, term)
            keys += ((term, *key) for key in _keys(sealed / CONTENT, term))
        rewrite(workplace, term.steps, term.id, ends=term.takes)
    with catalogue_anew(workplace, [str(name) for term in terms for name, _ in term.packages]):
        pass  # rows have new numbers
    workplace.reporter.step(SEARCHING)
    held = _held_keys(workplace)
    # A data key may open what is not of a transfer: in another package it stays, by right.
    needles += (key for term, name, key in keys if term.transfer is None or name not in held)
    done.searched = search_bytes(
        workplace,
        Needles.of_texts(needles),
        exports=any(term.transfer is not None for term in terms),
    )
    done.days = _destroy_keys(workplace)
    there = {*term_days(workplace.keys)}
    for term in terms:
        # Those as well that a process destroyed which died before it could say so.
        gone = {*done.days, *(day for day in term.days if day not in there)}
        originals = _destroyed(workplace, term)
        done.originals += originals
        told: JsonObject = {
            "account": term.account,
            "days": [str(day) for day in sorted(gone)],
            "keys": len(term.keys),
            "originals": originals,
            "packages_by_structure": unread.get(term.id, 0),
            "search": done.searched.told(),
        }
        if term.transfer is not None:
            told |= {
                "keys": len(term.keys - held),
                "keys_left": len(term.keys & held),
                "replicas": [*replicas_with(workplace, term.generations)],
                "transfer": term.transfer,
            }
        kind = DONE if term.transfer is None else TRANSFERRED_DONE
        workplace.record(Book.DECISIONS, kind, term.id, told)
    seal_events(workplace)
    return done


def destroy_left(workplace: Workplace) -> list[date]:
    """Destroy keys of terms that are over and that nothing needs any more, and say so.

    Such as those of an older key folder that was put back, or of posts that were destroyed.
    """
    days = _destroy_keys(workplace)
    if days:
        told: JsonObject = {"days": [str(day) for day in days]}
        workplace.record(Book.DECISIONS, SHREDDED, f"term-{session_name()}", told)
    return days


def _ciphertexts(vault: Path, term: TermEnd) -> Iterator[bytes]:
    """Give how the ciphertexts begin that must be found nowhere: no other begins like it."""
    for line in read_lines(vault / ORIGINALS):
        if term.takes(line):
            yield beginning_of_original(line)


def _keys(vault: Path, term: TermEnd) -> Iterator[tuple[str, bytes]]:
    """Give the wrapped keys that no original of a package needs any more."""
    needed = {key_of_original(one) for one in read_lines(vault / ORIGINALS) if not term.takes(one)}
    for name in names_of_keys(vault):
        if name not in needed:
            yield name, (vault / "keys" / f"{name}.age").read_bytes()[:BEGINNING]


def _held_keys(workplace: Workplace) -> set[str]:
    """Name the data keys that any package holds."""
    return {
        name for package in sealed_packages(workplace) for name in names_of_keys(package.vault)
    }


def _destroyed(workplace: Workplace, term: TermEnd) -> int:
    """Count the originals in whose place it stands that they were destroyed."""
    count = 0
    for name, generation in term.packages:
        _, sealed = old_places(workplace, name, generation + 1)
        if sealed is not None:
            lines = read_lines(sealed / CONTENT / ORIGINALS)
            count += sum(destroyed_by(line) == term.id for line in lines)
    return count


def _destroy_keys(workplace: Workplace) -> list[date]:
    """Destroy the keys of days that are past and of which no package holds a data key any more."""
    past = [day for day in term_days(workplace.keys) if day < workplace.today()]
    if not past:
        return []
    held = {kept_until(name) for name in _held_keys(workplace)}
    gone = [day for day in past if day not in held]
    for day in gone:
        destroy_term(workplace.keys, day)
    return gone
