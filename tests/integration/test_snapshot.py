"""A page as it stands: what is taken of it, and what a page can't do about it (issue 6)."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from weerklank.harvest.browser import snapshot
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.harvest.browser.resources import resources_of
from weerklank.harvest.browser.visit import StopRule, Visit, browser, visit
from weerklank.harvest.open_addresses import OpenAddresses
from weerklank.model.raw_page import FRAME, SHADOW, SeenElement, SeenPage
from weerklank.store.spool import Spool
from weerklank.testing.png import encode_png
from weerklank.testing.web_pages import WebPage, web_site

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
RULE = StopRule(quiet=1, longest=60)
CSS = {"Content-Type": "text/css"}

PAGE = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Dam &amp; dijk</title>
<base href="/map/"><link rel="stylesheet" href="/eigen.css"><link rel="stylesheet" href="/druk.css"
media="print"><link rel="stylesheet" href="data:text/css,h5%7Bcolor:red%7D">
<link rel="stylesheet" href="/weg.css"><style id="blok">h1 { color: navy; }</style></head>
<body style="margin:0">
<form><input name="children" value="geheim-in-veld"><input name="firstChild">
<img name="styleSheets" alt=""><img name="documentElement" alt=""><img name="URL" alt=""></form>
<textarea>geheim-in-vak</textarea>
<div id="gast">licht</div><div id="dicht"></div>
<h1 style="position:absolute;left:40px;top:2000px;width:300px;height:50px;margin:0">Kop 😀</h1>
<p hidden>verborgen</p><template><b>sjabloon</b></template><canvas></canvas>
<img id="gekozen" src="/een.png" srcset="/twee.png 1x" alt="dam">
<iframe id="lijst" src="/lijst" style="position:absolute;left:100px;top:300px;border:5px solid">
</iframe><svg viewBox="0 0 4 4" width="4" height="4"><clipPath id="knip"></clipPath></svg>
<img src="/twee.png" srcset="/verhuisd.png 1x" alt="">
<script>
document.querySelector('input').value = 'inge' + 'typt';
document.querySelector('textarea').value = 'inge' + 'typt';
const open = gast.attachShadow({mode: 'open'});
open.innerHTML = '<b>schaduw</b><slot></slot>';
const fit = new CSSStyleSheet(); fit.replaceSync('b { color: green; }');
open.adoptedStyleSheets = [fit];
dicht.attachShadow({mode: 'closed'}).innerHTML = '<u>gesloten</u>';
const made = new CSSStyleSheet(); made.replaceSync('em { color: lime; }');
document.adoptedStyleSheets = [made];
blok.sheet.insertRule('h2 { color: pink; }');
const off = document.createElement('style'); off.textContent = 'h6 { color: gold; }';
document.head.append(off); off.disabled = true;
// What a page that does not want to be seen would change.
Element.prototype.getClientRects = () => { throw new Error(); };
Object.defineProperty(Node.prototype, 'firstChild', {get: () => null});
Object.defineProperty(Document.prototype, 'title', {get: () => 'vals'});
JSON.stringify = () => 'vals'; Array.prototype.push = () => 0;
String.prototype.toWellFormed = () => 'vals';
document.body.append('half \\ud83d teken');
</script></body></html>"""


def look(pages: Mapping[str, WebPage], spool: Spool) -> tuple[Visit, Bodies]:
    bodies = Bodies(spool)

    async def go(address: str) -> Visit:
        async with browser(find_chromium()) as devtools:
            return await visit(
                devtools, address, home=address, bodies=bodies, rule=RULE, looks=True
            )

    with web_site(pages) as site:
        return asyncio.run(go(f"{site.address}/")), bodies


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    picture = WebPage(
        body=encode_png(8, 8, [(0, 0, 0)], [bytes(8)] * 8), headers={"Content-Type": "image/png"}
    )
    pages = {
        "/": WebPage(body=PAGE.encode()),
        "/lijst": WebPage(body=b"<style>p { margin: 7px; }</style><p>in de lijst"),
        "/eigen.css": WebPage(
            body=b'@import "/binnen.css" screen;\nh3 { padding: var(--ruimte); padding-left: 0; }',
            headers=CSS,
        ),
        "/binnen.css": WebPage(body=b"h4 { color: teal; }", headers=CSS),
        "/druk.css": WebPage(body=b"h1 { color: black; }", headers=CSS),
        "/een.png": picture,
        "/twee.png": picture,
        "/weg.css": WebPage(body=b"p { color: red; }", status=404, headers=CSS),
        "/verhuisd.png": WebPage(status=302, headers={"Location": "/een.png"}),
    }
    spool = Spool(tmp_path_factory.mktemp("visit") / "spool")
    yield look(pages, spool)[0]
    spool.close()


@pytest.fixture
def seen(visited: Visit) -> SeenPage:
    assert visited.not_seen is None
    assert visited.seen is not None
    return visited.seen


def elements(of: SeenElement) -> Iterator[SeenElement]:
    yield of
    for child in of.children:
        if isinstance(child, SeenElement):
            yield from elements(child)


def one(page: SeenPage, tag: str, name: str | None = None) -> SeenElement:
    found = [each for each in elements(page.root) if each.tag == tag]
    return next(each for each in found if name is None or each.attributes.get("id") == name)


def said(of: SeenElement) -> str:
    return "".join(child if isinstance(child, str) else said(child) for child in of.children)


