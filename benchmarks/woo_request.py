"""A Woo request of 2,000 posts and replies by two people in a browser, from gathering to the set.

An officer gathers by search and by thread, leaves out what says the same, judges sheet by sheet,
and goes through what is proposed by keyboard; a second reader disagrees once, reads and freezes;
the set is made and attacked. Each step is timed until its page is there whole. The ceiling is of
what the server works for it, which other work on the machine adds nothing to: more than two
seconds without saying how far it is. Needs Chromium; run by hand: `python -m benchmarks
woo_request`. WEERKLANK_REQUEST_POSTS says of how many posts, each with three replies.
"""

import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf

from benchmarks.figures import Figure, weerklank
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_items import ExportAccount, ExportPost, snowflake
from weerklank.testing.mastodon_server import mastodon_server

if TYPE_CHECKING:
    from playwright.sync_api import Page

POSTS = int(os.environ.get("WEERKLANK_REQUEST_POSTS", "500"))
#: Replies to each post.
_REPLIES = 3
#: Of so many posts one names somebody.
_NAMING = 10
#: Seconds after which a page has to say how far its work is.
_MOST = 2.0
_WOUT, _RUUD = "Wout Fictema", "Ruud Fictema"
_BEGIN = datetime(2025, 1, 6, 8, tzinfo=UTC)
_ACCOUNT = ExportAccount(
    host="grootdam.example",
    name="gemeente",
    display_name="Gemeente Grootdam",
    summary_html="<p>Nieuws van de gemeente Grootdam.</p>",
    actor_id="https://grootdam.example/users/gemeente",
    created=datetime(2016, 1, 1, tzinfo=UTC),
)


