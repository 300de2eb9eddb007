"""Exports of Threads for the suite: those of Instagram, with posts of Threads in them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from weerklank.connectors.threads import Threads
from weerklank.testing.export_conformance import ExportBench, ExportScene
from weerklank.testing.instagram_export import (
    InstagramAccount,
    InstagramContent,
    InstagramMedium,
    InstagramPost,
    members,
    thread_json,
)
from weerklank.testing.meta_json import meta_json, write_zip

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ME = InstagramAccount(username="gemeentevoorbeelddam", name="Gemeente Voorbeelddam")
FOLDER = "your_instagram_activity/threads"


def picture(number: int, *, name: str | None = None) -> InstagramMedium:
    return InstagramMedium(
        folder="posts/202601",
        name=name or f"{17_900_000_000_000_000 + number}.jpg",
        data=b"\xff\xd8\xff" + bytes([number % 256]),
    )


def _posts(scene: ExportScene) -> list[InstagramPost]:
    posts = []
    for day in range(scene.posts):
        media = (picture(day),) if day < scene.pictures + scene.lost_pictures else ()
        when = NOON + timedelta(days=day)
        posts.append(InstagramPost(when=when, text=f"Draadje {day}", media=media))
    if scene.person:
        words = f"Zie {scene.person.address} en @{scene.person.local}"
        posts[-1] = replace(posts[-1], text=words)
    return posts


def write_export(path: Path, scene: ExportScene) -> None:
    written = [thread_json(post) for post in _posts(scene)]
    if scene.unknown:
        for record in written:
            record[scene.unknown[0]] = scene.unknown[1]
    # No post of Instagram: then the file is one of Threads, whoever is asked first.
    content = InstagramContent(
        threads=_posts(ExportScene(posts=1)),
        never=[scene.closed.name] if scene.closed else (),
    )
    made = dict(members(ME, content))
    del made["your_instagram_activity/media/posts_1.json"]
    lines = [meta_json(record) for record in written]
    if scene.broken:
        lines.insert(5, lines[5].replace(b'"creation_timestamp":', b'"creation_timestamp":}', 1))
    whole = b'{"text_post_app_text_posts": [' + b",".join(lines) + b"]}"
    made[f"{FOLDER}/threads_and_replies.json"] = whole[: len(whole) // 2] if scene.cut else whole
    shown = [picture(number) for number in range(scene.pictures)]
    shown += [picture(0, name=f"los-{number}.jpg") for number in range(scene.loose)]
    made |= {medium.uri: medium.data for medium in shown}
    write_zip(path, made.items())


THREADS = ExportBench(
    connector=Threads(),
    url="https://www.threads.com/@gemeentevoorbeelddam",
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
    keeps_loose=False,  # it may be one of Instagram
)
