"""The invented account whose pages are visited, and a browser that waits less for nothing new."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from weerklank import bootstrap
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.visit import Visit
from weerklank.model.page import ChosenPage, KeptResource, Rendered
from weerklank.testing.mastodon_items import ExportAccount, ExportPost, snowflake
from weerklank.testing.mastodon_pages import MastodonSite

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


@dataclass
class Seen:
    """What a browser saw of a site, for whoever goes there while it shows the same."""

    site: MastodonSite
    visits: dict[object, tuple[Visit, dict[str, list[bytes]]]] = field(default_factory=dict)
    drawn: dict[object, Rendered] = field(default_factory=dict)


class RememberingBrowser(BriskBrowser):
    """A browser that goes to each page once; later it gives what it recorded then.

    For tests of what comes after a visit, which is the same each time. What is given is what the
    browser of the product made: its exchanges, their bodies (in the spool of whoever asks) and the
    page as it stood; pictures are those of the very document that was drawn.
    """

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self._seen = seen

    def visit(self, address: str, **given: Any) -> Visit:
        bodies: Bodies = given["bodies"]
        shown = repr(self._seen.site.shows)
        asked = (address, shown, given["home"], given["steps"], given["rule"],
                 given.get("within", ()))  # fmt: skip
        assert given.get("state") is None, "who is signed in sees something else each time"
        if asked in self._seen.visits:
            return _again(*self._seen.visits[asked], bodies)
        visit = super().visit(address, **given)
        names = {one.body for one in visit.exchanges if one.body is not None}
        names |= {one.frames for one in visit.sockets}
        self._seen.visits[asked] = visit, {name: [*bodies.read(name)] for name in sorted(names)}
        return visit

    def render(self, chosen: ChosenPage, resources: Mapping[str, KeptResource]) -> Rendered:
        files = tuple((name, b"".join(one.read())) for name, one in sorted(resources.items()))
        asked = (chosen.address, chosen.html, chosen.post_box, files)
        if asked not in self._seen.drawn:
            self._seen.drawn[asked] = super().render(chosen, resources)
        return self._seen.drawn[asked]


def _again(visit: Visit, kept: Mapping[str, list[bytes]], bodies: Bodies) -> Visit:
    """Give a visit with its bodies in the spool of another run."""
    names = {name: bodies.begin() for name in kept}
    for name, entries in kept.items():
        for entry in entries:
            bodies.add_entry(names[name], entry)
    return replace(
        visit,
        exchanges=tuple(
            one if one.body is None else replace(one, body=names[one.body])
            for one in visit.exchanges
        ),
        sockets=tuple(replace(one, frames=names[one.frames]) for one in visit.sockets),
    )
