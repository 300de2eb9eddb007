"""Correct for privacy: who joined a thread goes out of what the archive held of it before.

Order: due (a decision, before anybody counts as joined); look; intent with the old leaves; new
generations; leaves and checkpoint; old ones away; catalogue and search index; search of every
byte; done. A process that died is finished by the next run on the account.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from msgspec import structs

from weerklank.catalogue.item_places import Located
from weerklank.minimise.blind_epochs import Blind
from weerklank.minimise.correction import Correction, ThreadCorrector
from weerklank.minimise.vault import Seal, Sealer
from weerklank.model.account import Scenario
from weerklank.model.canonical import canonical, canonical_struct
from weerklank.model.errors import BrokenInput
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem, ItemKind
from weerklank.model.policy import Choice, FieldClass
from weerklank.model.symbols import decode, encode
from weerklank.model.text import Text
from weerklank.package.corrector import Corrected
from weerklank.package.names import Found, PackageName
from weerklank.package.reader import leaf_place, read_line, read_three
from weerklank.services.catalogue.find_package import find_generation
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.change.correct_pages import (
    media_salts,
    pages_to_correct,
    without_files,
)
from weerklank.services.find.catalogue_anew import catalogue_anew
from weerklank.services.find.read_items import PACKAGE_GONE
from weerklank.services.register.accounts_of_ours import listed_accounts
from weerklank.services.seal.check_sources import SourceCheck
from weerklank.services.seal.first_leaves import first_leaves
from weerklank.services.seal.open_blind import open_blind
from weerklank.services.seal.read_corrections import (
    BEGUN,
    CORRECTED,
    DUE,
    PrivacyCorrection,
    open_corrections,
)
from weerklank.services.seal.read_named import read_named
from weerklank.services.seal.rewrite import rewrite
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.search_bytes import Searched, search_bytes
from weerklank.services.seal.search_needles import Needles, texts_of
from weerklank.services.seal.term_of_originals import kept_now_until
from weerklank.services.workplace import Workplace, session_name
from weerklank.store.ocfl import CONTENT

LOOKING = Text(
    "Eerdere berichten van draden waar iemand bij kwam worden nagelopen.",
    "Looking through earlier posts of threads that somebody joined.",
)
CORRECTING = Text("Namen in eerdere berichten worden vervangen.", "Replacing names held earlier.")


@dataclass(slots=True)
class PrivacyCorrected:
    """What corrections of an account did."""

    records: int = 0
    #: Files in which the search of every byte found what should be gone.
    found: list[str] = field(default_factory=list)


def note_due(workplace: Workplace, account: str, threads: list[bytes]) -> PrivacyCorrection:
    """Decide that what is held of some threads of an account is looked at for who joined."""
    keys = tuple(map(encode, threads))
    found = PrivacyCorrection(f"correction-{session_name()}", AccountId(account), keys)
    workplace.record(
        Book.DECISIONS, DUE, found.id, {"account": account, "threads": [*found.threads]}
    )
    return found


def finish_begun(workplace: Workplace, account: AccountId) -> PrivacyCorrected:
    """Go on with corrections that a dead process began, under the account's lock."""
    done = PrivacyCorrected()
    for found in open_corrections(workplace):
        if found.account == account and found.packages is not None:
            _go_on(workplace, found, done)
    return done


def correct_persons(workplace: Workplace, account: AccountId) -> PrivacyCorrected:
    """Do every correction of an account that is due, under its lock.

    BrokenInput, and the correction stays due, when a package that it must change is damaged.
    """
    done = PrivacyCorrected()
    for found in open_corrections(workplace):
        if found.account != account:
            continue
        if found.packages is None:
            looked = _look(workplace, found)
            if not looked.packages:
                _conclude(workplace, looked, Searched())
                continue
            found = _begin(workplace, looked)  # noqa: PLW2901 - the same, begun
        _go_on(workplace, found, done)
    return done


def _look(workplace: Workplace, found: PrivacyCorrection) -> PrivacyCorrection:
    """Look through what is held of threads; gives the correction with what must change."""
    workplace.reporter.step(LOOKING)
    packages: dict[tuple[PackageName, int], None] = {}
    leaves: set[int] = set()
    firsts = first_leaves(workplace)
    blind = open_blind(workplace)
    catalogue = open_catalogue(workplace)
    try:
        corrector = _corrector(workplace, found, blind)
        naming: set[bytes] = set()
        for thread in found.threads:
            for place in catalogue.database.threads.places_of(decode(thread), found.account):
                leaf = _leaf_to_correct(workplace, place, corrector, firsts)
                if leaf is not None:
                    naming.add(place.key)
                    leaves.add(leaf)
                    packages[PackageName.read(place.package), place.generation] = None
        for place, leaf in pages_to_correct(
            workplace, catalogue, found, corrector, frozenset(naming), firsts
        ):
            leaves.add(leaf)
            packages[PackageName.read(place.package), place.generation] = None
    finally:
        catalogue.close()
        blind.close()
    return PrivacyCorrection(
        found.id, found.account, found.threads, tuple(sorted(packages)), frozenset(leaves)
    )


def _leaf_to_correct(
    workplace: Workplace,
    place: Located,
    corrector: ThreadCorrector,
    firsts: Mapping[str, Mapping[int, int]],
) -> int | None:
    """Give the leaf of a version that names somebody; None when it does not."""
    package = find_generation(workplace, place.package, place.generation)
    if package is None:
        raise BrokenInput(PACKAGE_GONE, package=place.package)
    three = (place.records, place.sources, place.proofs)
    lines = read_three(package.folder, *three, place.line)
    if corrector.correct(lines.item, orjson.loads(lines.source)) is None:
        return None
    return lines.place.leaf(firsts[place.package])


