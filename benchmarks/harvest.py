"""Harvest of one account over loopback: posts, replies by others, pictures and earlier versions.

The server is the project's own double, in a process of its own, so that its CPU does not count;
what it answers it remembers, so that it does not decide the wall clock. Compared is a bare aiohttp
loop over the very addresses that a harvest asked, in their order.

Beside it, where WEERKLANK_PEERS names a folder of programs, those of gallery-dl and
mastodon-archive that are there: the first fetches posts and pictures, the second posts alone, and
neither replies nor earlier versions. They are not installed along, being no part of the product:
`python -m venv PLACE && PLACE/bin/pip install gallery-dl==1.32.18 mastodon-archive==1.4.8`, and
WEERKLANK_PEERS=PLACE/bin. mastodon-archive asks by `https://` alone, so TLS stands before the
server for it, in another process; its own half of that counts as its CPU.
"""

import asyncio
import json
import multiprocessing
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random  # noqa: TID251 - a seeded generator: the posts have to be the same

import aiohttp

from benchmarks.figures import Figure, Run, spent, weerklank
from benchmarks.tls_front import tls_front
from weerklank.harvest.transport import Transport
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_items import ExportAccount, ExportMedium, ExportPost, snowflake
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer
from weerklank.testing.png import encode_png

POSTS = int(os.environ.get("WEERKLANK_HARVEST_POSTS", "1500"))
#: quality.md: milliseconds of CPU a question, and times the bare loop.
EACH, LOOP, WALL = 2.5, 3.3, 1.2
#: Of what is measured more than once the least counts: other work on the machine only adds.
_TIMES = 3
_SEED = 1
#: By what a peer that wants to be signed in is.
_TOKEN = "meting"
_BEGIN = datetime(2024, 1, 1, 8, tzinfo=UTC)
_ACCOUNT = ExportAccount(
    host="grootdam.example",
    name="gemeente",
    display_name="Gemeente Grootdam",
    summary_html="<p>Nieuws van de gemeente Grootdam.</p>",
    actor_id="https://grootdam.example/users/gemeente",
    created=datetime(2016, 1, 1, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True)
class _Server:
    """A server in another process."""

    address: str
    pipe: Connection

    @property
    def url(self) -> str:
        return f"{self.address}/@{_ACCOUNT.name}"

    def asked(self) -> list[str]:
        """Give what it was asked since the last time."""
        self.pipe.send("asked?")
        return [str(path) for path in self.pipe.recv()]


def run() -> list[Figure]:
    """Harvest, ask the same by the transport alone, and by the bare loop; in turns."""
    with tempfile.TemporaryDirectory() as name, _serving() as server:
        folder = Path(name)
        _harvest(folder / "warm", server)
        asked = server.asked()
        harvests, ways, loops = [], [], []
        for number in range(_TIMES):
            harvests.append(_harvest(folder / str(number), server))
            ways.append(_here(lambda: _by_transport(server.address, asked, folder)))
            loops.append(_here(lambda: asyncio.run(_bare(server.address, asked))))
        least = _Least(len(asked))
        whole, way, loop = least.of(harvests), least.of(ways), least.of(loops)
        return [
            Figure("questions of a harvest", len(asked), None, ""),
            Figure("bare loop, CPU a question", loop.cpu, None, "ms"),
            Figure("transport, CPU a question", way.cpu, None, "ms"),
            Figure("transport, CPU by bare loop", way.cpu / loop.cpu, None, "x"),
            Figure("harvest, CPU a question", whole.cpu, EACH, "ms", at_most=True),
            Figure("harvest, CPU by bare loop", whole.cpu / loop.cpu, LOOP, "x", at_most=True),
            Figure("bare loop, wall a question", loop.wall, None, "ms"),
            Figure("harvest, wall by bare loop", whole.wall / loop.wall, WALL, "x", at_most=True),
            Figure("harvest, memory", max(run.peak for run in harvests) / 1e6, None, "MB"),
            *_peers(server, folder),
        ]


@dataclass(frozen=True, slots=True)
class _Least:
    """Reads the least of some runs, in milliseconds a question."""

    questions: int

    def of(self, runs: list[Run]) -> Run:
        each = 1000 / self.questions
        return Run(min(r.cpu for r in runs) * each, min(r.wall for r in runs) * each, runs[0].peak)


def _harvest(archive: Path, server: _Server) -> Run:
    """Harvest into a fresh archive, as who gives the command."""
    weerklank("init", str(archive), "--organisation", "Maat", "--sealed", "12", archive=archive)
    weerklank("account", "add", server.url, "--kind", "corporate", archive=archive)
    return weerklank("harvest", "gemeente", archive=archive)


def _peers(server: _Server, folder: Path) -> list[Figure]:
    """Fetch the same account by peers, where there are some."""
    programs = os.environ.get("WEERKLANK_PEERS")
    found: list[Figure] = []
    for name, fetch in (("gallery-dl", _by_gallery), ("mastodon-archive", _by_archive)):
        program = Path(programs or "") / name
        if programs is None or not program.exists():
            continue
        server.asked()
        runs = [fetch(program, server, folder, number) for number in range(_TIMES)]
        questions = len(server.asked()) // _TIMES
        each = _Least(questions).of(runs)
        found += [
            Figure(f"{name}, questions", questions, None, ""),
            Figure(f"{name}, CPU a question", each.cpu, None, "ms"),
            Figure(f"{name}, wall a question", each.wall, None, "ms"),
        ]
    return found


def _by_gallery(program: Path, server: _Server, folder: Path, number: int) -> Run:
    told = folder / "peer.json"
    told.write_text(json.dumps(_settings(server)), "utf-8")
    return spent(
        program,
        *("--config-ignore", "--config", str(told), "--dest", str(folder / f"peer-{number}")),
        server.url,
        environment={**os.environ, "LC_ALL": "C"},
    )


def _by_archive(program: Path, server: _Server, folder: Path, number: int) -> Run:
    place = folder / f"archive-{number}"
    place.mkdir()
    port = int(server.address.rpartition(":")[2])
    with tls_front(port, place) as (host, certificate):
        base = f"https://{host}"
        (place / f"{host}.client.secret").write_text(f"app\nsecret\n{base}\n", "utf-8")
        (place / f"{host}.user.{_ACCOUNT.name}.secret").write_text(f"{_TOKEN}\n{base}\n", "utf-8")
        run = spent(
            Path("/usr/bin/env"),
            *("-C", str(place), str(program), "archive", "--no-version-check"),
            *("--no-favourites", "--no-bookmarks", f"{_ACCOUNT.name}@{host}"),
            environment={**os.environ, "REQUESTS_CA_BUNDLE": str(certificate)},
        )
    kept = json.loads((place / f"{host}.user.{_ACCOUNT.name}.json").read_text("utf-8"))
    if len(kept["statuses"]) != POSTS:  # else its figure says nothing
        raise RuntimeError
    return run


def _settings(server: _Server) -> dict[str, object]:
    """Tell gallery-dl of a server that it does not know, and to keep what posts say."""
    name = server.address.partition("://")[2]
    ours = {"root": server.address, "pattern": re.escape(name)}
    keep = {"name": "metadata", "event": "post", "filename": "{id}.json"}
    return {
        "cache": {"file": None},
        "extractor": {
            "mastodon": {"ours": ours, "text-posts": True, "reblogs": True},
            "postprocessors": [keep],
        },
    }


def _here(work: Callable[[], None]) -> Run:
    wall, cpu = time.monotonic(), time.process_time()
    work()
    return Run(time.process_time() - cpu, time.monotonic() - wall, 0)


async def _bare(address: str, asked: list[str]) -> None:
    async with aiohttp.ClientSession() as session:
        for path in asked:
            async with session.get(address + path) as response:
                await response.read()


def _by_transport(address: str, asked: list[str], folder: Path) -> None:
    """Ask by the way out of the product, with its shared budget; what comes is unpacked."""
    transport = Transport(address, budgets=folder / "budgets")
    try:
        for path in asked:
            if path.startswith("/api/"):
                transport.get(address + path).content(1 << 24)
            else:
                with transport.open(address + path) as stream:
                    while stream.read(1 << 20):
                        pass
    finally:
        transport.close()


# --- the server ----------------------------------------------------------------------------------


@contextmanager
def _serving() -> Iterator[_Server]:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,))
    process.start()
    try:
        yield _Server(str(here.recv()), here)
    finally:
        here.send(None)
        process.join()