def test_the_tree_with_its_names_and_texts(visited: Visit, seen: SeenPage) -> None:
    assert seen.address == visited.address
    assert (seen.title, seen.root.tag, seen.root.attributes) == (
        "Dam & dijk",
        "html",
        {"lang": "nl"},
    )
    assert [each.tag for each in seen.root.children if isinstance(each, SeenElement)] == [
        "head",
        "body",
    ]
    assert said(one(seen, "h1")) == "Kop 😀"
    assert one(seen, "svg").attributes["viewBox"] == "0 0 4 4"
    assert one(seen, "clippath", "knip")
    assert "half \ufffd teken" in said(one(seen, "body"))
    assert seen.at.endswith("Z")


def test_boxes_are_of_the_page_wherever_it_was_scrolled_to(seen: SeenPage) -> None:
    assert seen.size == (1280, 2050)
    assert one(seen, "h1").box == (40, 2000, 300, 50)
    assert one(seen, "p").box is None


def test_shadows_and_frames_stand_where_they_are(seen: SeenPage) -> None:
    shadow = one(seen, "div", "gast").children[0]
    assert isinstance(shadow, SeenElement)
    assert shadow.tag == SHADOW
    assert [each.tag for each in shadow.children if isinstance(each, SeenElement)] == [
        "b",
        "slot",
        "style",
    ]
    assert said(shadow) == "schaduwb { color: green; }"
    assert said(one(seen, "div", "gast")).endswith("licht")
    assert one(seen, "div", "dicht").children == ()
    frame = one(seen, "iframe").children[0]
    assert isinstance(frame, SeenElement)
    assert frame.tag == FRAME
    assert frame.attributes["src"].endswith("/lijst")
    inner = next(each for each in elements(frame) if each.tag == "p")
    assert said(inner) == "in de lijst"
    assert inner.box is not None
    # Left and top of the frame, its border, and the margins of what stands in it.
    assert inner.box[:2] == (100 + 5 + 8 + 7, 300 + 5 + 8)


def test_what_fields_hold_is_not_taken(seen: SeenPage) -> None:
    assert not [held for held in ("geheim-in", "ingetypt") if held in repr(seen)]
    assert one(seen, "input").attributes == {"name": "children"}
    assert one(seen, "textarea").children == ()
    assert one(seen, "template").children == ()
    assert one(seen, "canvas").children == ()


def test_pictures_are_those_that_are_shown(visited: Visit, seen: SeenPage) -> None:
    chosen = one(seen, "img", "gekozen").attributes["src"]
    assert chosen.endswith("/twee.png")
    resources = resources_of(visited)
    assert resources[chosen].is_whole
    assert (resources[chosen].status, resources[chosen].content_type) == (200, "image/png")
    assert chosen.replace("twee", "een") not in str(one(seen, "img", "gekozen").attributes["src"])
    moved = resources[chosen.replace("twee", "verhuisd")]
    assert (moved.address, moved.status) == (chosen.replace("twee", "een"), 200)


def test_the_styles_in_force_in_their_order(visited: Visit, seen: SeenPage) -> None:
    site = visited.address
    sheets = [(sheet.address, " ".join(sheet.text.split())) for sheet in seen.sheets]
    assert sheets == [
        (f"{site}binnen.css", "@media screen { h4 { color: teal; } }"),
        (
            f"{site}eigen.css",
            '@import "/binnen.css" screen; h3 { padding: var(--ruimte); padding-left: 0; }',
        ),
        (f"{site}druk.css", "@media print { h1 { color: black; } }"),
        ("data:text/css,h5%7Bcolor:red%7D", "h5 { color: red; }"),
        (f"{site}weg.css", ""),
        (None, "h2 { color: pink; } h1 { color: navy; }"),
        (None, "em { color: lime; }"),
    ]


def test_a_sheet_of_another_origin_is_taken_as_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenAddresses, "is_home", lambda *_: True)
    monkeypatch.setattr(OpenAddresses, "demand", lambda *_: None)
    spool = Spool(tmp_path / "spool")
    with web_site(
        {"/ander.css": WebPage(body="a::before { content: 'é'; }".encode(), headers=CSS)}
    ) as other:
        page = f'<link rel="stylesheet" href="{other.address}/ander.css" media="screen"><a>x</a>'
        got, _ = look({"/": WebPage(body=page.encode())}, spool)
    assert got.seen is not None
    (sheet,) = got.seen.sheets
    assert sheet.address == f"{other.address}/ander.css"
    assert " ".join(sheet.text.split()) == "@media screen { a::before { content: 'é'; } }"
    spool.close()


@pytest.mark.parametrize(
    ("limit", "most", "script"),
    [
        ("MOST_NODES", 50, "for (let n = 0; n < 60; n++) document.body.append('x')"),
        (
            "MOST_DEPTH",
            20,
            "let at = document.body; for (let n = 0; n < 30; n++) at.append(at = new Image())",
        ),
        ("MOST_TEXT", 5000, "document.body.title = 'x'.repeat(6000)"),
    ],
)
def test_a_page_that_is_too_large_is_not_taken(
    limit: str, most: int, script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, limit, most)
    spool = Spool(tmp_path / "spool")
    got, _ = look({"/": WebPage(body=f"<body><script>{script}</script>".encode())}, spool)
    assert (got.seen, got.not_seen) == (None, snapshot.TOO_LARGE)
    spool.close()
