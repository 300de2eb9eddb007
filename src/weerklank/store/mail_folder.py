"""Mail beside the keys, never in the archive: settings, addresses of persons, the outbox.

mail.json       by which server mail goes out, password included
contacts.json   e-mail addresses of persons of the register, by name; they can be taken out
outbox/         mail that no server is set for, one file each; may be thrown away
"""

from pathlib import Path

import msgspec

from weerklank.model.mail import MailSettings
from weerklank.store.atomic import create_file, make_folder
from weerklank.store.keys import KeyFolder

SETTINGS = "mail.json"
CONTACTS = "contacts.json"
OUTBOX = "outbox"


def read_settings(keys: KeyFolder) -> MailSettings | None:
    """Give by which server mail goes out; None when none is set. BrokenInput when damaged."""
    if not (keys.folder / SETTINGS).exists():
        return None
    try:
        return msgspec.json.decode(keys.read(SETTINGS), type=MailSettings)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise keys.damaged(SETTINGS) from error


def write_settings(keys: KeyFolder, settings: MailSettings | None) -> None:
    """Set by which server mail goes out; None takes it away."""
    if settings is None:
        (keys.folder / SETTINGS).unlink(missing_ok=True)
        return
    keys.put(SETTINGS, msgspec.json.encode(settings))


def read_contacts(keys: KeyFolder) -> dict[str, str]:
    """Give the e-mail address of each person that has one. BrokenInput when damaged."""
    if not (keys.folder / CONTACTS).exists():
        return {}
    try:
        return msgspec.json.decode(keys.read(CONTACTS), type=dict[str, str])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise keys.damaged(CONTACTS) from error


def write_contact(keys: KeyFolder, name: str, email: str | None) -> None:
    """Set the address of a person; None takes it out."""
    contacts = read_contacts(keys)
    contacts.pop(name, None)
    if email is not None:
        contacts[name] = email
    keys.put(CONTACTS, msgspec.json.encode(contacts))


def outbox(keys: KeyFolder) -> Path:
    """Give the folder of mail that no server is set for."""
    return keys.folder / OUTBOX


def put_in_outbox(keys: KeyFolder, name: str, content: bytes) -> None:
    """Put a mail into the outbox under a name; one that is there already stays as it is."""
    folder = outbox(keys)
    make_folder(folder)
    folder.chmod(0o700)
    try:
        create_file(folder / f"{name}.eml", content, mode=0o600)
    except FileExistsError:
        return
