"""YouTube, by Google Takeout."""

from pathlib import Path

from weerklank.connectors.youtube.export import YouTubeExport
from weerklank.connectors.youtube.manifest import MANIFEST
from weerklank.connectors.youtube.takeout import open_takeout
from weerklank.harvest.connecting import Sends, SignsIn
from weerklank.harvest.port import Asks, Connector, Held, LiveAccount, Manifest, NotesAnswers


class YouTube:
    """The connector."""

    manifest: Manifest = MANIFEST

    def sign_in(self, endpoint: str, sends: Sends) -> SignsIn | None:  # noqa: ARG002 - the port
        """Give no way to ask for permission: no API of YouTube is read."""
        return None

    def open_live(
        self,
        url: str,  # noqa: ARG002 - the port
        handle: str,  # noqa: ARG002 - the port
        asks: Asks,  # noqa: ARG002 - the port
        answers: NotesAnswers,  # noqa: ARG002 - the port
        held: Held,  # noqa: ARG002 - the port
        endpoint: str | None = None,  # noqa: ARG002 - the port
    ) -> LiveAccount | None:
        """Give nothing: no API of YouTube is read."""
        return None

    def open_export(self, path: Path) -> YouTubeExport | None:
        """Open an export when it is a Takeout of YouTube."""
        takeout = open_takeout(path)
        return YouTubeExport(takeout) if takeout else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return YouTube()
