"""TikTok, by its Display API, and by the export of an account (`user_data_tiktok.json`)."""

from pathlib import Path

from weerklank.connectors.tiktok.api import TikTokFeed
from weerklank.connectors.tiktok.export import TikTokExport
from weerklank.connectors.tiktok.manifest import API, MANIFEST
from weerklank.connectors.tiktok.portability import TikTokJobs
from weerklank.connectors.tiktok.sign_in import TikTokSignIn
from weerklank.connectors.tiktok.source_file import open_source
from weerklank.harvest.connecting import Sends, SignsIn
from weerklank.harvest.feed_reader import FeedReader
from weerklank.harvest.port import Asks, Connector, Held, LiveAccount, Manifest, NotesAnswers
from weerklank.harvest.portability import Portability


class TikTok:
    """The connector."""

    manifest: Manifest = MANIFEST
    portability: Portability = TikTokJobs()

    def sign_in(self, endpoint: str, sends: Sends) -> SignsIn | None:
        """Give the way to ask TikTok for permission to read."""
        return TikTokSignIn(endpoint, sends)

    def open_live(
        self,
        url: str,  # noqa: ARG002 - of the port
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> LiveAccount:
        """Find an account by the permission that it gave."""
        return FeedReader(TikTokFeed(handle, asks, answers, held, endpoint or API), held)

    def open_export(self, path: Path) -> TikTokExport | None:
        """Open an export when it is one of TikTok's."""
        source = open_source(path)
        return TikTokExport(source) if source else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return TikTok()
