"""The key folder: whether all is there, fits the archive, and is for its owner alone."""

import os
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import orjson

from weerklank.minimise.blind_epochs import tables_of
from weerklank.minimise.blind_tables import read_rows
from weerklank.model.epoch import FIRST, open_epochs
from weerklank.model.errors import WeerklankError, fault
from weerklank.model.text import Text
from weerklank.services.diagnose.finding import Found, Scene, Told, Unseen, Weight
from weerklank.services.seal.hold_keys import plain_secrets
from weerklank.store.held_keys import forget, is_held, key_of_folder
from weerklank.store.keys import KEYS_OPEN, KeyFolder, keys_of_epoch
from weerklank.store.plain_file import NotPlain, read_plain

NO_FOLDER = fault(
    "DOCTOR-040",
    Text(nl="De sleutelmap {path} is er niet.", en="The key folder {path} is not there."),
    Text(
        nl="Wijs met --keys of WEERKLANK_KEYS de goede map aan, of zet haar terug uit de back-up.",
        en="Point --keys or WEERKLANK_KEYS at the right folder, or restore it from the back-up.",
    ),
)
FOLDER_OPEN = fault(
    "DOCTOR-041",
    Text(
        nl="De sleutelmap {path} staat open voor anderen op deze machine.",
        en="The key folder {path} is open to others on this machine.",
    ),
    Text(
        nl="Sluit haar: chmod 700 {path}",
        en="Close it: chmod 700 {path}",
    ),
)
OTHERS_OWN = fault(
    "DOCTOR-042",
    Text(
        nl="{path} is van een andere systeemgebruiker dan wie Weerklank nu draait.",
        en="{path} belongs to another system user than the one who runs Weerklank now.",
    ),
    Text(
        nl="Werk als de systeemgebruiker van het archief; sleutels zijn van één gebruiker.",
        en="Work as the system user of the archive; keys belong to one user.",
    ),
)
VAULT_KEY_HERE = fault(
    "DOCTOR-043",
    Text(
        nl="In de sleutelmap ligt een geheime sleutel van de kluis ({path}).",
        en="A secret key of the vault lies in the key folder ({path}).",
    ),
    Text(
        nl="Zet haar op papier of een drager in een brandkast, bij iemand anders, en haal haar "
        "hier weg: wie beide heeft, opent elk verzegeld origineel alleen.",
        en="Put it on paper or a carrier in a safe, with somebody else, and take it away here: "
        "who has both opens every sealed original alone.",
    ),
)
OTHER_VAULT = fault(
    "DOCTOR-044",
    Text(
        nl="De openbare sleutel van de kluis is een andere dan het archief noemt.",
        en="The public key of the vault is another than the archive names.",
    ),
    Text(
        nl="Zoek uit welke klopt, met wie de geheime sleutel heeft, voordat er iets wordt "
        "verzegeld.",
        en="Find out which is right, with who has the secret key, before anything is sealed.",
    ),
)
PLAIN_BESIDE = fault(
    "DOCTOR-045",
    Text(
        nl="Een token sluit de sleutelmap, en {name} ligt er onversleuteld bij.",
        en="A token closes the key folder, and {name} lies in it unencrypted.",
    ),
    Text(
        nl="Geef 'weerklank keys hold' opnieuw: het sluit wat nog open ligt.",
        en="Give 'weerklank keys hold' again: it closes what still lies open.",
    ),
)
ENDED_HERE = fault(
    "DOCTOR-046",
    Text(
        nl="Sleutel {name} is van tijdvak {number}, dat is beëindigd, en ligt er toch.",
        en="Key {name} is of epoch {number}, which has ended, and lies here all the same.",
    ),
    Text(
        nl="De planning vernietigt haar; 'weerklank schedule --once' doet het nu.",
        en="The schedule destroys it; 'weerklank schedule --once' does so now.",
    ),
)
CAN_END = fault(
    "DOCTOR-047",
    Text(
        nl="Van tijdvak {number} van pseudoniemen is niets meer bewaard, en de sleutels zijn er "
        "nog.",
        en="Nothing of epoch {number} of pseudonyms is held any more, and its keys are still "
        "there.",
    ),
    Text(
        nl="De privacy officer kan het beëindigen: weerklank keys epoch end {number}",
        en="The privacy officer can end it: weerklank keys epoch end {number}",
    ),
)

_SECRET = b"AGE-SECRET-KEY-"
#: Bytes of the largest file that may be a key; of a larger one nothing is read.
_LARGEST = 16 << 10
_ABOUT = 1 << 20
#: What is worth nothing once nothing runs.
_PASSED = "state"
#: Secret keys of terms, which are to lie here (store/term_keys).
_TERMS = "terms"


def look_at_key_folder(scene: Scene) -> Told:
    """Look whether the key folder is there, and for its owner alone, with all in it."""
    keys = scene.keys
    if keys is None or not keys.is_dir():
        yield Found(NO_FOLDER, path=keys, values={"path": keys or ""})
        return
    if keys.stat().st_mode & 0o077:
        yield Found(FOLDER_OPEN, path=keys, values={"path": keys})
    if keys.stat().st_uid != os.geteuid():
        yield Found(OTHERS_OWN, path=keys, values={"path": keys})
    for path in _files(keys):
        if path.stat().st_mode & 0o077:
            yield Found(KEYS_OPEN, path=path, values={"name": path})
        if path.stat().st_uid != os.geteuid():
            yield Found(OTHERS_OWN, path=path, values={"path": path})


