"""What is found on the pages of a site that holds things back: posts found of posts there."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import resources
from pathlib import Path

import msgspec
import pytest
from pages_place import BEGAN, ME, post

from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.harvest.browser.page_exchange import Wholeness
from weerklank.harvest.browser.steps import Kind, Steps, read_steps
from weerklank.harvest.browser.visit import Stopped, StopRule, Visit, browser, visit
from weerklank.model.raw_page import SeenElement
from weerklank.store.spool import Spool
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_items import ExportMedium, ExportPost
from weerklank.testing.mastodon_pages import MastodonSite, Shows, mastodon_site
from weerklank.testing.mastodon_pages_extra import picture, pieces

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
RULE = StopRule(quiet=2, longest=120)
STEPS = read_steps(
    resources.files("weerklank.connectors.mastodon").joinpath("page_steps.toml").read_bytes()
)


def _medium(path: str, kind: str, data: bytes) -> ExportMedium:
    return ExportMedium(
        path=path, content_type=kind, alt="De brug", width=64, height=48, data=data, seconds=2
    )


FILM = _medium("media_attachments/film.mp4", "video/mp4", bytes(range(256)) * 400)
PICTURE = _medium("media_attachments/brug.png", "image/png", picture("brug", 64, 48))


def _post(number: int, **more: object) -> ExportPost:
    return post(number, f"<p>Bericht {number} van de gemeente</p>", **more)


POSTS = [
    _post(0, media=(PICTURE,)),
    *(_post(one) for one in range(1, 59)),
    _post(59, summary="Over water", media=(FILM, PICTURE)),
]
NEWEST = POSTS[-1]
REPLIES = [
    Reply(
        uri=f"https://mast.example/users/sanne_{one}/statuses/{one}",
        html=f"<p>Reactie {one}</p>",
        answers=f"{ME.actor_id}/statuses/{NEWEST.number}",
        published=BEGAN + timedelta(days=9, minutes=one),
    )
    for one in range(23)
]


@dataclass
class Visits:
    """Visits to a site; closes what they kept when it ends."""

    spool: Spool
    bodies: Bodies = field(init=False)

    def __post_init__(self) -> None:
        self.bodies = Bodies(self.spool)

    def go(
        self, site: MastodonSite, address: str, steps: Steps = STEPS, *, looks: bool = False
    ) -> Visit:
        async def work() -> Visit:
            async with browser(find_chromium()) as devtools:
                return await visit(
                    devtools,
                    address,
                    home=site.address,
                    bodies=self.bodies,
                    rule=RULE,
                    steps=steps,
                    looks=looks,
                )

        return asyncio.run(work())

    def body(self, seen: Visit, part: str) -> bytes:
        """Give the one whole body of which the address holds a part."""
        (one,) = (one for one in seen.exchanges if part in one.address and one.body and one.length)
        assert one.wholeness is Wholeness.WHOLE
        return b"".join(self.bodies.read(one.body or ""))

    def posts(self, seen: Visit) -> set[str]:
        """Give the numbers of posts in lists that the page asked for."""
        return {
            one["id"]
            for asked in seen.exchanges
            if "/statuses?" in asked.address and asked.body
            for one in msgspec.json.decode(b"".join(self.bodies.read(asked.body)))
        }


@pytest.fixture
def visits(tmp_path: Path) -> Iterator[Visits]:
    spool = Spool(tmp_path / "spool")
    yield Visits(spool)
    spool.close()


def shown_replies(site: MastodonSite) -> set[str]:
    """Give which replies were shown: their authors' pictures are asked for only then."""
    return {
        one.rpartition("/")[2]
        for one in site.asked
        if "/cache/accounts/avatars/" in one and "/sanne_" in one
    }


def text_of(element: SeenElement) -> str:
    """Give what stands in an element."""
    return " ".join(one if isinstance(one, str) else text_of(one) for one in element.children)


def did_something(site: MastodonSite) -> list[str]:
    """Give what the pages told their server besides the answer to the banner and questions."""
    fine = ("POST /consent/necessary", "POST /graphql")
    return [one for one in site.asked if one.startswith("POST") and one not in fine]


def test_all_posts_behind_a_banner_and_below_the_fold(visits: Visits) -> None:
    shows = Shows(consent=True, unloads=True)
    with mastodon_site(ME, POSTS, replies=REPLIES, shows=shows) as site:
        seen = visits.go(site, site.account_page, looks=True)
        assert visits.posts(seen) == {str(one.number) for one in POSTS}
        assert seen.seen is not None
        assert "Bericht 59 van de gemeente" in text_of(seen.seen.root)
        assert seen.stopped is Stopped.NOTHING_NEW
        assert seen.walked.pressed == {Kind.REFUSE: 1, Kind.OPEN: 2}
        assert (seen.walked.left, seen.walked.wall, seen.walked.broken) == ((), False, ())
        assert seen.walked.ended_at == site.account_page
        assert visits.body(seen, PICTURE.path) == PICTURE.data
        assert did_something(site) == []


