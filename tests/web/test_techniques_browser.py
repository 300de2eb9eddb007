"""Three techniques side by side in a real Chromium: axe, the keyboard, a phone, and on paper."""

import pytest
from shown import Shown
from test_browser import DESKTOP, PHONE, Seen, served, tab
from test_techniques_screen import ANNA, looking, of, three
from with_axe import violations

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]
__all__ = ["looking", "three"]
ACCOUNT = "/accounts/a0001/technieken/?periode=alles"


def fits(seen: Seen) -> bool:
    return bool(
        seen.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


def test_axe_finds_nothing_at_any_width(chromium, looking) -> None:
    with (
        served(looking.archive, looking.keys) as where,
        chromium.new_context(bypass_csp=True) as context,
    ):
        seen = tab(context, where).enter(ANNA)
        pages = [of(looking, word) for word in ("markt", "lampen", "geschilderd", "vergissing")]
        for address in (*pages, ACCOUNT, ACCOUNT + "&wie=AEB", "/accounts/a0001/?periode=alles"):
            seen.go(address)
            seen.page.evaluate(
                "for (const fold of document.querySelectorAll('details')) fold.open = true"
            )
            for width, height in (DESKTOP, PHONE, (320, 640)):
                seen.page.set_viewport_size({"width": width, "height": height})
                found = [(one["id"], one["nodes"][0]["html"]) for one in violations(seen.page)]
                assert found == [], (address, width)
                assert fits(seen), (address, width)
        assert seen.complaints == []


def test_by_keyboard_the_fold_opens_and_a_set_lists_its_posts(chromium, looking: Shown) -> None:
    with (
        served(looking.archive, looking.keys) as where,
        chromium.new_context(viewport={"width": 1440, "height": 900}) as context,
    ):
        seen = tab(context, where).enter(ANNA)
        seen.go(of(looking, "markt"))
        assert not seen.page.is_visible("details.alike table")
        seen.page.focus("details.alike summary")
        seen.page.keyboard.press("Enter")
        assert seen.page.is_visible("details.alike table")
        seen.go(ACCOUNT)
        seen.page.focus(".sets li:first-child a")
        with seen.page.expect_navigation():
            seen.page.keyboard.press("Enter")
        assert seen.page.locator("ol.hits > li").count() == 5
        assert seen.page.locator('.sets [aria-current="true"]').count() == 1


def test_on_paper_it_fits_and_keeps_its_marks(chromium, looking: Shown) -> None:
    with (
        served(looking.archive, looking.keys) as where,
        chromium.new_context(viewport={"width": 718, "height": 1000}) as context,
    ):
        seen = tab(context, where).enter(ANNA)
        seen.page.emulate_media(media="print")
        for address in (of(looking, "markt"), ACCOUNT):
            seen.go(address)
            assert fits(seen), address
        assert seen.page.is_visible(".set-bar")
