"""Archives of a platform on the screens in a real Chromium; axe on each state."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from own_archive import SANNE, OwnArchive
from test_archives_screen import FOR_JOBS, OVERVIEW, PAGE, archive_at, step
from test_browser import DESKTOP, PHONE, served, tab
from test_connecting_browser import look

from weerklank.connectors.tiktok import TikTok
from weerklank.connectors.tiktok.portability import TikTokJobs
from weerklank.testing.tiktok_server import tiktok_server
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


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_each_state_is_sound_for_axe_and_fits(
    chromium: "Browser", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    found: list[object] = []
    with tiktok_server() as server, ThreadPoolExecutor(1) as beside:
        monkeypatch.setattr(TikTok, "portability", TikTokJobs(api=server.address))
        server.oauth.secret = None
        made: OwnArchive = beside.submit(archive_at, tmp_path).result()
        configure(Site(archive=made.folder, keys=made.keys))
        with (
            served(made.folder, made.keys) as address,
            chromium.new_context(
                viewport={"width": size[0], "height": size[1]}, bypass_csp=True
            ) as context,
        ):
            seen = tab(context, address).enter(SANNE)
            assert seen.go(PAGE) == 200
            found += look(seen, "zonder-archief")
            seen.press(f"main form:has([value={FOR_JOBS['purpose']}]) button")
            seen.page.click("main .actions a.nl-button--primary")
            seen.page.wait_for_url(f"{seen.address}{PAGE}")
            beside.submit(step, made).result()
            seen.go(PAGE)
            found += look(seen, "wacht")
            server.jobs.status = "expired"
            beside.submit(step, made).result()
            for name, path in (("mislukt", PAGE), ("op-account", OVERVIEW)):
                seen.go(path)
                found += look(seen, f"archief-{name}")
    assert found == []
