"""A page that we kept, replayed by pywb: another work than ours, and than that of our screens."""

import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from place import ME, Archive

from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_items import ExportMedium, ExportPost, snowflake
from weerklank.testing.mastodon_pages import Shows, mastodon_site
from weerklank.testing.png import encode_png

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium", "pywb"),
    pytest.mark.slow,
]
PROGRAMS = Path(__file__).parents[1] / "servers" / ".venv" / "bin"
#: Seconds that it may take to start; on a busy machine it does.
_PATIENCE = 120
WHEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORDS = "De kastanje op het plein bloeit"
PICTURE = ExportMedium(
    path="media_attachments/files/109/1/original/kastanje.png",
    content_type="image/png",
    alt="De kastanje",
    width=64,
    height=64,
    data=encode_png(64, 64, [(200, 30, 60)], [bytes(64)] * 64),
)
CITIZEN = Canaries().give("reply", CanaryClass.THIRD)
BESIDE = Canaries().give("beside", CanaryClass.THIRD)
POST = ExportPost(number=snowflake(WHEN), published=WHEN, html=f"<p>{WORDS}</p>", media=(PICTURE,))
REPLY = Reply(
    uri=f"https://{CITIZEN.handle.partition('@')[2]}/users/{CITIZEN.local}/statuses/1",
    html=f"<p>Mooi, vindt {CITIZEN.name}</p>",
    answers=f"{ME.actor_id}/statuses/{POST.number}",
    published=WHEN + timedelta(days=1),
)
#: By what somebody else would be known.
NAMES = [
    name.encode().lower()
    for one in (CITIZEN, BESIDE)
    for name in (one.name, one.local, one.handle)
]


@dataclass(frozen=True)
class Held:
    """One record of a container, as pywb indexed it."""

    address: str
    moment: str
    kind: str


@dataclass(frozen=True)
class Pywb:
    """A pywb that replays one container."""

    base: str
    held: tuple[Held, ...]

    def ask(self, address: str) -> tuple[str, bytes]:
        """Give the media type and the content at an address of it."""
        with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:
            return answer.headers.get_content_type(), answer.read()

    def replayed(self, one: Held, how: str) -> tuple[str, bytes]:
        """Replay a record: `mp_` as a page, `id_` as it was stored."""
        return self.ask(f"{self.base}/pages/{one.moment}{how}/{one.address}")


@contextmanager
def replaying(folder: Path, container: Path) -> Iterator[Pywb]:
    """Have a container replayed on loopback, until the block ends."""
    folder.mkdir()
    alone = {**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    for said in (("init", "pages"), ("add", "--unpack-wacz", "pages", str(container))):
        manager = [PROGRAMS / "wb-manager", *said]
        done = subprocess.run(manager, cwd=folder, env=alone, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
    index = (folder / "collections/pages/indexes/index.cdxj").read_text().splitlines()
    rows = [(line.split(" ")[1], orjson.loads(line.partition("{")[1] + line.partition("{")[2]))
            for line in index]  # fmt: skip
    held = tuple(Held(row["url"], moment, row.get("mime", "")) for moment, row in rows)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    program = [PROGRAMS / "pywb", "--bind", "127.0.0.1", "--port", port]
    with (
        (folder / "said.txt").open("wb") as said_to,
        subprocess.Popen(program, cwd=folder, env=alone, stdout=said_to, stderr=said_to) as server,
    ):
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base, server)
            yield Pywb(base, held)
        finally:
            server.terminate()


def _wait(base: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(base, timeout=_PATIENCE):
                return
        except OSError:
            assert server.poll() is None, "it stopped"
            assert time.monotonic() < until, "it does not answer"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def pywb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    """The page of a post with a picture and a reply, exported and replayed."""
    root = tmp_path_factory.mktemp("pywb")
    shows = Shows(persons=((BESIDE.name, BESIDE.handle),))
    with mastodon_site(ME, [POST], replies=[REPLY], shows=shows) as site:
        archive = Archive(root).begin()
        archive.good("account", "add", site.account_page, "--kind", "corporate")
        archive.good("harvest", "gemeente", "--technique", "browser")
    out = root / "uit"
    archive.good("export", "--format", "wacz", str(out), "--query", "kastanje")
    (container,) = out.glob("*.wacz")
    with replaying(root / "replayed", container) as found:
        yield found


def the_page(pywb: Pywb) -> Held:
    (page,) = [one for one in pywb.held if one.kind == "text/html"]
    return page


def test_the_page_comes_with_its_style_and_its_pictures(pywb: Pywb) -> None:
    page = the_page(pywb)
    kind, content = pywb.replayed(page, "mp_")
    text = content.decode()
    assert kind == "text/html"
    assert page.address.endswith(f"/{POST.number}")
    assert WORDS in text
    assert "niet gearchiveerd" in text
    # Its style stands in it; what it asks of pywb is there: the picture of the post, as it was.
    assert ".status__content p{margin:6px 0px" in text
    asked = re.findall(rf'src="({re.escape(pywb.base)}/pages/\d+im_/[^"]+)"', text)
    assert ("image/png", PICTURE.data) in [pywb.ask(address) for address in asked]


def test_it_leads_nowhere_else(pywb: Pywb) -> None:
    """What pywb does not hold it does not fetch, and the page asks nothing of the kind."""
    with pytest.raises(urllib.error.HTTPError) as told:
        pywb.ask(f"{pywb.base}/pages/{the_page(pywb).moment}mp_/https://elders.example/")
    with told.value:
        assert told.value.code == 404


def test_nobody_else_is_named_in_what_it_replays(pywb: Pywb) -> None:
    assert len(pywb.held) > 2
    for one in pywb.held:
        _, content = pywb.replayed(one, "id_")
        assert content
        found = [name for name in NAMES if name in content.lower()]
        assert not found, one.address
    said = pywb.replayed(the_page(pywb), "id_")[1].decode()
    assert "Mooi, vindt" in said, "the reply itself is shown, under a pseudonym"
