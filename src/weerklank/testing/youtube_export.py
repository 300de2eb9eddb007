"""Synthetic Takeouts of YouTube for those who test connectors, in the languages that they come in.

`python -m weerklank.testing.youtube_export PATH --posts N` writes a large one. The names of files
and columns are those of real exports; the persons, texts and films are invented.
"""

import argparse
import csv
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, cast

from weerklank.testing.youtube_tables import NEVER, ROOT, TABLES, WORDS, Language, Privacy

Members = Iterable[tuple[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChannel:
    """The channel whose export it is."""

    native_id: str = "UCvoorbeelddam0123456789"
    title: str = "Gemeente Voorbeelddam"
    description: str = "Het kanaal van de gemeente."
    #: Name in its address; older channels have none.
    name: str | None = "gemeentevoorbeelddam"

    @property
    def url(self) -> str:
        """Give the address of the channel, as people see it."""
        path = f"@{self.name}" if self.name else f"channel/{self.native_id}"
        return f"https://www.youtube.com/{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportVideo:
    """A video of the channel; `film` is its file, in whatever part it comes."""

    native_id: str
    title: str
    published: datetime
    description: str = ""
    tags: tuple[str, ...] = ()
    privacy: Privacy = "public"
    channel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReply:
    """A reply by the channel; `text` is plain, `parts` are the objects of newer exports."""

    native_id: str
    video: str
    created: datetime
    text: str = ""
    parts: tuple[dict[str, object], ...] = ()
    parent: str = ""
    post: str = ""
    channel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPlaylist:
    """A playlist, and the videos in it."""

    native_id: str
    title: str
    created: datetime
    videos: tuple[str, ...] = ()
    privacy: Privacy = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPost:
    """A post on the page of the channel, with the names and bytes of its pictures."""

    native_id: str
    created: datetime
    text: str
    pictures: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContents:
    """All that goes into the tables of a Takeout; iterables are read once."""

    channel: ExportChannel = field(default_factory=ExportChannel)
    videos: Iterable[ExportVideo] = ()
    replies: Iterable[ExportReply] = ()
    playlists: Iterable[ExportPlaylist] = ()
    posts: Iterable[ExportPost] = ()
    #: What stands in the files that nobody may open.
    canary: str = "niemand leest dit"


def film_file(title: str, number: int = 0, ending: str = ".mp4") -> str:
    """Name the film of a title as Takeout does, `number` behind it where that name was taken."""
    plain = "".join("_" if sign in "'/%*\"" else sign for sign in title if sign not in "\\;|:?")
    return f"{plain[:43]}{f'({number})' if number else ''}{ending}"


def write_takeout(
    path: Path,
    contents: ExportContents | None,
    *,
    films: Members = (),
    language: Language = "nl",
    extra_members: Members = (),
    made: datetime | None = None,
) -> Path:
    """Write a Takeout, or a part of one: without `contents` it holds films alone.

    `films` are pairs of a name (see `film_file`) and its bytes. `made` is when the export was
    made: now, unless it is told; the same input then gives the same bytes.
    """
    root, made = ROOT[language], made or datetime.now(UTC)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if contents is not None:
            for name, source in _tables(contents, language):
                with (
                    source,
                    archive.open(_info(root + name, made), "w", force_zip64=True) as target,
                ):
                    while block := source.read(1 << 20):
                        target.write(block)
            for name in NEVER[language]:
                archive.writestr(_info(root + name, made), contents.canary)
        for name, data in films:
            folder = "vídeos/" if language == "es" else "videos/"
            archive.writestr(_info(root + folder + name, made), data, zipfile.ZIP_STORED)
        for name, data in extra_members:
            archive.writestr(_info(name, made), data)
    return path


def _info(name: str, made: datetime) -> zipfile.ZipInfo:
    at = (made.year, made.month, made.day, made.hour, made.minute, made.second)
    info = zipfile.ZipInfo(name, at)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _tables(contents: ExportContents, language: Language) -> Iterator[tuple[str, IO[bytes]]]:
    """Give the tables of an export, each as a file from which to read."""
    channel, words = contents.channel, WORDS[language]
    yield _table(
        language,
        "channel",
        [(channel.native_id, channel.description, channel.title, words["public"])],
    )
    if channel.name:
        yield _table(language, "addresses", [(channel.native_id, channel.name)])
    yield _table(language, "videos", (_video(v, channel, words) for v in contents.videos))
    yield _table(language, "replies", (_reply(r, channel) for r in contents.replies))
    playlists = list(contents.playlists)
    yield _table(language, "playlists", (_playlist(one, words) for one in playlists))
    for one in playlists:
        rows = [(video, _moment(one.created)) for video in one.videos]
        yield _table(language, "list", rows, title=one.title)
    posts = list(contents.posts)
    if posts:
        yield _table(language, "posts", (_post(one, channel) for one in posts))
    for name, data in (picture for one in posts for picture in one.pictures):
        yield f"posts/{name}", io.BytesIO(data)


def _table(
    language: Language, table: str, rows: Iterable[Sequence[str]], title: str = ""
) -> tuple[str, IO[bytes]]:
    name, columns = TABLES[language][table]
    file = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - closed when it is let go of
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns.split("|"))
    writer.writerows(rows)
    text.write("\n\n")  # as Google ends them
    text.flush()
    text.detach()
    file.seek(0)
    return name.format(title=title), file


def _moment(when: datetime) -> str:
    return when.isoformat()


def _video(one: ExportVideo, channel: ExportChannel, words: dict[Privacy, str]) -> list[str]:
    tags = [*one.tags[:2], "", ""][:2]
    return [
        *(one.native_id, "60000", "nl", "Nieuws", one.description),
        *(one.channel or channel.native_id, *tags, one.title, words[one.privacy], "Verwerkt"),
        *(_moment(one.published), _moment(one.published)),
    ]


def _reply(one: ExportReply, channel: ExportChannel) -> list[str]:
    parts = ",".join(json.dumps(part, ensure_ascii=False) for part in one.parts)
    return [
        *(one.native_id, one.channel or channel.native_id, _moment(one.created), "0", one.parent),
        *(one.post, one.video, parts or one.text, ""),
    ]


def _playlist(one: ExportPlaylist, words: dict[Privacy, str]) -> list[str]:
    when = _moment(one.created)
    seen_by = words[one.privacy]
    return [one.native_id, "False", one.title, "nl", when, when, "Manual", seen_by]


def _post(one: ExportPost, channel: ExportChannel) -> list[str]:
    names = [*(name for name, _ in one.pictures), "", ""][:2]
    text = json.dumps({"text": one.text}, ensure_ascii=False)
    return [one.native_id, channel.native_id, _moment(one.created), text, *names]


def big_export(path: Path, posts: int) -> Path:
    """Write a Takeout of as many videos and replies as are asked for, one at a time."""
    begin = datetime(2016, 1, 4, 8, tzinfo=UTC)
    videos = posts // 2

    def moments(count: int) -> Iterator[tuple[int, datetime]]:
        return ((number, begin + timedelta(minutes=number)) for number in range(count))

    contents = ExportContents(
        videos=(
            ExportVideo(
                native_id=f"v{number:010}",
                title=f"De raad vergadert, deel {number}",
                published=when,
                description=f"Verslag {number} van de raad.\nZie https://voorbeelddam.example/{number}",
                tags=("raad", "Voorbeelddam"),
            )
            for number, when in moments(videos)
        ),
        replies=(
            ExportReply(
                native_id=f"Ugw{number:020}",
                video=f"v{number % max(videos, 1):010}",
                created=when,
                parts=(
                    {"text": f"Dank voor de vraag, @inwoner{number % 5000}. "},
                    {"text": "Ja."},
                ),
            )
            for number, when in moments(posts - videos)
        ),
    )
    return write_takeout(path, contents)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a large export from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m weerklank.testing.youtube_export",
        description="Write a synthetic Takeout of YouTube with invented Dutch videos.",
    )
    parser.add_argument("path", type=Path, metavar="PATH")
    parser.add_argument("--posts", type=int, required=True, metavar="N")
    chosen = parser.parse_args(arguments)
    big_export(cast("Path", chosen.path), chosen.posts)
    sys.stdout.write(f"{chosen.path}: {chosen.posts} posts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
