"""LinkedIn, by the export of a member (a zip with CSV files)."""

from pathlib import Path

from weerklank.connectors.linkedin.export import LinkedInExport
from weerklank.connectors.linkedin.manifest import MANIFEST
from weerklank.connectors.linkedin.members import open_members
from weerklank.harvest.export_only import ExportOnly
from weerklank.harvest.port import Connector, Manifest


class LinkedIn(ExportOnly):
    """The connector."""

    manifest: Manifest = MANIFEST

    def open_export(self, path: Path) -> LinkedInExport | None:
        """Open an export when it is one of LinkedIn's."""
        members = open_members(path)
        return LinkedInExport(members) if members else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return LinkedIn()
