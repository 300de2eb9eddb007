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


def _posts(scene: ExportScene) -> list[Any]:
    posts = []
    for day in range(scene.posts):
        media = (picture(day),) if day < scene.pictures + scene.lost_pictures else ()
        post = InstagramPost(when=NOON + timedelta(days=day), text=f"Bericht {day}", media=media)
        posts.append(post)
    person = scene.person
    written = [post_json(post) for post in posts]
    if person:
        last = posts[-1]
        words = f"Zie {person.address} en @{person.local}"
        written[-1] = post_json(replace(last, text=words, media=(picture(99), picture(98))))
        for medium in written[-1]["media"]:
            medium["title"] = f"Van @{person.local}"
    return written


def write_export(path: Path, scene: ExportScene) -> None:
    written = _posts(scene)
    if scene.unknown:
        for record in written:
            record[scene.unknown[0]] = scene.unknown[1]
    content = InstagramContent(never=[scene.closed.name] if scene.closed else ())
    made = dict(members(ME, content))
    lines = [meta_json(record) for record in written]
    if scene.broken:
        lines.insert(5, lines[5].replace(b'"creation_timestamp":', b'"creation_timestamp":}', 1))
    whole = b"[" + b",".join(lines) + b"]"
    made[POSTS] = whole[: len(whole) // 2] if scene.cut else whole
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
    shown += [picture(0, name=f"los-{number}.jpg") for number in range(scene.loose)]
    made |= {medium.uri: medium.data for medium in shown}
    write_zip(path, made.items())


INSTAGRAM = ExportBench(
    connector=Instagram(),
    url="https://www.instagram.com/gemeentevoorbeelddam",
    write=write_export,
    file_name="instagram-gemeentevoorbeelddam-2026-11-20-abc.zip",
    is_closed=lambda name: any(
        part in name
        for part in (
            "message",
            "conversation",
            "likes/",
            "saved/",
            "connections/",
            "ads_information",
            "logged",
        )
    ),
    states_count=False,
    keeps_loose=True,
)
