"""Write the exports of the accounts of Voorbeelddam on X, YouTube and Instagram.

Each in the form in which its platform delivers it to the owner of the account.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

from weerklank.model.platform import Platform
from weerklank.testing.instagram_export import (
    InstagramAccount,
    InstagramContent,
    InstagramMedium,
    InstagramPost,
    write_instagram,
)
from weerklank.testing.voorbeelddam.content import moment
from weerklank.testing.voorbeelddam.film import rising_water
from weerklank.testing.voorbeelddam.pictures import draw
from weerklank.testing.x_export import (
    XAccount,
    XPicture,
    XPost,
    edited,
    number_at,
    write_export,
)
from weerklank.testing.youtube_export import (
    ExportChannel,
    ExportContents,
    ExportReply,
    ExportVideo,
    film_file,
    write_takeout,
)

_Entry = dict[str, Any]

_MADE = datetime(2026, 11, 20, 9, tzinfo=UTC)
#: For how long after its publication X lets a post be edited.
_EDITABLE = timedelta(hours=1)
#: How long a question waits for its answer.
_ANSWERED_AFTER = timedelta(minutes=17)
#: Media on Instagram have numbers of 17 figures.
_FIRST_MEDIUM = 17_980_000_000_000_000

X = XAccount(
    number="7100001",
    name="Voorbeelddam",
    display_name="Gemeente Voorbeelddam",
    bio="Nieuws van de gemeente Voorbeelddam. Vragen? We lezen mee op werkdagen van 9 tot 17 uur.",
    website="https://www.voorbeelddam.example",
    avatar="https://pbs.twimg.com/profile_images/1/wapen.png",
    created=datetime(2012, 3, 1, 9, tzinfo=UTC),
)
YOUTUBE = ExportChannel(description="Films van de gemeente Voorbeelddam, met ondertitels.")
INSTAGRAM = InstagramAccount(
    username="gemeentevoorbeelddam",
    name="Gemeente Voorbeelddam",
    bio="Voorbeelddam in beeld. Vragen? Die beantwoorden we op www.voorbeelddam.example",
    picture=InstagramMedium(
        folder="profile/202212", name=f"{_FIRST_MEDIUM}.png", data=draw("wapen")
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereFile:
    """The export of an account that is not on Mastodon."""

    platform: Platform
    url: str
    path: Path


def write_elsewhere(folder: Path) -> tuple[ElsewhereFile, ...]:
    """Write the exports into a folder, in the order in which their accounts are registered."""
    told = _told()
    x = folder / "twitter-2026-11-20-3f1b5c7d9e2a4c6e8f0b1d3f5a7c9e1b.zip"
    youtube = folder / "takeout-20261120T090000Z-001.zip"
    instagram = folder / "instagram-gemeentevoorbeelddam-2026-11-20-Qw3RtY7u.zip"
    weapon = (f"data/profile_media/{X.number}-wapen.png", draw("wapen"))
    write_export(x, X, _posts_on_x(told["x"]), made=_MADE, members=[weapon])
    film = rising_water()
    write_takeout(
        youtube,
        ExportContents(
            channel=YOUTUBE, videos=map(_video, told["videos"]), replies=_replies(told["replies"])
        ),
        films=[(film_file(one["title"]), film) for one in told["videos"]],
        made=_MADE,
    )
    write_instagram(instagram, INSTAGRAM, InstagramContent(posts=_pictured(told["instagram"])))
    return (
        ElsewhereFile(platform=Platform.X, url=X.url, path=x),
        ElsewhereFile(platform=Platform.YOUTUBE, url=YOUTUBE.url, path=youtube),
        ElsewhereFile(
            platform=Platform.INSTAGRAM,
            url=f"https://www.instagram.com/{INSTAGRAM.username}",
            path=instagram,
        ),
    )


def people_elsewhere() -> tuple[str, ...]:
    """Give the handles of the invented persons and bodies that are answered or shared there."""
    told = _told()
    on_x = [one[how]["handle"] for one in told["x"] for how in ("to", "shares") if how in one]
    return (*on_x, *(one["to"]["handle"] for one in told["replies"] if "to" in one))


def _told() -> dict[str, list[_Entry]]:
    source = resources.files("weerklank.testing.voorbeelddam").joinpath("elsewhere.toml")
    return tomllib.loads(source.read_text("utf-8"))


def _posts_on_x(entries: list[_Entry]) -> list[XPost]:
    """Give the posts as tweets.js has them: the newest first, each version of one apart."""
    posts = [post for index, entry in enumerate(entries) for post in _versions(index, entry)]
    return sorted(posts, key=lambda post: post.published, reverse=True)


def _versions(index: int, entry: _Entry) -> list[XPost]:
    published = moment(entry["at"])
    if "edited" not in entry:
        return [_post_on_x(index, entry, published)]
    later = entry | entry["edited"]
    at = moment(later["at"])
    numbers = (number_at(published, index), number_at(at, index))
    more = edited(numbers, published + _EDITABLE)
    return [_post_on_x(index, entry, published, more), _post_on_x(index, later, at, more)]


def _post_on_x(
    index: int, entry: _Entry, published: datetime, more: _Entry | None = None
) -> XPost:
    text = entry["text"]
    whom = entry.get("to") or entry.get("shares")
    if whom:
        text = (
            f"RT @{whom['handle']}: {text}…" if "shares" in entry else f"@{whom['handle']} {text}"
        )
    answers = None
    if "to" in entry:
        asked = number_at(published - _ANSWERED_AFTER, index)
        answers = (asked, entry["to"]["number"], entry["to"]["handle"])
    pictures: tuple[XPicture, ...] = ()
    if "pic" in entry:
        drawn = draw(entry["pic"], index)
        pictures = (XPicture(name=f"Gvbd{index:03}.png", data=drawn, alt=entry.get("alt")),)
    return XPost(
        number=number_at(published, index),
        published=published.astimezone(UTC),
        text=text,
        likes=entry.get("likes", 0),
        reposts=entry.get("reposts", 0),
        links=(tuple(entry["link"]),) if "link" in entry else (),
        mentions=((whom["number"], whom["handle"], whom["name"]),) if whom else (),
        answers=answers,
        pictures=pictures,
        more=more or {},
    )


def _video(entry: _Entry) -> ExportVideo:
    return ExportVideo(
        native_id=entry["id"],
        title=entry["title"],
        published=moment(entry["at"]).astimezone(UTC),
        description=entry["text"],
        tags=tuple(entry["tags"]),
    )


def _replies(entries: list[_Entry]) -> list[ExportReply]:
    """Give the replies of the channel itself; who answers somebody does so under their reply."""
    return [
        ExportReply(
            native_id=f"UgxVoorbeelddam{index:011}",
            video=entry["video"],
            created=moment(entry["at"]).astimezone(UTC),
            parts=tuple(_parts(entry)),
            parent=f"UgxVraag{index:018}" if "to" in entry else "",
        )
        for index, entry in enumerate(entries, start=1)
    ]


def _parts(entry: _Entry) -> Iterator[_Entry]:
    if "to" in entry:
        whom = entry["to"]
        mention = {"externalChannelId": whom["channel"]}
        yield {"text": f"@{whom['handle']}", "mention": mention}
        yield {"text": " "}
    yield {"text": entry["text"]}


def _pictured(entries: list[_Entry]) -> list[InstagramPost]:
    numbers = iter(range(_FIRST_MEDIUM + 1, _FIRST_MEDIUM + 1_000))
    return [
        InstagramPost(
            when=moment(entry["at"]),
            text=entry["text"],
            media=tuple(_drawn(topic, entry, next(numbers)) for topic in entry["pics"]),
        )
        for entry in entries
    ]


def _drawn(topic: str, entry: _Entry, number: int) -> InstagramMedium:
    folder = f"posts/{entry['at']:%Y%m}"
    return InstagramMedium(folder=folder, name=f"{number}.png", data=draw(topic, number % 100))
