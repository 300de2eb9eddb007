"""Take in the receipt of a depot: held against what was made, and noted where it fits.

Where that was decided the originals of what was transferred are destroyed then, and not before.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weerklank.model.errors import BrokenInput, Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text, one_line
from weerklank.model.transfer import TRANSFER_STATES, SealedChoice, Transfer, TransferState
from weerklank.package.bag import content_of
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.transfer.end_originals import end_transferred, refuse_ending
from weerklank.services.transfer.read_transfers import RECEIVED, find_transfer
from weerklank.services.transfer.tree import MANIFEST
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.plain_file import NotPlain, read_plain
from weerklank.transfer.mdto_delivery import SIDECAR
from weerklank.transfer.receipt import MOST_BYTES, NO_RECEIPT, Receipt, read_receipt

WRONG_STATE = fault(
    "TRANSFER-007",
    Text(
        nl="Overbrenging {transfer} is {state}: daar hoort nu geen ontvangstbevestiging bij.",
        en="Transfer {transfer} is {state}: no receipt belongs to it now.",
    ),
    Text(
        nl="Kijk met 'weerklank transfer list' welke op een bevestiging wacht.",
        en="See with 'weerklank transfer list' which one waits for a receipt.",
    ),
)
OTHER_MANIFEST = fault(
    "TRANSFER-008",
    Text(
        nl="{path} is niet het manifest van overbrenging {transfer}.",
        en="{path} is not the manifest of transfer {transfer}.",
    ),
    Text(
        nl="Wijs met --sip de map van deze SIP aan, zoals zij is gemaakt.",
        en="Point --sip at the folder of this SIP, as it was made.",
    ),
)
NO_MANIFEST = fault(
    "TRANSFER-009",
    Text(
        nl="De bevestiging noemt bestanden, en het manifest van de SIP is niet aangewezen.",
        en="The receipt names files, and the manifest of the SIP was not pointed at.",
    ),
    Text(
        nl="Wijs met --sip de map van de SIP aan; daarin ligt manifest-sha256.txt.",
        en="Point --sip at the folder of the SIP; manifest-sha256.txt lies in it.",
    ),
)
OTHER_TRANSFER = fault(
    "TRANSFER-030",
    Text(
        nl="Deze bevestiging is van overbrenging {other}, niet van {transfer}.",
        en="This receipt is of transfer {other}, not of {transfer}.",
    ),
    Text(
        nl="Er is niets vastgelegd. Lees haar in bij de overbrenging die zij noemt.",
        en="Nothing was recorded. Read it with the transfer that it names.",
    ),
)
#: Differences that are named one by one; more are counted.
MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """In what a receipt differs from what was made."""

    kind: str
    #: Name of a file, or of a count.
    name: str


DIFFERENCES: dict[str, Text] = {
    "digest": Text("de hash is een andere, of ontbreekt", "the hash is another, or missing"),
    "count": Text("het aantal is een ander", "the number is another"),
    "missing": Text("het depot noemt dit bestand niet", "the depot does not name this file"),
    "other": Text("het depot heeft andere bytes", "the depot has other bytes"),
    "unknown": Text("dit bestand is niet overgebracht", "this file was not transferred"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A receipt that was held against its transfer."""

    transfer: Transfer
    differences: tuple[Difference, ...]
    #: How many there are, named or not.
    total: int


def take_receipt(workplace: Workplace, path: Path, sip: Path | None = None) -> Taken:
    """Hold a receipt against what was made; where all fits, the transfer is received.

    `sip` is the folder of the SIP, needed where the receipt names files. BrokenInput for what is
    no receipt. Where originals are to be destroyed: Refused, and nothing noted, when a legal hold
    keeps any; an error that comes after says what they wait for, and the same receipt, or the
    schedule, goes on with them.
    """
    workplace.require(Role.ARCHIVIST)
    try:
        content = read_plain(path, MOST_BYTES)
    except (OSError, NotPlain) as error:
        why = Text("het is niet te lezen", "it can't be read")
        raise BrokenInput(NO_RECEIPT, name=path.name, why=why) from error
    return hold_receipt(workplace, content, path.name, sip)


