"""An archive with an account of a platform that wants an app, and that platform, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted

from weerklank import bootstrap
from weerklank.model.connection import Connection
from weerklank.model.ids import AccountId
from weerklank.services.harvest.organisation_app import SCREENS_END
from weerklank.services.workplace import Silent
from weerklank.store.secrets_store import SecretsStore
from weerklank.testing.central_oauth import CentralOAuth
from weerklank.testing.central_platform import CentralPlatform, Served, central_platform
from weerklank.web import connection_check, harvestable

NUMBER = "a0002"
PAGE = f"/accounts/{NUMBER}/koppelen/"
SECRET = "Kanarie-geheim-van-de-app"
WEEKS = timedelta(days=13, hours=1)


@contextmanager
def by_app(patch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Serve the platform, as the only one that the program knows."""
    patch.setattr(bootstrap, "connectors", lambda: [CentralPlatform()])
    posts = [posted("2026-11-01T12:00:00", "Een")]
    _forget()
    try:
        with central_platform(OURS, posts, CentralOAuth(secret=SECRET)) as found:
            yield found
    finally:
        _forget()


def _forget() -> None:
    """Let the pages ask anew which platforms there are: they take that for lasting."""
    connection_check.platforms_to_connect.cache_clear()
    harvestable.platforms.cache_clear()


def archive_of(root: Path, platform: Served) -> OwnArchive:
    """Make an archive with its account in the register."""
    own = OwnArchive(root).make([posted("2026-11-01T12:00:00", "Een")])
    own.run("account", "add", platform.server.url, "--kind", "corporate", "--as", SANNE)
    return own


def set_app(made: OwnArchive) -> None:
    file = made.root / "app.txt"
    file.write_text(SECRET)
    more = ("--client-id", "app-van-voorbeelddam", "--secret-file", str(file))
    told = made.run("app", "set", "mastodon", *more)
    assert told["screens_redirect_end"] == SCREENS_END
    file.unlink()


def ends_in(made: OwnArchive, left: timedelta) -> None:
    """Let the permission end after some time, with nothing that renews it."""
    store = SecretsStore(bootstrap.workplace(str(made.folder), str(made.keys), Silent()).keys)
    held = store.connection(AccountId(NUMBER))
    assert isinstance(held, Connection)
    granted = replace(held.granted, refresh=None, expires=datetime.now(UTC) + left)
    store.keep(replace(held, granted=granted))
