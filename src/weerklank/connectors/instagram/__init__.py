"""Instagram: the export that the owner of an account downloads."""

from pathlib import Path

from weerklank.connectors.instagram.layout import ITEMS, LAYOUT, PROFILE
from weerklank.connectors.instagram.manifest import MANIFEST
from weerklank.connectors.instagram.records import InstagramRecords
from weerklank.harvest.export_only import ExportOnly
from weerklank.harvest.json_fields import listed, parse
from weerklank.harvest.meta_archive import NO_OWNER, MetaArchive, open_meta
from weerklank.harvest.meta_export import MetaExport
from weerklank.harvest.meta_text import mended, text_labelled
from weerklank.harvest.port import Connector, Manifest, Unreadable
from weerklank.model.errors import BrokenInput
from weerklank.model.json_value import JsonObject

_LARGEST_PROFILE = 4 << 20


class Instagram(ExportOnly):
    """The connector."""

    manifest: Manifest = MANIFEST

    def open_export(self, path: Path) -> MetaExport | None:
        """Open an export when it is one of Instagram's."""
        archive = open_meta(path, LAYOUT)
        if archive is None:
            return None
        archive.demand(ITEMS)
        profile = profile_in(archive)
        values = profile.get("string_map_data")
        username = text_labelled(values, "username") if isinstance(values, dict) else None
        if username is None:
            missing = "personal_information.json"
            raise BrokenInput(NO_OWNER, file=archive.name, platform=LAYOUT.title, missing=missing)
        return MetaExport(archive, InstagramRecords(profile, username), "your_instagram_activity")


def profile_in(archive: MetaArchive) -> JsonObject:
    """Give the record of the profile, mended; empty when there is none that can be read."""
    content = archive.small(PROFILE, _LARGEST_PROFILE)
    try:
        found = mended(parse(content)) if content else None
    except (Unreadable, RecursionError):
        return {}
    users = listed(found.get("profile_user")) if isinstance(found, dict) else []
    return next((one for one in users if isinstance(one, dict)), {})


def connector() -> Connector:
    """Make the connector; the entry point."""
    return Instagram()
