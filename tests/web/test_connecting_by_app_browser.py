"""*Koppelen* by an app of the organisation in a real Chromium; axe on each state."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from by_app import NUMBER, PAGE, WEEKS, archive_of, by_app, ends_in, set_app
from own_archive import SANNE
from test_browser import DESKTOP, PHONE, served, tab
from test_connecting_browser import look

from weerklank.model.connection import Permission
from weerklank.model.text import Text
from weerklank.testing.central_platform import SCOPES, CentralPlatformSignIn
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
#: As Google writes them.
LONG = "https://www.voorbeeld.example/auth/" + "allesmetlangenamen" * 3 + ".readonly"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_each_state_is_sound_for_axe_and_fits(
    chromium: "Browser", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    found: list[object] = []
    asked = (*CentralPlatformSignIn.permissions, Permission(LONG, Text("Lang.", "Long.")))
    monkeypatch.setattr(CentralPlatformSignIn, "permissions", asked)
    with by_app(monkeypatch) as platform:
        made = archive_of(tmp_path, platform)
        configure(Site(archive=made.folder, keys=made.keys))
        with (
            served(made.folder, made.keys) as address,
            chromium.new_context(
                viewport={"width": size[0], "height": size[1]}, bypass_csp=True
            ) as context,
        ):
            seen = tab(context, address).enter(SANNE)
            assert seen.go(PAGE) == 200
            found += look(seen, "zonder-app")
            set_app(made)
            seen.go(PAGE)
            found += look(seen, "met-app")
            seen.press("main form button:has-text('Toestemming vragen')")
            found += look(seen, "naar-platform")
            seen.page.click("main .actions a.nl-button--primary")
            seen.page.wait_for_url(f"{seen.address}{PAGE}")
            seen.says("Het account is gekoppeld.")
            platform.oauth.gives = (*SCOPES, LONG, f"{LONG}.wide")
            seen.press("main form button:has-text('Opnieuw toestemming vragen')")
            seen.page.click("main .actions a.nl-button--primary")
            seen.page.wait_for_url(f"{seen.address}{PAGE}")
            seen.says("er klopt iets niet")
            found += look(seen, "te-ruim")
            inside = "e => e.scrollWidth <= e.parentElement.clientWidth"
            assert seen.page.eval_on_selector("table.permissions", inside)
            ends_in(made, WEEKS)
            for name, path in (("eindigt", PAGE), ("eindigt-account", f"/accounts/{NUMBER}/")):
                assert seen.go(path) == 200
                found += look(seen, name)
    assert found == []
