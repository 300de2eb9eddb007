"""X: the archive that the owner of an account may ask for."""

from pathlib import Path

from weerklank.connectors.x.export import XExport
from weerklank.connectors.x.manifest import MANIFEST
from weerklank.connectors.x.parts import open_parts
from weerklank.harvest.export_only import ExportOnly
from weerklank.harvest.port import Connector, Manifest


class X(ExportOnly):
    """The connector."""

    manifest: Manifest = MANIFEST

    def open_export(self, path: Path) -> XExport | None:
        """Open an export when it is one of X's."""
        opened = open_parts(path)
        return XExport(*opened) if opened else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return X()