def hold_receipt(
    workplace: Workplace, content: bytes, name: str, sip: Path | None, only: str | None = None
) -> Taken:
    """Do what `take_receipt` does with a receipt that is in memory; `name` is what it is called.

    Of one transfer only, where that is named (else WrongUse).
    """
    workplace.require(Role.ARCHIVIST)
    receipt = read_receipt(content, name)
    transfer = find_transfer(workplace, receipt.sip.rpartition("-")[2])
    if only is not None and transfer.id != only:
        raise WrongUse(OTHER_TRANSFER, other=transfer.id, transfer=only)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        transfer = find_transfer(workplace, transfer.id)
        if transfer.state is not TransferState.MADE and not transfer.is_to_end:
            state = TRANSFER_STATES[transfer.state]
            raise Refused(WRONG_STATE, transfer=transfer.id, state=state)
        differences, total = _hold(transfer, receipt, sip)
        if not total and transfer.state is TransferState.MADE:
            if transfer.sealed is SealedChoice.DESTROY:
                refuse_ending(workplace, transfer.records)
            told: JsonObject = {"receipt": receipt.mark, "stated": receipt.received}
            workplace.record(Book.DECISIONS, RECEIVED, transfer.id, told)
    seal_events(workplace)
    transfer = find_transfer(workplace, transfer.id)
    if not total and transfer.is_to_end:
        waits = end_transferred(workplace, transfer).errors
        if waits:
            raise waits[0]
    return Taken(find_transfer(workplace, transfer.id), differences, total)


def _hold(
    transfer: Transfer, receipt: Receipt, sip: Path | None
) -> tuple[tuple[Difference, ...], int]:
    if receipt.files is not None and sip is None:
        raise WrongUse(NO_MANIFEST)
    named: list[Difference] = []
    total = 0
    for one in _differences(transfer, receipt, sip):
        total += 1
        if len(named) < MOST_NAMED:
            named.append(one)
    return tuple(named), total


def _differences(transfer: Transfer, receipt: Receipt, sip: Path | None) -> Iterator[Difference]:
    for name, stated, made in (
        ("hashSip", receipt.digest, transfer.digest),
        ("hashOriginelen", receipt.originals_digest, transfer.originals_digest),
        ("hashSleutels", receipt.keys_digest, transfer.keys_digest),
    ):
        if stated != made:
            yield Difference("digest", name)
    ours = (transfer.objects, transfer.files, transfer.bytes)
    names = ("aantalInformatieobjecten", "aantalBestandenNietMdto", "omvangBytesNietMdto")
    for name, number, counted in zip(names, receipt.counts, ours, strict=True):
        if number is not None and number != counted:
            yield Difference("count", name)
    if receipt.files is not None and sip is not None:
        yield from _files(transfer, dict(receipt.files), content_of(sip) / MANIFEST)


def _files(transfer: Transfer, left: dict[str, str], manifest: Path) -> Iterator[Difference]:
    for name, digest in _manifest(manifest, transfer):
        stated = left.pop(name, None)
        if stated is None:
            yield Difference("missing", name)
        elif stated != digest:
            yield Difference("other", name)
    for name in left:
        yield Difference("unknown", one_line(name)[:255])


def _manifest(path: Path, transfer: Transfer) -> Iterator[tuple[str, str]]:
    """Give name and digest of each file with content; WrongUse for another manifest."""
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if digest != transfer.digest:
                raise WrongUse(OTHER_MANIFEST, path=path.name, transfer=transfer.id)
            stream.seek(0)
            for line in stream:
                told, _, name = line.decode().rstrip("\n").partition("  ")
                if not name.endswith(SIDECAR):
                    yield name.rpartition("/")[2], told
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(OTHER_MANIFEST, path=path.name, transfer=transfer.id) from error
