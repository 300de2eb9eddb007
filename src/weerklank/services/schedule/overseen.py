"""Overseen: which archives of others a central facility counts beside its own (J2).

The list is a file beside the keys, written by who runs the machine: a folder of the archive and
one of its keys for each. Nothing of them but numbers is shown (docs/adr/0147).
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from weerklank.harvest.port import Connector
from weerklank.model.errors import BrokenInput, NotNow, WeerklankError, fault
from weerklank.model.text import Text
from weerklank.services.schedule.overview import UNREADABLE, Overview, overview
from weerklank.services.workplace import Workplace

#: Name of the list, in the key folder.
LIST = "overview.toml"
NO_LIST = fault(
    "ARCHIVE-022",
    Text(
        nl="De lijst van archieven is niet te lezen: {file}.",
        en="The list of archives can't be read: {file}.",
    ),
    Text(
        nl="Schrijf per archief een blok [[archive]] met folder en keys, elk tussen aanhalings"
        "tekens.",
        en="Write a block [[archive]] with folder and keys for each archive, both in quotes.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an archive lies, and its keys."""

    folder: Path
    keys: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Overseen:
    """One archive: how it stands, or why that can't be told."""

    place: Place
    found: Overview | None
    error: WeerklankError | None = None


def read_list(keys: Path) -> tuple[Place, ...]:
    """Read which archives there are, in the order of the list; empty where there is no list.

    BrokenInput for a file that is no such list.
    """
    file = keys / LIST
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise BrokenInput(NO_LIST, file=LIST) from error
    blocks = told.get("archive", [])
    if not isinstance(blocks, list):
        raise BrokenInput(NO_LIST, file=LIST)
    return tuple(_place(one) for one in blocks)


def _place(one: object) -> Place:
    folder = one.get("folder") if isinstance(one, dict) else None
    keys = one.get("keys") if isinstance(one, dict) else None
    if not isinstance(folder, str) or not isinstance(keys, str):
        raise BrokenInput(NO_LIST, file=LIST)
    return Place(folder=Path(folder), keys=Path(keys))


def look(
    place: Place, opened: Callable[[Place], Workplace], connectors: list[Connector]
) -> Overseen:
    """Count how one archive stands; one that can't be read says why, and stops no other."""
    try:
        return Overseen(place=place, found=overview(opened(place), connectors))
    except WeerklankError as error:
        return Overseen(place=place, found=None, error=error)
    except OSError as error:
        why = {"folder": place.folder, "problem": error.strerror or type(error).__name__}
        return Overseen(place=place, found=None, error=NotNow(UNREADABLE, **why))
