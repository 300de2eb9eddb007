"""Pages that are wrong are seen to be, by whichever Chromium looks at the screens."""

from typing import TYPE_CHECKING

import pytest
from test_browser import tab
from test_browser_widths import BROKEN, CUT_OFF, IN_PICTURES, OVERLAP, WIDE, Sized, by_axe, unread
from with_axe import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]
#: A page with a fault of each kind that the tests of screens look for.
WRONG = """<!doctype html><html lang="nl"><head><title>Fout</title><style>
  .top { position: relative } .find, .who { position: absolute; left: 0; width: 90px }
  .rail { width: 60px; overflow: hidden; white-space: nowrap } .wide { width: 1500px }
  h1 { width: 40px } .pale { color: #ccc; background: #fff }
  @media print { .pale { display: none } }
</style></head><body><header class="top"><p class="find">Zoeken</p><p class="who">Wie</p></header>
<nav class="rail">Een menu dat hier niet past</nav><main><h1>Omleidingsborden</h1>
<svg class="plot" role="img" aria-label="x" width="60" height="9" viewBox="0 0 600 90"></svg>
<p class="pale">Bleek</p><input id="trap" onblur="setTimeout(() => this.focus())">
<div class="wide">Breed</div></main><script>kapot()</script></body></html>"""


def test_each_fault_of_a_page_is_seen(chromium: "Browser") -> None:
    with chromium.new_context() as context:
        seen = tab(context, "")
        seen.page.set_content(WRONG)
        assert any("kapot is not defined" in told for told in seen.complaints)
        sized = Sized(seen)
        found = [one for one in by_axe("wrong", sized) if isinstance(one, tuple)]
        for width in (1440, 390):
            told = {one[2] for one in found if one[1] == width}
            assert {"wider than the screen", "label", "color-contrast"} <= told
        wide, is_over, cut_off, sizes, broken = sized.at(
            500, WIDE, OVERLAP, CUT_OFF, IN_PICTURES, BROKEN
        )
        assert (wide > 500, is_over, cut_off > 0) == (True, True, True)
        assert unread(sizes) == sizes != []
        assert broken == ["Omleidingsborden"]
        assert sized.at(500, IN_PICTURES, size=200) == [sizes]


def test_hiding_a_page_moves_nothing(chromium: "Browser") -> None:
    with chromium.new_context() as context:
        seen = tab(context, "")
        seen.page.set_content(WRONG)
        sized, asked = Sized(seen), (WIDE, OVERLAP, CUT_OFF, IN_PICTURES, BROKEN)
        before = [sized.at(width, *asked) for width in (1440, 500)]
        sized.hide()
        assert [sized.at(width, *asked) for width in (1440, 500)] == before


def test_a_trap_for_the_keyboard_and_a_rule_of_print_are_seen(chromium: "Browser") -> None:
    with chromium.new_context() as context:
        page = tab(context, "").page
        page.set_content(WRONG)
        for _ in range(3):
            page.keyboard.press("Tab")
            page.wait_for_function("document.activeElement.id === 'trap'")
        assert page.is_visible(".pale")
        page.emulate_media(media="print")
        assert not page.is_visible(".pale")
        page.set_content(
            "<!doctype html><html lang=nl><title>Goed</title><main><h1>Goed</h1></main>"
        )
        assert violations(page) == []
