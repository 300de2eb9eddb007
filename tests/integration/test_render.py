"""Pictures and print of a chosen page: out of what is kept, while nothing leaves (issue 6)."""

import asyncio
import hashlib
import re
import socket
import struct
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from weerklank.harvest.browser import devtools as protocol
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.harvest.browser.render import HIGHEST, render
from weerklank.harvest.browser.visit import StopRule, browser, visit
from weerklank.model.errors import NotNow
from weerklank.model.page import ChosenPage, KeptResource, PageFacts, Rendered
from weerklank.store.spool import Spool
from weerklank.testing.png import encode_png
from weerklank.testing.web_pages import page_of, web_site

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
ADDRESS = "https://social.voorbeelddam.example/@gemeente/1"
BLUE = encode_png(40, 20, [(0, 0, 255)], [bytes(40)] * 20)


def chosen(
    body: str, *, box: tuple[int, int, int, int] | None = None, head: str = ""
) -> ChosenPage:
    return ChosenPage(
        address=ADDRESS,
        at="2026-05-06T07:08:09Z",
        title=None,
        html=(
            f"<!doctype html><html lang=nl><head><title>Dijk</title>{head}</head>"
            f"<body style='margin:0'>{body}</body></html>"
        ).encode(),
        text="",
        resources=(),
        shows=(),
        post_box=box,
        facts=PageFacts(map=1, stopped="nothing-new"),
    )


def kept(address: str, content: bytes, kind: str = "image/png") -> dict[str, KeptResource]:
    one = KeptResource(
        address=address,
        status=200,
        headers=(("Content-Type", kind),),
        protocol="h2",
        at="2026-05-06T07:08:09Z",
        length=len(content),
        read=lambda: iter([content]),
    )
    return {address: one}


def rendered(
    *pages: ChosenPage, resources: Mapping[str, KeptResource] | None = None
) -> list[Rendered]:
    async def go() -> list[Rendered]:
        async with browser(find_chromium()) as devtools:
            return [await render(devtools, page, resources or {}) for page in pages]

    return asyncio.run(go())


def size(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_what_is_kept_is_shown_and_what_is_not_is_not() -> None:
    there, gone = "https://beeld.example/a.png", "https://beeld.example/b.png"
    post = "<div data-weerklank-post style='width:40px;height:20px{}'>{}</div>"
    image = "<img loading=lazy style='display:block' width=40 height=20 src='{}' alt=''>"
    with_image, without, blue, empty = rendered(
        chosen("<p>vooraf</p>" + post.format("", image.format(there + "#deel"))),
        chosen("<p>vooraf</p>" + post.format("", image.format(gone))),
        chosen(post.format(";background:blue", "")),
        chosen(post.format("", "")),
        resources=kept(there, BLUE),
    )
    assert with_image.post_png == blue.post_png
    assert without.post_png not in (blue.post_png, empty.post_png)  # a frame that is empty
    assert blue.post_png != empty.post_png
    assert size(with_image.post_png or b"") == (40, 20)


def test_styles_and_fonts_by_address_and_relative_ones() -> None:
    link = "<link rel=stylesheet href='/stijl.css'>"
    post = "<div data-weerklank-post></div>"
    style = b"div { width: 30px; height: 10px; background: url(punt.png) }"
    resources = {
        **kept("https://social.voorbeelddam.example/stijl.css", style, "text/css"),
        **kept("https://social.voorbeelddam.example/punt.png", BLUE),
    }
    by_link, by_hand = rendered(
        chosen(post, head=link),
        chosen("<div data-weerklank-post style='width:30px;height:10px;background:blue'></div>"),
        resources=resources,
    )
    assert by_link.post_png == by_hand.post_png


def test_the_post_where_it_stands_else_where_it_stood() -> None:
    block = (
        "<div style='height:100px'></div><article {} style='width:200px;height:70px'>x</article>"
    )
    marked, told, neither = rendered(
        chosen(block.format("data-weerklank-post"), box=(0, 0, 10, 10)),
        chosen(block.format(""), box=(0, 100, 60, 50)),
        chosen(block.format("")),
    )
    assert size(marked.post_png or b"") == (200, 70)
    assert size(told.post_png or b"") == (60, 50)
    assert neither.post_png is None


def test_a_page_that_is_very_high_is_cut_and_that_is_said() -> None:
    high, low = rendered(
        chosen(f"<p style='height:{HIGHEST + 500}px;margin:0'>hoog</p>"),
        chosen("<p style='height:3000px;margin:0'>laag</p>"),
    )
    assert (size(high.page_png), high.is_cut) == ((1280, HIGHEST), True)
    assert (size(low.page_png), low.is_cut) == ((1280, 3000), False)


def test_a_print_has_text_and_headings_and_names_nobody() -> None:
    (made,) = rendered(chosen("<h1>Dijk</h1><p>De dijk is dicht.</p>" + "<p>regel</p>" * 400))
    assert made.pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made.pdf
    assert b"/H1" in made.pdf
    assert b"/Lang (nl)" in made.pdf
    assert b"/Title (Dijk)" in made.pdf
    assert len(re.findall(rb"/Type /Page\b", made.pdf)) > 3
    assert b"/Author" not in made.pdf
    assert socket.gethostname().encode() not in made.pdf
    kinds = {kind for kind, _ in chunks(made.page_png)}
    assert kinds <= {b"IHDR", b"sRGB", b"sBIT", b"gAMA", b"iCCP", b"PLTE", b"IDAT", b"IEND"}


def chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        kind, data = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + data) == struct.unpack_from(">I", picture, at + 8 + length)[0]
        yield kind, data
        at += 12 + length


