"""Each kind of page, by axe, on paper, at any width, and in letters of twice the size.

Loaded once for all looks: a page costs more to load than most of them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from shown import Shown, copied
from test_browser import DESKTOP, PHONE, Seen, looked_at, served, tab
from with_axe import violations

from weerklank.model.person import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]
#: In how many tests the pages are looked at: none takes as long as a test may on a slow machine.
PARTS = 6
#: A page with pictures that show, so that it is seen that their words are found at all.
PICTURED = "/accounts/a0001/?periode=alles"
#: A large screen, the one below the mock-ups, both sides of each break, tablets, phones.
WIDTHS = (1280, 1101, 1000, 900, 801, 768, 500, 360)
#: Sizes of text in percent, with the widths at which each page is looked at: a quarter of a
#: screen of 1280 pixels, and the screen of the mock-ups in letters of twice the size, besides.
LOOKED_AT = {100: (*WIDTHS, 320), 200: (1440, *WIDTHS)}
#: A4 within its margins, and within small ones.
PAPER, WIDER_PAPER = 688, 718
#: A4 on its side, within its margins.
LYING_PAPER = 1017
#: How large the words in the pictures that show are drawn, in pixels.
IN_PICTURES = (
    "[...document.querySelectorAll('svg.plot')].filter(e => e.checkVisibility())"
    ".map(e => 12 * e.getBoundingClientRect().width / e.viewBox.baseVal.width)"
)
WIDE = "document.documentElement.scrollWidth"
#: Whether the field of search and who is signed in lie over each other.
OVERLAP = """(() => {
  const [a, b] = ['.find', '.who'].map(e => document.querySelector(e)?.getBoundingClientRect());
  if (!a || !b) return false;
  return b.left < a.right && a.left < b.right && b.top < a.bottom && a.top < b.bottom;
})()"""
#: How much of the menu is cut off at its side, in pixels.
CUT_OFF = """(e => e?.checkVisibility() ? e.scrollWidth - e.clientWidth : 0)(
  document.querySelector('.rail')
)"""
#: Words that are broken where no word ends, in narrow columns of tables and in headings; a handle
#: breaks where its parts meet.
BROKEN = """[...document.querySelectorAll('h1, .accounts td .sub')].filter(e => {
  const widest = document.createElement('span');
  widest.style.cssText = 'position:absolute;white-space:nowrap;visibility:hidden';
  e.append(widest);
  const words = e.textContent.split(/[\\s-]+/).filter(word => !/[@.]/.test(word)).map(word => {
    widest.textContent = word;
    return widest.getBoundingClientRect().width;
  });
  widest.remove();
  return Math.max(0, ...words) > e.getBoundingClientRect().width + .2;
}).map(e => e.textContent.slice(0, 40))"""


#: The same on paper, where the rows of tables that fill it are not stacked.
BROKEN_ON_PAPER = BROKEN.replace(".accounts td .sub", ".accounts td .sub, .journal td")
#: Pictures that are taller than a page on its side holds beside its foot, in pixels.
TALL = """[...document.querySelectorAll('figure > svg.plot')].filter(
  e => document.querySelector('main figure > svg.plot.wide') && e.checkVisibility()
).map(e => e.getBoundingClientRect().height).filter(height => height > 580)"""
#: Light words: what is dark behind them is not printed, but where that is asked for.
PALE = """[...document.querySelectorAll('main *:not(svg *)')].filter(e => {
  const words = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  if (!words || !e.checkVisibility()) return false;
  const style = getComputedStyle(e);
  const light = style.color.match(/[0-9.]+/g).slice(0, 3).every(part => part > 170);
  return light && !e.closest('.sr') && style.printColorAdjust !== 'exact';
}).map(e => e.className + ': ' + e.textContent.slice(0, 40))"""


@pytest.fixture(scope="module")
def shown(shown: Shown, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Give a copy: what waits for somebody on the pages that are looked at is put there."""
    return copied(shown, tmp_path_factory.mktemp("waits"))


@pytest.fixture
def where(shown: Shown) -> Iterator[str]:
    with served(shown.archive, shown.keys) as address:
        yield address


@pytest.fixture(scope="module")
def pages(shown: Shown) -> list[tuple[Role, str]]:
    """Give each kind of page once, by role: somebody signs in for each."""
    return sorted(dict.fromkeys(looked_at(shown)), key=lambda one: one[0])


