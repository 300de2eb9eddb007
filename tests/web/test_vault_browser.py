"""The vault in a real Chromium: what is open counts down, is not printed, and goes."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from own_archive import OwnArchive
from test_browser import DESKTOP, PHONE, served, tab
from test_vault_screen import KEY, PIA, SOMEONE, WILMA, made, the
from with_axe import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["made"]
pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]


def test_open_on_a_screen_it_is_marked_unprinted_and_gone(
    chromium: "Browser", made: OwnArchive, tmp_path: Path
) -> None:
    shutil.copytree(made.root, tmp_path / "copy", copy_function=shutil.copy2)
    own = OwnArchive(tmp_path / "copy")
    item = the(own, "brug")
    given = ("--ground", "woo", "--case", "Z-2026-0142", "--as", WILMA)
    number = own.run("vault", "request", item, *given)["request"]
    own.run("vault", "approve", number, "--as", PIA)
    own.serve()
    with (
        served(own.folder, own.keys) as address,
        chromium.new_context(
            viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, bypass_csp=True
        ) as context,
    ):
        seen = tab(context, address).enter(WILMA)
        page = seen.page
        seen.go(f"/privacy/kluis/{number}/")
        page.set_input_files("#identity", str(own.root / KEY))
        seen.press("form[enctype] button")
        seen.says(SOMEONE.local)
        page.wait_for_function("document.querySelector('[data-left] b').textContent.length > 0")
        for width, height in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.emulate_media(media="print")
        assert not page.is_visible(".vault-view")
        assert page.is_visible(".vault-no-print")
        page.emulate_media(media="screen")
        page.clock.install()
        page.reload()
        with page.expect_navigation():  # the page asks the server, which still holds it here
            page.clock.fast_forward("15:01")
        seen.go(f"/privacy/kluis/{number}/")
        seen.press(f"form[action$='{number}/sluiten/'] button")
        seen.says("gesloten door de lezer")
        assert SOMEONE.local not in page.content()
        assert seen.complaints == []
