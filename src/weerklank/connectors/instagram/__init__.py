"""Instagram: a professional account by its API, and the export that its owner downloads."""

from pathlib import Path

from weerklank.connectors.instagram.api import InstagramFeed
from weerklank.connectors.instagram.layout import ITEMS, LAYOUT, PROFILE, THREADS
from weerklank.connectors.instagram.manifest import API, MANIFEST
from weerklank.connectors.instagram.records import InstagramRecords
from weerklank.connectors.instagram.sign_in import InstagramSignIn
from weerklank.harvest.connecting import Sends
from weerklank.harvest.feed_reader import FeedReader
from weerklank.harvest.meta_archive import NO_OWNER
from weerklank.harvest.meta_export import MetaExport
from weerklank.harvest.meta_parts import open_meta
from weerklank.harvest.meta_profile import LARGEST_PROFILE, read_profile
from weerklank.harvest.port import Asks, Connector, Held, Manifest, NotesAnswers
from weerklank.model.errors import BrokenInput


class Instagram:
    """The connector."""

    manifest: Manifest = MANIFEST

    def sign_in(self, endpoint: str, sends: Sends) -> InstagramSignIn:
        """Give the way to ask the platform for permission to read."""
        return InstagramSignIn(endpoint, sends)

    def open_live(
        self,
        url: str,  # noqa: ARG002 - of the port
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> FeedReader:
        """Find the account that the permission is of."""
        return FeedReader(InstagramFeed(endpoint or API, handle, asks, answers, held), held)

    def open_export(self, path: Path) -> MetaExport | None:
        """Open an export when it is one of Instagram's; one with Threads alone is not."""
        archive = open_meta(path, LAYOUT)
        if archive is None:
            return None
        if archive.holds(THREADS) and not any(map(archive.holds, ITEMS)):
            return None
        archive.demand(ITEMS)
        profile = read_profile(archive.small(PROFILE, LARGEST_PROFILE), "profile_user")
        if profile.username is None:
            missing = "personal_information.json"
            raise BrokenInput(NO_OWNER, file=archive.name, platform=LAYOUT.title, missing=missing)
        records = InstagramRecords(profile, profile.username)
        return MetaExport(archive, records, "your_instagram_activity")


def connector() -> Connector:
    """Make the connector; the entry point."""
    return Instagram()
