"""Exports of Instagram for the suite: as the platform writes them, and as bad as a scene asks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from weerklank.connectors.instagram import Instagram
from weerklank.testing.export_conformance import ExportBench, ExportScene
from weerklank.testing.instagram_export import (
    InstagramAccount,
    InstagramContent,
    InstagramMedium,
    InstagramPost,
    InstagramReply,
    members,
    post_json,
    reply_json,
)
from weerklank.testing.meta_json import meta_json, write_zip

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ME = InstagramAccount(username="gemeentevoorbeelddam", name="Gemeente Voorbeelddam")
POSTS = "your_instagram_activity/media/posts_1.json"


def picture(number: int, *, name: str | None = None) -> InstagramMedium:
    return InstagramMedium(
        folder="posts/202601",
        name=name or f"{17_900_000_000_000_000 + number}.jpg",
        data=b"\xff\xd8\xff" + bytes([number % 256]),
        exif={"device_id": "android-0", "latitude": 52.1, "longitude": 4.3},
    )


def posts_of(scene: ExportScene, word: str) -> list[InstagramPost]:
    """Give the posts of a scene, one a day, without anybody else in them."""
    posts = []
    for day in range(scene.posts):
        media = (picture(day),) if day < scene.pictures + scene.lost_pictures else ()
        when = NOON + timedelta(days=day)
        posts.append(InstagramPost(when=when, text=f"{word} {day}", media=media))
    return posts


def lines_of(scene: ExportScene, written: list[Any]) -> list[bytes]:
    """Write records as they stand in a list, with what is unknown and broken in them."""
    if scene.unknown:
        for record in written:
            record[scene.unknown[0]] = scene.unknown[1]
    lines = [meta_json(record) for record in written]
    if scene.broken:
        lines.insert(5, lines[5].replace(b'"creation_timestamp":', b'"creation_timestamp":}', 1))
    return lines


def cut(scene: ExportScene, whole: bytes) -> bytes:
    return whole[: len(whole) // 2] if scene.cut else whole


def loose(scene: ExportScene) -> list[InstagramMedium]:
    return [picture(0, name=f"los-{number}.jpg") for number in range(scene.loose)]


def is_closed(name: str) -> bool:
    parts = ("message", "conversation", "likes/", "saved/", "connections/", "ads_information")
    return any(part in name for part in (*parts, "logged"))


def _written(scene: ExportScene) -> list[Any]:
    posts, person = posts_of(scene, "Bericht"), scene.person
    written = [post_json(post) for post in posts]
    if person:
        words = f"Zie {person.address} en @{person.local}"
        written[-1] = post_json(replace(posts[-1], text=words, media=(picture(99), picture(98))))
        for medium in written[-1]["media"]:
            medium["title"] = f"Van @{person.local}"
    return written


def write_export(path: Path, scene: ExportScene) -> None:
    content = InstagramContent(never=[scene.closed.name] if scene.closed else ())
    made = dict(members(ME, content))
    lines = lines_of(scene, _written(scene))
    made[POSTS] = cut(scene, b"[" + b",".join(lines) + b"]")
    if scene.person:
        # The last post is a reply instead of a thirteenth item.
        answer = InstagramReply(
            when=NOON, text=f"Dank @{scene.person.local}", owner=scene.person.local
        )
        made[POSTS] = b"[" + b",".join(lines[1:]) + b"]"
        made["your_instagram_activity/comments/post_comments_1.json"] = meta_json(
            [reply_json(answer)]
        )
        shown = [picture(99), picture(98)]
    else:
        shown = [picture(number) for number in range(scene.pictures)]
    made |= {medium.uri: medium.data for medium in (*shown, *loose(scene))}
    write_zip(path, made.items())


INSTAGRAM = ExportBench(
    connector=Instagram(),
    url="https://www.instagram.com/gemeentevoorbeelddam",
    profile_of=lambda person: (f"https://www.instagram.com/{person.local}", None),
    write=write_export,
    file_name="instagram-gemeentevoorbeelddam-2026-11-20-abc.zip",
    is_closed=is_closed,
    states_count=False,
    keeps_loose=True,
)
