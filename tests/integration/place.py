"""Exports written by hand and an archive to take them into, for tests by the command line."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from weerklank.cli.main import main
from weerklank.testing.mastodon_actor import actor
from weerklank.testing.mastodon_export import (
    ExportAccount,
    ExportBoost,
    ExportMedium,
    ExportPost,
    activity,
    snowflake,
)
from weerklank.testing.mastodon_items import ExportItem
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer
from weerklank.testing.png import encode_png

HOST = "social.voorbeelddam.example"
ME = ExportAccount(
    host=HOST,
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html="<p>Het account van de gemeente.</p>",
    actor_id=f"https://{HOST}/users/gemeente",
    created=datetime(2022, 11, 1, tzinfo=UTC),
)
FOLLOWERS = f"{ME.actor_id}/followers"
SOMEONE = ("https://mast.example/users/trijntje_vlier", "@trijntje_vlier@mast.example")
Members = list[tuple[str, bytes]]
Json = dict[str, Any]


# --- building exports ---------------------------------------------------------------------------


def moment(day: int) -> datetime:
    return datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)


def post(day: int, text: str, **more: Any) -> ExportPost:
    when = moment(day)
    return ExportPost(number=snowflake(when), published=when, html=f"<p>{text}</p>", **more)


def uri(made: ExportPost | ExportBoost) -> str:
    return f"{ME.actor_id}/statuses/{made.number}"


def url(made: ExportPost) -> str:
    return f"{ME.url}/{made.number}"


def medium(path: str, mark: str = "een") -> ExportMedium:
    return ExportMedium(
        path=path,
        content_type="image/png",
        alt=f"Foto van de {mark}",
        width=8,
        height=8,
        data=encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8) + mark.encode(),
    )


def line(made: ExportPost | ExportBoost, **changed: Any) -> Json:
    """Give the activity of a post, with other values at the top."""
    return {**activity(ME, made), **changed}


def noted(made: ExportPost, **changed: Any) -> Json:
    """Give the activity of a post, with other values in the post itself; None takes one out."""
    whole = activity(ME, made)
    whole["object"] = {k: v for k, v in {**whole["object"], **changed}.items() if v is not None}
    return whole


def outbox(
    pieces: Iterable[Json | bytes], *, total: int | None = None, end: bytes = b"]}"
) -> bytes:
    written = [p if isinstance(p, bytes) else orjson.dumps(p) for p in pieces]
    stated = len(written) if total is None else total
    head = (
        b'{"@context":"https://www.w3.org/ns/activitystreams","id":"outbox.json",'
        b'"type":"OrderedCollection","totalItems":%d,"orderedItems":[' % stated
    )
    return head + b",".join(written) + end


def members(pieces: Iterable[Json | bytes], *more: tuple[str, bytes], **how: Any) -> Members:
    """Give the members of an export: the profile first, so that a cut does not take it away."""
    made = orjson.dumps(actor(ME))
    return [("actor.json", made), ("outbox.json", outbox(pieces, **how)), *more]


def tar(path: Path, content: Iterable[tuple[str | tarfile.TarInfo, bytes]]) -> Path:
    with tarfile.open(path, "w:gz") as made:
        for name, data in content:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return path


def zipped(path: Path, content: Members) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in content:
            made.writestr(name, data)
    return path


def packed(folder: Path, style: str, content: Members) -> Path:
    path = folder / f"export.{style}"
    return tar(path, content) if style == "tar.gz" else zipped(path, content)


def gap(run: Json, kind: str) -> Json:
    """Give the one gap of a kind that a run tells of."""
    (found,) = [one for one in run["gaps"] if one["kind"] == kind]
    return found


# --- an archive at hand -------------------------------------------------------------------------


@dataclass(frozen=True)
class Archive:
    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "archive"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    def begin(self) -> "Archive":
        """Make it, with nothing in its register."""
        self.good("init", str(self.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
        return self

    def make(self) -> "Archive":
        """Make it, with the account of the exports in its register."""
        self.begin()
        self.good("account", "add", ME.url, "--kind", "corporate")
        return self

    def run(self, *arguments: str) -> tuple[int, Json]:
        out = io.StringIO()
        given = ["--archive", str(self.folder), "--keys", str(self.keys), "--json"]
        with (
            redirect_stdout(out),
            redirect_stderr(io.StringIO()),
            pytest.raises(SystemExit) as end,
        ):
            main([*given, *arguments])
        return int(str(end.value.code)), json.loads(out.getvalue())

    def spoken(self, *arguments: str) -> tuple[int, str, str]:
        """Run as people do; gives exit code, standard output and standard error."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
            main(arguments)
        return int(str(end.value.code)), out.getvalue(), err.getvalue()

    def events(self, book: str, kind: str) -> list[Json]:
        """Every event of a kind, in order, as the disk has them."""
        files = sorted((self.folder / book).rglob("*.json"))
        mark = f'"kind":"{kind}"'.encode()
        return [json.loads(data) for path in files if mark in (data := path.read_bytes())]

    def good(self, *arguments: str) -> Json:
        code, answer = self.run(*arguments)
        assert code == 0, answer
        return answer

    def take(self, path: Path, *more: str, code: int = 0) -> Json:
        """Import, and give the one run."""
        left, answer = self.run("import", str(path), *more)
        assert left == code, answer
        (run,) = answer["runs"]
        assert run["complete"] is (code == 0)
        return run

    def refuses(self, path: Path, code: int, *more: str) -> Json:
        """Import what may not come in; give the error."""
        left, answer = self.run("import", str(path), *more)
        assert (left, answer["runs"]) == (code, [])
        assert self.rows() == []
        return answer["error"]

    def lines(self, kind: str = "records") -> list[Json]:
        """Every line of the packages, as the disk has them."""
        found = []
        for path in sorted(self.folder.glob(f"*/a*/**/v1/content/{kind}/{kind}.jsonl.gz")):
            found += [json.loads(row) for row in gzip.decompress(path.read_bytes()).splitlines()]
        return found

    def rows(self) -> list[Json]:
        """Every record but the profile."""
        return [row for row in self.lines() if row["kind"] != "profile"]

    def texts(self) -> list[str]:
        return [str(row.get("text", "")).strip() for row in self.rows()]

    def media_files(self) -> list[Path]:
        return sorted(self.folder.glob("*/a*/**/v1/content/media/*"))

    def bytes_of_all(self) -> bytes:
        """Every byte of the archive and its keys, unpacked where it is packed."""
        found = []
        for path in sorted(self.root.rglob("*")):
            if path.is_file() and ".tar" not in path.name and path.suffix != ".zip":
                content = path.read_bytes()
                found.append(gzip.decompress(content) if path.suffix == ".gz" else content)
        return b"\n".join(found)


# --- a server at hand ---------------------------------------------------------------------------


@contextmanager
def serving(
    place: Archive, *items: ExportItem, kind: str = "corporate", **more: Any
) -> Iterator[MastodonServer]:
    """Serve items, with their account in the register."""
    with mastodon_server(ME, items, **more) as server:
        place.good("account", "add", server.url, "--kind", kind)
        yield server


def harvest(place: Archive, code: int = 0, *more: str) -> Json:
    """Harvest the account that is served, and give the one run."""
    left, answer = place.run("harvest", "gemeente", *more)
    assert left == code, answer
    (run,) = answer["runs"]
    return run
