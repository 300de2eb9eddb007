"""YouTube, by Google Takeout."""

from pathlib import Path

from weerklank.connectors.youtube.export import YouTubeExport
from weerklank.connectors.youtube.manifest import MANIFEST
from weerklank.connectors.youtube.takeout import open_takeout
from weerklank.harvest.export_only import ExportOnly
from weerklank.harvest.port import Connector, Manifest


class YouTube(ExportOnly):
    """The connector."""

    manifest: Manifest = MANIFEST

    def open_export(self, path: Path) -> YouTubeExport | None:
        """Open an export when it is a Takeout of YouTube."""
        takeout = open_takeout(path)
        return YouTubeExport(takeout) if takeout else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return YouTube()
