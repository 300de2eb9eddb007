"""Bluesky, and other servers of accounts that speak the AT Protocol."""

from pathlib import Path

from weerklank.connectors.bluesky.export import BlueskyExport
from weerklank.connectors.bluesky.live import BlueskyFeed
from weerklank.connectors.bluesky.manifest import APPVIEW, MANIFEST
from weerklank.connectors.bluesky.repo_file import open_repo
from weerklank.harvest.connecting import Sends, SignsIn
from weerklank.harvest.feed_reader import FeedReader
from weerklank.harvest.port import Asks, Connector, Held, Manifest, NotesAnswers


class Bluesky:
    """The connector."""

    manifest: Manifest = MANIFEST

    def sign_in(self, endpoint: str, sends: Sends) -> SignsIn | None:  # noqa: ARG002 - of the port
        """Give None: all that is read is for everyone, and no permission is asked."""
        return None

    def open_live(
        self,
        url: str,  # noqa: ARG002 - of the port
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> FeedReader:
        """Find an account at the AppView, and where it is kept."""
        api = endpoint or self.manifest.api or APPVIEW
        return FeedReader(BlueskyFeed(handle, api, asks, answers, held), held)

    def open_export(self, path: Path) -> BlueskyExport | None:
        """Open an export when it is a repository."""
        file = open_repo(path)
        return BlueskyExport(file) if file else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return Bluesky()