def test_all_replies_and_what_a_warning_hides(visits: Visits) -> None:
    shows = Shows(signed_in=True, late=True)
    with mastodon_site(ME, POSTS, replies=REPLIES, shows=shows) as site:
        seen = visits.go(site, site.post_page(NEWEST.number))
        assert shown_replies(site) == {f"sanne_{one}.png" for one in range(23)}
        assert seen.walked.pressed == {Kind.MORE: 5, Kind.OPEN: 2}
        assert (seen.walked.left, seen.walked.wall, seen.walked.broken) == ((), False, ())
        assert visits.body(seen, FILM.path) == FILM.data
        assert did_something(site) == []
        assert not any("conversations" in one for one in site.asked)
        # Mastodon's one line for everything that is new bears direct messages too.
        (line,) = seen.sockets
        assert line.address.endswith("/api/v1/streaming")
        assert (line.status, line.count) == (None, 0)
        assert not any("/streaming" in one for one in site.asked)
        assert list(visits.bodies.read(line.frames)) == []


def test_a_film_that_comes_in_pieces(visits: Visits) -> None:
    with mastodon_site(ME, [NEWEST], shows=Shows(hls=True)) as site:
        seen = visits.go(site, site.post_page(NEWEST.number))
        assert b"segment/2.ts" in visits.body(seen, ".m3u8")
        for index, piece in enumerate(pieces(FILM.data)):
            assert visits.body(seen, f"/segment/{index}.ts") == piece


def test_pages_that_a_fragment_tells_apart(visits: Visits) -> None:
    with mastodon_site(ME, POSTS, replies=REPLIES, shows=Shows(hash_routes=True)) as site:
        seen = visits.go(site, site.account_page)
        assert visits.posts(seen) == {str(one.number) for one in POSTS}
        assert seen.walked.broken == ()
        seen = visits.go(site, site.post_page(NEWEST.number))
        assert len(shown_replies(site)) == 23
        assert seen.walked.broken == ()


@pytest.mark.parametrize("wall", ["instead", "after"])
def test_a_wall_is_told_and_nothing_behind_it_forced(visits: Visits, wall: str) -> None:
    shows = Shows(wall=wall)  # type: ignore[arg-type] # one of its words
    with mastodon_site(ME, POSTS, replies=REPLIES, shows=shows) as site:
        seen = visits.go(site, site.account_page)
        assert (seen.walked.wall, seen.walked.broken) == (True, ())
        assert len(visits.posts(seen)) == {"instead": 0, "after": 10}[wall]
        assert did_something(site) == []


def test_what_leads_elsewhere_or_does_something_is_not_pressed(visits: Visits) -> None:
    with mastodon_site(ME, POSTS, replies=REPLIES, shows=Shows(traps=True)) as site:
        seen = visits.go(site, site.post_page(NEWEST.number))
        # What a button does is seen only once it is pressed: once, and never again.
        assert did_something(site) == ["POST /strayed"]
        assert not any(one.startswith("GET /about") for one in site.asked)
        assert seen.walked.ended_at == site.post_page(NEWEST.number)
        assert [one for one in seen.walked.broken if "leads elsewhere" in one]
        assert seen.walked.left == (Kind.MORE,)


def test_no_more_is_pressed_than_may_be(visits: Visits) -> None:
    few = tuple(
        msgspec.structs.replace(one, most=2) if one.kind is Kind.MORE else one
        for one in STEPS.press
    )
    with mastodon_site(ME, POSTS, replies=REPLIES) as site:
        steps = msgspec.structs.replace(STEPS, press=few)
        seen = visits.go(site, site.post_page(NEWEST.number), steps)
        assert seen.walked.pressed[Kind.MORE] == 2
        assert seen.walked.left == (Kind.MORE,)
        assert len(shown_replies(site)) == 15


def test_a_platform_that_changed_its_pages_is_noticed(visits: Visits) -> None:
    changed = tuple(
        msgspec.structs.replace(one, must=(*one.must, ".status__text", "]")) for one in STEPS.page
    )
    with mastodon_site(ME, POSTS[:3]) as site:
        steps = msgspec.structs.replace(STEPS, page=changed)
        seen = visits.go(site, site.account_page, steps)
        assert seen.walked.broken == ("]: no selector", "account: .status__text", "account: ]")


def test_an_account_without_posts_has_not_changed(visits: Visits) -> None:
    with mastodon_site(ME, []) as site:
        seen = visits.go(site, site.account_page)
        assert (seen.walked.wall, seen.walked.broken) == (False, ())
        seen = visits.go(site, site.post_page(NEWEST.number))
        assert (seen.walked.wall, seen.walked.broken) == (False, ())
