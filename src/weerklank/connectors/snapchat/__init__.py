"""Snapchat, by what was public in the download of an account."""

from pathlib import Path

from weerklank.connectors.snapchat.export import SnapchatExport
from weerklank.connectors.snapchat.manifest import MANIFEST
from weerklank.connectors.snapchat.members import open_members
from weerklank.harvest.export_only import ExportOnly
from weerklank.harvest.port import Connector, Manifest


class Snapchat(ExportOnly):
    """The connector."""

    manifest: Manifest = MANIFEST

    def open_export(self, path: Path) -> SnapchatExport | None:
        """Open an export when it is one of Snapchat's."""
        members = open_members(path)
        return SnapchatExport(members) if members else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return Snapchat()
