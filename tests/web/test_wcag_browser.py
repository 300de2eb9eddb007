"""What axe can't see, each named in docs/toezicht/wcag.toml: spacing, focus, order, surprises."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from shown import Shown
from test_browser import Seen, served, tab

from weerklank.model.person import Role
from weerklank.web.sign_in import draw_password

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]
#: One page of each make: a list, tables with a form, a picture, results, a fold of settings.
PAGES = ("/", "/accounts/", "/accounts/a0001/", "/zoeken/?q=hoogwater", "/volledigheid/",
         "/controle/", "/logboek/", "/publiek/")  # fmt: skip
INSIDE = PAGES[:-1]
#: What 1.4.12 asks: lines of 1.5, paragraphs of 2, letters of .12, words of .16.
_SPACED = (
    "(() => { const one = new CSSStyleSheet(); one.replaceSync('* { line-height: 1.5 !important;"
    " letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-bottom: 2em !important }'); document.adoptedStyleSheets = [one] })()"
)
#: Text of which a part is cut off: its box hides what sticks out, and something does.
_CUT = (
    "[...document.querySelectorAll('main *, header *')].filter(e => e.clientWidth > 1"
    " && getComputedStyle(e).overflow === 'hidden' && e.innerText && (e.scrollWidth >"
    " e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))"
    ".map(e => e.outerHTML.slice(0, 90))"
)
_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Whether what has the focus is at least partly in sight and uncovered; '' when it is.
_COVERED = (
    "(e => { if (e === document.body) return ''; const all = [...e.getClientRects()];"
    " const seen = all.some(b => [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]].some(([x, y])"
    " => { const top = document.elementFromPoint(b.x + b.width * x, b.y + b.height * y);"
    " return top && (e === top || e.contains(top) || top.contains(e)) }));"
    " return seen ? '' : e.outerHTML.slice(0, 120) })(document.activeElement)"
)


@pytest.fixture
def address(shown: Shown) -> Iterator[str]:
    with served(shown.archive, shown.keys) as where:
        yield where


@pytest.fixture
def seen(chromium: "Browser", address: str) -> Iterator[Seen]:
    view = {"width": 1280, "height": 720}
    with chromium.new_context(viewport=view, bypass_csp=True, locale="nl-NL") as context:
        yield tab(context, address).enter(Role.ARCHIVIST)


def test_more_space_between_letters_and_lines_hides_no_text(seen: Seen) -> None:
    for width in (1280, 390):
        seen.page.set_viewport_size({"width": width, "height": 720})
        for path in PAGES:
            seen.go(path)
            before = seen.page.evaluate(_CUT)
            seen.page.evaluate(_SPACED)
            spaced = "getComputedStyle(document.querySelector('h1')).letterSpacing"
            assert seen.page.evaluate(spaced) != "normal"
            assert [one for one in seen.page.evaluate(_CUT) if one not in before] == [], path
            assert seen.page.evaluate(_WIDE) <= 0, (path, width)
    seen.page.set_viewport_size({"width": 1280, "height": 720})


def test_the_tab_key_goes_round_a_page_and_is_caught_nowhere(seen: Seen) -> None:
    for path in ("/", "/accounts/", "/zoeken/?q=hoogwater"):
        seen.go(path)
        met: set[str] = set()
        stops = on_it = 0
        # A field for a day has a stop for each of its parts: the same thing, some times over.
        mark = (
            "(e => { const told = e === window.last ? 'same' : e.dataset.met ? 'again' : 'new';"
            " e.dataset.met = '1'; window.last = e; return told })(document.activeElement)"
        )
        while stops < 300:
            seen.page.keyboard.press("Tab")
            stops += 1
            if seen.page.evaluate("document.activeElement === document.body"):
                break  # behind the last one: the browser itself has the focus
            told = seen.page.evaluate(mark)
            on_it = on_it + 1 if told == "same" else 0
            assert on_it < 6, "caught"
            if told == "again":
                break
            met.add(seen.page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
        left = seen.page.evaluate(
            "[...document.querySelectorAll('main a[href], main button, main input, main select')]"
            ".filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.disabled"
            " && e.type !== 'radio' && !e.dataset.met).map(e => e.outerHTML.slice(0, 120))"
        )
        assert left == [], path
        assert len(met) > 10


def test_what_has_the_focus_is_in_sight(seen: Seen) -> None:
    for path in INSIDE:
        seen.go(path)
        for _ in range(40):
            seen.page.keyboard.press("Tab")
            assert seen.page.evaluate(_COVERED) == "", path
        for _ in range(10):  # back up, under whatever stays on top
            seen.page.keyboard.press("Shift+Tab")
            assert seen.page.evaluate(_COVERED) == "", path


def test_each_page_has_a_title_a_language_and_a_way_past_the_menu(seen: Seen) -> None:
    titles = {}
    for path in PAGES:
        seen.go(path)
        titles[path] = seen.page.title()
        assert seen.page.get_attribute("html", "lang") == "nl"
        assert seen.page.locator("h1").count() == 1, path
        first = seen.page.locator("body a[href]").first
        assert first.get_attribute("href") == "#content", path
        assert seen.page.locator("main#content").count() == 1, path
    assert len(set(titles.values())) == len(titles), titles
    assert all(titles.values())
    seen.go("/publiek/en/")
    assert seen.page.get_attribute("html", "lang") == "en"


def test_menu_search_and_help_stand_in_the_same_order_on_each_page(seen: Seen) -> None:
    menus, headers = set(), set()
    for path in INSIDE:
        seen.go(path)
        menus.add(tuple(seen.page.locator("#main-menu a[data-key]").evaluate_all(
            "all => all.map(a => a.getAttribute('href'))")))  # fmt: skip
        headers.add(tuple(seen.page.locator("header input, header button, header a").evaluate_all(
            "all => all.map(e => e.name || e.getAttribute('popovertarget') || e.pathname)"
        )))  # fmt: skip
    assert len(menus) == 1, menus
    assert len(headers) == 1, headers
    (header,), (menu,) = headers, menus
    assert "q" in header  # by its words, and by the menu: two ways
    assert "help" in header
    assert "/accounts/" in menu


def test_focus_and_choice_alone_lead_nowhere(seen: Seen) -> None:
    for path in ("/accounts/", "/zoeken/?q=hoogwater", "/logboek/", "/publiek/"):
        seen.go(path)
        where, chosen = seen.page.url, 0
        for one in seen.page.locator("main select").all():
            one.focus()
            options = one.evaluate("e => e.options.length")
            if options > 1:
                one.select_option(index=options - 1)
                chosen += 1
        for one in seen.page.locator("main input[type=checkbox]:visible").all()[:5]:
            one.focus()
            one.press("Space")
        assert seen.page.url == where
        assert chosen, path
        assert len(seen.page.context.pages) == 1


def test_nothing_moves_by_itself_nor_for_who_wants_no_motion(seen: Seen) -> None:
    moving = (
        "[...document.querySelectorAll('[autoplay], marquee, blink')].length"
        " + document.getAnimations().filter("
        "a => a.effect.getTiming().iterations === Infinity).length"
    )
    slow = (
        "[...document.querySelectorAll('body *')].filter(e => getComputedStyle(e)"
        ".transitionDuration.split(',').some(s => parseFloat(s) > 0)"
        " || getComputedStyle(e).animationName !== 'none').map(e => e.outerHTML.slice(0, 90))"
    )
    seen.go("/accounts/")
    assert seen.page.evaluate(slow), "there is motion to leave out"
    seen.page.emulate_media(reduced_motion="reduce")
    for path in (*PAGES, "/zoeken/?beeld=media"):
        seen.go(path)
        assert seen.page.evaluate(moving) == 0, path
        assert seen.page.evaluate(slow) == [], path
    seen.page.emulate_media(reduced_motion="no-preference")


def test_a_phone_on_its_side_shows_the_same(seen: Seen) -> None:
    for path in PAGES:
        words = []
        for width, height in ((390, 700), (700, 390)):
            seen.page.set_viewport_size({"width": width, "height": height})
            seen.go(path)
            words.append(seen.page.inner_text("main h1"))
            assert seen.page.is_visible("main h1")
            turned = seen.page.evaluate("getComputedStyle(document.body).transform")
            assert turned == "none"
            assert seen.page.evaluate(_WIDE) <= 0, (path, width)
        assert words[0] == words[1]
    seen.page.set_viewport_size({"width": 1280, "height": 720})


def test_signing_in_takes_what_is_pasted_and_asks_no_puzzle(
    chromium: "Browser", address: str
) -> None:
    name = "Arend Bewaarder"
    with chromium.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        one = tab(context, address)
        one.go("/aanmelden/")
        asked = one.page.locator("main input:visible").evaluate_all("all => all.map(e => e.name)")
        assert asked == ["name", "password"]
        assert one.page.get_attribute("#name", "autocomplete") == "username"
        assert one.page.get_attribute("#password", "autocomplete") == "current-password"
        one.page.fill("#name", name)
        one.page.evaluate("word => navigator.clipboard.writeText(word)", draw_password(name))
        one.page.focus("#password")
        one.page.keyboard.press("Control+V")
        one.page.click("main button.nl-button--primary")
        one.page.wait_for_url(address + "/")


#: Roles of what is followed, pressed or filled in.
_CONTROLS = frozenset({"link", "button", "textbox", "searchbox", "combobox", "checkbox", "Date"})


def _heard(seen: Seen) -> list[dict[str, Any]]:
    """Give what a screen reader is told of the page, in its order."""
    asked = seen.page.context.new_cdp_session(seen.page)
    asked.send("Accessibility.enable")
    nodes = asked.send("Accessibility.getFullAXTree")["nodes"]
    asked.detach()
    by_id = {one["nodeId"]: one for one in nodes}
    order: list[dict[str, Any]] = []
    waiting = [nodes[0]["nodeId"]]
    while waiting:
        one = by_id[waiting.pop()]
        waiting += reversed([child for child in one.get("childIds", []) if child in by_id])
        if not one["ignored"]:
            told = {name: one.get(name, {}).get("value", "") for name in ("name", "description")}
            more = {each["name"]: each["value"].get("value") for each in one.get("properties", [])}
            order.append({"role": one["role"]["value"], **told, **more})
    return order


def test_who_hears_a_page_can_tell_its_parts_and_links_apart_and_hears_each_thing_once(
    seen: Seen,
) -> None:
    for path in (*PAGES, "/oogsten/", "/platforms/", "/publiek/accounts/", "/zoeken/?q=hoogwater"):
        seen.go(path)
        heard = _heard(seen)
        levels = [one["level"] for one in heard if one["role"] == "heading"]
        after = levels[levels.index(1) :]
        assert levels.count(1) == 1, path
        assert all(low <= high + 1 for high, low in pairwise(after)), (path, levels)
        assert [one for one in heard if one["role"] in _CONTROLS and not one["name"]] == [], path
        for one in heard:
            assert one["role"] != "table" or one["name"], path
            twice = one["description"] and one["description"] in one["name"]
            assert not twice, (path, one)
        places: dict[str, set[str]] = {}
        for one in heard[[one["role"] for one in heard].index("main") :]:
            if one["role"] == "link":
                places.setdefault(one["name"], set()).add(one["url"].partition("#")[0])
        unclear = {name: found for name, found in places.items() if len(found) > 1}
        assert not unclear, (path, unclear)


def test_what_was_done_is_spoken_once_though_the_page_begins_with_it(seen: Seen) -> None:
    seen.go("/bewaartermijnen/bewaarplicht/")
    assert seen.page.text_content("#spoken") == ""
    seen.go("/bewaartermijnen/bewaarplicht/?vastgelegd=ja")
    told = seen.page.inner_text("main .message[role=status]").strip()
    seen.page.wait_for_function("document.getElementById('spoken').textContent !== ''")
    assert seen.page.text_content("#spoken") == told
    seen.page.wait_for_function("document.getElementById('spoken').textContent === ''")