def _corrector(workplace: Workplace, found: PrivacyCorrection, blind: Blind) -> ThreadCorrector:
    register = workplace.register()
    return ThreadCorrector(
        blind,
        register.accounts[found.account],
        listed_accounts(register),
        read_named(workplace),
    )


def _begin(workplace: Workplace, found: PrivacyCorrection) -> PrivacyCorrection:
    """Write the intent, sealed: from here on the correction only goes forward."""
    SourceCheck(workplace).check(found.packages or ())
    workplace.record(
        Book.DECISIONS,
        BEGUN,
        found.id,
        {
            "leaves": [*sorted(found.leaves)],
            "packages": [
                {"generation": generation, "package": str(name)}
                for name, generation in found.packages or ()
            ],
        },
    )
    seal_events(workplace)
    return found


def _go_on(workplace: Workplace, found: PrivacyCorrection, done: PrivacyCorrected) -> None:
    workplace.reporter.step(CORRECTING)
    blind = open_blind(workplace)
    try:
        work = _Work(workplace, found, _corrector(workplace, found, blind))
        rewrite(workplace, found.steps, found.id, corrects=work.of_package)
    finally:
        blind.close()
    with catalogue_anew(workplace, [str(name) for name, _ in found.packages or ()]):
        pass
    searched = search_bytes(
        workplace, Needles.of_texts(texts_of(work.texts, work.salts)), media=False
    )
    _conclude(workplace, found, searched)
    done.records += len(found.leaves)
    done.found += searched.found


def _conclude(workplace: Workplace, found: PrivacyCorrection, searched: Searched) -> None:
    """Say what was corrected, by the leaves that the records had; of persons nothing."""
    workplace.record(
        Book.DECISIONS,
        CORRECTED,
        found.id,
        {
            "account": found.account,
            "leaves": [*sorted(found.leaves)],
            "records": len(found.leaves),
            "search": searched.told(),
        },
    )
    seal_events(workplace)


class _Work:
    """One correction at work: what changes in each of its packages."""

    def __init__(
        self, workplace: Workplace, found: PrivacyCorrection, corrector: ThreadCorrector
    ) -> None:
        self._workplace = workplace
        self._found = found
        self._corrector = corrector
        self._firsts = first_leaves(workplace)
        self._until = kept_now_until(workplace)
        self._policy = workplace.policy()
        #: What was held and is not any more, for the search of every byte.
        self.texts: list[str] = []
        self.salts: list[bytes] = []

    def of_package(self, old: Found, sealed: Path | None) -> "_OfPackage":
        """Give what changes in one package."""
        recipient = self._workplace.keys.sealing
        if sealed is not None:  # one vault object has one key
            recipient = (sealed / CONTENT / "recipient.txt").read_text().strip()
        seal = None
        if self._until is not None:
            seal = Seal.of(self._workplace.keys, self._until, recipient)
        return _OfPackage(self, self._firsts[str(old.name)], old, recipient, seal)

    def correct(
        self, record: bytes, source: bytes, proof: bytes, firsts: Mapping[int, int]
    ) -> tuple[ArchivalItem, Correction] | None:
        """Correct a record, if it is one of those that must change."""
        if leaf_place(proof).leaf(firsts) not in self._found.leaves:
            return None
        item = read_line(record)
        if item.kind is ItemKind.PAGE:
            stripped = without_files(item, orjson.loads(source))
            self.texts += stripped.texts
            self.salts += [proof.split(b" ", 2)[1], *media_salts(proof)]
            return item, stripped
        correction = self._corrector.correct(item, orjson.loads(source))
        if correction is None:
            return None
        self.texts += correction.texts
        self.salts.append(proof.split(b" ", 2)[1])
        return item, correction

    @property
    def decision(self) -> str:
        """The number of the correction."""
        return self._found.id

    def seals(self, item: ArchivalItem) -> bool:
        """Tell whether the policy in force seals what named somebody in an item."""
        is_theirs = not item.author.role.is_ours
        field = FieldClass.TEXT if is_theirs else FieldClass.MENTIONS
        return self._policy.choice(field, Scenario(item.scenario)) is Choice.SEAL


class _OfPackage:
    """What changes in one package (`weerklank.package.corrector.Corrections`)."""

    def __init__(
        self,
        work: _Work,
        firsts: Mapping[int, int],
        old: Found,
        recipient: str,
        seal: Seal | None,
    ) -> None:
        """`seal` is None when the policy in force keeps no originals."""
        self._work = work
        self._firsts = firsts
        self._made_for = f"{work.decision}-{old.name.month}-{old.name.part:04d}"
        self._seal = seal
        self._sealer: Sealer | None = None
        self.recipient = recipient

    @property
    def wrapped(self) -> Mapping[str, bytes]:
        """Data keys of the new originals by name, wrapped."""
        return {self._sealer.key_name: self._sealer.wrapped} if self._sealer else {}

    def correct(self, record: bytes, source: bytes, proof: bytes) -> Corrected | None:
        """Give what comes in the place of a record; None when it stays."""
        found = self._work.correct(record, source, proof, self._firsts)
        if found is None:
            return None
        held, correction = found
        item = structs.replace(correction.item, correction=self._work.decision)
        original = None
        if self._seal and self._work.seals(held) and correction.removal.values:
            self._sealer = self._sealer or Sealer(self._seal, self._made_for)
            original, digest = self._sealer.seal(held.id, held.version, correction.removal)
            item = (
                structs.replace(item, sealed=digest)
                if item.sealed is None
                else structs.replace(item, sealed_later=(*item.sealed_later, digest))
            )
        files = {one.id for one in held.media if one.file}
        stay = {one.id for one in item.media if one.file}
        return Corrected(
            canonical_struct(item), canonical(correction.source), original, frozenset(files - stay)
        )
