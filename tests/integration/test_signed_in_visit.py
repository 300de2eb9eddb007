"""A visit with a browser that is signed in: what it is given, and what comes back (issue 6)."""

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
from weerklank.harvest.browser.profile_state import read_state
from weerklank.harvest.browser.visit import StopRule, Visit, browser, visit
from weerklank.model.browser_profile import Cookie, ProfileState, StoredItem, StoredOrigin
from weerklank.store.spool import Spool
from weerklank.testing.plain_answer import send

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
#: Tells what it found each time that it is loaded, and under which number of its own; goes on when
#: that has arrived. What it left is asked for again at the end of a visit, under the same number.
PAGE = b"""<!doctype html><title>Voorbeelddam</title>
<link rel=icon href="data:,"><p style='height:5000px'>x</p><script>
const told = fetch('/saw?' + localStorage.getItem('sleutel') + '&' + Math.random());
localStorage.setItem('nieuw', 'geheim-nieuw'); localStorage.removeItem('sleutel');
onscroll = () => told.then(() => {
  if (!location.hash) { location.hash = 'weer'; location.reload(); }
});
</script>"""


@contextmanager
def server() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Serve the page, and note for each question with which cookies it came."""
    came: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append((self.path, self.headers.get("Cookie", "")))
            headers = {"Content-Type": "text/html"}
            if self.path == "/":
                headers["Set-Cookie"] = "sessie=geheim-vers; Path=/; HttpOnly; Max-Age=9000"
            send(self, 200, PAGE, headers)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = threading.Thread(target=served.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{served.server_port}", came
        finally:
            served.shutdown()
            thread.join()


def go(address: str, spool: Spool, *states: ProfileState | None) -> list[Visit]:
    async def all_of_them() -> list[Visit]:
        async with browser(find_chromium()) as devtools:
            return [
                await visit(
                    devtools,
                    f"{address}/",
                    home=address,
                    bodies=Bodies(spool),
                    rule=StopRule(quiet=1, longest=60),
                    state=state,
                )
                for state in states
            ]

    return asyncio.run(all_of_them())


def test_it_is_given_before_the_first_question_and_comes_back_changed(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    with server() as (address, came):
        state = ProfileState(
            cookies=(
                Cookie(name="sessie", value="geheim-oud", domain="127.0.0.1", http_only=True),
            ),
            origins=(
                StoredOrigin(
                    origin=address,
                    local_storage=(StoredItem(name="sleutel", value="geheim-opslag"),),
                ),
            ),
        )
        signed_in, nobody = go(address, spool, state, None)
    assert came[0] == ("/", "sessie=geheim-oud")
    loads = dict.fromkeys(path for path, _ in came if path.startswith("/saw"))
    saw = [path.partition("&")[0] for path in loads]
    # Once what was given; after the page had taken it away, it is not given again.
    assert saw == ["/saw?geheim-opslag", "/saw?null", "/saw?null", "/saw?null"]
    assert nobody.state is None
    back = signed_in.state
    assert back is not None
    (cookie,) = back.cookies
    assert (cookie.name, cookie.value, cookie.http_only) == ("sessie", "geheim-vers", True)
    assert cookie.expires > 0
    assert [(one.name, one.value) for one in back.origins[0].local_storage] == [
        ("nieuw", "geheim-nieuw")
    ]
    assert read_state(msgspec.json.encode(back), address) == back
    spool.close()


def test_the_next_visit_is_nobody_and_nothing_of_it_is_in_a_record(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    with server() as (address, came):
        held = Cookie(name="sessie", value="geheim-oud", domain="127.0.0.1")
        first, _ = go(address, spool, ProfileState(cookies=(held,)), None)
        told = [cookies for path, cookies in came if path == "/"]
    assert "geheim" not in repr(first)
    assert told[0] == "sessie=geheim-oud"
    assert "sessie=geheim-oud" not in told[1:]
    # Two visits, each of which loads its page twice; the second begins as nobody.
    assert [one == "" for one in told] == [False, False, True, False]
    spool.close()
