"""Bluesky, and other servers of accounts that speak the AT Protocol."""

from pathlib import Path

from weerklank.connectors.bluesky.export import BlueskyExport
from weerklank.connectors.bluesky.manifest import MANIFEST
from weerklank.connectors.bluesky.repo_file import open_repo
from weerklank.harvest.connecting import Sends
from weerklank.harvest.port import Asks, Connector, Held, Manifest, NotesAnswers


class Bluesky:
    """The connector."""

    manifest: Manifest = MANIFEST

    def sign_in(self, endpoint: str, sends: Sends) -> None:
        """Give no way to ask for permission: it reads exports alone."""

    def open_live(
        self,
        url: str,
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> None:
        """Find no account on a server: it reads exports alone."""

    def open_export(self, path: Path) -> BlueskyExport | None:
        """Open an export when it is a repository."""
        file = open_repo(path)
        return BlueskyExport(file) if file else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return Bluesky()
