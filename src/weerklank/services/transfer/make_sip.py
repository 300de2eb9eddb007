"""Make a SIP: whole or not at all, with a pakbon that says what is in it and what is not.

Order: intent, which gives the number; tree and pakbon in a folder beside; its name; that it is
made. An error before its name leaves nothing but the intent; a process that is killed leaves that
folder, which `known_exports` knows and the next transfer takes away. One is made at a time.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.account import Account
from weerklank.model.clock import civil_day, iso
from weerklank.model.destruction import GONE
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.model.transfer import SealedChoice, Transfer, TransferScope
from weerklank.package.bag import PAYLOAD, close_bag
from weerklank.services.change.end_terms import kept_originals
from weerklank.services.change.recover import recover
from weerklank.services.find.read_items import ask_for_part
from weerklank.services.register.organisation_code import organisation_of
from weerklank.services.register.write_file import refuse_ours
from weerklank.services.seal.known_exports import begin_export, clear_left_over, note_export
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.term_of_originals import records_json
from weerklank.services.transfer.appraisals import appraise_of
from weerklank.services.transfer.derived_files import DerivedFiles
from weerklank.services.transfer.end_originals import refuse_ending
from weerklank.services.transfer.hand_over import (
    NO_PLACES,
    NOT_HANDED,
    Handed,
    Places,
    hand_over,
    refuse_recipient,
)
from weerklank.services.transfer.particulars import particulars_of, said_scope
from weerklank.services.transfer.read_transfers import (
    BEGUN,
    MADE,
    find_transfer,
    read_transfers,
    read_votes,
    scope_json,
    standing_choice,
)
from weerklank.services.transfer.tree import Tree
from weerklank.services.transfer.write_piece import LeftOut, PieceWriter
from weerklank.services.transfer.write_sip import SipWriter, bounds
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import replace_file
from weerklank.store.lock import locked
from weerklank.transfer.describe import Describer, civil
from weerklank.transfer.pakbon import Pakbon, write_pakbon

NOT_DECIDED = fault(
    "TRANSFER-003",
    Text(
        nl="Over de verzegelde originelen van deze keuze is niet besloten door een archivaris en "
        "een privacy officer die hetzelfde kozen.",
        en="On the sealed originals of this choice an archivist and a privacy officer did not "
        "decide alike.",
    ),
    Text(
        nl="Laat beiden 'weerklank transfer decide' geven, met dezelfde --account, --from en "
        "--to.",
        en="Let both give 'weerklank transfer decide', with the same --account, --from and --to.",
    ),
)
NOTHING = fault(
    "TRANSFER-004",
    Text(
        nl="Er is niets dat in deze keuze valt en mee mag.",
        en="There is nothing in this choice that may go along.",
    ),
    Text(nl="Controleer --account, --from en --to.", en="Check --account, --from and --to."),
)
NOT_EMPTY = fault(
    "TRANSFER-005",
    Text(nl="{path} bestaat al en is niet leeg.", en="{path} exists already and is not empty."),
    Text(
        nl="Kies een map die er nog niet is of leeg is: er wordt nooit iets vervangen.",
        en="Choose a folder that is not there yet or is empty: nothing is ever replaced.",
    ),
)
WRITING = Text("Er wordt een SIP gemaakt.", "Making a SIP.")
CLEARED = Text(
    "Er {folders:is|zijn} {folders} {folders:map|mappen} weggehaald die een afgebroken "
    "overbrenging achterliet.",
    "Took away {folders} {folders:folder|folders} that a transfer left when it was broken off.",
)
PAKBON = "pakbon.xml"
_SAID_DERIVED = (
    "{number} bestanden zijn afgeleiden, gemaakt voor deze overbrenging; de originelen gaan mee"
)
#: How its exports are noted.
_FORM = "sip"
#: Items that stayed behind that the event names; where there are more it names none.
_MOST_NAMED = 200_000
_NO_TARGET = "door de ontvangende archiefinstelling op te geven"


@dataclass(frozen=True, slots=True)
class Asked:
    """What goes along, and a pakbon is to say, besides what the archive knows."""

    #: Where it comes to lie in the depot, and who answers questions.
    target: str | None = None
    contact: str | None = None
    #: Where sealed originals and keys go, where that was decided.
    places: Places | None = None
    #: Whether the SIP is to lie in a bag (BagIt).
    as_bag: bool = False
    #: Whether derivatives go along of what is in no preferred format.
    derivatives: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A SIP that was made, and what did not go along."""

    transfer: Transfer
    left: LeftOut
    #: Items of the choice that were destroyed by executed lists.
    destroyed: int
    particulars: tuple[str, ...]
    #: What was handed over of sealed originals and keys, where that was decided.
    handed: Handed | None = None
    #: Which derivatives were made, where those were asked for.
    derived: DerivedFiles | None = None


