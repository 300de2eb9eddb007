"""Held keys: a key folder whose secrets are closed by a key that a token holds and never gives.

    token.json   which token, and the key of the folder, closed by what the token says of a salt
    state/       where a PIN that was refused is remembered

Each secret file is closed by the key of the folder (AES-256-GCM, bound to its name). The process
has the key of the folder in memory for a minute at most, then asks the token again: who takes the
token away stops what runs.
"""

import hmac
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text
from weerklank.store.atomic import create_file
from weerklank.store.key_holder import HolderPlace, holder_of

OTHER_KEY = fault(
    "KEYS-016",
    Text(
        nl="Sleutel {key} in token {token} is niet die waarmee deze sleutelmap is gesloten.",
        en="Key {key} in token {token} is not the one by which this key folder was closed.",
    ),
    Text(
        nl="Sluit het goede token aan, zet token.json terug uit de back-up van de sleutelmap, of "
        "neem het herstelbestand: weerklank keys release --recovery.",
        en="Connect the right token, put token.json back from the back-up of the key folder, or "
        "take the recovery file: weerklank keys release --recovery.",
    ),
)
HOLD_DAMAGED = fault(
    "KEYS-017",
    Text(
        nl="In de sleutelmap {keys} ontbreekt token.json, of het is beschadigd.",
        en="In the key folder {keys} token.json is missing or damaged.",
    ),
    Text(
        nl="Zet het terug uit de back-up van de sleutelmap.",
        en="Put it back from the back-up of the key folder.",
    ),
)
HOLD = "token.json"
STATE = "state"
#: What a closed file begins with: no key, certificate or JSON does.
MARK = b"weerklank-held-1\n"
_ABOUT = b"weerklank key folder 1\0"
_CHECK = b"weerklank key folder 1 check"
#: Seconds for which a process knows the key of a folder.
HELD = 60.0
_SIZE, _NONCE = 32, 12


@dataclass(frozen=True, slots=True)
class _Hold:
    """What `token.json` says; all bytes in hexadecimal."""

    kind: str
    token: str
    key: str
    salt: str
    #: The key of the folder, closed: nonce and ciphertext.
    closed: str
    #: Tells the key of the folder from any other, and nothing about it.
    check: str

    @property
    def place(self) -> HolderPlace:
        return HolderPlace(self.kind, self.token, self.key)


_lock = Lock()
#: By what `token.json` says: the key of the folder, and until when it is known.
_known: dict[_Hold, tuple[float, bytes]] = {}


def is_held(folder: Path) -> bool:
    """Tell whether the secrets of a key folder are closed by a token."""
    return (folder / HOLD).exists()


def place_of(folder: Path) -> HolderPlace:
    """Give by which token a key folder is closed; BrokenInput when that can't be read."""
    return _read(folder).place


def begin_hold(folder: Path, place: HolderPlace) -> tuple[bytes, bytes]:
    """Make the key of a folder, closed by a token; gives it and what belongs in `token.json`.

    The token has answered twice alike by then. Nothing is written.
    """
    holder = holder_of(place, folder / STATE)
    holder.make()
    salt, nonce, made = (secrets.token_bytes(n) for n in (_SIZE, _NONCE, _SIZE))
    closed = nonce + AESGCM(holder.mac(_ABOUT + salt)).encrypt(nonce, made, _ABOUT)
    hold = _Hold(place.kind, place.token, place.key, salt.hex(), closed.hex(), _check(made))
    if _asked(folder, hold) != made:
        raise BrokenInput(OTHER_KEY, key=place.key, token=place.token)
    return made, msgspec.json.format(msgspec.json.encode(hold)) + b"\n"


def keep_hold(folder: Path, content: bytes) -> None:
    """Write `token.json`: from here on what is written into the folder is closed."""
    create_file(folder / HOLD, content, mode=0o600)


def key_of_folder(folder: Path) -> bytes:
    """Give the key of a folder: asked from the token, or known for less than a minute."""
    hold = _read(folder)
    with _lock:
        until, made = _known.get(hold, (0.0, b""))
        if time.monotonic() < until:
            return made
        _known.pop(hold, None)
        made = _asked(folder, hold)
        _known[hold] = (time.monotonic() + HELD, made)
        return made


def is_key_of(folder: Path, made: bytes) -> bool:
    """Tell whether this is the key of a folder, without a token."""
    return hmac.compare_digest(_read(folder).check.encode(), _check(made).encode())


def close(made: bytes, name: str, secret: bytes) -> bytes:
    """Close a secret by the key of its folder, bound to its name."""
    nonce = secrets.token_bytes(_NONCE)
    return MARK + nonce + AESGCM(made).encrypt(nonce, secret, name.encode())


def opened(made: bytes, name: str, closed: bytes) -> bytes:
    """Open what was closed; ValueError when it is damaged, or of another name or folder."""
    content = closed.removeprefix(MARK)
    try:
        return AESGCM(made).decrypt(content[:_NONCE], content[_NONCE:], name.encode())
    except (InvalidTag, ValueError):
        raise ValueError(name) from None


def forget() -> None:
    """Forget the keys of folders that this process knows."""
    with _lock:
        _known.clear()


def _asked(folder: Path, hold: _Hold) -> bytes:
    salt, closed = bytes.fromhex(hold.salt), bytes.fromhex(hold.closed)
    answer = holder_of(hold.place, folder / STATE).mac(_ABOUT + salt)
    try:
        return AESGCM(answer).decrypt(closed[:_NONCE], closed[_NONCE:], _ABOUT)
    except (InvalidTag, ValueError):
        raise BrokenInput(OTHER_KEY, key=hold.key, token=hold.token) from None


def _read(folder: Path) -> _Hold:
    try:
        hold = msgspec.json.decode((folder / HOLD).read_bytes(), type=_Hold)
        _ = [bytes.fromhex(one) for one in (hold.salt, hold.closed)]
    except (OSError, ValueError, msgspec.DecodeError):
        raise BrokenInput(HOLD_DAMAGED, keys=folder) from None
    return hold


def _check(made: bytes) -> str:
    return hmac.digest(made, _CHECK, "sha256")[:16].hex()
