"""The invented platform that wants an app, with an account of it in a register, for tests."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive

from weerklank import bootstrap
from weerklank.testing.central_oauth import CentralOAuth
from weerklank.testing.central_platform import CentralPlatform, Served, central_platform
from weerklank.testing.mastodon_items import ExportItem


@contextmanager
def central(
    place: Archive, patch: pytest.MonkeyPatch, *items: ExportItem, **how: Any
) -> Iterator[Served]:
    """Serve an account of it, and let it be in the register."""
    patch.setattr(bootstrap, "connectors", lambda: [CentralPlatform()])
    with central_platform(ME, items, CentralOAuth(**how)) as served:
        place.good("account", "add", served.server.url, "--kind", "corporate")
        yield served


def set_app(place: Archive, *more: str, secret: str | None = "geheim-van-de-app") -> Any:
    """Set the app of the platform by the command line."""
    given = [*more]
    file = Path(place.root, "app.txt")
    if secret is not None:
        file.write_text(f"{secret}\n")
        given += ["--secret-file", str(file)]
    try:
        return place.run("app", "set", "mastodon", "--client-id", "app-van-voorbeelddam", *given)
    finally:
        file.unlink(missing_ok=True)


class _Stay(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: Any, response: Any) -> Any:
        return response

    https_response = http_response


def led_to(address: str) -> str:
    """Give where the page of the platform leads whoever permits."""
    with urllib.request.build_opener(_Stay).open(address) as answer:
        assert answer.status == 302, answer.read()
        return str(answer.headers["Location"])
