"""The bench of Mastodon's export: an outbox written by hand, as bad as wanted."""

import io
import tarfile
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from weerklank.connectors.mastodon import Mastodon
from weerklank.testing.export_conformance import ExportBench, ExportScene
from weerklank.testing.mastodon_actor import actor
from weerklank.testing.mastodon_export import (
    ExportAccount,
    ExportMedium,
    ExportPost,
    activity,
    snowflake,
)
from weerklank.testing.png import encode_png

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ME = ExportAccount(
    host="social.voorbeelddam.example",
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html="<p>Ja</p>",
    actor_id="https://social.voorbeelddam.example/users/gemeente",
    created=NOON,
)
CLOSED = ("likes.json", "bookmarks.json")


def picture(mark: str) -> bytes:
    return encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8) + mark.encode()


def mastodon_post(day: int, text: str) -> ExportPost:
    at = NOON + timedelta(days=day)
    return ExportPost(number=snowflake(at), published=at, html=f"<p>{text}</p>")


def _posts(scene: ExportScene) -> list[ExportPost]:
    posts = [mastodon_post(day, f"Bericht {day}") for day in range(scene.posts)]
    for number in range(scene.pictures + scene.lost_pictures):
        path = f"media_attachments/files/{number}.png"
        medium = ExportMedium(
            path=f"/{path}", content_type="image/png", alt="Een foto", width=8, height=8, data=b""
        )
        posts[number] = replace(posts[number], media=(medium,))
    person = scene.person
    if person:
        words = f"Zie {person.address} of @{person.handle}, ook @{person.local}"
        posts[-1] = replace(
            posts[-1],
            html=f'<p>{words} <a href="{person.address}">@{person.local}</a></p>',
            mentions=((person.address, f"@{person.handle}"),),
            in_reply_to=person.item,
        )
    return posts


def _outbox(scene: ExportScene) -> bytes:
    lines = [activity(ME, post) for post in _posts(scene)]
    if scene.unknown:
        for line in lines:
            line["object"][scene.unknown[0]] = scene.unknown[1]
    if scene.closed:
        message = replace(
            mastodon_post(400, f"Geheim van {scene.closed.name}"),
            visibility="direct",
            mentions=((scene.closed.address, f"@{scene.closed.handle}"),),
        )
        lines.insert(3, activity(ME, message))
    written = [orjson.dumps(line) for line in lines]
    if scene.broken:
        written.insert(5, written[5].replace(b'"published":', b'"published":}', 1))
    head = b'{"type":"OrderedCollection","totalItems":%d,"orderedItems":[' % (
        len(written) + scene.hidden
    )
    whole = head + b",".join(written) + b"]}"
    return whole[: len(whole) // 2] if scene.cut else whole


def write_mastodon(path: Path, scene: ExportScene) -> None:
    members = {"actor.json": orjson.dumps(actor(ME)), "outbox.json": _outbox(scene)}
    for number in range(scene.pictures):
        members[f"media_attachments/files/{number}.png"] = picture(f"{number}")
    for number in range(scene.loose):
        members[f"media_attachments/files/los-{number}.png"] = picture(f"los {number}")
    if scene.closed:
        liked = orjson.dumps({"orderedItems": [scene.closed.item, scene.closed.name]})
        members |= dict.fromkeys(CLOSED, liked)
    with tarfile.open(path, "w:gz") as made:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))


def zip_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


MASTODON = ExportBench(
    connector=Mastodon(),
    url=ME.url,
    profile_of=lambda person: (person.address, None),
    write=write_mastodon,
    file_name="archive-20260101.tar.gz",
    is_closed=lambda name: name.rpartition("/")[2] in CLOSED,
    states_count=True,
    keeps_loose=False,  # it may be of a direct message: those are among the posts
)
