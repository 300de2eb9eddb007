"""Exports of Facebook for the suite: of a page, as bad as a scene asks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from weerklank.connectors.facebook import Facebook
from weerklank.testing.export_conformance import ExportBench, ExportScene
from weerklank.testing.facebook_export import (
    FacebookAccount,
    FacebookContent,
    FacebookMedium,
    FacebookPost,
    FacebookReply,
    members,
    post_json,
    reply_json,
)
from weerklank.testing.meta_json import meta_json, write_zip

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ME = FacebookAccount(name="Gemeente Voorbeelddam", username="gemeentevoorbeelddam")
BASE = "this_profile's_activity_across_facebook/"


def picture(number: int, *, name: str | None = None) -> FacebookMedium:
    return FacebookMedium(
        name=name or f"{10_158_000_000_000_000 + number}.jpg",
        data=b"\xff\xd8\xff" + bytes([number % 256]),
        when=NOON,
    )


def _posts(scene: ExportScene) -> list[Any]:
    posts = []
    for day in range(scene.posts):
        media = (picture(day),) if day < scene.pictures + scene.lost_pictures else ()
        when = NOON + timedelta(days=day)
        posts.append(FacebookPost(when=when, text=f"Bericht {day}", media=media))
    person = scene.person
    if person:
        words = f"Zie {person.address} en @{person.local}, dank aan @[{person.number}:2048:"
        posts[-1] = replace(
            posts[-1],
            text=f"{words}{person.name}], dus aan {person.name}",
            title=f"{ME.name} heeft iets geplaatst op de tijdlijn van {person.name}.",
            tags=(person.name,),
            link=f"https://www.facebook.com/{person.number}/posts/1",
        )
        posts[-2] = replace(
            posts[-2],
            text="Een vraag van een bezoeker",
            title=f"{person.name} heeft iets geplaatst op de tijdlijn van {ME.name}.",
        )
    return [post_json(post) for post in posts]


def write_export(path: Path, scene: ExportScene) -> None:
    # With a person, one post is somebody else's and a reply of ours comes instead.
    written = _posts(scene)
    if scene.unknown:
        for record in written:
            record[scene.unknown[0]] = scene.unknown[1]
    content = FacebookContent(never=[scene.closed.name] if scene.closed else ())
    made = dict(members(ME, content))
    lines = [meta_json(record) for record in written]
    if scene.broken:
        lines.insert(5, lines[5].replace(b'"timestamp":', b'"timestamp":}', 1))
    whole = b"[" + b",".join(lines) + b"]"
    made[f"{BASE}posts/profile_posts_1.json"] = whole[: len(whole) // 2] if scene.cut else whole
    if scene.person:
        person = scene.person
        answer = FacebookReply(
            when=NOON,
            text=f"Dag {person.name}, dank voor het melden",
            author=ME.name,
            title=f"{ME.name} heeft gereageerd op de reactie van {person.name}.",
        )
        made[f"{BASE}comments_and_reactions/comments.json"] = meta_json(
            {"comments_v2": [reply_json(answer)]}
        )
    shown = [picture(number) for number in range(scene.pictures)]
    shown += [picture(0, name=f"los-{number}.jpg") for number in range(scene.loose)]
    made |= {medium.uri: medium.data for medium in shown}
    write_zip(path, made.items())


FACEBOOK = ExportBench(
    connector=Facebook(),
    url="https://www.facebook.com/gemeentevoorbeelddam",
    write=write_export,
    file_name="facebook-gemeentevoorbeelddam-2026-11-20-abc.zip",
    is_closed=lambda name: any(
        part in name
        for part in (
            "messages/",
            "groups/",
            "payments",
            "connections/",
            "ads_information",
            "logged",
            "likes",
        )
    ),
    states_count=False,
    keeps_loose=True,
)
