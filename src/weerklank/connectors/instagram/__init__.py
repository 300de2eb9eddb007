"""Instagram: the export that the owner of an account downloads."""

from pathlib import Path

from weerklank.connectors.instagram.layout import ITEMS, LAYOUT, PROFILE, THREADS
from weerklank.connectors.instagram.manifest import MANIFEST
from weerklank.connectors.instagram.records import InstagramRecords
from weerklank.harvest.export_only import ExportOnly
from weerklank.harvest.meta_archive import NO_OWNER
from weerklank.harvest.meta_export import MetaExport
from weerklank.harvest.meta_parts import open_meta
from weerklank.harvest.meta_profile import LARGEST_PROFILE, read_profile
from weerklank.harvest.port import Connector, Manifest
from weerklank.model.errors import BrokenInput


class Instagram(ExportOnly):
    """The connector."""

    manifest: Manifest = MANIFEST

    def open_export(self, path: Path) -> MetaExport | None:
        """Open an export when it is one of Instagram's; one with Threads alone is not."""
        archive = open_meta(path, LAYOUT)
        if archive is None:
            return None
        if archive.holds(THREADS) and not any(map(archive.holds, ITEMS)):
            return None
        archive.demand(ITEMS)
        profile = read_profile(archive.small(PROFILE, LARGEST_PROFILE), "profile_user")
        if profile.username is None:
            missing = "personal_information.json"
            raise BrokenInput(NO_OWNER, file=archive.name, platform=LAYOUT.title, missing=missing)
        records = InstagramRecords(profile, profile.username)
        return MetaExport(archive, records, "your_instagram_activity")


def connector() -> Connector:
    """Make the connector; the entry point."""
    return Instagram()
