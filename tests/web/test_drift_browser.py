"""The page of a run that found a changed platform, in a real Chromium: axe, and one picture."""

import pytest
from own_archive import SANNE
from test_browser import DESKTOP, PHONE, served, tab
from test_drift_screen import made_to_drift
from with_axe import violations

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_axe_finds_nothing_on_it_at_either_width(chromium, shown, tmp_path, size):
    shown, address, _ = made_to_drift(shown, tmp_path)
    width, height = size
    with (
        served(shown.archive, shown.keys) as where,
        chromium.new_context(
            viewport={"width": width, "height": height}, bypass_csp=True
        ) as context,
    ):
        page = tab(context, where).enter(SANNE)
        page.go(address)
        page.says("Platform gewijzigd")
        page.page.evaluate(
            "for (const fold of document.querySelectorAll('details')) fold.open = true"
        )
        assert [(one["id"], one["nodes"][0]["html"]) for one in violations(page.page)] == []
        assert page.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
        shown_pictures = page.page.evaluate(
            "[...document.querySelectorAll('svg.plot')].filter(p => p.checkVisibility()).length"
        )
        assert shown_pictures == 1
