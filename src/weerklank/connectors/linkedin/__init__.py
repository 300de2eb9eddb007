"""LinkedIn: pages of organisations by the API, members by their export (a zip with CSV files).

Of a page there are statistics as well, in a workbook.
"""

from pathlib import Path

from weerklank.connectors.linkedin.export import LinkedInExport
from weerklank.connectors.linkedin.manifest import MANIFEST, ORIGIN
from weerklank.connectors.linkedin.members import open_members
from weerklank.connectors.linkedin.page_feed import PageFeed
from weerklank.connectors.linkedin.sign_in import LinkedInSignIn
from weerklank.connectors.linkedin.statistics import Statistics, open_statistics
from weerklank.harvest.connecting import Sends
from weerklank.harvest.feed_reader import FeedReader
from weerklank.harvest.port import Asks, Connector, Held, Manifest, NotesAnswers


class LinkedIn:
    """The connector."""

    manifest: Manifest = MANIFEST

    def sign_in(self, endpoint: str, sends: Sends) -> LinkedInSignIn:
        """Give the way to ask LinkedIn for permission to read."""
        return LinkedInSignIn(endpoint, sends)

    def open_live(
        self,
        url: str,
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> FeedReader:
        """Find the page of an organisation by the API."""
        return FeedReader(PageFeed(endpoint or ORIGIN, url, handle, asks, answers, held), held)

    def open_export(self, path: Path) -> LinkedInExport | Statistics | None:
        """Open an export of a member, or statistics of a page, when it is one of LinkedIn's."""
        members = open_members(path)
        return LinkedInExport(members) if members else open_statistics(path)


def connector() -> Connector:
    """Make the connector; the entry point."""
    return LinkedIn()
