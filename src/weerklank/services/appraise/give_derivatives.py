"""Give derivatives: the files of one post in a folder, each with what was made of it."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import orjson

from weerklank.model.derivative import Derivative, NotDerived
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.item import ItemState
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.appraise.derive_media import Deriver, derivative_json, note_conversions
from weerklank.services.appraise.media_files import MediaFile, media_of
from weerklank.services.find.read_marks import laid_states
from weerklank.services.register.write_file import refuse_ours
from weerklank.services.seal.known_exports import begin_export, note_export
from weerklank.services.workplace import Workplace

NOT_EMPTY = fault(
    "FORMATS-005",
    Text(nl="{path} bestaat al en is niet leeg.", en="{path} exists already and is not empty."),
    Text(
        nl="Kies een map die er nog niet is of leeg is: er wordt nooit iets vervangen.",
        en="Choose a folder that is not there yet or is empty: nothing is ever replaced.",
    ),
)
RESTRICTED = fault(
    "FORMATS-006",
    Text(
        nl="Een besluit beperkt bericht {item}; er gaat niets van naar buiten.",
        en="A decision restricts post {item}; nothing of it goes out.",
    ),
    Text(
        nl="'weerklank mark list' noemt de besluiten; na opheffing kan het weer.",
        en="'weerklank mark list' names the decisions; once lifted, it can be done again.",
    ),
)
#: What tells of the files, beside them.
TOLD = "derivatives.json"
_FORM = "derivatives"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file that was given: the original, and its derivative or why there is none."""

    file: MediaFile
    #: Name of the original in the folder; None where the file is gone.
    original: str | None
    derived: Derivative | NotDerived


def give_derivatives(workplace: Workplace, item: str, out: Path) -> list[Given]:
    """Write the originals of a post and what is made of them to a new or empty folder.

    An archivist does so: originals carry what copies for others do not. Refused of a post that a
    decision restricts. An error leaves nothing.
    """
    workplace.require(Role.ARCHIVIST)
    refuse_ours(out, workplace.layout.root, workplace.keys.folder)
    if out.is_symlink() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        raise WrongUse(NOT_EMPTY, path=out)
    files, laid = media_of(workplace, item), laid_states(workplace)
    if any(laid.get(one.item.key) is ItemState.RESTRICTED for one in files):
        raise Refused(RESTRICTED, item=files[0].item.id)
    deriver = Deriver(workplace)
    folder = begin_export(workplace, out, _FORM)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    try:
        given = [_give(deriver, file, folder) for file in files]
        told: list[JsonObject] = [given_json(one) for one in given]
        (folder / TOLD).write_bytes(orjson.dumps({"files": told}, option=orjson.OPT_INDENT_2))
        folder.rename(out)
    except BaseException:  # Ctrl-C too: nothing stays; raised again
        shutil.rmtree(folder, ignore_errors=True)
        raise
    note_export(workplace, out, _FORM, 1, len(files))
    made = [one.derived for one in given if isinstance(one.derived, Derivative)]
    if made:
        note_conversions(workplace, made[0].item, made)
    return given


def _give(deriver: Deriver, file: MediaFile, folder: Path) -> Given:
    stem = f"{file.item.id}-{file.number}-{file.medium.id[:8]}"
    if file.path is None:
        return Given(file=file, original=None, derived=NotDerived.NO_FILE)
    original = f"{stem}-origineel{file.path.suffix}"
    shutil.copyfile(file.path, folder / original)
    with tempfile.TemporaryDirectory(prefix="weerklank-derive-") as aside:
        derived = deriver.derive(file, Path(aside), stem)
        if isinstance(derived, Derivative):
            shutil.move(Path(aside) / derived.name, folder / derived.name)
    return Given(file=file, original=original, derived=derived)


def given_json(one: Given) -> JsonObject:
    """Write what was given of a file."""
    made: Json = None
    why: Json = None
    if isinstance(one.derived, Derivative):
        made = derivative_json(one.derived)
    else:
        why = str(one.derived)
    return {
        "derivative": made,
        "id": one.file.item.id,
        "medium": one.file.medium.id,
        "number": one.file.number,
        "original": one.original,
        "puid": one.file.format.puid,
        "why": why,
    }
