"""Whatever stands in the tables of a Takeout: no error comes of it, and what comes in is whole."""

import csv
import io
import zipfile
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerklank.connectors.youtube import YouTube
from weerklank.model.raw import Broken, Passed, Scanned
from weerklank.testing.youtube_tables import ROOT, TABLES

CELL = st.sampled_from(
    [
        *("", "video-00001", "UCvoorbeeld", "2026-01-01T09:00:00+00:00", "2026-13-99T99:99:99Z"),
        *("Openbaar", "Verborgen", "Privé", "iets", '{"text":"a"},{"text":"@b"}', '{"text":[1]}'),
        *('{"text":"a","n":' + "9" * 40 + "}", '{"text":"a","n":NaN}', '{"text":"a","n":1e999}'),
        *('{"text":"a","mention":{"externalChannelId":7}}', "\0", "\ufffd"),
        *("x" * 3000, "@" * 500, "https://youtube.com/@jan?a=%zz", "<b>&amp;", "\u202e@jan\u200b"),
    ]
)  # fmt: skip


def scanned(folder: Path, tables: dict[str, bytes]) -> list[Scanned | Passed | Broken]:
    path = folder / "takeout.zip"
    with zipfile.ZipFile(path, "w") as made:
        for table, content in tables.items():
            name, columns = TABLES["nl"][table]
            head = ",".join(f'"{one}"' for one in columns.split("|"))
            made.writestr(ROOT["nl"] + name.format(title="x"), head.encode() + b"\n" + content)
    export = YouTube().open_export(path)
    assert export is not None
    found = list(export.scan())
    for one in found:
        if isinstance(one, Scanned):
            item = export.read(one.content)
            assert (item.native_id, item.created_at) == (one.native_id, one.created_at)
            assert orjson.loads(orjson.dumps(item.source)) == item.source
    assert export.profile() is not None
    export.findings()
    return found


CHANNEL = b"UCvoorbeeld,,Voorbeelddam,Openbaar\n"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["videos", "replies", "playlists", "addresses", "list"]), st.data())
def test_rows_of_any_cells_are_read_or_named(
    tmp_path_factory: pytest.TempPathFactory, table: str, data: st.DataObject
) -> None:
    width = len(TABLES["nl"][table][1].split("|"))
    rows = data.draw(st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=4))
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    tables = {"channel": CHANNEL, table: out.getvalue().encode()}
    scanned(tmp_path_factory.mktemp("odd"), tables)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["videos", "replies", "playlists", "addresses"]), st.binary(max_size=400))
def test_any_bytes_are_read_or_named(
    tmp_path_factory: pytest.TempPathFactory, table: str, content: bytes
) -> None:
    scanned(tmp_path_factory.mktemp("odd"), {"channel": CHANNEL, table: content})
