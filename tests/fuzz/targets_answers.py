"""Answers of live servers: taken from doubles once, and given again otherwise than they were."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from oracle import SOMEBODY, Target
from targets_exports import COSTS_A_RECORD, account_of, demand_silence

from weerklank.harvest.exchange import NOT_THERE, Exchange, NoAnswer
from weerklank.harvest.port import NO_HEADERS
from weerklank.harvest.transport import Transport
from weerklank.model.connection import Connection, Granted
from weerklank.model.errors import NotNow
from weerklank.model.raw import Scanned
from weerklank.model.secret import Secret
from weerklank.services.harvest.harvest_account import harvest_account
from weerklank.services.register.agreements import add_agreement
from weerklank.services.workplace import Workplace
from weerklank.store.secrets_store import SecretsStore
from weerklank.testing.faulty_proxy import faulty_proxy
from weerklank.testing.live_bench import LiveBench, Scene, decision_on

sys.path.append(str(Path(__file__).parents[1] / "conformance"))

from bluesky_live_bench import BLUESKY
from facebook_live_bench import FACEBOOK
from instagram_live_bench import INSTAGRAM
from linkedin_live_bench import LINKEDIN
from test_live_connectors import MASTODON
from threads_live_bench import THREADS
from tiktok_live_bench import TIKTOK
from x_live_bench import X_LIVE
from youtube_live_bench import YOUTUBE

BENCHES: dict[str, LiveBench] = {
    "bluesky": BLUESKY,
    "facebook": FACEBOOK,
    "instagram": INSTAGRAM,
    "linkedin": LINKEDIN,
    "mastodon": MASTODON,
    "threads": THREADS,
    "tiktok": TIKTOK,
    "x": X_LIVE,
    "youtube": YOUTUBE,
}
#: Where the double is in the answers that are given again: nothing listens there.
ORIGIN = "http://127.0.0.1:1"
_AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
_MOST_QUESTIONS = 3_000
Answer = dict[str, Any]


class RoundAndRound(Exception):
    """More questions than any list has pages."""


class _Recording(Transport):
    """A transport that keeps what is answered."""

    kept: dict[str, Answer]

    def get(self, address: str, headers: Mapping[str, str] = NO_HEADERS) -> Exchange:
        return self._keep(address, super().get(address, headers))

    def post(self, address: str, body: Any, headers: Mapping[str, str] = NO_HEADERS) -> Exchange:
        return self._keep(_asked(address, body), super().post(address, body, headers))

    def _keep(self, asked: str, exchange: Exchange) -> Exchange:
        content = exchange.content(1 << 24)
        try:
            body: Any = json.loads(content)
        except ValueError:
            body = {"raw": content.decode("latin-1")}
        headers = [
            [n, v] for n, v in exchange.named_headers() if n.lower() in ("link", "retry-after")
        ]
        self.kept[asked] = {"status": exchange.status, "headers": headers, "body": body}
        return exchange


class _Replaying(Transport):
    """A transport that asks nobody: it gives answers that were prepared."""

    answers: dict[str, Answer]
    asked = 0

    def get(self, address: str, headers: Mapping[str, str] = NO_HEADERS) -> Exchange:
        self._budget_to_ask(address)
        self._addresses.demand(address) if self._addresses.is_of_home(address) else None
        return self._answer(address)

    def post(self, address: str, body: Any, headers: Mapping[str, str] = NO_HEADERS) -> Exchange:
        self._budget_to_ask(address)
        return self._answer(_asked(address, body))

    @contextmanager
    def open(self, address: str) -> Iterator[Any]:
        self._budget(address, signs=False)
        raise NoAnswer(NOT_THERE)
        yield

    def look(self, address: str) -> tuple[Exchange, str]:
        raise NoAnswer(NOT_THERE)

    def _answer(self, asked: str) -> Exchange:
        self.asked += 1
        if self.asked > _MOST_QUESTIONS:
            raise RoundAndRound
        path = urlsplit(asked).path
        found = self.answers.get(asked) or next(
            (one for at, one in self.answers.items() if urlsplit(at).path == path), None
        )
        if found is None:
            raise NoAnswer(NOT_THERE)
        return _exchange(found)


def _asked(address: str, body: Any) -> str:
    return f"{address}#{json.dumps(body, sort_keys=True, default=str)}"


def _exchange(told: Answer) -> Exchange:
    status, headers = told.get("status"), told.get("headers")
    body = told.get("body")
    is_raw = isinstance(body, dict) and isinstance(body.get("raw"), str)
    text = body["raw"].encode("latin-1", "replace") if is_raw else json.dumps(body).encode()
    return Exchange(
        at=_AT,
        status=status if isinstance(status, int) and 100 <= status < 600 else 500,
        headers=tuple(
            (str(one[0]).encode("latin-1", "replace"), str(one[1]).encode("latin-1", "replace"))
            for one in (headers if isinstance(headers, list) else ())
            if isinstance(one, list) and len(one) > 1
        ),
        body=text,
    )


def _prepare(
    bench: LiveBench, workplace: Workplace, account: Any, endpoint: str, url: str
) -> None:
    if bench.connector.manifest.needs_decision is not None:
        add_agreement(workplace, decision_on(bench.connector.manifest.platform))
    if bench.token is None:
        return
    granted = Granted(token=Secret(bench.token), scopes=None)
    connection = Connection(
        account=account, endpoint=endpoint, url=url, granted=granted, app=None, at=_AT,
        by="fuzz", checked=_AT,
    )  # fmt: skip
    SecretsStore(workplace.keys).keep(connection)


def _seeds(bench: LiveBench) -> tuple[bytes, ...]:
    """Harvest from the double once, and give what was answered."""
    import tempfile

    kept: dict[str, Answer] = {}

    def transport(home: str, waits: Callable[[float], None]) -> Transport:
        made = _Recording(home, waits=waits, sleep=lambda _: None, now=lambda: _AT)
        made.kept = kept
        return made

    with (
        tempfile.TemporaryDirectory() as folder,
        bench.serve(Scene(posts=6, person=SOMEBODY, hidden=1)) as double,
        faulty_proxy(double.address) as proxy,
    ):
        url = proxy.of_proxy(double.url)
        account = account_of(url, bench.connector.manifest.platform)
        workplace = account.copied(Path(folder))
        _prepare(
            bench, workplace, account.id, proxy.address, workplace.register().find(account.id).url
        )
        connector = bench.at(proxy.address) if bench.at else bench.connector
        with suppress(NotNow):
            harvest_account(workplace, [connector], account.id, transport)
        whole = json.dumps({"url": url, "answers": kept})
        host = urlsplit(proxy.address).netloc
    assert len(kept) > 1, "the double was not read"
    sound = whole.replace(host, urlsplit(ORIGIN).netloc).encode()
    account_of(json.loads(sound)["url"], bench.connector.manifest.platform)
    return (sound,)


def _answers_in(data: bytes) -> dict[str, Answer] | None:
    """Give prepared answers; None where no server could give such."""
    try:
        told = json.loads(data)
        answers = {at: one for at, one in told["answers"].items() if isinstance(one, dict)}
        for one in answers.values():
            _exchange(one)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    return answers


def _harvest(
    bench: LiveBench, sound: Callable[[], tuple[bytes, ...]], data: bytes, folder: Path
) -> None:
    answers = _answers_in(data)
    if answers is None:
        return
    url = json.loads(sound()[0])["url"]
    account = account_of(url, bench.connector.manifest.platform)
    workplace = account.copied(folder)
    _prepare(bench, workplace, account.id, ORIGIN, workplace.register().find(account.id).url)

    def transport(home: str, waits: Callable[[float], None]) -> Transport:
        made = _Replaying(home, waits=waits, sleep=lambda _: None, now=lambda: _AT)
        made.answers = answers
        return made

    connector = bench.at(ORIGIN) if bench.at else bench.connector
    demand_silence(harvest_account(workplace, [connector], account.id, transport))


class _Nothing:
    """An archive that holds nothing of an account, and takes no notes of answers."""

    since = number = None
    posts = ()
    is_owner = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        empty: dict[str, Any] = {
            "source_of": {}, "note": 1, "unseen": iter(()), "due": iter(()), "shielded": iter(()),
            "answers_beside": 0,
        }  # fmt: skip
        return lambda *_, **__: empty.get(name, False)


def _read(
    bench: LiveBench, sound: Callable[[], tuple[bytes, ...]], data: bytes, folder: Path
) -> None:
    """Read an account by its connector alone, which is many times as fast as a harvest."""
    answers = _answers_in(data)
    if answers is None:
        return
    url = json.loads(sound()[0])["url"]
    asks = _Replaying(ORIGIN, sleep=lambda _: None, now=lambda: _AT)
    asks.answers = answers
    if bench.token is not None:
        asks.sign_in(Secret(bench.token))
    connector = bench.at(ORIGIN) if bench.at else bench.connector
    nothing: Any = _Nothing()
    live = connector.open_live(url, _handle_in(bench, url), asks, nothing, nothing, ORIGIN)
    if live is None:
        return
    own = []
    for entry in live.scan():
        if isinstance(entry, Scanned):
            own.append(entry.content)
            with suppress(*COSTS_A_RECORD):
                live.read(entry.content)
    live.profile()
    live.findings()
    _ = live.stated_replies
    for content in own[:2]:
        with suppress(*COSTS_A_RECORD):
            live.around(content)


@cache
def _handle_in(bench: LiveBench, url: str) -> str:
    platform = bench.connector.manifest.platform
    account = account_of(url, platform)
    return account.handle


def _target(name: str, bench: LiveBench) -> tuple[Target, Target]:
    seeds: Callable[[], tuple[bytes, ...]] = cache(partial(_seeds, bench))
    return (
        Target(f"live-{name}", seeds, partial(_read, bench, seeds)),
        Target(f"harvest-{name}", seeds, partial(_harvest, bench, seeds), starts=True, few=3),
    )


TARGETS = tuple(one for name, bench in BENCHES.items() for one in _target(name, bench))
