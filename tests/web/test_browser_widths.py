"""The pages between the widths of the mock-ups, and in letters of twice the size."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from shown import Shown, copied
from test_browser import Seen, looked_at, served, tab

from weerklank.model.person import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]
#: A large screen, the one below the mock-ups, both sides of each break, tablets, phones.
WIDTHS = (1280, 1101, 1000, 900, 801, 768, 500, 360)
#: Sizes of text in percent, with the widths at which each page is looked at: a quarter of a
#: screen of 1280 pixels, and the screen of the mock-ups in letters of twice the size, besides.
LOOKED_AT = {100: (*WIDTHS, 320), 200: (1440, *WIDTHS)}
#: A4 within its margins, and within small ones.
PAPER, WIDER_PAPER = 688, 718
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
  return Math.max(0, ...words) > e.getBoundingClientRect().width + 1;
}).map(e => e.textContent.slice(0, 40))"""


@pytest.fixture(scope="module")
def shown(shown: Shown, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Give a copy: what waits for somebody on the pages that are looked at is put there."""
    return copied(shown, tmp_path_factory.mktemp("waits"))


@pytest.fixture
def where(shown: Shown) -> Iterator[str]:
    with served(shown.archive, shown.keys) as address:
        yield address


class Sized:
    """A tab of any width.

    Told by the protocol itself: the driver waits each time for what no test looks at.
    """

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        #: Words in pictures that were looked at.
        self.drawn = 0
        self._protocol = seen.page.context.new_cdp_session(seen.page)

    def at(self, width: int, *wanted: str) -> list[Any]:
        """Evaluate some things at a width."""
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        self._protocol.send("Emulation.setDeviceMetricsOverride", size)
        shown, *told = self.seen.page.evaluate(f"[innerWidth, {', '.join(wanted)}]")
        assert shown == width
        return list(told)


def each_page(chromium: "Browser", where: str, shown: Shown) -> Iterator[tuple[str, Sized]]:
    """Open each kind of page once, with all folds open."""
    tabs: dict[Role, Sized] = {}
    for role, path in looked_at(shown):
        if role not in tabs:
            tabs[role] = Sized(tab(chromium.new_context(), where).enter(role))
        seen = tabs[role].seen
        seen.go(path)
        seen.page.evaluate(
            "for (const fold of document.querySelectorAll('details')) fold.open = true"
        )
        yield path, tabs[role]
    for one in tabs.values():
        one.seen.page.context.close()


def unread(sizes: list[float]) -> list[float]:
    """Give how large words in pictures are drawn where that is too small or too large."""
    return [size for size in sizes if not 9.5 <= size <= 16.1]


def on_paper(path: str, sized: Sized) -> Iterator[object]:
    """Tell what is wrong with a page in print."""
    sized.seen.page.emulate_media(media="print")
    for width in (PAPER, WIDER_PAPER):
        wide, sizes = sized.at(width, WIDE, IN_PICTURES)
        if wide > width:
            yield path, "paper", width, "too wide", wide
        if width == PAPER:
            yield from ((path, "paper", size) for size in unread(sizes))
    sized.seen.page.emulate_media(media="screen")


def on_screen(path: str, sized: Sized, size: int, width: int) -> Iterator[object]:
    """Tell what is wrong with a page at a size of text and a width."""
    sized.seen.page.evaluate(f"document.documentElement.style.fontSize = '{size}%'")
    wide, is_over, cut_off = sized.at(width, WIDE, OVERLAP, CUT_OFF)
    if wide > width:
        yield path, width, size, "too wide", wide
    if is_over:
        yield path, width, size, "the header lies over itself"
    if cut_off > 0:
        yield path, width, size, "the menu is cut off", cut_off


def words_on_screen(path: str, sized: Sized, width: int) -> Iterator[object]:
    """Tell which words of a page are too small, too large or broken at a width."""
    sizes, broken = sized.at(width, IN_PICTURES, BROKEN)
    sized.drawn += len(sizes)
    yield from ((path, width, one) for one in (*unread(sizes), *broken))


def test_each_page_fits_at_any_width_and_size_of_text_and_its_words_are_whole(
    chromium: "Browser", where: str, shown: Shown
) -> None:
    found: list[object] = []
    drawn: dict[Sized, int] = {}
    for path, sized in each_page(chromium, where, shown):
        found += on_paper(path, sized)
        for width in WIDTHS:
            found += words_on_screen(path, sized, width)
        for size, widths in LOOKED_AT.items():
            for width in widths:
                found += on_screen(path, sized, size, width)
        drawn[sized] = sized.drawn
    assert found == [], found
    assert sum(drawn.values()) > len(WIDTHS)


def test_on_a_phone_the_tab_that_is_shown_is_in_sight(chromium: "Browser", where: str) -> None:
    with chromium.new_context(viewport={"width": 320, "height": 640}) as context:
        seen = tab(context, where).enter(Role.ARCHIVIST)
        for path in ("/accounts/a0003/geschiedenis/", "/accounts/a0003/", "/platforms/"):
            seen.go(path)
            shown_tab = seen.page.locator(".tabs [aria-current]").bounding_box()
            assert shown_tab is not None
            assert shown_tab["x"] >= 0, path
            assert shown_tab["x"] + shown_tab["width"] <= 320, path
