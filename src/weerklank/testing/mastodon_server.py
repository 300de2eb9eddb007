"""A server that speaks Mastodon's API on loopback, and can be told to misbehave: a test double.

It is no Mastodon and shares no code with it. It answers what its OpenAPI document describes of
the endpoints that a reader without an account uses, for one account made of the same posts as a
synthetic export, so that both techniques can be laid side by side. What it does not know answers
404. Every question is noted, with its path, so that a test can tell what was asked.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from weerklank.testing.mastodon_http import Handler, Listening
from weerklank.testing.mastodon_items import ExportAccount, ExportItem
from weerklank.testing.mastodon_shown import MastodonServer


@contextmanager
def mastodon_server(
    account: ExportAccount,
    items: Sequence[ExportItem] = (),
    *,
    named: str | None = None,
    **more: object,
) -> Iterator[MastodonServer]:
    """Serve on a free port of loopback while the block runs.

    `account` is served under the address of that port, whatever host it has; under `named`, such
    as `https://host`, for who asks there what it would ask of that.
    """
    with Listening(("127.0.0.1", 0), Handler) as listening:
        listens = f"http://127.0.0.1:{listening.server_port}"
        server = MastodonServer(account, [*items], named or listens, **more)  # type: ignore[arg-type] # passed on as they came
        server.listens = listens
        listening.served = server
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()