def _serve(pipe: Connection) -> None:
    posts, edits, replies = _content(Random(_SEED))
    with mastodon_server(_ACCOUNT, posts, edits=edits, replies=replies) as server:
        server.oauth.tokens[_TOKEN] = ("read",)
        _remember(server)
        pipe.send(server.address)
        while pipe.recv():
            pipe.send(server.asked[:])
            server.asked.clear()


def _remember(server: MastodonServer) -> None:
    """Let it find an answer once."""
    for name in ("profile", "statuses", "history", "context", "one", "file"):
        setattr(server, name, _remembered(getattr(server, name)))


def _remembered(ask: Callable[..., object]) -> Callable[..., object]:
    known: dict[str, object] = {}

    def answer(*asked: object) -> object:
        key = json.dumps(asked)
        if key not in known:
            known[key] = ask(*asked)
        return known[key]

    return answer


_Edits = dict[int, list[tuple[datetime, str]]]


def _content(rng: Random) -> tuple[list[ExportPost], _Edits, list[Reply]]:
    """Invent posts: of six two have a picture, one was edited, one answers somebody else.

    Most have a reply or more.
    """
    source = resources.files("weerklank.testing").joinpath("dutch_words.txt")
    words = source.read_text("utf-8").split()

    def text() -> str:
        return f"<p>{' '.join(rng.choices(words, k=rng.randint(10, 50)))}.</p>"

    posts: list[ExportPost] = []
    replies: list[Reply] = []
    edits: _Edits = {}
    for index in range(POSTS):
        when = _BEGIN + timedelta(hours=8 * index)
        number = snowflake(when, index)
        edited = when + timedelta(hours=1) if index % 6 == 0 else None
        if edited:
            edits[number] = [(when, text())]
        posts.append(
            ExportPost(
                number=number,
                published=when,
                html=text(),
                edited=edited,
                in_reply_to=f"{_person(rng)}/statuses/{index}" if index % 6 == 1 else None,
                media=(_picture(index, rng),) if index % 3 == 0 else (),
            )
        )
        replies += [
            Reply(
                uri=f"{_person(rng)}/statuses/{POSTS + 10 * index + place}",
                html=text(),
                answers=f"{_ACCOUNT.actor_id}/statuses/{number}",
                published=when + timedelta(minutes=10 + place),
            )
            for place in range(rng.choice((0, 0, 1, 1, 2, 4)))
        ]
    return posts, edits, replies


def _person(rng: Random) -> str:
    return f"https://mast.example/users/lezer_{int(2000 * rng.random() ** 2)}"


def _picture(index: int, rng: Random) -> ExportMedium:
    """Draw one of some thirty kilobytes: noise does not pack."""
    colours = [(rng.randrange(256), rng.randrange(256), 128) for _ in range(256)]
    rows = [rng.randbytes(200) for _ in range(150)]
    return ExportMedium(
        path=f"media_attachments/files/{index:09d}/original/{rng.getrandbits(64):016x}.png",
        content_type="image/png",
        alt="Ruis",
        width=200,
        height=150,
        data=encode_png(200, 150, colours, rows),
    )
