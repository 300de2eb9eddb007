"""Term keys: one for each day on which a term of sealed originals ends, in the key folder.

    terms/2027-11-27.key   age identity, by which data keys of that term are wrapped once more

A copy of the archive has none of them: when one is destroyed, what it closed can be opened in no
copy and no back-up of the archive any more.
"""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pyrage

from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text
from weerklank.store.atomic import make_folder, sync_folder
from weerklank.store.keys import KeyFolder
from weerklank.store.lock import locked

WRAP_DAMAGED = fault(
    "KEYS-006",
    Text(
        nl="Een verpakte sleutel van de kluis die bij {name} hoort, is beschadigd.",
        en="A wrapped key of the vault that belongs to {name} is damaged.",
    ),
    Text(
        nl="Er is niets geopend. Draai 'weerklank verify' en zet de map sealed/ terug uit een "
        "kopie.",
        en="Nothing was opened. Run 'weerklank verify' and put the folder sealed/ back from a "
        "copy.",
    ),
)
TERMS = "terms"
#: What the library says where none of the keys is the one by which it was wrapped.
_NO_MATCH = "No matching keys"


def term_recipient(keys: KeyFolder, until: date) -> str:
    """Give the public half of the key of a term; makes it when it is the first of its day."""
    if not _path(keys, until).exists():
        lock = keys.folder / "terms.lock"
        lock.touch(mode=0o600)
        with locked(lock, TERMS, wait=True):
            make_folder(keys.folder / TERMS)
            (keys.folder / TERMS).chmod(0o700)
            secret = f"{pyrage.x25519.Identity.generate()}\n".encode()
            with suppress(FileExistsError):  # of another process, before the lock was ours
                keys.make(_name(until), secret)
    return str(_identity(keys, until).to_public())


def open_term(keys: KeyFolder, until: date, wrapped: bytes) -> bytes:
    """Take off what the key of a term put around a data key.

    An error that says which key is missing when it was destroyed or is elsewhere; BrokenInput when
    it is damaged or is not the one by which this was wrapped, or when what was wrapped is damaged.
    """
    try:
        return bytes(pyrage.decrypt(wrapped, [_identity(keys, until)]))
    except pyrage.DecryptError as error:
        if _NO_MATCH in str(error):
            raise keys.damaged(_name(until)) from error
        raise BrokenInput(WRAP_DAMAGED, name=_name(until)) from error


def term_days(keys: KeyFolder) -> list[date]:
    """Give the days of which there is a key, in order."""
    days = []
    for path in (keys.folder / TERMS).glob("*.key"):
        with suppress(ValueError):  # none of ours
            days.append(date.fromisoformat(path.stem))
    return sorted(days)


def destroy_term(keys: KeyFolder, until: date) -> None:
    """Destroy the key of a term; gone from the folder when this returns."""
    _path(keys, until).unlink(missing_ok=True)
    sync_folder(keys.folder / TERMS)


def _name(until: date) -> str:
    return f"{TERMS}/{until.isoformat()}.key"


def _path(keys: KeyFolder, until: date) -> Path:
    return keys.folder / _name(until)


def _identity(keys: KeyFolder, until: date) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(keys.read(_name(until)).decode("ascii").strip())
    except (UnicodeDecodeError, pyrage.IdentityError) as error:
        raise keys.damaged(_name(until)) from error