def look_at_token(scene: Scene) -> Told:
    """Look whether the token that closes the key folder answers and opens it, where one does."""
    folder = scene.keys
    if folder is None or not is_held(folder):
        return
    for name in plain_secrets(folder):
        yield Found(PLAIN_BESIDE, path=folder / name, values={"name": name})
    forget()  # what this process knows says nothing of the token
    try:
        key_of_folder(folder)
    except WeerklankError as error:
        yield Found(error.code, path=folder, values=error.values)


def look_for_vault_key(scene: Scene) -> Told:
    """Look whether the secret key of the vault was left beside the keys."""
    if scene.keys is None or not scene.keys.is_dir():
        return
    for path in _files(scene.keys):
        if path.relative_to(scene.keys).parts[0] == _TERMS:
            continue
        try:
            content = read_plain(path, _LARGEST)
        except NotPlain:
            continue
        except OSError:
            yield Unseen(
                Text(
                    "Een bestand in de sleutelmap is niet te lezen.",
                    "A file in the key folder can't be read.",
                )
            )
            continue
        if _SECRET in content.upper():
            yield Found(VAULT_KEY_HERE, path=path, values={"path": path})


def _files(folder: Path) -> Iterator[Path]:
    """Give the files of a key folder, but what only tells what runs."""
    for path in sorted(folder.rglob("*")):
        passed = path.relative_to(folder).parts[0] == _PASSED
        if not passed and not path.is_symlink() and stat.S_ISREG(path.lstat().st_mode):
            yield path


def look_at_keys(scene: Scene) -> Told:
    """Look whether each key is there and whole, and is of this archive."""
    keys = scene.workplace.keys
    if not keys.folder.is_dir():
        yield Unseen(Text("De sleutelmap is er niet.", "The key folder is not there."))
        return
    if is_held(keys.folder):
        try:
            key_of_folder(keys.folder)
        except WeerklankError:
            yield Unseen(
                Text("Het token opent de sleutels niet.", "The token does not open the keys.")
            )
            return
    told = set()
    for read in (*_READ, *_of_epochs(scene)):
        try:
            read(keys)
        except WeerklankError as error:
            if error.code != KEYS_OPEN:  # the check of the folder tells
                told.add((error.code, str(error.values.get("name"))))
    for code, name in sorted(told):
        yield Found(code, path=keys.folder / name, values={"name": name, "keys": keys.folder})
    yield from _ended(scene, keys)
    yield from _vault(scene, keys)


def _ended(scene: Scene, keys: KeyFolder) -> Told:
    """Look whether keys are there of an epoch of which the end is decided."""
    try:
        epochs = scene.workplace.epochs()
    except WeerklankError:
        return  # the check of the books tells
    for one in epochs:
        for name in () if one.is_open else keys_of_epoch(one.number):
            path = keys.folder / name
            if path.exists():
                yield Found(ENDED_HERE, path=path, values={"name": name, "number": one.number})
    for one in epochs[:-1]:
        if one.is_open and _is_empty(scene, one.number):
            yield Found(CAN_END, Weight.NOTE, values={"number": one.number})


def _is_empty(scene: Scene, number: int) -> bool:
    try:
        rows = read_rows(tables_of(scene.workplace.layout.blind, number))
    except (WeerklankError, OSError, ValueError):
        return False  # verifying tells
    return not rows.threads


def _of_epochs(scene: Scene) -> Iterator[Callable[[KeyFolder], object]]:
    """Give what reads the keys of each epoch by which anybody may be known."""
    try:
        numbers = open_epochs(scene.workplace.epochs())
        known = scene.workplace.checked_keys()
    except WeerklankError:
        return  # the check of the books tells
    for number in numbers:
        if number == FIRST:
            yield lambda keys: keys.blind
        yield partial(_read_epoch, known, number)


def _read_epoch(known: KeyFolder, number: int, _: KeyFolder) -> object:
    return known.epoch(number)


def _vault(scene: Scene, keys: KeyFolder) -> Told:
    """Look whether originals are sealed to the key that the archive names."""
    try:
        content = read_plain(scene.workplace.layout.about, _ABOUT)
        named, held = orjson.loads(content).get("sealing"), keys.sealing
    except (OSError, ValueError, AttributeError, WeerklankError):
        return  # told by the check of the archive, or of the keys
    if named != held:
        yield Found(OTHER_VAULT, path=keys.folder / "sealing.pub")


#: What the archive can't do without, by what reads it.
_READ: tuple[Callable[[KeyFolder], object], ...] = (
    lambda keys: keys.ids,
    lambda keys: keys.lists,
    lambda keys: keys.events,
    lambda keys: keys.signer,
    lambda keys: keys.pinned,
    lambda keys: keys.sealing,
)
