"""Parts of a picture are redacted by mouse and by keyboard, and read by somebody else."""

import io
import json
from pathlib import Path

import pytest
from own_archive import SANNE, OwnArchive, posted
from PIL import Image
from test_browser import DESKTOP, PHONE, Seen, served, tab
from with_axe import violations

from secret_picture import frames, secrets_in, upright
from weerklank.testing.mastodon_export import ExportMedium

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]
WOUT, RUUD = "Wout Fictema", "Ruud Fictema"
LARGE = (900, 600)
_FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture
def own(tmp_path: Path) -> OwnArchive:
    out = io.BytesIO()
    upright().resize(LARGE, Image.Resampling.NEAREST).save(out, "PNG")
    medium = ExportMedium(
        path="media_attachments/files/een.png",
        content_type="image/png",
        alt="Een bord bij de kermis",
        width=LARGE[0],
        height=LARGE[1],
        data=out.getvalue(),
    )
    place = OwnArchive(tmp_path / "woo")
    place.root.mkdir()
    place.make([posted("2026-03-02T09:00:00", "De kermis.", media=(medium,))])
    for name, role in ((WOUT, "woo"), (RUUD, "reviewer")):
        place.run("person", "add", name, "--role", role, "--as", SANNE)
    given = ("--request", "Alles over de kermis", "--received", "2026-03-20", "--as", WOUT)
    place.run("dossier", "new", *given)
    place.run("dossier", "add", "w0001", "--query", "kermis", "--as", WOUT)
    place.serve()
    return place


def _fields(seen: Seen) -> list[float]:
    names = ("left", "top", "width", "height")
    return [float(seen.page.input_value(f"#part-{name}") or 0) for name in names]


def _looks_right(seen: Seen) -> None:
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations(seen.page)] == []
    assert seen.page.evaluate(_FITS)


def test_parts_are_drawn_by_mouse_and_by_keyboard_and_read_by_another(chromium, own, tmp_path):
    (one,) = own.run("dossier", "show", "w0001", "--as", WOUT)["documents"]
    at = f"/woo/w0001/stuk/{one['id']}/"
    with served(own.folder, own.keys) as where:
        width, height = DESKTOP
        with chromium.new_context(
            viewport={"width": width, "height": height}, bypass_csp=True
        ) as context:
            wout = tab(context, where).enter(WOUT)
            wout.go(at)
            wout.says("lak een deel van het eerste beeld")
            with wout.page.expect_navigation():
                wout.page.keyboard.press("b")
            _by_mouse(wout)
            _by_keyboard(wout)
            _looks_right(wout)
            wout.go(at)
            wout.says("gaat mee zonder de 2 gelakte delen")
            assert wout.page.locator(".stage .bars > svg").count() == 2
            _looks_right(wout)
            for narrow in (1180, 1000, 801, 768, 500, 320):
                wout.page.set_viewport_size({"width": narrow, "height": height})
                for where_to in (at, f"{at}beeld/1/"):
                    wout.go(where_to)
                    assert wout.page.evaluate(_FITS), (narrow, where_to)
            assert wout.complaints == []
        width, height = PHONE
        with chromium.new_context(
            viewport={"width": width, "height": height}, has_touch=True, bypass_csp=True
        ) as context:
            ruud = tab(context, where).enter(RUUD)
            ruud.go(at)
            ruud.press(".to-part")
            ruud.says("2 delen gelakt")
            assert ruud.page.locator("[data-draft]").count() == 0
            _looks_right(ruud)
            wout = tab(context, where).enter(WOUT)
            wout.go(f"{at}beeld/1/")
            _by_touch(wout)
            _looks_right(wout)
    marks = own.run("dossier", "show", "w0001", "--as", WOUT)["redactions"]
    assert [one["ground"] for one in marks] == ["5.1.1d", "5.1.2e", "5.1.2e"]
    for step in ("review", "freeze"):
        own.run("dossier", step, "w0001", "--as", RUUD)
    own.run("dossier", "export", "w0001", str(tmp_path / "uit"), "--as", WOUT)
    (seen,) = frames((tmp_path / "uit" / "media" / "0001-1.png").read_bytes())
    # The square, of which the mouse covered all.
    assert (seen.size, secrets_in(seen)) == (LARGE, 0)
    rows = (tmp_path / "uit" / "stukken.jsonl").read_text("utf-8").splitlines()
    assert len(json.loads(rows[0])["media"][0]["hidden"]) == 3


def _by_mouse(wout: Seen) -> None:
    """Draw over the square, which is where it is in per cent, however large it is shown."""
    page = wout.page
    stage = page.locator("[data-stage]")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box is not None
    places = [(0.32, 0.23), (0.5, 0.5), (0.6, 0.65)]
    (x, y), *rest = [
        (box["x"] + right * box["width"], box["y"] + down * box["height"])
        for right, down in places
    ]
    page.mouse.move(x, y)
    page.mouse.down()
    for x, y in rest:
        page.mouse.move(x, y)
    page.mouse.up()
    left, top, width, height = _fields(wout)
    assert [abs(left - 32), abs(top - 23), abs(width - 28), abs(height - 42)] < [1] * 4
    page.keyboard.press("2")
    with page.expect_navigation():
        page.keyboard.press("l")
    wout.says("1 deel gelakt")
    # What was chosen as ground stays chosen for the next part.
    assert page.is_checked('[data-ground="2"]')


def _by_keyboard(wout: Seen) -> None:
    page = wout.page
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.matches('[data-draft]')")
    assert _fields(wout) == [35, 35, 30, 30]
    for keys in ("ArrowLeft", "ArrowUp", "ArrowUp", "Shift+ArrowRight", "Control+ArrowLeft"):
        page.keyboard.press(keys)
    assert _fields(wout) == [33.9, 33, 31, 30]
    said = page.locator("[data-said]").text_content() or ""
    assert "Links 33.9, boven 33, breed 31, hoog 30 procent" in said
    page.keyboard.press("Escape")
    assert _fields(wout) == [0, 0, 0, 0]
    page.fill("#part-left", "2")
    page.fill("#part-top", "80")
    page.fill("#part-width", "20")
    page.fill("#part-height", "15.5")
    assert page.locator("[data-draft]").is_visible()
    page.check('[data-ground="1"]')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    wout.says("2 delen gelakt")
    page.keyboard.press("r")
    page.keyboard.press("1")
    with page.expect_navigation():
        page.keyboard.press("l")
    wout.says("3 delen gelakt")
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    wout.says("2 delen gelakt")


def _by_touch(wout: Seen) -> None:
    """Draw with a finger: events of a touch, as the browser gives them."""
    page = wout.page
    stage = page.locator("[data-stage]")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    places = [(0.7, 0.1), (0.8, 0.2), (0.9, 0.3)]
    points = [
        {"x": box["x"] + right * box["width"], "y": box["y"] + down * box["height"]}
        for right, down in places
    ]
    for kind, touched in (("Start", points[:1]), ("Move", points[1:2]), ("Move", points[2:])):
        asked = {"type": f"touch{kind}", "touchPoints": touched}
        session.send("Input.dispatchTouchEvent", asked)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    left, top, width, height = _fields(wout)
    assert abs(left - 70) + abs(top - 10) + abs(width - 20) + abs(height - 20) < 4
    wout.press('[data-do="hide"]')
    wout.says("3 delen gelakt")