class _Steps:
    """Times steps by their name; of one that is done more often the longest counts."""

    def __init__(self, server: int) -> None:
        self._server = server
        self.took: dict[str, list[tuple[float, float]]] = defaultdict(list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done in the block."""
        begun, cpu = time.monotonic(), _cpu(self._server)
        yield
        self.took[name].append((time.monotonic() - begun, _cpu(self._server) - cpu))

    def figures(self) -> Iterator[Figure]:
        """Give the longest of each, by the clock and by what the server worked for it."""
        for name, took in self.took.items():
            told = f"request: {name}" + (f" ({len(took)} times)" if len(took) > 1 else "")
            most = None if name.startswith("in the background") else _MOST
            yield Figure(told, max(wall for wall, _ in took), None, "s")
            yield Figure(f"{told}, CPU", max(cpu for _, cpu in took), most, "s", at_most=True)


def run() -> list[Figure]:
    """Go through a request from start to finish."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name:
        archive = Path(name, "archive")
        _fill(archive)
        secrets = [_person(archive, *one) for one in ((_WOUT, "woo"), (_RUUD, "reviewer"))]
        with _serving(archive) as (server, address), sync_playwright() as driver:
            steps = _Steps(server)
            chromium = driver.chromium.launch(
                executable_path=str(find_chromium().program), args=["--no-sandbox"]
            )
            wout, ruud = (chromium.new_page(base_url=address) for _ in range(2))
            for page, who, secret in zip((wout, ruud), (_WOUT, _RUUD), secrets, strict=True):
                _sign_in(page, who, secret)
            kept = _work(wout, steps)
            _second(wout, ruud, steps)
            content = _give(wout, steps)
            chromium.close()
    return [*steps.figures(), *_attack(content, kept)]


# --- the archive ---------------------------------------------------------------------------------


def _fill(archive: Path) -> None:
    posts, replies = _content()
    with mastodon_server(_ACCOUNT, posts, replies=replies) as server:
        url = f"{server.address}/@{_ACCOUNT.name}"
        weerklank(
            "init", str(archive), "--organisation", "Maat", "--sealed", "12", archive=archive
        )
        weerklank("account", "add", url, "--kind", "corporate", archive=archive)
        weerklank("harvest", "gemeente", archive=archive)


def _content() -> tuple[list[ExportPost], list[Reply]]:
    """Write posts of which every second one is on the bridge; some name somebody."""
    posts, replies = [], []
    for at in range(POSTS):
        when = _BEGIN + timedelta(hours=8 * at)
        number = snowflake(when, at)
        about = "De brug over de vaart" if at % 2 == 0 else "Over de brug: het werk"
        text = f"{about} duurt langer, dit is bericht {at:04d} van de gemeente."
        if at % _NAMING == 0:
            text = f"{text} Bel Wilma Proefstra op 06 {10000000 + at * 7919:08d}."
        posts.append(ExportPost(number=number, published=when, html=f"<p>{text}</p>"))
        for place in range(_REPLIES):
            who, said = at % 97, f"Reactie {at:04d}-{place}: fijn dat het wordt gemeld."
            if place == 2 and at % 4 == 0:
                who, said = 500, "Dank u wel voor het bericht!"  # says it below each of those
            replies.append(
                Reply(
                    uri=f"https://mast.example/users/lezer_{who}/statuses/{at * 10 + place}",
                    html=f"<p>{said}</p>",
                    answers=f"{_ACCOUNT.actor_id}/statuses/{number}",
                    published=when + timedelta(minutes=10 + place),
                )
            )
    return posts, replies


def _person(archive: Path, name: str, role: str) -> str:
    """Add a person; gives the password that is drawn for them."""
    weerklank("person", "add", name, "--role", role, archive=archive)
    keys = archive.with_name(archive.name + "-keys")
    where = ["--archive", str(archive), "--keys", str(keys), "--json"]
    program = Path(sys.executable).with_name("weerklank")
    told = subprocess.check_output([program, "person", "password", name, *where])
    return str(json.loads(told)["password"])


@contextmanager
def _serving(archive: Path) -> Iterator[tuple[int, str]]:
    keys = archive.with_name(archive.name + "-keys")
    program = Path(sys.executable).with_name("weerklank")
    where = ["--archive", str(archive), "--keys", str(keys), "--port", "0", "--no-schedule"]
    with subprocess.Popen(
        [program, "serve", *where],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, b"")
        found = (re.search(rb"http://[0-9.]+:\d+", line) for line in lines)
        try:
            yield process.pid, next(one[0].decode() for one in found if one)
        finally:
            process.terminate()


def _cpu(process: int) -> float:
    """Give the seconds that a process worked, and those of it that ended."""
    spent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


# --- what people do ------------------------------------------------------------------------------


def _sign_in(page: "Page", name: str, secret: str) -> None:
    page.set_default_timeout(int(os.environ.get("TT", "240000")))
    page.goto("/aanmelden/")
    page.fill("#name", name)
    page.fill("#password", secret)
    with page.expect_navigation():
        page.click("main button.nl-button--primary")


def _press(page: "Page", what: str) -> None:
    with page.expect_navigation():
        page.click(what)


def _key(page: "Page", key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def _work(page: "Page", steps: _Steps) -> list[str]:
    """Gather, leave out twins, judge; gives the words that were redacted."""
    page.goto("/woo/nieuw/")
    page.fill("[name=request]", "Alles over de brug.")
    page.fill("[name=received]", datetime.now(UTC).date().isoformat())
    with steps.step("open it"):
        _press(page, "main form button.nl-button--primary")
    page.goto("/woo/w0001/toevoegen/")
    page.fill("[name=query]", "brug")
    page.check("[name=more]")
    with steps.step("gather by search and thread"):
        _press(page, "main form button.nl-button--primary")
    with steps.step("its list"):
        page.goto("/woo/w0001/")
    with steps.step("what says the same"):
        page.goto("/woo/w0001/dubbel/")
    with steps.step("leave out what says the same"):
        _press(page, "main form.spaced button.nl-button--primary")
    with steps.step("what is undecided"):
        page.goto("/woo/w0001/?toon=open")
    sheets = -(-_count(page.inner_text("nav p.groups")) // page.locator("tbody tr").count())
    for sheet in range(sheets, 0, -1):  # what has no proposal is judged at once
        page.goto(f"/woo/w0001/?toon=open&blad={sheet}")
        page.click("details summary >> nth=0")
        page.click("[data-tick-all]")
        if not page.locator("tbody input[type=checkbox]:checked").count():
            continue
        page.check("input[name=judgement][value=public]")
        with steps.step("judge a sheet"):
            _press(page, "details .actions button.nl-button--primary")
    return _by_keyboard(page, steps)


def _count(said: str) -> int:
    """Give how many documents are undecided, of the line that tells of each group."""
    found = re.search(r"besloten: ([\d.]+)", said)
    return int(found[1].replace(".", "")) if found else 0


def _by_keyboard(page: "Page", steps: _Steps) -> list[str]:
    """Redact every proposal, document after document, without a mouse."""
    kept: list[str] = []
    page.goto("/woo/w0001/?toon=open")
    with steps.step("a document on the workbench"):
        _press(page, "tbody th a")
    while True:
        while page.locator("[data-offer]").count():
            kept.append(page.locator(".proposal [data-words]").first.inner_text())
            for key in ("n", "1"):
                page.keyboard.press(key)
            with steps.step("redact by keyboard"):
                _key(page, "l")
        if not page.locator("[data-waits]").count():
            return kept
        with steps.step("next without a decision"):
            _key(page, "v")


def _second(wout: "Page", ruud: "Page", steps: _Steps) -> None:
    """Disagree with one, which is explained; then read all of it and freeze it."""
    ruud.goto("/woo/w0001/?toon=partly")
    _press(ruud, "tbody th a")
    where = ruud.url
    ruud.keyboard.press("t")
    ruud.keyboard.type("Waarom dit en niet meer?")
    with steps.step("disagree by keyboard"):
        _key(ruud, "Control+Enter")
    wout.goto(where)
    wout.click("details:has([action$='antwoorden/']) summary")
    wout.fill("[action$='antwoorden/'] textarea", "Meer staat er niet.")
    with steps.step("answer"):
        _press(wout, "[action$='antwoorden/'] button")
    ruud.goto(where)
    with steps.step("agree after all"):
        _key(ruud, "m")
    with steps.step("what can still be read"):
        ruud.goto("/woo/w0001/nog-te-lezen/")
    ruud.goto("/woo/w0001/")
    with steps.step("read all of it"):
        _press(ruud, "[action$='gelezen/'] button")
    with steps.step("freeze it"):
        _press(ruud, "[action$='vaststellen/'] button")


def _give(page: "Page", steps: _Steps) -> bytes:
    page.goto("/woo/w0001/")
    with steps.step("begin the set"):
        _press(page, "[action$='uitgeven/'] button")
    with steps.step("in the background: the set"):
        fetch = page.locator("a[href*='/uitgeven/']")
        fetch.wait_for()
    with steps.step("fetch the set"), page.expect_download() as coming:
        fetch.click()
    return Path(coming.value.path()).read_bytes()


# --- the set, attacked ---------------------------------------------------------------------------

#: A bar as Typst draws it: black, from its own corner, so wide.
_BAR = re.compile(rb"cs 0 scn 0 0 m ([\d.]+) 0 l")
#: What a PDF may hold besides pages: layers, forms, files and scripts.
_BESIDE = ("/OCProperties", "/AcroForm", "/Names", "/OpenAction", "/AA")


def _attack(content: bytes, kept: list[str]) -> Iterator[Figure]:
    """Look for what was kept back in every file, in every object of each PDF, and by its bars."""
    sought = [_letters(one) for one in kept]
    found, beside, pages = 0, 0, 0
    told, widths = set[str](), set[bytes]()
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        for name in pack.namelist():
            said = pack.read(name)
            texts = [said.decode("latin-1")]
            if name.endswith(".pdf"):
                read = pypdf.PdfReader(io.BytesIO(said))
                pages += 1
                texts += [*_inside(read)]
                beside += sum(key in read.root_object for key in _BESIDE)
                told.add(" ".join(read.metadata or {}))
                drawn = [page.get_contents() for page in read.pages]
                widths |= {
                    one for it in drawn if it is not None for one in _BAR.findall(it.get_data())
                }
            held = _letters(" ".join(texts))
            found += sum(one in held for one in sought)
    yield Figure("request: words kept back", len(kept), 1, "")
    yield Figure("request: PDFs", pages, POSTS, "")
    yield Figure("request: words kept back that are found", found, 0, "", at_most=True)
    yield Figure("request: layers, forms and files in PDFs", beside, 0, "", at_most=True)
    yield Figure("request: ways in which metadata is told", len(told), 1, "", at_most=True)
    yield Figure("request: a bar is found", len(widths), 1, "")
    yield Figure("request: widths of bars", len(widths), 1, "", at_most=True)


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def _inside(read: pypdf.PdfReader) -> Iterator[str]:
    """Give the text of each page, and every object of a document as it is unpacked."""
    for page in read.pages:
        yield page.extract_text()
    for number in range(1, int(str(read.trailer["/Size"]))):
        found = read.get_object(number)
        yield repr(found)
        if isinstance(found, pypdf.generic.StreamObject):
            yield found.get_data().decode("latin-1")