@contextmanager
def door() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on loopback, and keep note of whoever comes."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def wait() -> None:
            while True:
                try:
                    end, _ = server.accept()
                except OSError:
                    return
                with end:
                    came.append(b"")

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


TRAPS = """
<link rel=preconnect href="{0}"><link rel=dns-prefetch href="{0}"><link rel=prefetch href="{0}/1">
<link rel=preload as=image href="{0}/2"><link rel=modulepreload href="{0}/3">
<link rel=stylesheet href="{0}/4"><link rel=icon href="{0}/5"><link rel=manifest href="{0}/6">
<link rel=prerender href="{0}/7"><style>@import "{0}/8"; p {{ background: url({0}/9) }}
@font-face {{ font-family: x; src: url({0}/10) }} p {{ font-family: x }}</style>
<script type=speculationrules>{{"prefetch": [{{"urls": ["{0}/11"], "eagerness": "immediate"}}],
"prerender": [{{"urls": ["{0}/12"], "eagerness": "immediate"}}]}}</script>
<script>new WebSocket("{1}/13"); fetch("{0}/14"); new RTCPeerConnection(
{{iceServers: [{{urls: "stun:127.0.0.1:{2}"}}]}}).createDataChannel("x");
location = "{0}/15"; navigator.sendBeacon("{0}/16"); new Worker("{0}/17");
document.title = "script"; document.write("<h1 id=script>script</h1>");</script>
<meta http-equiv=refresh content="0;url={0}/18">"""
TRAPS_BELOW = """<p>x</p><img src="{0}/19" srcset="{0}/20 2x"><iframe src="{0}/21"></iframe>
<iframe srcdoc="<img src='{0}/22'>"></iframe><object data="{0}/23"></object><embed src="{0}/24">
<video src="{0}/25" poster="{0}/26" autoplay></video><audio src="{0}/27" autoplay></audio>
<svg><image href="{0}/28"/><use href="{0}/29#a"/></svg><body background="{0}/30">
<input type=image src="{0}/31"><img src="x:" onerror="location='{0}/32'">
<form action="{0}/33"><button autofocus onfocus="this.form.submit()"></button></form>"""


def test_nothing_leaves_whatever_stands_in_the_page() -> None:
    with door() as (port, came):
        given = (f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}", port)
        (made,) = rendered(chosen(TRAPS_BELOW.format(*given), head=TRAPS.format(*given)))
        assert came == []
        socket.create_connection(("127.0.0.1", port)).close()  # it does listen
    assert size(made.page_png)[0] == 1280
    assert b"/Title (Dijk)" in made.pdf
    assert b"/H1" not in made.pdf


def test_a_long_film_is_not_given() -> None:
    asked: list[str] = []

    def read() -> Iterator[bytes]:
        asked.append("film")
        yield bytes(5 << 20)

    film = kept("https://beeld.example/film.mp4", bytes(5 << 20), "video/mp4")
    resources = {
        address: KeptResource(
            **{name: getattr(one, name) for name in one.__slots__ if name != "read"}, read=read
        )
        for address, one in film.items()
    }
    (made,) = rendered(
        chosen("<video src='https://beeld.example/film.mp4' autoplay></video>"),
        resources=resources,
    )
    assert made.page_png
    assert asked == []


def test_the_browser_of_a_visit_renders_too(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")

    async def go() -> list[Rendered]:
        async with browser(find_chromium()) as devtools:
            made: list[Rendered] = []
            for _ in range(2):
                await visit(
                    devtools,
                    site.address,
                    home=site.address,
                    bodies=Bodies(spool),
                    rule=StopRule(quiet=0.5, longest=30),
                )
                made.append(await render(devtools, chosen("<p>dijk</p>"), {}))
            return made

    with web_site({"/": page_of("<p>water</p>")}) as site:
        first, second = asyncio.run(go())
    assert first.page_png == second.page_png
    spool.close()


NOISE = "https://beeld.example/ruis.png"


def noise() -> dict[str, KeptResource]:
    """Give a picture that no picture of it is much smaller than."""
    colours = hashlib.shake_256(b"kleuren").digest(768)
    palette = [(colours[at], colours[at + 1], colours[at + 2]) for at in range(0, 768, 3)]
    rows = [hashlib.shake_256(bytes([at])).digest(1280) for at in range(250)]
    return kept(NOISE, encode_png(1280, 250, palette, rows))


def test_a_picture_that_is_too_long_to_tell_is_made_lower(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "_LONGEST_MESSAGE", 22 << 20)
    page = chosen(f"<div style='height:16000px;background:url({NOISE})'></div>")
    (made,) = rendered(page, resources=noise())
    assert (size(made.page_png), made.is_cut) == ((1280, HIGHEST // 4), True)


def test_a_picture_that_can_not_be_made_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "_LONGEST_MESSAGE", 1 << 20)
    page = chosen(f"<div style='height:8000px;background:url({NOISE})'></div>")
    with pytest.raises(NotNow) as caught:
        rendered(page, resources=noise())
    assert caught.value.code == "BROWSER-020"
