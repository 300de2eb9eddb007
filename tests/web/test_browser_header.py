"""The header and the heads of pages with the longest name, all roles and every action."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from own_archive import SANNE, OwnArchive, posted
from test_browser import served, tab

from weerklank.model.person import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]
#: A name of more signs than the header has room for; the first person of an archive has all roles.
NAME = "Willemijn van Oosterhout-Bakkersma Fictema"
WIDTHS = (801, 820, 853, 900, 960, 1024, 1101, 1280, 1440)
#: What of the header lies over each other or out of the window.
OVER = """(() => {
  const parts = ['.brand', '.find', '.who'].map(e => document.querySelector(e));
  const shown = [...parts.slice(0, 2), ...parts[2].querySelectorAll('a')];
  const boxes = shown.map(e => e.getBoundingClientRect()).filter(box => box.width);
  const out = boxes.filter(box => box.left < 0 || box.right > innerWidth + 1).length;
  return out + boxes.flatMap((a, at) => boxes.slice(at + 1).filter(b =>
    b.left < a.right - 1 && a.left < b.right - 1 && b.top < a.bottom - 1 && a.top < b.bottom - 1
  )).length;
})()"""
#: Whether a part of the name is not to be seen.
CUT = "(e => e.scrollWidth > e.clientWidth + 1)(document.querySelector('.who .name'))"
HEAD = "(e => [e.width, e.height])(document.querySelector('h1').getBoundingClientRect())"


def test_a_long_name_with_all_roles_covers_nothing_and_titles_keep_their_width(
    chromium: "Browser", tmp_path: Path
) -> None:
    own = OwnArchive(tmp_path).make([posted("2026-01-05T10:00", "Een bericht")])
    roles = (part for role in Role for part in ("--role", role.value))
    own.run("person", "add", NAME, *roles, "--until", "2099-01-01", "--as", SANNE)
    place = own.serve()
    with served(own.folder, own.keys) as address, chromium.new_context() as context:
        seen = tab(context, address).enter(NAME)
        for path in ("/accounts/", "/accounts/a0001/", "/accounts/nalopen/?alles=ja", "/logboek/"):
            assert seen.go(path) == 200
            for width in WIDTHS:
                seen.page.set_viewport_size({"width": width, "height": 700})
                assert seen.page.evaluate(OVER) == 0, (path, width)
                across, down = seen.page.evaluate(HEAD)
                assert across > 200, (path, width, across)
                assert down < 130, (path, width, down)
                assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, path
        for width in (820, 1280, 1440):  # letters of twice the size, which a browser may be set to
            seen.page.set_viewport_size({"width": width, "height": 700})
            assert seen.go("/accounts/") == 200
            seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert not seen.page.evaluate(CUT), width
            assert seen.page.evaluate(OVER) == 0, width
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert place.register().persons[NAME]
