"""Threads: an account by its API, and its posts in the export of Instagram of its owner."""

import re
from pathlib import Path

from weerklank.connectors.threads.api import ThreadsFeed
from weerklank.connectors.threads.manifest import API, MANIFEST
from weerklank.connectors.threads.records import POSTS, ThreadsRecords
from weerklank.connectors.threads.sign_in import ThreadsSignIn
from weerklank.harvest.connecting import Sends
from weerklank.harvest.feed_reader import FeedReader
from weerklank.harvest.meta_archive import NO_OWNER, Layout, list_file
from weerklank.harvest.meta_export import MetaExport
from weerklank.harvest.meta_parts import open_meta
from weerklank.harvest.meta_profile import LARGEST_PROFILE, read_profile
from weerklank.harvest.port import Asks, Connector, Held, Manifest, NotesAnswers
from weerklank.model.errors import BrokenInput

_FOLDER = "your_instagram_activity/threads/"
_OWN, _OF_INSTAGRAM = "profile", "profile of instagram"

LAYOUT = Layout(
    title="Threads",
    mark=re.compile(rf"(?:(?<=/)|^){_FOLDER}"),
    lists={POSTS: list_file(_FOLDER + "threads_and_replies")},
    small={
        _OWN: re.compile(_FOLDER + r"personal_information\.json"),
        _OF_INSTAGRAM: re.compile(r"(?:personal_information/){1,2}personal_information\.json"),
    },
    media=re.compile(r"(?:your_instagram_activity/)?media/"),
    loose=re.compile(r"(?!)"),
)


class Threads:
    """The connector."""

    manifest: Manifest = MANIFEST

    def sign_in(self, endpoint: str, sends: Sends) -> ThreadsSignIn:
        """Give the way to ask the platform for permission to read."""
        return ThreadsSignIn(endpoint, sends)

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
        return FeedReader(ThreadsFeed(endpoint or API, handle, asks, answers, held), held)

    def open_export(self, path: Path) -> MetaExport | None:
        """Open an export of Instagram when posts of Threads are in it."""
        archive = open_meta(path, LAYOUT)
        if archive is None or not archive.holds(POSTS):
            return None
        own = read_profile(
            archive.small(_OWN, LARGEST_PROFILE), "text_post_app_text_post_app_profile"
        )
        other = read_profile(archive.small(_OF_INSTAGRAM, LARGEST_PROFILE), "profile_user")
        username = own.username or other.username  # both have one name
        if username is None:
            missing = "personal_information.json"
            raise BrokenInput(NO_OWNER, file=archive.name, platform=LAYOUT.title, missing=missing)
        return MetaExport(archive, ThreadsRecords(own, username), "threads_and_replies.json")


def connector() -> Connector:
    """Make the connector; the entry point."""
    return Threads()
