"""TikTok, by the export of an account: `user_data_tiktok.json`, by itself or in a zip."""

from pathlib import Path

from weerklank.connectors.tiktok.export import TikTokExport
from weerklank.connectors.tiktok.manifest import MANIFEST
from weerklank.connectors.tiktok.source_file import open_source
from weerklank.harvest.export_only import ExportOnly
from weerklank.harvest.port import Connector, Manifest


class TikTok(ExportOnly):
    """The connector."""

    manifest: Manifest = MANIFEST

    def open_export(self, path: Path) -> TikTokExport | None:
        """Open an export when it is one of TikTok's."""
        source = open_source(path)
        return TikTokExport(source) if source else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return TikTok()