def make_sip(workplace: Workplace, scope: TransferScope, out: Path, asked: Asked) -> Made:
    """Make a SIP of what begins within a period, of some accounts, by an archivist.

    Refused without a decision on sealed originals; WrongUse when there is nothing, or when the
    folder is not empty or lies in an archive; BrokenInput when a package is damaged.
    """
    workplace.require(Role.ARCHIVIST)
    workplace.demand_sound()
    outs = _outs(workplace, out, asked.places)
    accounts = _accounts(workplace, scope)
    with ExitStack() as stack:
        stack.enter_context(locked(workplace.layout.lock("transfer"), "transfer"))
        if cleared := clear_left_over(workplace, _FORM):
            workplace.reporter.step(CLEARED, folders=cleared)
        for account in accounts:
            lock = workplace.layout.lock(f"account-{account.id}")
            stack.enter_context(locked(lock, account.id))
            recover(workplace, account.id)
        transfer = _begin(workplace, scope, accounts, asked.places)
        workplace.reporter.step(WRITING)
        beside = [begin_export(workplace, one, _FORM) for one in outs]
        with _new_folders(outs, beside) as folders:
            made = _write(workplace, transfer, accounts, folders, asked)
            # Whoever destroys any of it later is told of these copies.
            for one in outs:
                note_export(workplace, one, _FORM, made.transfer.objects, made.transfer.files)
        _done(workplace, made, asked)
    return replace(made, transfer=find_transfer(workplace, transfer.id))


def _outs(workplace: Workplace, out: Path, places: Places | None) -> list[Path]:
    """Give the folders to make, that of the SIP last; WrongUse for one that can't be."""
    outs = [places.originals, places.keys, out] if places else [out]
    if places is not None:
        refuse_recipient(places.recipient)
    for number, one in enumerate(outs):
        refuse_ours(one, workplace.layout.root, workplace.keys.folder)
        if one.is_symlink() or (one.exists() and (not one.is_dir() or any(one.iterdir()))):
            raise WrongUse(NOT_EMPTY, path=one)
        real = one.resolve()
        others = (other.resolve() for other in outs[:number] + outs[number + 1 :])
        if any(real.is_relative_to(other) for other in others):
            raise WrongUse(NO_PLACES)
    return outs


def _accounts(workplace: Workplace, scope: TransferScope) -> list[Account]:
    every = workplace.register().accounts
    chosen = scope.accounts or tuple(sorted(every))
    return [every[one] for one in chosen]


def _begin(
    workplace: Workplace, scope: TransferScope, accounts: list[Account], places: Places | None
) -> Transfer:
    """Write the intent, by which the transfer has a number."""
    since, until = bounds(scope)
    found = ask_for_part(
        workplace,
        lambda catalogue, _: any(
            next(catalogue.database.items.threads_begun(one.id, since, until), None)
            for one in accounts
        ),
    )
    if not found:
        raise WrongUse(NOTHING)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        choice = standing_choice(read_votes(workplace, scope))
        if choice is None:
            raise Refused(NOT_DECIDED)
        if (choice is SealedChoice.HANDOVER) is (places is None):
            raise WrongUse(NOT_HANDED if places else NO_PLACES)
        number = f"t{len(read_transfers(workplace)) + 1:04d}"
        told: JsonObject = {"scope": scope_json(scope), "sealed": str(choice)}
        workplace.record(Book.DECISIONS, BEGUN, number, told)
    seal_events(workplace)
    return find_transfer(workplace, number)


