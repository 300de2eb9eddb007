"""Hand over sealed originals and their keys: each to a folder of its own, never to the same place.

Originals go as the ciphertext that they are. Keys go wrapped to the age key of the depot. Data
keys are still wrapped to the sealing key besides: whoever keeps its private half hands that over
in person, and the program never has it. So no single carrier can open anything.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyrage

from weerklank.model.data_key import kept_until
from weerklank.model.epoch import open_epochs
from weerklank.model.errors import WrongUse, fault
from weerklank.model.ids import AccountId
from weerklank.model.text import Text
from weerklank.package.original_line import key_of_original, whose_original
from weerklank.services.seal.term_of_originals import sealed_packages
from weerklank.services.transfer.tree import MANIFEST
from weerklank.services.workplace import Workplace
from weerklank.store.keys import keys_of_epoch
from weerklank.store.members import read_lines
from weerklank.store.ocfl import ORIGINALS
from weerklank.store.term_keys import open_term

NO_PLACES = fault(
    "TRANSFER-010",
    Text(
        nl="Besloten is de originelen mee te geven; daarvoor zijn twee mappen en de publieke "
        "age-sleutel van het depot nodig.",
        en="It was decided to hand the originals over; that takes two folders and the public age "
        "key of the depot.",
    ),
    Text(
        nl="Geef --originals DIR, --keys-to DIR en --recipient age1…; elk een eigen, nieuwe map.",
        en="Give --originals DIR, --keys-to DIR and --recipient age1…; each a new folder of its "
        "own.",
    ),
)
NOT_HANDED = fault(
    "TRANSFER-011",
    Text(
        nl="Besloten is de originelen niet mee te geven.",
        en="It was decided not to hand the originals over.",
    ),
    Text(
        nl="Laat --originals, --keys-to en --recipient weg.",
        en="Leave --originals, --keys-to and --recipient out.",
    ),
)
NO_RECIPIENT = fault(
    "TRANSFER-012",
    Text(
        nl="'{recipient}' is geen publieke age-sleutel.",
        en="'{recipient}' is no public age key.",
    ),
    Text(
        nl="Vraag het depot om een sleutel die begint met age1; 'age-keygen' maakt er een.",
        en="Ask the depot for a key that begins with age1; 'age-keygen' makes one.",
    ),
)
ORIGINALS_FILE = "originals.jsonl"


@dataclass(frozen=True, slots=True)
class Places:
    """Where originals and keys go, and for whom the keys are."""

    originals: Path
    keys: Path
    recipient: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over; digests are those of the manifests."""

    originals: int
    data_keys: int
    originals_digest: str
    keys_digest: str


def refuse_recipient(recipient: str) -> None:
    """Refuse what is no public key of age (WrongUse)."""
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except (pyrage.RecipientError, ValueError) as error:
        raise WrongUse(NO_RECIPIENT, recipient=recipient[:100]) from error


def hand_over(
    workplace: Workplace,
    accounts: Iterable[AccountId],
    records: set[tuple[str, int]],
    places: Places,
) -> Handed:
    """Write the originals of some records to one folder, and what opens them to another.

    Both folders are there and empty. `records` are permanent addresses with versions.
    """
    named = frozenset(accounts)
    used: dict[str, Path] = {}
    count = 0
    with (places.originals / ORIGINALS_FILE).open("xb") as stream:
        for sealed in sealed_packages(workplace):
            if sealed.package.name.account not in named:
                continue
            for line in read_lines(sealed.vault / ORIGINALS):
                key = key_of_original(line)
                if key is not None and whose_original(line) in records:
                    stream.write(line + b"\n")
                    used.setdefault(key, sealed.vault / "keys" / f"{key}.age")
                    count += 1
    for name, path in used.items():
        _put(places, f"data-{name}.age", _without_term(workplace, name, path.read_bytes()))
    for number in open_epochs(workplace.epochs()):
        for name in keys_of_epoch(number):
            _put(places, f"{name.replace('/', '-')}.age", workplace.keys.read(name))
    return Handed(count, len(used), _manifest(places.originals), _manifest(places.keys))


def _without_term(workplace: Workplace, name: str, wrapped: bytes) -> bytes:
    """Take off what the key of the term put around a data key; the sealing key's stays."""
    until = kept_until(name)
    return wrapped if until is None else open_term(workplace.keys, until, wrapped)


def _put(places: Places, name: str, secret: bytes) -> None:
    to = pyrage.x25519.Recipient.from_str(places.recipient)
    path = places.keys / name
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(pyrage.encrypt(secret, [to]))


def _manifest(folder: Path) -> str:
    """Write which files there are, with their SHA-256; gives the digest of that."""
    lines = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as stream:
            lines.append(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {path.name}\n")
    content = "".join(lines).encode()
    (folder / MANIFEST).write_bytes(content)
    return hashlib.sha256(content).hexdigest()
