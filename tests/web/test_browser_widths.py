"""The pages between the widths of the mock-ups, and in letters of twice the size."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

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
#: How large the words in the pictures that show are drawn, in pixels.
IN_PICTURES = (
    "[...document.querySelectorAll('svg.plot')].filter(e => e.checkVisibility())"
    ".map(e => 12 * e.getBoundingClientRect().width / e.viewBox.baseVal.width)"
)
#: Whether the field of search and who is signed in lie over each other.
OVERLAP = """(() => {
  const [a, b] = ['.find', '.who'].map(e => document.querySelector(e)?.getBoundingClientRect());
  if (!a || !b) return false;
  return b.left < a.right && a.left < b.right && b.top < a.bottom && a.top < b.bottom;
})()"""
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


def each_page(chromium: "Browser", where: str, shown: Shown) -> Iterator[tuple[str, Seen]]:
    """Open each kind of page once, with all folds open."""
    tabs: dict[Role, Seen] = {}
    for role, path in looked_at(shown):
        if role not in tabs:
            tabs[role] = tab(chromium.new_context(), where).sign_in(role)
        tabs[role].go(path)
        tabs[role].page.evaluate(
            "for (const fold of document.querySelectorAll('details')) fold.open = true"
        )
        yield path, tabs[role]
    for one in tabs.values():
        one.page.context.close()


def test_no_page_is_too_wide_at_any_width_and_size_of_text(
    chromium: "Browser", where: str, shown: Shown
) -> None:
    found: list[object] = []
    for path, seen in each_page(chromium, where, shown):
        for size in (100, 200):
            seen.page.evaluate(f"document.documentElement.style.fontSize = '{size}%'")
            for width in WIDTHS:
                seen.page.set_viewport_size({"width": width, "height": 800})
                wide = seen.page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    found.append((path, width, size, "too wide", wide))
                if seen.page.evaluate(OVERLAP):
                    found.append((path, width, size, "the header lies over itself"))
    assert found == []


def test_words_in_pictures_can_be_read_and_words_beside_them_are_whole(
    chromium: "Browser", where: str, shown: Shown
) -> None:
    found: list[object] = []
    drawn = 0
    for path, seen in each_page(chromium, where, shown):
        seen.page.emulate_media(media="print")
        seen.page.set_viewport_size({"width": 688, "height": 970})  # A4 within its margins
        found += [
            (path, "paper", size)
            for size in seen.page.evaluate(IN_PICTURES)
            if not 9.5 <= size <= 16.1
        ]
        seen.page.emulate_media(media="screen")
        for width in WIDTHS:
            seen.page.set_viewport_size({"width": width, "height": 800})
            sizes = seen.page.evaluate(IN_PICTURES)
            drawn += len(sizes)
            found += [(path, width, size) for size in sizes if not 9.5 <= size <= 16.1]
            found += [(path, width, broken) for broken in seen.page.evaluate(BROKEN)]
    assert found == []
    assert drawn > len(WIDTHS)


def test_on_a_phone_the_tab_that_is_shown_is_in_sight(chromium: "Browser", where: str) -> None:
    with chromium.new_context(viewport={"width": 320, "height": 640}) as context:
        seen = tab(context, where).sign_in(Role.ARCHIVIST)
        for path in ("/accounts/a0003/geschiedenis/", "/accounts/a0003/", "/platforms/"):
            seen.go(path)
            shown_tab = seen.page.locator(".tabs [aria-current]").bounding_box()
            assert shown_tab is not None
            assert shown_tab["x"] >= 0, path
            assert shown_tab["x"] + shown_tab["width"] <= 320, path
