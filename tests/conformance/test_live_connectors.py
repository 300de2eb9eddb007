"""Our connectors pass the suite that is shipped, and the suite catches those that should not."""

import logging  # noqa: TID251 - what a connector must be caught at
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import msgspec
import pytest
from bluesky_live_bench import BLUESKY
from facebook_live_bench import FACEBOOK
from instagram_live_bench import INSTAGRAM
from linkedin_live_bench import LINKEDIN
from threads_live_bench import THREADS
from tiktok_live_bench import TIKTOK
from x_live_bench import X_LIVE
from youtube_live_bench import YOUTUBE

from weerklank.connectors.mastodon import Mastodon
from weerklank.harvest.exchange import Exchange, NoAnswer
from weerklank.model.raw import RawItem, Scanned
from weerklank.model.run import Counted, Technique
from weerklank.model.text import Text
from weerklank.testing import conformance
from weerklank.testing.conformance import LIVE_CHECKS, LiveBench, NotConforming, Scene
from weerklank.testing.endless_list import EndlessPage, renumbered
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_export import (
    ExportAccount,
    ExportMedium,
    ExportPost,
    snowflake,
)
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer
from weerklank.testing.png import encode_png

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ME = ExportAccount(
    host="social.voorbeelddam.example",
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html="<p>Ja</p>",
    actor_id="https://social.voorbeelddam.example/users/gemeente",
    created=NOON,
)


def mastodon_post(day: int, text: str, **more: Any) -> ExportPost:
    at = NOON + timedelta(days=day)
    return ExportPost(number=snowflake(at), published=at, html=f"<p>{text}</p>", **more)


def picture_of(day: int) -> tuple[ExportMedium, ...]:
    data = encode_png(1, 1, [(day, 0, 0)], [b"\0"])
    about = {"content_type": "image/png", "alt": f"Foto {day}", "width": 1, "height": 1}
    return (ExportMedium(path=f"/{day}.png", data=data, **about),)  # type: ignore[arg-type] # each is


@contextmanager
def mastodon(scene: Scene) -> Iterator[MastodonServer]:
    """Serve what a scene asks for by our double of a Mastodon server."""
    posts = [
        mastodon_post(day, f"Bericht {day}", media=picture_of(day) if scene.pictures else ())
        for day in range(scene.posts)
    ]
    replies = []
    person = scene.person
    if person:
        words = f"Dag {person.name}, zie {person.address} of @{person.handle}"
        posts[1] = replace(
            posts[1],
            html=f'<p>{words} <a href="{person.address}">@{person.local}</a></p>',
            mentions=((person.address, f"@{person.handle}"),),
        )
        replies = [
            Reply(
                uri=person.item,
                html=f"<p>Ik ben {person.name}{scene.says}</p>",
                answers=f"{ME.actor_id}/statuses/{posts[1].number}",
                published=NOON + timedelta(days=2),
            )
        ]
    with mastodon_server(ME, posts, replies=replies, hidden=scene.hidden) as server:
        if person:
            _keep_back(server, replies[0], scene.hidden_replies)
            _bear_name(server, person)
        if scene.sender:
            secret = {
                **server.statuses({})[0][0],
                "id": str(snowflake(NOON + timedelta(days=900))),
                "uri": f"{server.address}/users/gemeente/statuses/9",
                "visibility": "direct",
                "content": f"<p>Geheim van {scene.sender.name}, {scene.sender.handle}</p>",
            }
            server.raw = [secret]
            server.hidden = -1  # direct messages are not counted
            server.replies += [
                Reply(
                    uri=f"{scene.sender.item}{number}",
                    html=f"<p>Geheim {visibility}</p>",
                    answers=f"{ME.actor_id}/statuses/{posts[1].number}",
                    published=NOON + timedelta(days=2),
                    visibility=visibility,
                )
                for number, visibility in enumerate(("direct", "private"))
            ]
        yield server


def _keep_back(server: MastodonServer, like: Reply, count: int) -> None:
    """Let the server count further replies beside one, and give them to nobody."""
    for number in range(count):
        other = replace(like, uri=f"{like.uri}{number}", html="<p>Niet voor u</p>")
        server.replies.append(other)
        server.kept_back.add(other.number)


