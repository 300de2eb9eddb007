"""Read MDTO of anyone into values: nothing of it is lost, and nothing is taken into an archive."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weerklank.model.json_value import JsonObject
from weerklank.services.transfer.plain_files import files_below, opened, pieces_of
from weerklank.transfer.mdto import Mdto
from weerklank.transfer.mdto_delivery import SIDECAR
from weerklank.transfer.mdto_view import labelled
from weerklank.transfer.mdto_xml import read_mdto_in


@dataclass(frozen=True, slots=True)
class MdtoFile:
    """A document, and by which path it lies in what was read."""

    path: str
    document: Mdto

    def told(self) -> JsonObject:
        """Write all of it, by the names of the schema."""
        return {"path": self.path, "schema": self.document.schema, **labelled(self.document)}


def read_mdto_files(path: Path) -> Iterator[MdtoFile]:
    """Read a document, or all of a folder in order, one after the other.

    WrongUse for what is no folder or ordinary file; BrokenInput for one that is no MDTO by the
    structure of schema 1.0.1. Links are not followed.
    """
    if not path.is_dir():
        with opened(Path(os.path.realpath(path))) as stream:
            yield MdtoFile(path.name, read_mdto_in(pieces_of(stream), path.name))
        return
    for name, found in files_below(path):
        if found is not None and name.lower().endswith(SIDECAR):
            with opened(found) as stream:
                yield MdtoFile(name, read_mdto_in(pieces_of(stream), name))
