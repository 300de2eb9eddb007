"""Write a file for the user: outside the archive and its keys, whole or not at all."""

import os
from pathlib import Path

from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import replace_file
from weerklank.store.layout import is_archive, is_replica

OURS = fault(
    "ARCHIVE-015",
    Text(
        nl="{path} ligt in {place}: daar staat een archief, een replica of sleutels, en uitvoer "
        "zou er iets van kunnen vervangen.",
        en="{path} lies in {place}: an archive, a replica or keys are there, and output could "
        "replace some of it.",
    ),
    Text(nl="Kies een bestand daarbuiten.", en="Choose a file outside it."),
)


def write_result(workplace: Workplace, path: Path, content: bytes) -> None:
    """Write a text where the user wants it, with an end of line unless that is a device."""
    write_plain(workplace, path, content if _is_device(path) else content + b"\n")


def write_plain(workplace: Workplace, path: Path, content: bytes) -> None:
    """Write bytes where the user wants them, and not one more; WrongUse as below."""
    refuse_ours(path, workplace.layout.root, workplace.keys.folder)
    if _is_device(path):
        with path.open("wb") as stream:
            stream.write(content)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(Path(os.path.abspath(path)), content)  # noqa: PTH100 - resolve() follows links


def refuse_ours(path: Path, archive: Path, keys: Path) -> None:
    """Refuse to write a file for the user in an archive or its key folder, by any name (WrongUse).

    In any archive or replica: not only the one at hand is worth more than what would take its
    place.
    """
    ours = {Path(os.path.realpath(folder)) for folder in (archive, keys)}
    itself = Path(os.path.realpath(path))
    # A link there is replaced, and one that leads there is not what anybody meant.
    by_name = Path(os.path.realpath(path.parent)) / path.name
    for real in (itself, by_name):
        for place in (real, *real.parents):
            if place in ours or is_archive(place) or is_replica(place):
                raise WrongUse(OURS, path=path, place=place)


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file()
