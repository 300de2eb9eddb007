"""Mastodon, and servers that write the same export."""

from pathlib import Path

from weerklank.connectors.mastodon.api import MastodonApi
from weerklank.connectors.mastodon.archive import open_archive
from weerklank.connectors.mastodon.export import MastodonExport
from weerklank.connectors.mastodon.manifest import MANIFEST
from weerklank.connectors.mastodon.sign_in import MastodonSignIn
from weerklank.harvest.connecting import Sends
from weerklank.harvest.port import Asks, Connector, Held, Manifest, NotesAnswers


class Mastodon:
    """The connector."""

    manifest: Manifest = MANIFEST

    def sign_in(self, endpoint: str, sends: Sends) -> MastodonSignIn:
        """Give the way to ask a server for permission to read."""
        return MastodonSignIn(endpoint, sends)

    def open_live(
        self,
        url: str,
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> MastodonApi:
        """Find an account on its server."""
        return MastodonApi(url, handle, asks, answers, held, endpoint)

    def open_export(self, path: Path) -> MastodonExport | None:
        """Open an export when it is one of Mastodon's."""
        members = open_archive(path)
        return MastodonExport(members) if members else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return Mastodon()
