"""Serve the account of the gemeente on loopback: the same posts as in its export, and later ones.

It stands in for the server of that account, so that what it tells and what the export tells is of
one account.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from weerklank.testing.mastodon_items import ExportBoost, ExportItem, ExportPost
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer
from weerklank.testing.stand_in import StandInTransport
from weerklank.testing.voorbeelddam.build import GEMEENTE, picture
from weerklank.testing.voorbeelddam.content import Reader

#: Day of the first post that is in no export.
NEWS_SINCE = date(2026, 11, 20)
_STANDS_FOR = f"https://{GEMEENTE.host}"


@dataclass(frozen=True, slots=True)
class DemoServer:
    """The server at work, and what goes away from it."""

    _server: MastodonServer
    _reader: Reader

    def delete(self, look: int) -> None:
        """Delete what was deleted before the look at the account with this number."""
        gone = {number: how for at, number, how in self._reader.deletions if at <= look}
        self._server.deleted.update(gone)

    def way_out(self, now: Callable[[], datetime]) -> StandInTransport:
        """Give a way out that ends at this server."""
        return StandInTransport(_STANDS_FOR, self._server.listens, now)


@contextmanager
def demo_server() -> Iterator[DemoServer]:
    """Serve while the block runs."""
    reader = Reader(GEMEENTE)
    items = reader.read("gemeente", "hoogwater", "november")
    with mastodon_server(
        GEMEENTE,
        _served(items),
        named=_STANDS_FOR,
        avatar=picture("avatar.png", "wapen"),
        followers=1874,
        edits=reader.edits,
        cards=reader.cards,
        replies=reader.replies,
    ) as server:
        # So that who looks for what is new reads little of what is old.
        server.mood.page = 20
        yield DemoServer(server, reader)


def shown_items() -> list[ExportItem]:
    """Give what the server shows of the account."""
    return _served(Reader(GEMEENTE).read("gemeente", "hoogwater", "november"))


def _served(items: list[ExportItem]) -> list[ExportItem]:
    """Leave out what this server does not know: it is as old as the one that made the export.

    Such a one tells nothing of quotes, and Mastodon counts no direct messages among the posts.
    """
    posts = [replace(item, quote=None) for item in items if isinstance(item, ExportPost)]
    public = [post for post in posts if post.visibility != "direct"]
    return [*public, *(item for item in items if isinstance(item, ExportBoost))]