def _bear_name(server: MastodonServer, person: Any) -> None:
    """Let who answers be somebody with a name, in each field that has one."""
    context = server.context

    def named(number: str) -> dict[str, Any]:
        found = context(number)
        for one in found["descendants"]:
            one["account"] |= {
                "display_name": person.name,
                "acct": person.handle,
                "username": person.local,
                "url": person.address,
                "uri": person.address,
            }
        return found

    server.context = named  # type: ignore[method-assign] # the double of a double


def is_mastodon_list(path: str) -> bool:
    return "/statuses?" in path and "/accounts/" in path and "pinned" not in path


def mastodon_endless(body: Any, page: EndlessPage) -> Any:
    """Give a page of other posts: where the list goes on stands in no body."""
    return [] if page.posts is None else renumbered(body, r"(?<!\d)11[5-9]\d{15}(?!\d)", page)


MASTODON = LiveBench(
    connector=Mastodon(),
    serve=mastodon,
    is_list=is_mastodon_list,
    steady_field="favourites_count",
    endless=mastodon_endless,
    shows_pictures=True,
)
CONNECTORS = {
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
by_name = pytest.mark.parametrize("check", LIVE_CHECKS, ids=lambda check: check.__name__)


@by_name
@pytest.mark.parametrize("name", CONNECTORS)
def test_our_connectors_conform(name, check, tmp_path):
    check(CONNECTORS[name], tmp_path)


@pytest.mark.parametrize("name", [name for name in CONNECTORS if name != "tiktok"])
def test_what_an_answer_tells_of_people_is_there_to_be_found(name, tmp_path, monkeypatch):
    """Where nothing looks for it, it comes in: so the check above is not blind."""
    nothing = replace(conformance.FREE_TEXT, finds=lambda _: ())
    monkeypatch.setattr(conformance, "FREE_TEXT", nothing)
    with pytest.raises(NotConforming, match="in the clear"):
        conformance.check_no_leak(CONNECTORS[name], tmp_path)


# --- the suite catches what it should -----------------------------------------------------------


class Spoilt:
    """A live account that does something wrong."""

    def __init__(self, live: Any) -> None:
        self._live = live

    def __getattr__(self, name: str) -> Any:
        return getattr(self._live, name)


class FirstPageOnly(Spoilt):
    stated_items = None
    broken_off = None

    def scan(self) -> Iterator[Any]:
        for number, entry in enumerate(self._live.scan()):
            if number < 40:
                yield entry


class DropsAtBorder(Spoilt):
    """Leaves out the first post of each page but the first."""

    def scan(self) -> Iterator[Any]:
        for number, entry in enumerate(self._live.scan()):
            if not number or number % 40:
                yield entry


class DropsNews(Spoilt):
    """Leaves out the newest post where less than the whole list is read."""

    def scan(self) -> Iterator[Any]:
        is_part = self._live._held.since is not None
        for number, entry in enumerate(self._live.scan()):
            if number or not is_part:
                yield entry


class SeesNothingGo(Spoilt):
    """Never finds that a post is gone."""

    def __init__(self, live: Any) -> None:
        super().__init__(live)
        live._again._judge = lambda _: None


class EndsInTrouble(Spoilt):
    """Takes a list that breaks off after some posts for one that ends there."""

    came = 0

    @property
    def broken_off(self) -> Text | None:
        return None if self.came else self._live.broken_off

    @property
    def stated_items(self) -> int | None:
        return None if self.came else self._live.stated_items

    def scan(self) -> Iterator[Any]:
        for entry in self._live.scan():
            self.came += 1
            yield entry


class Writes(Spoilt):
    """Writes who answered where nobody looks for it."""

    def __init__(self, live: Any, write: Callable[[str], object]) -> None:
        super().__init__(live)
        self._write = write

    def scan(self) -> Iterator[Any]:
        for entry in self._live.scan():
            if entry.author is not None:
                self._write(str(entry.author.handle))
            yield entry


def write_error(handle: str) -> None:
    sys.stderr.write(handle)


def name_file(handle: str) -> None:
    with tempfile.NamedTemporaryFile(prefix=handle.replace("/", "-"), delete=False):
        pass


class Hushes(Spoilt):
    """Tells of nothing that is missing."""

    stated_items = None
    broken_off = None
    stated_replies = Counted(0, 0)

    def scan(self) -> Iterator[Any]:
        yield from self._live.scan()

    def findings(self) -> list[Any]:
        return []


class HushesReplies(Spoilt):
    """Says that the server counts no replies, and nothing of those that are missing."""

    stated_replies = Counted(0, 0)

    def findings(self) -> list[Any]:
        return [one for one in self._live.findings() if "repl" not in one.kind]


class CountsItsOwn(Spoilt):
    """Takes the replies that came for those that the server counts."""

    @property
    def stated_replies(self) -> Counted:
        came = self._live.stated_replies.came
        return Counted(came, came)


class Wordless(Spoilt):
    """Keeps of a post that it was there."""

    def read(self, content: bytes) -> RawItem:
        return msgspec.structs.replace(self._live.read(content), html=None)


class Pictureless(Spoilt):
    """Leaves pictures out, and says nothing of it."""

    def scan(self) -> Iterator[Any]:
        for entry in self._live.scan():
            yield msgspec.structs.replace(entry, media=(), addresses=())

    def read(self, content: bytes) -> RawItem:
        return msgspec.structs.replace(self._live.read(content), media=())


class AllAtOnce(Spoilt):
    """Dates all that there is alike."""

    def read(self, content: bytes) -> RawItem:
        return msgspec.structs.replace(self._live.read(content), created_at="2026-01-01T12:00:00Z")


class Flat(Spoilt):
    """Does not say what an answer answers."""

    def read(self, content: bytes) -> RawItem:
        return msgspec.structs.replace(self._live.read(content), refs=())


class KnowsNobody(Spoilt):
    """Takes what others wrote for the account's own, and whom it mentions for nobody."""

    def scan(self) -> Iterator[Any]:
        for entry in self._live.scan():
            if isinstance(entry, Scanned):
                yield msgspec.structs.replace(entry, persons=(), linked=())
            else:
                yield entry

    def read(self, content: bytes) -> RawItem:
        item = self._live.read(content)
        return msgspec.structs.replace(item, author=self._live.owner, persons=())


PICTURE = conformance._OF_OTHERS


class LooksAtPictures(Spoilt):
    """Fetches the picture of an answer while it reads it."""

    def scan(self) -> Iterator[Any]:
        for entry in self._live.scan():
            if entry.author is not None:
                with suppress(OSError):
                    urlopen(self._live._client.address("x").partition("/api/")[0] + PICTURE)
            yield entry


class TakesMessages:
    """Takes a direct message for a post."""

    def __init__(self, asks: Any) -> None:
        self._asks = asks

    def get(self, address: str, headers: Any = None) -> Any:
        del headers
        exchange = self._asks.get(address)
        return replace(exchange, body=exchange.body.replace(b'"direct"', b'"public"'))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asks, name)


