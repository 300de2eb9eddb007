"""A record can be made again from its source by a mapping of now: all that reading needs is held.

Issue: 'records keep the version of their mapping, so a better mapping can run again over old
harvests'. What is decided on doing so: docs/adr/0064.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from held_again import Source, read_again
from place import Archive, members, noted, packed, post

from weerklank.connectors.mastodon import activity
from weerklank.connectors.mastodon.fields import Fields
from weerklank.demo import fill_demo
from weerklank.model.canonical import canonical_struct
from weerklank.model.clock import SystemClock
from weerklank.model.item import ArchivalItem
from weerklank.model.platform import Platform
from weerklank.package.names import packages
from weerklank.package.reader import read_line, read_members
from weerklank.package.writer import RECORDS, SOURCE
from weerklank.services.workplace import Silent
from weerklank.store.layout import Layout
from weerklank.store.ocfl import CONTENT


def held(archive: Path) -> Iterator[tuple[bytes, ArchivalItem, Source]]:
    """Give each record line of an archive, read, with its source."""
    for found in packages(Layout(archive)):
        content = found.folder / CONTENT
        walks = [read_members(content / name) for name in (RECORDS, SOURCE)]
        for (_, records), (_, sources) in zip(*walks, strict=True):
            for record, source in zip(records, sources, strict=True):
                yield record, read_line(record), orjson.loads(source)


def again(archive: Path) -> Iterator[tuple[bytes, bytes, ArchivalItem, Source]]:
    """Give each record line of Mastodon as it is, and as it is when it is made again."""
    # A page is of no mapping: it is chosen by a map of its own.
    lines = [
        one
        for one in held(archive)
        if one[1].platform == Platform.MASTODON and one[1].kind != "page"
    ]
    profiles = {
        (item.account, item.technique): source
        for _, item, source in lines
        if item.kind == "profile"
    }
    for record, item, source in lines:
        # Of an account that is handed in of no profile is held; nothing that is read rests on it.
        is_as_of_api = item.technique == "browser"
        technique = "api" if is_as_of_api else item.technique
        profile = profiles.get((item.account, technique), {"url": "https://dorp.example/@x"})
        made = read_again(item, source, profile)
        yield record, canonical_struct(made), item, source


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_each_record_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    fill_demo(tmp_path / "demo", tmp_path / "keys", SystemClock(), Silent())
    marked: Counter[str] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    other = []
    for record, made, item, source in again(tmp_path / "demo"):
        marked.update(one.kind for one in item.found)
        kinds[item.technique, item.kind] += 1
        if made != record:
            other.append((record.decode(), made.decode(), source))
    assert other == []
    # Its replies were searched as those of any archive; no ordinary word of them has a mark.
    assert marked == {"name": 2, "phone": 1}
    assert kinds.keys() >= {
        ("export", "post"), ("export", "profile"), ("export", "boost"),
        ("api", "post"), ("api", "profile"), ("api", "reply"),
    }  # fmt: skip


def test_a_better_mapping_reads_more_out_of_what_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Archive(tmp_path / "place").make()
    made = packed(
        tmp_path, "zip", members([noted(post(1, "Niet voor de lunch."), summary="Eten")])
    )
    whole = Fields.text
    with monkeypatch.context() as then:  # the mapping of then knew no warning
        then.setattr(Fields, "text", lambda self, name: name != "summary" and whole(self, name))
        place.take(made)
    (row,) = place.rows()
    assert "title" not in row
    assert "mapping" not in row  # version 1
    monkeypatch.setattr(activity, "MAPPING", 2)
    found = [(item, made) for _, made, item, _ in again(place.folder) if item.kind == "post"]
    ((before, line),) = found
    assert orjson.loads(line) == {**row, "mapping": 2, "title": "Eten"}
    assert before.mapping == 1
