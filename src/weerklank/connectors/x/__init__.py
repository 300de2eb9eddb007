"""X: the archive that the owner of an account may ask for, and its API once that is decided."""

from pathlib import Path

from weerklank.connectors.x.api import XFeed
from weerklank.connectors.x.export import XExport
from weerklank.connectors.x.manifest import API, MANIFEST
from weerklank.connectors.x.mapped_again import mapping_of, read_again
from weerklank.connectors.x.parts import open_parts
from weerklank.connectors.x.sign_in import XSignIn
from weerklank.harvest.connecting import Sends, SignsIn
from weerklank.harvest.feed_reader import FeedReader
from weerklank.harvest.map_again import ReadAgain
from weerklank.harvest.port import Asks, Connector, Held, Manifest, NotesAnswers
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.model.run import Technique


class X:
    """The connector."""

    manifest: Manifest = MANIFEST

    def sign_in(self, endpoint: str, sends: Sends) -> SignsIn:
        """Give the way to look at a permission to read."""
        return XSignIn(endpoint, sends)

    def open_live(
        self,
        url: str,  # noqa: ARG002 - of the port
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> FeedReader:
        """Find an account by X's API."""
        return FeedReader(
            XFeed(handle, endpoint or self.manifest.api or API, asks, answers, held), held
        )

    def mapping_of(self, technique: Technique) -> int:
        """Give the version of the mapping of now of what comes by a technique."""
        return mapping_of(technique)

    def read_again(self, held: ArchivalItem, source: JsonObject) -> ReadAgain:
        """Read what an earlier mapping did not, in a source as it is kept."""
        return read_again(held, source)

    def open_export(self, path: Path) -> XExport | None:
        """Open an export when it is one of X's."""
        opened = open_parts(path)
        return XExport(*opened) if opened else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return X()
