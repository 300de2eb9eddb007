"""YouTube, by its Data API and by Google Takeout."""

from pathlib import Path

from weerklank.connectors.youtube.api import YouTubeFeed
from weerklank.connectors.youtube.api_questions import Questions
from weerklank.connectors.youtube.api_whose import Whose
from weerklank.connectors.youtube.export import YouTubeExport
from weerklank.connectors.youtube.manifest import MANIFEST, ORIGIN
from weerklank.connectors.youtube.portability import YouTubeJobs
from weerklank.connectors.youtube.sign_in import YouTubeSignIn
from weerklank.connectors.youtube.takeout import open_takeout
from weerklank.harvest.connecting import Sends
from weerklank.harvest.feed_reader import FeedReader
from weerklank.harvest.port import Asks, Connector, Held, Manifest, NotesAnswers
from weerklank.harvest.portability import Portability


class YouTube:
    """The connector."""

    manifest: Manifest = MANIFEST
    portability: Portability = YouTubeJobs()

    def sign_in(self, endpoint: str, sends: Sends) -> YouTubeSignIn:
        """Give the way to ask Google for permission to read."""
        return YouTubeSignIn(endpoint, sends)

    def open_live(
        self,
        url: str,
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> FeedReader:
        """Find a channel by the API."""
        questions = Questions(endpoint or ORIGIN, asks, answers)
        found = Whose(url, handle, questions, held).find()
        held.is_owner = found.is_owner
        return FeedReader(YouTubeFeed(found, handle, url, questions), held)

    def open_export(self, path: Path) -> YouTubeExport | None:
        """Open an export when it is a Takeout of YouTube."""
        takeout = open_takeout(path)
        return YouTubeExport(takeout) if takeout else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return YouTube()
