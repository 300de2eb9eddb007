"""Steps inside open shadow trees and frames: banners there are refused, never accepted."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.harvest.browser.steps import Kind, Steps, read_steps
from weerklank.harvest.browser.visit import Stopped, StopRule, Visit, browser, visit
from weerklank.store.spool import Spool
from weerklank.testing.plain_answer import send

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
STEPS = read_steps(
    b"""
[[press]]
kind = "refuse"
selectors = ["button"]
words = ["Alles weigeren"]
inside = true
[[press]]
kind = "more"
selectors = ["button"]
words = ["Toon meer"]
inside = true
[[press]]
kind = "open"
selectors = [".open"]
inside = true
[wall]
selectors = [".wall"]
words = ["Log in om verder te lezen"]
inside = true
"""
)
OUTSIDE = msgspec.structs.replace(
    STEPS, press=tuple(msgspec.structs.replace(one, inside=False) for one in STEPS.press)
)
#: A banner as those who sell them make it: with a button to accept before the one that refuses.
BANNER = """<div role=dialog><button onclick="fetch('/pressed/accept', {method: 'POST'})">Alles
accepteren</button><button onclick="fetch('/pressed/refuse-NAME', {method: 'POST', mode: 'no-cors'}
); this.parentNode.remove()">Alles weigeren</button>
<button onclick="fetch('/pressed/more-NAME', {method: 'POST'})">Toon meer</button></div>"""
HEAD = (
    "<!doctype html><meta charset=utf-8><title>Voorbeelddam</title><link rel=icon href='data:,'>"
)
SHADOW = """<div id=host></div><a href="/elsewhere"><b id=linked></b></a>
<b id=slotted>Volgen</b><b id=named aria-label="Volgen"></b><b id=deep></b><script>
const open = (name, html) => {
  const root = document.getElementById(name).attachShadow({mode: 'open'});
  root.innerHTML = html.replaceAll('NAME', name);
  return root;
};
const pressed = name => fetch('/pressed/' + name, {method: 'POST'});
const button = (text, name, kind = '') =>
  `<button class="${kind}" onclick="pressed('${name}')">${text}</button>`;
open('host', `<section></section>`).querySelector('section').attachShadow({mode: 'open'})
  .innerHTML = BANNER + `<ol></ol><button class=next>Toon meer</button>`;
const list = document.getElementById('host').shadowRoot.querySelector('section').shadowRoot;
list.querySelector('.next').onclick = event => {
  pressed('more'); list.querySelector('ol').append(document.createElement('li'));
  if (list.querySelectorAll('li').length > 2) event.target.remove();
};
open('linked', button('Toon meer', 'linked'));
open('slotted', button('<slot></slot>', 'slotted', 'open'));
open('named', button('Toon meer', 'named'));
open('deep', button('<i></i>', 'deep', 'open')).querySelector('i').attachShadow({mode: 'open'})
  .innerHTML = 'Vind ik leuk';
</script>"""
PAGES = {
    "/shadow": SHADOW.replace("BANNER", "`" + BANNER.replace("refuse-NAME", "refuse") + "`"),
    "/frame": "<iframe src='/banner?frame'></iframe>",
    "/banner?frame": BANNER.replace("NAME", "frame"),
    "/frames": "<div id=host></div><script>const root = host.attachShadow({mode: 'open'});"
    'root.innerHTML = \'<iframe sandbox="allow-scripts" src="/banner?apart"></iframe>\';</script>',
    "/banner?apart": BANNER.replace("NAME", "apart"),
    "/hangs": "<iframe sandbox=allow-scripts src='/hanging'></iframe><p>Wat er staat</p>",
    "/hanging": BANNER.replace("NAME", "hangs") + "<script>while (true) {}</script>",
    "/wall": "<div id=host></div><script>host.attachShadow({mode: 'open'}).innerHTML ="
    "'<div class=wall>Log in om verder te lezen</div><button>Toon meer</button>'</script>",
}


@contextmanager
def server() -> Iterator[tuple[str, list[str]]]:
    """Serve the pages, and note what was pressed."""
    pressed: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = HEAD + PAGES.get(self.path, "")
            send(self, 200, page.encode(), {"Content-Type": "text/html"})

        def do_POST(self) -> None:
            pressed.append(self.path.removeprefix("/pressed/"))
            send(self, 200, b"", {"Access-Control-Allow-Origin": "*"})

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = threading.Thread(target=served.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{served.server_port}", pressed
        finally:
            served.shutdown()
            thread.join()


def go(path: str, folder: Path, steps: Steps = STEPS) -> tuple[Visit, list[str]]:
    spool = Spool(folder / "spool")

    async def work(address: str) -> Visit:
        async with browser(find_chromium()) as devtools:
            return await visit(
                devtools,
                address + path,
                home=address,
                bodies=Bodies(spool),
                rule=StopRule(quiet=2, longest=60),
                steps=steps,
            )

    with server() as (address, pressed):
        seen = asyncio.run(work(address))
    spool.close()
    return seen, pressed


def test_in_open_shadow_trees(tmp_path: Path) -> None:
    seen, pressed = go("/shadow", tmp_path)
    # The banner has a button for more too, which is one of that step.
    assert sorted({*pressed} - {"more-NAME"}) == ["more", "refuse"]
    assert pressed.count("more") == 3
    assert seen.walked.pressed[Kind.REFUSE] == 1
    assert Kind.OPEN not in seen.walked.pressed
    assert seen.stopped is Stopped.NOTHING_NEW


@pytest.mark.parametrize(("path", "name"), [("/frame", "frame"), ("/frames", "apart")])
def test_in_frames_of_the_own_origin_and_of_others(tmp_path: Path, path: str, name: str) -> None:
    seen, pressed = go(path, tmp_path)
    assert pressed == [f"refuse-{name}"]
    assert seen.walked.pressed == {Kind.REFUSE: 1}
    assert (seen.walked.left, seen.walked.broken) == ((), ())


@pytest.mark.parametrize("path", ["/shadow", "/frame", "/frames"])
def test_nowhere_inside_unless_the_steps_say_so(tmp_path: Path, path: str) -> None:
    seen, pressed = go(path, tmp_path, OUTSIDE)
    assert (pressed, dict(seen.walked.pressed)) == ([], {})


def test_a_frame_that_hangs_holds_the_visit_no_longer_than_its_time(tmp_path: Path) -> None:
    seen, pressed = go("/hangs", tmp_path)
    assert pressed == []
    assert seen.stopped in (Stopped.NOTHING_NEW, Stopped.TIME)


def test_a_wall_in_a_shadow_tree(tmp_path: Path) -> None:
    seen, _ = go("/wall", tmp_path)
    assert seen.walked.wall
    assert dict(seen.walked.pressed) == {}
