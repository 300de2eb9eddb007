"""The key folder: what must never lie in the archive.

    ids.key          names of records: HMAC over platform and platform id
    blind.key        blind index: HMAC over normalised handle, id, address and display name
    events.key       events: a code by which they are told from false ones
    epochs/0001.key  pseudonyms of the first epoch
    epochs/0002.key  pseudonyms and blind index of a later one, and so on; that of an epoch is
                     destroyed when it ends, and with the first one blind.key goes too
    lists.key        what blind.key was for besides; there once that is gone
    sealing.pub      age recipient to which originals are sealed; a copy of it in the archive
                     is for readers only, since whoever could swap it would read what follows
    log.pem          Ed25519: signs the checkpoints of the log
    pages.pem        ECDSA over P-384: signs the files of pages (WACZ); made when first needed
    replicas/        keys of what lies in stores, one for each generation (store/replica_keys)
    connections/     permissions to read accounts, and connections.key (store/secrets_store)
    pinned.json      origin and public key of the log, and the last checkpoint that was seen
    token.json       there when a token closes the secrets of this folder (store/held_keys)

The private key that opens sealed originals is in neither place: `init` gives it out once.
"""

import base64
import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from weerklank.model.errors import BrokenInput, NotNow, Refused, fault
from weerklank.model.text import Text
from weerklank.store import held_keys
from weerklank.store.atomic import create_file, make_folder, replace_file, sync_folder

KEYS_INSIDE = fault(
    "KEYS-001",
    Text(
        nl="De sleutelmap {keys} ligt in het archief {archive}.",
        en="The key folder {keys} lies inside the archive {archive}.",
    ),
    Text(
        nl="Kies met --keys een map buiten het archief: wie het archief kopieert, "
        "mag de sleutels niet meekrijgen.",
        en="Choose a folder outside the archive with --keys: who copies the archive "
        "must not get the keys along.",
    ),
)
KEYS_OPEN = fault(
    "KEYS-002",
    Text(
        nl="Sleutelbestand {name} is leesbaar voor anderen.",
        en="Key file {name} can be read by others.",
    ),
    Text(
        nl="Maak het alleen voor uzelf leesbaar: chmod 600 {name}",
        en="Make it readable for yourself alone: chmod 600 {name}",
    ),
)
KEYS_MISSING = fault(
    "KEYS-003",
    Text(
        nl="Sleutel {name} ontbreekt in de sleutelmap {keys}.",
        en="Key {name} is missing from the key folder {keys}.",
    ),
    Text(
        nl="Wijs met --keys of WEERKLANK_KEYS de goede map aan, of zet haar terug uit de back-up.",
        en="Point --keys or WEERKLANK_KEYS at the right folder, or restore it from the back-up.",
    ),
)
KEYS_DAMAGED = fault(
    "KEYS-004",
    Text(
        nl="Sleutelbestand {name} in {keys} is beschadigd of van een ander archief.",
        en="Key file {name} in {keys} is damaged or of another archive.",
    ),
    Text(
        nl="Zet het terug uit de back-up van de sleutelmap; controleren kan intussen.",
        en="Put it back from the back-up of the key folder; meanwhile verifying works.",
    ),
)

PINNED = "pinned.json"
EVENTS = "events.key"
PAGES = "pages.pem"
LISTS = "lists.key"
#: Key of the pseudonyms of the epoch in which an archive begins.
FIRST_EPOCH = "epochs/0001.key"
#: Keys of which the archive holds a check value; of the epoch those made before it do not.
CHECKED = ("blind.key", FIRST_EPOCH, EVENTS, "ids.key")
#: As ArchiveWeb.page signs: readers of signed WACZ know this curve.
_CURVE = ec.SECP384R1()
_CHECK = b"weerklank check"
_CHECK_SIZE = 16
_SECRET = 32
_ROOT = 32