class TakesAnswers(TakesMessages):
    """Takes what was answered for few for public, in one of two ways."""

    def __init__(self, asks: Any, told: bytes) -> None:
        super().__init__(asks)
        self._told = told

    def get(self, address: str, headers: Any = None) -> Any:
        del headers
        exchange = self._asks.get(address)
        if "/context" not in address:
            return exchange
        return replace(exchange, body=exchange.body.replace(self._told, b'"public"'))


class BelievesOneWay(Spoilt):
    """Takes what is not there by itself for gone."""

    def __init__(self, live: Any) -> None:
        super().__init__(live)
        again = live._again
        again._is_off_list = again._answers_beside = lambda *_: True


class BelievesEachGone(Spoilt):
    """Takes what a server says is gone for gone, whatever else it says that of."""

    def __init__(self, live: Any) -> None:
        super().__init__(live)
        live._again._says_gone_of_all = lambda: False


class LooksBesideNothing(Spoilt):
    """Does not ask for a post beside those that are missing."""

    def __init__(self, live: Any) -> None:
        super().__init__(live)
        live._again._answers_beside = lambda: True


class FillsIn(Spoilt):
    """Puts a nought where the server says nothing."""

    def read(self, content: bytes) -> RawItem:
        item = self._live.read(content)
        source = {"favourites_count": 0, **item.source}
        return msgspec.structs.replace(item, source=source)