@contextmanager
def _new_folders(outs: list[Path], folders: list[Path]) -> Iterator[list[Path]]:
    """Make folders that get their names when all is in them, the last one last.

    An error leaves nothing.
    """
    named: list[Path] = []
    try:
        for folder in folders:
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700)
        yield folders
        os.sync()  # a hundred thousand files, one by one, would take longer than to write them
        for folder, out in zip(folders, outs, strict=True):
            folder.rename(out)
            named.append(out)
        os.sync()
    except BaseException:  # Ctrl-C too: nothing half stays; raised again
        for folder in (*folders, *named):
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _write(
    workplace: Workplace,
    transfer: Transfer,
    accounts: list[Account],
    folders: list[Path],
    asked: Asked,
) -> Made:
    """Write tree and pakbon; once more from the begin when the catalogue changed meanwhile."""
    folder = folders[-1] / PAYLOAD if asked.as_bag else folders[-1]
    folder.mkdir(exist_ok=True)
    now = civil(iso(workplace.clock.now()))
    describer = Describer(organisation_of(workplace), transfer.id, now)

    def write(catalogue: Catalogue, _: object) -> tuple[Tree, PieceWriter]:
        for left_over in folder.iterdir():
            left_over.unlink() if left_over.is_file() else shutil.rmtree(left_over)
        with Tree(folder, describer.source, now) as tree:
            writer = PieceWriter(
                workplace, catalogue, tree, describer, appraise_of(workplace, catalogue)
            )
            writer.derived = DerivedFiles(workplace) if asked.derivatives else None
            SipWriter(workplace, catalogue, tree, writer).write(
                transfer.scope, accounts, asked.target
            )
        if not writer.left.appraised:
            raise WrongUse(NOTHING)
        return tree, writer

    tree, writer = ask_for_part(workplace, write)
    left, handed = writer.left, None
    records: frozenset[tuple[str, int]] = frozenset()
    if transfer.sealed is SealedChoice.DESTROY:
        records = frozenset(writer.sealed)
        refuse_ending(workplace, records)
    if asked.places is not None:
        staged = replace(asked.places, originals=folders[0], keys=folders[1])
        handed = hand_over(workplace, [one.id for one in accounts], writer.sealed, staged)
    destroyed = _destroyed(workplace, transfer.scope, accounts)
    made = replace(
        transfer,
        digest=tree.digest,
        objects=tree.objects,
        files=tree.files,
        bytes=tree.bytes,
        records=records,
    )
    particulars = particulars_of(made, left, destroyed, _last_day(workplace, accounts), handed)
    if writer.derived is not None:
        particulars += (_SAID_DERIVED.format(number=len(writer.derived.made)),)
    pakbon = Pakbon(
        id=f"{workplace.organisation.origin}-{transfer.id}",
        name=f"{describer.archive.name}, {said_scope(transfer.scope)}",
        target=asked.target or _NO_TARGET,
        digest=tree.digest,
        made=now,
        creator=workplace.organisation.name,
        contact=asked.contact or workplace.actor.known_as,
        objects=tree.objects,
        files=tree.files,
        bytes=tree.bytes,
        particulars=particulars,
    )
    replace_file(folder / PAKBON, write_pakbon(pakbon))
    if asked.as_bag:
        facts = {
            "Source-Organization": pakbon.creator,
            "Contact-Name": pakbon.contact,
            "External-Identifier": pakbon.id,
            "External-Description": pakbon.name,
        }
        close_bag(folders[-1], civil_day(iso(workplace.clock.now())), facts)
    return Made(made, left, destroyed, particulars, handed, writer.derived)


def _last_day(workplace: Workplace, accounts: list[Account]) -> date | None:
    """Give until when any sealed original of some accounts is kept; None where there is none."""
    named = {account.id for account in accounts}
    days = [kept.until for kept in kept_originals(workplace) if kept.accounts & named]
    return max((day for day in days if day), default=None)


def _destroyed(workplace: Workplace, scope: TransferScope, accounts: list[Account]) -> int:
    """Count what was destroyed before of a choice, by the day in the addresses of the items."""
    named = {account.id for account in accounts}
    count = 0
    for found in read_lists(workplace).values():
        if found.state in GONE:
            packages = {name.partition("/")[0] for name, _ in found.packages or ()}
            if packages & named:
                count += sum(_is_within(item, scope) for item in found.items)
    return count


def _is_within(item: str, scope: TransferScope) -> bool:
    day = date.fromisoformat("-".join(item.split("-")[-4:-1]))
    since, until = scope.since or date.min, scope.until or date.max
    return since <= day <= until


def _done(workplace: Workplace, made: Made, asked: Asked) -> None:
    transfer = made.transfer
    told: JsonObject = {
        "bytes": transfer.bytes,
        "contact": asked.contact or workplace.actor.known_as,
        "destroyed": made.destroyed,
        "destroying": made.left.destroying,
        "digest": transfer.digest,
        "files": transfer.files,
        "objects": transfer.objects,
        "pages": made.left.pages,
        "private": made.left.private,
        "restricted": made.left.restricted,
        "target": asked.target,
    }
    if len(made.left.items) <= _MOST_NAMED:
        told["left"] = [*sorted(made.left.items)]
    if transfer.records:
        told["records"] = records_json(transfer.records)
    if made.handed is not None:
        told |= {
            "data_keys": made.handed.data_keys,
            "keys_digest": made.handed.keys_digest,
            "originals": made.handed.originals,
            "originals_digest": made.handed.originals_digest,
        }
    if made.derived is not None:
        made.derived.note(transfer.id)
    workplace.record(Book.DECISIONS, MADE, transfer.id, told)
    seal_events(workplace)