@dataclass(frozen=True, slots=True)
class Pin:
    """What the key folder remembers of the log: its name, its key, its newest checkpoint."""

    origin: str
    #: Ed25519 public key, 32 bytes.
    key: bytes
    #: Leaves below the checkpoint that was seen last, and their root.
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """Keys of one archive. Nothing here is ever written into a message, log or archive."""

    folder: Path
    #: Check values of keys by file name, as the archive holds them; of others nothing is known.
    checks: Mapping[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def create(cls, folder: Path, archive: Path) -> "KeyFolder":
        """Make new keys; FileExistsError when there are some already."""
        refuse_inside(folder, archive)
        (folder / "epochs").mkdir(parents=True, mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        keys = cls(folder)
        for name in ("ids.key", "blind.key", EVENTS, FIRST_EPOCH):
            create_file(folder / name, secrets.token_bytes(_SECRET), mode=0o600)
        pem = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        create_file(folder / "log.pem", pem, mode=0o600)
        create_file(folder / PAGES, _new_page_key(), mode=0o600)
        return keys

    def read(self, name: str) -> bytes:
        """Give a file that only its owner may read; refused when others can, or it is missing."""
        path = self.folder / name
        try:
            mode = path.stat().st_mode
            secret = path.read_bytes()
        except OSError as error:
            raise NotNow(KEYS_MISSING, name=name, keys=self.folder) from error
        if mode & 0o077:
            raise Refused(KEYS_OPEN, name=path)
        if not secret.startswith(held_keys.MARK):
            return secret
        try:
            return held_keys.opened(held_keys.key_of_folder(self.folder), name, secret)
        except ValueError:
            raise self.damaged(name) from None

    def make(self, name: str, secret: bytes) -> None:
        """Write a secret file that is not there yet (FileExistsError); closed where a token is."""
        create_file(self.folder / name, self._closed(name, secret), mode=0o600)

    def put(self, name: str, secret: bytes) -> None:
        """Write a secret file in the place of what was there; closed where a token is."""
        replace_file(self.folder / name, self._closed(name, secret), mode=0o600)

    def _closed(self, name: str, secret: bytes) -> bytes:
        if not held_keys.is_held(self.folder):
            return secret
        return held_keys.close(held_keys.key_of_folder(self.folder), name, secret)

    def _secret(self, name: str) -> bytes:
        """Give a secret of the size that all have: a shorter one would be guessed.

        BrokenInput when it is not the one with which the archive was made.
        """
        secret = self.read(name)
        if len(secret) != _SECRET or self.checks.get(name, check_value(secret)) != check_value(
            secret
        ):
            raise self.damaged(name)
        return secret

    def check_values(self) -> dict[str, str]:
        """Give by file name what the archive keeps, to tell these keys from any others."""
        return {name: check_value(self._secret(name)) for name in CHECKED}

    def refuse_others(self) -> None:
        """Refuse keys of another archive among those that are here (BrokenInput)."""
        for name in self.checks:
            if (self.folder / name).exists():
                self._secret(name)

    def demand_ours(self) -> None:
        """Refuse a folder that is not that of this archive, or is not there (NotNow)."""
        self.refuse_others()
        self._secret("events.key")

    def damaged(self, name: str) -> BrokenInput:
        """Make the fault of a file that is not what it was."""
        return BrokenInput(KEYS_DAMAGED, name=name, keys=self.folder)

    @property
    def ids(self) -> bytes:
        """Key of the names of records."""
        return self._secret("ids.key")

    @property
    def blind(self) -> bytes:
        """Key of the blind index."""
        return self._secret("blind.key")

    @property
    def events(self) -> bytes:
        """Key of the code that each event bears."""
        return self._secret(EVENTS)

    @property
    def has_events(self) -> bool:
        """Tell whether that key is at hand, as it is not for who only reads an archive."""
        return (self.folder / EVENTS).exists()

    @property
    def lists(self) -> bytes:
        """Key by which decisions on words and on who stays named tell of what they are."""
        return self._secret(LISTS) if (self.folder / LISTS).exists() else self.blind

    @property
    def all_lists(self) -> list[bytes]:
        """That key, and the one of before while both are there: one process takes the step."""
        has_both = all((self.folder / name).exists() for name in (LISTS, "blind.key"))
        return [self.lists, self.blind] if has_both else [self.lists]

    def make_lists(self) -> str:
        """Make the key of decisions, before blind.key goes, that was it; gives its check value."""
        with suppress(FileExistsError):
            self.make(LISTS, secrets.token_bytes(_SECRET))
        return check_value(self.lists)

    def epoch(self, number: int) -> bytes:
        """Key of one epoch: of its pseudonyms, and of a later one than the first of all of it."""
        return self._secret(epoch_file(number))

    def demand_epoch(self, number: int) -> None:
        """Refuse to work without the key of an epoch (NotNow); use shows whether it is right."""
        if not (self.folder / epoch_file(number)).exists():
            raise NotNow(KEYS_MISSING, name=epoch_file(number), keys=self.folder)

    def make_epoch(self, number: int) -> str:
        """Make the key of a new epoch; gives its check value.

        What lies there by its name was made by a process that died, or laid there: no key of ours.
        """
        make_folder(self.folder / "epochs")
        secret = secrets.token_bytes(_SECRET)
        self.put(epoch_file(number), secret)
        return check_value(secret)

    def destroy_epoch(self, number: int) -> list[str]:
        """Destroy the keys of an epoch, gone when this returns; gives the names of those there."""
        names = keys_of_epoch(number)
        there = [name for name in names if (self.folder / name).exists()]
        for name in there:
            (self.folder / name).unlink(missing_ok=True)
            sync_folder((self.folder / name).parent)
        return there

    def with_checks(self, checks: Mapping[str, str]) -> "KeyFolder":
        """Give the same folder, knowing check values of more keys."""
        return replace(self, checks={**self.checks, **checks})

    def publish_sealing(self, recipient: str) -> None:
        """Remember the key to which originals are sealed."""
        create_file(self.folder / "sealing.pub", f"{recipient}\n".encode(), mode=0o600)

    @property
    def sealing(self) -> str:
        """Public key to which originals are sealed; its private half is kept nowhere here."""
        from pyrage import RecipientError
        from pyrage.x25519 import Recipient

        try:
            recipient = self.read("sealing.pub").decode("ascii").strip()
            return str(Recipient.from_str(recipient))
        except (UnicodeDecodeError, RecipientError) as error:
            raise self.damaged("sealing.pub") from error

    @property
    def signer(self) -> Ed25519PrivateKey:
        """Key that signs the checkpoints of the log."""
        try:
            key = serialization.load_pem_private_key(self.read("log.pem"), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise self.damaged("log.pem") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise self.damaged("log.pem")
        return key

    @property
    def page_signer(self) -> ec.EllipticCurvePrivateKey:
        """Key that signs the files of pages; made when the archive is older than its pages."""
        with suppress(FileExistsError):  # of another process, at the same moment
            if not (self.folder / PAGES).exists():
                self.make(PAGES, _new_page_key())
        try:
            key = serialization.load_pem_private_key(self.read(PAGES), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise self.damaged(PAGES) from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != _CURVE.name:
            raise self.damaged(PAGES)
        return key

    def pin(self, *, origin: str, public_key: bytes, size: int, root: bytes) -> None:
        """Remember outside the archive what the log looked like; only ever forwards."""
        pinned = {
            "key": base64.b64encode(public_key).decode(),
            "origin": origin,
            "root": root.hex(),
            "size": size,
        }
        replace_file(self.folder / PINNED, orjson.dumps(pinned), mode=0o600)

    @property
    def pinned(self) -> Pin | None:
        """What the log looked like when it was last written from here; BrokenInput if damaged."""
        try:
            content = (self.folder / PINNED).read_bytes()
        except FileNotFoundError:
            return None
        try:
            return _read_pin(orjson.loads(content))
        except (ValueError, TypeError, LookupError) as error:
            raise self.damaged(PINNED) from error


def _new_page_key() -> bytes:
    return ec.generate_private_key(_CURVE).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def epoch_file(number: int) -> str:
    """Give the name of the file of the key of an epoch."""
    return f"epochs/{number:04d}.key"


def keys_of_epoch(number: int) -> tuple[str, ...]:
    """Name the keys that go when an epoch ends."""
    return (FIRST_EPOCH, "blind.key") if number == 1 else (epoch_file(number),)


def check_value(key: bytes) -> str:
    """Give what tells one random key from another and nothing about it: 16 bytes in hex.

    HMAC-SHA-256 over a constant: with 256 random bits there is no key to try.
    """
    return hmac.digest(key, _CHECK, "sha256")[:_CHECK_SIZE].hex()


def _read_pin(value: dict[str, object]) -> Pin:
    """Read what is remembered; ValueError, TypeError or LookupError when it has another form."""
    origin, key, root, size = (value[name] for name in ("origin", "key", "root", "size"))
    texts = isinstance(origin, str) and isinstance(key, str) and isinstance(root, str)
    if not texts or not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise TypeError(PINNED)
    pin = Pin(
        str(origin), base64.b64decode(str(key), validate=True), size, bytes.fromhex(str(root))
    )
    if len(pin.key) != _SECRET or len(pin.root) != _ROOT:
        raise ValueError(PINNED)
    return pin


def refuse_inside(folder: Path, archive: Path) -> None:
    """Refuse a key folder inside the archive, by any name that leads there."""
    real, root = Path(os.path.realpath(folder)), Path(os.path.realpath(archive))
    if real == root or root in real.parents:
        raise Refused(KEYS_INSIDE, keys=folder, archive=archive)
