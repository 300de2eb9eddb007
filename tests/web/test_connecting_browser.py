"""*Koppelen* in a real Chromium, with the page of a server in between; axe on each state."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from test_browser import DESKTOP, PHONE, Seen, served, tab
from with_axe import violations

from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer
from weerklank.web.configure import configure
from weerklank.web.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]
NUMBER = "a0002"
PAGE = f"/accounts/{NUMBER}/koppelen/"
#: Where pictures of each state go, to look at them.
PICTURES = os.environ.get("WEERKLANK_LOOK")


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with mastodon_server(OURS, [posted("2026-11-01T12:00:00", "Een")]) as made:
        yield made


@pytest.fixture
def made(tmp_path: Path, server: MastodonServer) -> OwnArchive:
    own = OwnArchive(tmp_path).make([posted("2026-11-01T12:00:00", "Een")])
    own.run("account", "add", server.url, "--kind", "corporate", "--as", SANNE)
    own.run("account", "add", "https://x.com/dorp", "--kind", "corporate", "--as", SANNE)
    configure(Site(archive=own.folder, keys=own.keys))
    return own


def look(seen: Seen, name: str) -> list[object]:
    """Let axe look at a page, and whether it is wider than its screen."""
    page = seen.page
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    found: list[object] = [
        (name, one["id"], [node["html"] for node in one["nodes"]]) for one in violations(page)
    ]
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found + ([(name, "wider than the screen", wide)] if wide > 0 else [])


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_each_state_is_sound_for_axe_and_fits(
    chromium: "Browser", made: OwnArchive, server: MastodonServer, size: tuple[int, int]
) -> None:
    found: list[object] = []
    with (
        served(made.folder, made.keys) as address,
        chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, bypass_csp=True
        ) as context,
    ):
        seen = tab(context, address).enter(SANNE)
        for name, path in (("account", f"/accounts/{NUMBER}/"), ("niet-gekoppeld", PAGE)):
            assert seen.go(path) == 200
            found += look(seen, name)
        assert seen.go("/accounts/a0003/koppelen/") == 200
        found += look(seen, "niet-te-koppelen")
        for name, gives in (("te-ruim", ("read", "write")), ("goed", None)):
            server.oauth.gives = gives
            permit(seen)
            seen.page.wait_for_selector("text=Hiervan is niets bewaard.")  # nobody asked
            found += look(seen, name)
        assert seen.go(f"{PAGE}proef/") == 200
        found += look(seen, "proef")
        server.oauth.permits = False
        permit(seen)
        found += look(seen, "niet-gegeven")
        seen.go(PAGE)
        ask(seen)
        found += look(seen, "toestemming")
        seen.press("text=Koppelen met deze code")
        found += look(seen, "zonder-code")
        seen.go(PAGE)
        seen.press("text=Ontkoppelen >> nth=-1")
        found += look(seen, "ontkoppeld")
        assert not [one for one in seen.asked if not one.startswith((address, server.address))]
    assert found == []


def ask(seen: Seen) -> None:
    seen.press("main form button:has-text('toestemming vragen'), main form button:has-text("
               "'Toestemming vragen')")  # fmt: skip


def permit(seen: Seen) -> None:
    """Go the whole way: begin, to the server, its button, and back."""
    seen.go(PAGE)
    ask(seen)
    seen.press("main .actions a.nl-button--primary")
    seen.page.click("button:has-text('Toestaan')")
    seen.page.wait_for_url(f"{seen.address}{PAGE}")


def test_the_whole_way_works_without_scripts_and_says_what_came_of_it(
    chromium: "Browser", made: OwnArchive, server: MastodonServer
) -> None:
    with (
        served(made.folder, made.keys) as address,
        chromium.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=False
        ) as context,
    ):
        seen = tab(context, address).sign_in(SANNE)
        permit(seen)
        seen.says("Het account is gekoppeld.")
        seen.page.click("text=Lees tien berichten als proef")
        seen.says("Hiervan is niets bewaard.")
        seen.page.click("text=Terug naar Koppelen")
        assert seen.page.url == f"{address}{PAGE}"  # no code stays in the address
        seen.page.click("text=Ontkoppelen >> nth=-1")
        seen.says("Het account is ontkoppeld.")
        assert server.oauth.tokens == {}
