"""X: the archive that the owner of an account may ask for."""

from pathlib import Path

from weerklank.connectors.x.export import XExport
from weerklank.connectors.x.manifest import MANIFEST
from weerklank.connectors.x.parts import open_parts
from weerklank.harvest.connecting import Sends
from weerklank.harvest.port import Asks, Connector, Held, Manifest, NotesAnswers


class X:
    """The connector."""

    manifest: Manifest = MANIFEST

    def sign_in(self, endpoint: str, sends: Sends) -> None:
        """Give no way: its API is not asked."""

    def open_live(
        self,
        url: str,
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> None:
        """Give none: its API is not asked."""

    def open_export(self, path: Path) -> XExport | None:
        """Open an export when it is one of X's."""
        opened = open_parts(path)
        return XExport(*opened) if opened else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return X()
