"""Bluesky, and other servers of accounts that speak the AT Protocol."""

from pathlib import Path

from weerklank.connectors.bluesky.export import BlueskyExport
from weerklank.connectors.bluesky.manifest import MANIFEST
from weerklank.connectors.bluesky.repo_file import open_repo
from weerklank.harvest.export_only import ExportOnly
from weerklank.harvest.port import Connector, Manifest


class Bluesky(ExportOnly):
    """The connector."""

    manifest: Manifest = MANIFEST

    def open_export(self, path: Path) -> BlueskyExport | None:
        """Open an export when it is a repository."""
        file = open_repo(path)
        return BlueskyExport(file) if file else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return Bluesky()
