"""The invented account whose pages are visited, and a browser that waits less for nothing new."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from weerklank import bootstrap
from weerklank.harvest.browser.visit import Visit
from weerklank.model.page import ChosenPage, KeptResource, Rendered
from weerklank.testing.mastodon_items import ExportAccount, ExportPost, snowflake

ME = ExportAccount(
    host="voorbeelddam.example",
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html="<p>Nieuws van de gemeente.</p>",
    actor_id="https://voorbeelddam.example/users/gemeente",
    created=datetime(2019, 1, 1, tzinfo=UTC),
)
BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)

_real_browser = bootstrap.browser


def post(hour: int, html: str, **more: Any) -> ExportPost:
    """Give a post of the account, so many hours after it began."""
    when = BEGAN + timedelta(hours=hour)
    return ExportPost(number=snowflake(when, hour), published=when, html=html, **more)


class BriskBrowser:
    """The browser of the product, which has seen enough after one second of quiet.

    Pages of the test site do nothing by a clock; the three seconds of the product are for others.
    """

    def __init__(self) -> None:
        self._inner = _real_browser()

    def visit(self, address: str, **given: Any) -> Visit:
        return self._inner.visit(address, **{**given, "rule": replace(given["rule"], quiet=1.0)})

    def render(self, chosen: ChosenPage, resources: Mapping[str, KeptResource]) -> Rendered:
        return self._inner.render(chosen, resources)

    def close(self) -> None:
        self._inner.close()