class Twice(Spoilt):
    """Gives each post another number each time."""

    count = 0

    def read(self, content: bytes) -> RawItem:
        Twice.count += 1
        item = self._live.read(content)
        return msgspec.structs.replace(item, native_id=f"{item.native_id}{Twice.count}")


class OnItsOwn:
    """Asks past the transport: no waiting, no second time."""

    is_signed_in = False

    def __init__(self, _: Any) -> None:
        """Have no use for the transport."""

    def get(self, address: str, headers: Any = None) -> Exchange:
        del headers
        try:
            with urlopen(address) as response:
                return Exchange(at=NOON, status=200, headers=(), body=response.read())
        except (OSError, HTTPException):
            raise NoAnswer(Text("stuk", "broken")) from None

    def pause(self, attempt: int) -> None:
        """Do not wait."""


class Restless:
    """Waits for nobody."""

    def __init__(self, asks: Any) -> None:
        self._asks = asks
        asks._patience._sleep = lambda _: None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asks, name)


class Nosy:
    """Asks for messages."""

    def __init__(self, asks: Any) -> None:
        self._asks = asks

    def get(self, address: str, headers: Any = None) -> Any:
        del headers
        if "lookup" in address:
            self._asks.get(address.partition("/api/")[0] + "/api/v1/conversations")
        return self._asks.get(address)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asks, name)


class NosyByItself(Nosy):
    """Asks for messages past the transport."""

    def get(self, address: str, headers: Any = None) -> Any:
        del headers
        if "lookup" in address:
            with suppress(OSError):
                urlopen(address.partition("/api/")[0] + "/api/v1/conversations")
        return self._asks.get(address)


class NeverEnds(Spoilt):
    """Goes on as long as there is a page."""

    times = 200

    def scan(self) -> Iterator[Any]:
        yield from self._live.scan()
        for _ in range(self.times):
            path = f"accounts/{self._live._id}/statuses"
            self._live._page(self._live._client.address(path, limit=40))


class RepliesByItself(Nosy):
    """Asks for replies past the transport."""

    def get(self, address: str, headers: Any = None) -> Any:
        del headers
        return OnItsOwn(None).get(address) if "/context" in address else self._asks.get(address)


class Bottomless(NeverEnds):
    """The same, for longer."""

    times = 300


class Bad:
    """A connector that is spoilt in one way."""

    manifest = Mastodon.manifest

    def __init__(self, live: Callable[[Any], Any] = lambda it: it, asks: Any = lambda it: it):
        self._live = live
        self._asks = asks

    def sign_in(self, endpoint: str, sends: Any) -> None:
        return None

    def open_live(
        self,
        url: str,
        handle: str,
        asks: Any,
        answers: Any,
        held: Any,
        endpoint: str | None = None,
    ) -> Any:
        live = Mastodon().open_live(url, handle, self._asks(asks), answers, held, endpoint)
        return self._live(live)

    def open_export(self, path: Path) -> None:
        return None


class CountsNone(Bad):
    """Says in its manifest that the platform counts no replies, and tells a number."""

    manifest = replace(Mastodon.manifest, counts_replies=())


class DeniesReplies(Bad):
    """Says in its manifest that the API has no replies, and gives some."""

    manifest = replace(
        Mastodon.manifest,
        limits=((Technique.API, conformance.NO_REPLIES_IN_API, Text("geen", "none")),),
    )


class Rash(Bad):
    """Takes what the list did not give for gone, whatever the server said."""

    def open_live(
        self,
        url: str,
        handle: str,
        asks: Any,
        answers: Any,
        held: Any,
        endpoint: str | None = None,
    ) -> Any:
        live = super().open_live(url, handle, asks, answers, held, endpoint)
        return Hasty(live, held)


class Hasty(Spoilt):
    """What a rash connector reads."""

    def __init__(self, live: Any, held: Any) -> None:
        super().__init__(live)
        self._held = held

    def scan(self) -> Iterator[Any]:
        yield from self._live.scan()
        for native in self._held.unseen(None):
            self._held.gone(native)


