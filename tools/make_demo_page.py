"""Record the page that the demonstration shows: `make_demo_page.py`. Needs Chromium.

A demonstration is filled in a folder that goes again; then the page of one of its posts is visited
on our own test site, and what was seen is written under the address that the demonstration knows.
"""

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import msgspec

from weerklank import bootstrap, demo
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.steps import Steps
from weerklank.harvest.browser.visit import StopRule, Visit
from weerklank.model.browser_profile import ProfileState
from weerklank.model.clock import SystemClock
from weerklank.model.page import ChosenPage, KeptResource, Rendered
from weerklank.services.workplace import Silent
from weerklank.testing.mastodon_pages import MastodonSite, Shows, mastodon_site
from weerklank.testing.voorbeelddam import recorded_page
from weerklank.testing.voorbeelddam.build import GEMEENTE, picture
from weerklank.testing.voorbeelddam.recorded_page import (
    FILE,
    RecordedExchange,
    RecordedVisit,
    Recording,
    packed,
)
from weerklank.testing.voorbeelddam.served import shown_items

TARGET = Path(recorded_page.__file__).with_name(FILE)
T = TypeVar("T")
#: Headers that say what an answer is.
_SAYS_WHAT = frozenset({"content-type"})
_KEPT = ("application/json", "image/", "font/")


class Recorder:
    """Visits the test site in the place of the server that it stands in for."""

    def __init__(self, site: MastodonSite) -> None:
        self._site = site
        self._browser = bootstrap.browser()
        self._named = f"https://{GEMEENTE.host}"
        self._visits: dict[str, RecordedVisit] = {}
        self._drawn: tuple[ChosenPage, Rendered] | None = None

    def visit(
        self,
        address: str,
        *,
        home: str,
        bodies: Bodies,
        rule: StopRule,
        steps: Steps,
        state: ProfileState | None = None,
        within: tuple[str, ...] = (),
    ) -> Visit:
        """Visit a page and keep what was seen, all under the name that the site stands in for."""
        del home, state, within
        there = address.replace(self._named, self._site.address)
        made = self._browser.visit(
            there, home=self._site.address, bodies=bodies, rule=rule, steps=steps
        )
        assert made.seen
        exchanges = []
        kept = []
        for one in made.exchanges:
            told = {name.lower(): value for name, value in one.headers}
            kind = told.get("content-type", "")
            if one.method != "GET" or not one.body or not kind.startswith(_KEPT):
                continue
            body = self._renamed_bytes(b"".join(bodies.read(one.body)))
            headers = tuple(pair for pair in one.headers if pair[0].lower() in _SAYS_WHAT)
            name = bodies.begin()
            bodies.add(name, body)
            renamed = one.address.replace(self._site.address, self._named)
            exchanges.append(
                replace(one, address=renamed, body=name, length=len(body), headers=headers)
            )
            kept.append(
                RecordedExchange(
                    wanted_as=one.wanted_as, address=renamed, headers=headers, body=body
                )
            )
        seen = self._renamed(made.seen)
        if address == GEMEENTE.url:  # of the account that it is there, and no more
            bare = msgspec.structs.replace(seen.root, children=())
            seen = msgspec.structs.replace(seen, root=bare, sheets=())
            kept = [one for one in kept if "/accounts/lookup" in one.address]
        self._visits[address] = RecordedVisit(seen=seen, exchanges=tuple(kept))
        return replace(made, address=address, seen=seen, exchanges=tuple(exchanges))

    def _renamed_bytes(self, content: bytes) -> bytes:
        return content.replace(self._site.address.encode(), self._named.encode())

    def _renamed(self, value: T) -> T:
        written = self._renamed_bytes(msgspec.json.encode(value))
        return msgspec.json.decode(written, type=type(value))

    def render(self, chosen: ChosenPage, resources: Mapping[str, KeptResource]) -> Rendered:
        """Draw a page, and keep the pictures."""
        rendered = self._browser.render(chosen, resources)
        self._drawn = chosen, rendered
        return rendered

    def recorded(self) -> Recording:
        """Give all that was kept."""
        assert self._drawn
        chosen, rendered = self._drawn
        return Recording(
            visits=self._visits,
            html=chosen.html,
            page_png=rendered.page_png,
            post_png=rendered.post_png or b"",
            pdf=rendered.pdf,
        )

    def close(self) -> None:
        """End the browser."""
        self._browser.close()


def main() -> int:
    """Record it and write the file."""
    shows = Shows(persons=(), trends=(), live=False, graphql=False, packed="", packed_api="")
    with (
        tempfile.TemporaryDirectory() as folder,
        mastodon_site(
            GEMEENTE, shown_items(), shows=shows, avatar=picture("avatar.png", "wapen")
        ) as site,
    ):
        recorder = Recorder(site)
        place = Path(folder)
        filled = demo.fill_demo(
            place / "demo", place / "keys", SystemClock(), Silent(), lambda: recorder
        )
        (run,) = [run for run in filled.runs if run.pages]
        if not run.complete:
            raise SystemExit([gap.reason.en for gap in run.gaps])
        TARGET.write_bytes(packed(recorder.recorded()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