class Sized:
    """A tab of any width.

    Told by the protocol itself: the driver waits each time for what no test looks at.
    """

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self._protocol = seen.page.context.new_cdp_session(seen.page)

    def open(self, path: str) -> None:
        """Load a page, with all folds open."""
        self.seen.go(path)
        self.seen.page.evaluate(
            "for (const fold of document.querySelectorAll('details')) fold.open = true"
        )

    def hide(self) -> None:
        """Let nothing be drawn from here on: everything lies where it lay, which is all we ask."""
        self.seen.page.evaluate("document.documentElement.style.visibility = 'hidden'")

    def at(
        self, width: int, *wanted: str, size: int | None = None, height: int = 800
    ) -> list[Any]:
        """Evaluate some things at a width, in letters of a size in percent, or as they are."""
        given = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._protocol.send("Emulation.setDeviceMetricsOverride", given)
        letters = f"document.documentElement.style.fontSize = '{size}%'" if size else "0"
        _, shown, *told = self.seen.page.evaluate(
            f"[{', '.join((letters, 'innerWidth', *wanted))}]"
        )
        assert shown == width
        return list(told)


def by_axe(path: str, sized: Sized) -> Iterator[object]:
    """Tell what axe finds on a desk and on a phone."""
    for width, height in (DESKTOP, PHONE):
        (over,) = sized.at(width, f"{WIDE} - document.documentElement.clientWidth", height=height)
        if over > 0:
            yield path, width, "wider than the screen", over
        for one in violations(sized.seen.page):
            yield path, width, one["id"], [node["html"] for node in one["nodes"]]


def unread(sizes: list[float]) -> list[float]:
    """Give how large words in pictures are drawn where that is too small or too large."""
    return [size for size in sizes if not 9.5 <= size <= 16.1]


def on_paper(path: str, sized: Sized) -> Iterator[object]:
    """Tell what is wrong with a page in print."""
    sized.seen.page.emulate_media(media="print")
    for width in (PAPER, WIDER_PAPER):
        wanted = (WIDE, IN_PICTURES, BROKEN_ON_PAPER, PALE)
        wide, sizes, *wrong = sized.at(width, *wanted)
        if wide > width:
            yield path, "paper", width, "too wide", wide
        if width == PAPER:
            yield from ((path, "paper", one) for one in unread(sizes))
            yield from ((path, "paper", one) for found in wrong for one in found)
    (tall,) = sized.at(LYING_PAPER, TALL)
    yield from ((path, "paper", LYING_PAPER, "too tall", one) for one in tall)
    sized.seen.page.emulate_media(media="screen")


def on_screen(path: str, sized: Sized) -> Iterator[object]:
    """Tell what is wrong with a page at each size of text and width."""
    drawn = 0
    for size, widths in LOOKED_AT.items():
        for width in widths:
            # Words are looked at in letters of one size, at the widths of both sizes.
            by_words = (IN_PICTURES, BROKEN) if size == 100 and width in WIDTHS else ("[]", "[]")
            told = sized.at(width, WIDE, OVERLAP, CUT_OFF, *by_words, size=size)
            wide, is_over, cut_off, sizes, broken = told
            if wide > width:
                yield path, width, size, "too wide", wide
            if is_over:
                yield path, width, size, "the header lies over itself"
            if cut_off > 0:
                yield path, width, size, "the menu is cut off", cut_off
            yield from ((path, width, one) for one in (*unread(sizes), *broken))
            drawn += len(sizes)
    if path == PICTURED and drawn < len(WIDTHS):
        yield path, "no words in pictures were found"


@pytest.mark.parametrize("part", range(PARTS))
def test_each_page_passes_axe_and_fits_at_any_width_and_size_of_text_and_its_words_are_whole(
    chromium: "Browser", where: str, pages: list[tuple[Role, str]], part: int
) -> None:
    assert PICTURED in [path for _, path in pages]
    found: list[object] = []
    tabs: dict[Role, Sized] = {}
    for role, path in pages[part * len(pages) // PARTS : (part + 1) * len(pages) // PARTS]:
        if role not in tabs:
            tabs[role] = Sized(tab(chromium.new_context(), where).enter(role))
        sized = tabs[role]
        sized.open(path)
        found += by_axe(path, sized)
        sized.hide()
        found += on_paper(path, sized)
        found += on_screen(path, sized)
    for one in tabs.values():
        one.seen.page.context.close()
    assert found == [], found


def test_on_a_phone_the_tab_that_is_shown_is_in_sight(chromium: "Browser", where: str) -> None:
    with chromium.new_context(viewport={"width": 320, "height": 640}) as context:
        seen = tab(context, where).enter(Role.ARCHIVIST)
        for path in ("/accounts/a0003/geschiedenis/", "/accounts/a0003/", "/platforms/"):
            seen.go(path)
            shown_tab = seen.page.locator(".tabs [aria-current]").bounding_box()
            assert shown_tab is not None
            assert shown_tab["x"] >= 0, path
            assert shown_tab["x"] + shown_tab["width"] <= 320, path
