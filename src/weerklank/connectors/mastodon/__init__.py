"""Mastodon, and servers that write the same export."""

from importlib.resources import files
from pathlib import Path

from weerklank.connectors.mastodon.api import MastodonApi
from weerklank.connectors.mastodon.archive import open_archive
from weerklank.connectors.mastodon.export import MastodonExport
from weerklank.connectors.mastodon.manifest import MANIFEST
from weerklank.connectors.mastodon.pages import MastodonPages
from weerklank.connectors.mastodon.sign_in import MastodonSignIn
from weerklank.harvest.connecting import Sends
from weerklank.harvest.page_port import Shown
from weerklank.harvest.port import Asks, Connector, Held, Manifest, NotesAnswers

_HERE = files("weerklank.connectors.mastodon")


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

    def page_steps(self) -> bytes:
        """Give what is pressed on its pages, and what is no page but a wall (TOML)."""
        return _HERE.joinpath("page_steps.toml").read_bytes()

    def page_map(self) -> bytes:
        """Give what of its pages is ours, and so is kept (TOML)."""
        return _HERE.joinpath("page_map.toml").read_bytes()

    def profile_page(self, url: str) -> str:
        """Give the page of an account by its registered address."""
        return url.rstrip("/")

    def open_pages(
        self, url: str, handle: str, shown: Shown, answers: NotesAnswers, held: Held
    ) -> MastodonPages:
        """Find an account on what its own page showed."""
        return MastodonPages(url, handle, shown, answers, held)

    def open_export(self, path: Path) -> MastodonExport | None:
        """Open an export when it is one of Mastodon's."""
        members = open_archive(path)
        return MastodonExport(members) if members else None


def connector() -> Connector:
    """Make the connector; the entry point."""
    return Mastodon()