BAD = [
    ("check_paging", Bad(FirstPageOnly), "40 of 130"),
    ("check_paging", Bad(DropsAtBorder), "127 of 130"),
    ("check_paging", Bad(Twice), "a second time"),
    ("check_paging_without_next", Bad(FirstPageOnly), "nothing is told"),
    ("check_resume", Bad(Hushes), "called complete"),
    ("check_resume", Bad(Twice), "once"),
    ("check_faults", Bad(asks=OnItsOwn), "busy once was too much"),
    ("check_faults", Bad(asks=Restless), "did not wait"),
    ("check_faults_that_stay", Bad(Hushes), "called complete"),
    ("check_faults_that_stay", Bad(EndsInTrouble), "failed after the first page"),
    ("check_permission_that_ends", Bad(Hushes), "called complete"),
    ("check_permission_that_ends", Bad(Twice), "once"),
    ("check_what_changes", Bad(DropsNews), "2 of 3 posts"),
    ("check_what_changes", Bad(SeesNothingGo), "0 count as deleted"),
    ("check_no_deletion_by_trouble", Rash(), "count as deleted"),
    ("check_no_deletion_by_one_way", Bad(BelievesOneWay), "a 404 is not enough"),
    ("check_no_deletion_by_one_way", Bad(BelievesEachGone), "a 410 of anything is not enough"),
    ("check_no_deletion_without_others", Bad(LooksBesideNothing), "no other one answered"),
    ("check_content", Bad(Wordless), "differ in their words"),
    ("check_content", Bad(Pictureless), "30 posts have a picture each; kept are"),
    ("check_content", Bad(AllAtOnce), "differ in moment"),
    ("check_content", Bad(Flat), "does not hang below"),
    ("check_page_that_goes_round", Bad(Hushes), "called complete"),
    ("check_page_that_goes_round", Bad(NeverEnds), "asked for the same page"),
    ("check_list_without_end", Bad(Bottomless), "it was asked for"),
    ("check_list_without_end", Bad(Hushes), "called complete"),
    ("check_gaps", Bad(Hushes), "nothing is told"),
    ("check_reply_counts", Bad(HushesReplies), "told is 0 of 0"),
    ("check_reply_counts", Bad(CountsItsOwn), "told is 1 of 1"),
    ("check_reply_counts", CountsNone(), "says that no replies are counted"),
    ("check_replies_that_fail", Bad(HushesReplies), "when asked for replies"),
    ("check_no_leak", Bad(partial(Writes, write=logging.getLogger("x").info)), "in a log"),
    ("check_no_leak", Bad(partial(Writes, write=write_error)), "in a log"),
    ("check_no_leak", Bad(partial(Writes, write=name_file)), "in the clear: .*beside"),
    ("check_no_leak", Bad(KnowsNobody), "did not come in|in the clear"),
    ("check_no_leak", DeniesReplies(), "the manifest denies any"),
    ("check_media_of_others", Bad(LooksAtPictures), "was fetched"),
    ("check_no_messages", Bad(asks=Nosy), "refused"),
    ("check_no_messages", Bad(asks=NosyByItself), "endpoint of direct messages"),
    ("check_no_messages", Bad(asks=RepliesByItself), "past the transport"),
    ("check_no_messages", Bad(asks=TakesMessages), "came in as a post"),
    ("check_no_messages", Bad(asks=partial(TakesAnswers, told=b'"direct"')), "for few"),
    ("check_no_messages", Bad(asks=partial(TakesAnswers, told=b'"private"')), "for few"),
    ("check_drift", Bad(FillsIn), "what is told is"),
]


@pytest.mark.parametrize(("check", "bad", "said"), BAD)
def test_the_suite_catches(check, bad, said, tmp_path):
    made = replace(MASTODON, connector=bad)
    with pytest.raises(NotConforming, match=said):
        getattr(conformance, check)(made, tmp_path)


def test_each_check_is_caught_failing():
    assert {name for name, _, _ in BAD} == {check.__name__ for check in LIVE_CHECKS}
