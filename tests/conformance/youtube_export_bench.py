"""The bench of YouTube's export: a Takeout with tables written by hand, as bad as wanted.

Of its posts those with a picture are videos with their film, the others replies by the channel: a
video always names a film.
"""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from weerklank.connectors.youtube import YouTube
from weerklank.testing.canaries import Canary
from weerklank.testing.export_conformance import ExportBench, ExportScene
from weerklank.testing.youtube_export import (
    ExportChannel,
    ExportContents,
    ExportReply,
    ExportVideo,
    film_file,
    write_takeout,
)
from weerklank.testing.youtube_tables import NEVER, ROOT

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ME = ExportChannel()
CLOSED = frozenset(ROOT["nl"] + name for name in NEVER["nl"])


def _video(number: int, person: Canary | None) -> ExportVideo:
    words = _words(person) if person else f"Film {number} van de gemeente"
    return ExportVideo(
        native_id=f"film-{number:06}",
        title=f"Titel {number}" if person is None else f"Titel {number} met @{person.local}",
        published=NOON + timedelta(days=number),
        description=words,
        tags=(f"@{person.local}",) if person else (),
    )


def _reply(number: int, person: Canary | None) -> ExportReply:
    parts: tuple[dict[str, object], ...] = ({"text": f"Antwoord {number}"},)
    if person:
        theirs = {"externalChannelId": f"UC{person.number}"}
        parts = (
            {"text": f"@{person.local}", "mention": theirs},
            {"text": f" {_words(person)} "},
            {"text": person.name, "mention": theirs},
            {"text": f" en {person.name}"},
        )
    return ExportReply(
        native_id=f"UgReply{number:06}",
        video=person.item if person else "een-video",
        created=NOON + timedelta(days=number),
        parts=parts,
        parent=person.item if person else "",
    )


def _words(person: Canary) -> str:
    return f"Zie {person.address} of @{person.handle}, ook @{person.local}"


def _changed(path: Path, change: Callable[[str, str], str]) -> None:
    """Write a Takeout again with the lines of its tables changed."""
    with zipfile.ZipFile(path) as made:
        content = {info.filename: made.read(info) for info in made.infolist()}
    with zipfile.ZipFile(path, "w") as made:
        for name, data in content.items():
            table = name.rpartition("/")[2]
            is_text = table in {"reacties.csv", "video_s.csv"}
            made.writestr(name, change(table, data.decode()) if is_text else data)


def write_youtube(path: Path, scene: ExportScene) -> None:
    with_film = scene.pictures + scene.lost_pictures
    videos = [_video(number, None) for number in range(with_film)]
    replies = [_reply(number, None) for number in range(with_film, scene.posts)]
    if scene.person:
        videos = [_video(0, scene.person)]
        replies = [*replies[1:-1], _reply(scene.posts, scene.person)]
    contents: dict[str, Any] = {"videos": videos, "replies": replies}
    if scene.closed:
        contents["canary"] = f"{scene.closed.name},{scene.closed.address},{scene.closed.number}"
    films = [
        (film_file(one.title), b"film" + one.native_id.encode())
        for one in videos[: scene.pictures or len(videos) - scene.lost_pictures]
    ]
    films += [(f"Los {number}.mp4", f"los {number}".encode()) for number in range(scene.loose)]
    write_takeout(path, ExportContents(**contents), films=films)

    def change(table: str, text: str) -> str:
        if scene.unknown:
            name, value = scene.unknown
            head, *rows = text.rstrip("\n").split("\n")
            text = "\n".join([f"{head},{name}", *(f"{row},{value}" for row in rows)]) + "\n"
        if table == "reacties.csv" and scene.broken:
            head, *rows = text.split("\n")
            text = "\n".join([head, rows[0], 'UgBroken,"nergens dicht', *rows[1:]])
        if table == "reacties.csv" and scene.cut:
            text = text[: text.index("Antwoord 6") + 3]
        return text

    _changed(path, change)


YOUTUBE = ExportBench(
    connector=YouTube(),
    url=ME.url,
    profile_of=lambda person: (f"https://www.youtube.com/@{person.local}", f"UC{person.number}"),
    write=write_youtube,
    file_name="takeout-20260301T090000Z-001.zip",
    is_closed=lambda name: name in CLOSED,
    states_count=False,
    keeps_loose=True,
)
