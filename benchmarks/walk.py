"""Walking on pages that hold things back: posts and replies found of those that are there."""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

import msgspec

from benchmarks.figures import Figure
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.harvest.browser.steps import SCROLL_ALONE, Steps, read_steps
from weerklank.harvest.browser.visit import StopRule, browser, visit
from weerklank.store.spool import Spool
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_items import ExportAccount, ExportPost, snowflake
from weerklank.testing.mastodon_pages import Shows, mastodon_site

_POSTS, _REPLIES = 60, 45
_RULE = StopRule(quiet=1.5, longest=120)
_BEGAN = datetime(2026, 11, 1, 12, tzinfo=UTC)
_ME = ExportAccount(
    host="voorbeelddam.example",
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html="<p>Nieuws van de gemeente.</p>",
    actor_id="https://voorbeelddam.example/users/gemeente",
    created=datetime(2019, 1, 1, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True)
class _Found:
    posts: int
    replies: int
    wall: float


def run() -> list[Figure]:
    """Give what is found as a share of what is there, and wall time by scrolling alone."""
    steps = read_steps(
        resources.files("weerklank.connectors.mastodon").joinpath("page_steps.toml").read_bytes()
    )
    behind_banner = _walked(steps, Shows(consent=True, unloads=True))
    open_to_all, alone = _walked(steps, Shows()), _walked(SCROLL_ALONE, Shows())
    posts, replies = behind_banner.posts / _POSTS, behind_banner.replies / _REPLIES
    cost = open_to_all.wall / alone.wall
    return [
        Figure("walk: posts found of posts there", posts, 1, "x"),
        Figure("walk: replies shown of replies there", replies, 1, "x"),
        Figure("walk: wall by scrolling alone", cost, 2, "x", at_most=True),
    ]


def _walked(steps: Steps, shows: Shows) -> _Found:
    """Visit the page of the account and that of its newest post; time of the first alone."""
    posts = [_post(one) for one in range(_POSTS)]
    replies = [_reply(one, posts[-1]) for one in range(_REPLIES)]
    with (
        mastodon_site(_ME, posts, replies=replies, shows=shows) as site,
        tempfile.TemporaryDirectory() as folder,
    ):
        spool = Spool(Path(folder) / "spool")
        bodies = Bodies(spool)
        found: set[str] = set()

        async def go() -> float:
            async with browser(find_chromium()) as devtools:
                began = time.monotonic()
                seen = await visit(
                    devtools,
                    site.account_page,
                    home=site.address,
                    bodies=bodies,
                    rule=_RULE,
                    steps=steps,
                )
                lasted = time.monotonic() - began
                for one in seen.exchanges:
                    if "/statuses?" in one.address and one.body:
                        page = msgspec.json.decode(b"".join(bodies.read(one.body)))
                        found.update(status["id"] for status in page)
                await visit(
                    devtools,
                    site.post_page(posts[-1].number),
                    home=site.address,
                    bodies=bodies,
                    rule=_RULE,
                    steps=steps,
                )
            return lasted

        lasted = asyncio.run(go())
        spool.close()
        # The picture of who replies is asked for when the reply is shown, and not before.
        shown = {one for one in site.asked if "/avatars/" in one and "/sanne_" in one}
        return _Found(len(found), len(shown), lasted)


def _post(number: int) -> ExportPost:
    published = _BEGAN + timedelta(hours=number)
    return ExportPost(
        number=snowflake(published, number),
        published=published,
        html=f"<p>Bericht {number} van de gemeente</p>",
        summary="Over water" if number % 20 == 0 else None,
    )


def _reply(number: int, post: ExportPost) -> Reply:
    return Reply(
        uri=f"https://mast.example/users/sanne_{number}/statuses/{number}",
        html=f"<p>Reactie {number}</p>",
        answers=f"{_ME.actor_id}/statuses/{post.number}",
        published=post.published + timedelta(minutes=number + 1),
    )
