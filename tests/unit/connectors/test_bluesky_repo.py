"""The file of a repository: its blocks and its tree, as hostile as they may be."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import libipld
import pytest

from weerklank.connectors.bluesky import connector
from weerklank.connectors.bluesky.block_places import BlockPlaces
from weerklank.connectors.bluesky.blocks import BLOCK_DAMAGED, BLOCK_MISSING, NO_LENGTH
from weerklank.connectors.bluesky.dag_cbor import as_json, decode
from weerklank.connectors.bluesky.tid import moment_of_tid
from weerklank.connectors.bluesky.tree import NOT_IN_ORDER
from weerklank.harvest.json_array import ENDS_INSIDE, TOO_DEEP
from weerklank.harvest.port import Unreadable
from weerklank.model.errors import BrokenInput
from weerklank.model.raw import Broken, Passed, Scanned
from weerklank.testing.bluesky_export import (
    RepoAccount,
    RepoPost,
    car,
    others,
    record,
    records,
    write_zip,
)
from weerklank.testing.bluesky_repo import RepoKey, commit_block, link_to, tid_of

SAMPLE = Path(__file__).parents[4] / "shared/samples/bluesky"
DID = "did:plc:gemeentevoorbeelddamgeme"
ME = RepoAccount(did=DID, handle="voorbeelddam.example", display_name="V", description="D")
MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)


def posts(count: int) -> list[RepoPost]:
    day = [
        datetime(2026, 1, 1, number // 60 % 24, number % 60, tzinfo=UTC) for number in range(count)
    ]
    return [RepoPost(published=when, text=f"Bericht {n}") for n, when in enumerate(day)]


def opened(path: Path, content: bytes):
    path.write_bytes(content)
    export = connector().open_export(path)
    assert export is not None
    return export


def kinds(export) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in export.scan():
        found[type(entry).__name__] = found.get(type(entry).__name__, 0) + 1
    return found


def splits(content: bytes) -> list[bytes]:
    """Give the blocks of a repository apart, the header first."""
    found, at = [], 0
    while at < len(content):
        size, shift, begin = 0, 0, at
        while True:
            byte = content[at]
            size |= (byte & 0x7F) << shift
            shift, at = shift + 7, at + 1
            if byte < 0x80:
                break
        at += size
        found.append(content[begin:at])
    return found


def test_all_posts_come_in_the_order_of_their_keys(tmp_path):
    content = car(ME, records(ME, posts(900)), MADE)
    export = opened(tmp_path / "x.bin", content)
    found = [entry for entry in export.scan() if isinstance(entry, Scanned)]
    assert [export.read(entry.content).source["value"]["text"] for entry in found] == [
        f"Bericht {n}" for n in range(900)
    ]
    assert (export.stated_items, export.findings()) == (900, [])
    assert export.exported == MADE.date()


def test_a_repository_is_known_by_its_content_and_others_are_not(tmp_path):
    for name, content in (
        ("empty", b""),
        ("text", b"hallo"),
        ("json", b'{"did": "did:plc:x"}'),
        ("zeros", bytes(100)),
        ("header", libipld.encode_dag_cbor({"version": 2})),
    ):
        (tmp_path / name).write_bytes(content)
        assert connector().open_export(tmp_path / name) is None
    other = write_zip(tmp_path / "x.zip", [("outbox.json", b"{}"), ("a.car", b"no car")])
    assert connector().open_export(other) is None


def test_a_car_file_of_something_else_is_refused_with_what_to_do(tmp_path):
    block = libipld.encode_dag_cbor({"hello": "world"})
    header = libipld.encode_dag_cbor({"roots": [link_to(block)], "version": 1})
    path = tmp_path / "repo.car"
    path.write_bytes(
        bytes([len(header)]) + header + bytes([36 + len(block)]) + link_to(block) + block
    )
    with pytest.raises(BrokenInput) as caught:
        connector().open_export(path)
    assert caught.value.code == "IMPORT-029"
    path.write_bytes(bytes([len(header)]) + header)
    with pytest.raises(BrokenInput):
        connector().open_export(path)


def test_a_block_that_does_not_hash_is_named_and_the_rest_comes_in(tmp_path):
    content = car(ME, records(ME, posts(40)), MADE)
    hit = content.index(b"Bericht 17")
    broken = content[:hit] + b"BerichT" + content[hit + 7 :]
    export = opened(tmp_path / "x.car", broken)
    entries = [*export.scan()]
    (bad,) = [entry for entry in entries if isinstance(entry, Broken)]
    assert (bad.file, bad.number, bad.reason) == ("repo.car", 18, BLOCK_DAMAGED)
    assert len([entry for entry in entries if isinstance(entry, Scanned)]) == 39
    assert export.stated_items == 40


def test_a_block_that_is_away_is_named(tmp_path):
    blocks = splits(car(ME, records(ME, posts(40)), MADE))
    left = b"".join(one for one in blocks if b"Bericht 17" not in one)
    (bad,) = [one for one in opened(tmp_path / "x.car", left).scan() if isinstance(one, Broken)]
    assert bad.reason == BLOCK_MISSING


def test_half_a_file_gives_what_is_in_it_and_says_so(tmp_path):
    content = car(ME, records(ME, posts(400)), MADE)
    export = opened(tmp_path / "x.car", content[: len(content) // 2])
    found = kinds(export)
    gaps = {one.kind: one for one in export.findings()}
    assert gaps["file_damaged"].where == (ENDS_INSIDE,)
    # The top of the tree is written last: what hangs below it can't be found.
    assert gaps["part_lost"].count == 1
    assert (found, export.stated_items) == ({}, None)


def test_of_a_file_with_the_tree_first_half_gives_half(tmp_path):
    blocks = splits(car(ME, records(ME, posts(400)), MADE))
    nodes = [one for one in blocks[2:] if b"Bericht" not in one]
    rest = [one for one in blocks[2:] if b"Bericht" in one]
    content = b"".join([*blocks[:2], *nodes, *rest[:200]])
    export = opened(tmp_path / "x.car", content[:-3])
    assert kinds(export) == {"Scanned": 199, "Broken": 201}
    assert export.stated_items == 400


@pytest.mark.parametrize("tail", [b"\xff" * 40, b"\x00" * 40])
def test_a_length_that_is_none_ends_the_file(tmp_path, tail):
    export = opened(tmp_path / "x.car", car(ME, records(ME, posts(5)), MADE) + tail)
    assert kinds(export) == {"Scanned": 5}
    assert [one.where for one in export.findings()] == [(NO_LENGTH,)]


def with_tree(value: object) -> bytes:
    """Give a repository whose tree is some value, with the commit that fits it."""
    block = libipld.encode_dag_cbor(value)
    made = commit_block(DID, link_to(block), RepoKey(), MADE)
    header = libipld.encode_dag_cbor({"roots": [link_to(made)], "version": 1})
    found = bytes([len(header)]) + header
    for one in (made, block):
        size = 36 + len(one)
        found += bytes([size & 0x7F | 0x80, size >> 7]) + link_to(one) + one
    return found


LINK = link_to(b"nothing")


@pytest.mark.parametrize(
    "tree",
    [
        {"l": None},
        {"l": None, "e": {"p": 0}},
        {"l": None, "e": [{"p": 3, "k": b"a/b", "v": LINK, "t": None}]},
        {"l": None, "e": [{"p": -1, "k": b"a/b", "v": LINK, "t": None}]},
        {"l": None, "e": [{"p": 0, "k": "a/b", "v": LINK, "t": None}]},
        {"l": None, "e": [{"p": 0, "k": b"a/../b/c", "v": LINK, "t": None}]},
        {"l": None, "e": [{"p": 0, "k": b"zonder", "v": LINK, "t": None}]},
        {"l": None, "e": [{"p": 0, "k": b"a/b", "v": b"kort", "t": None}]},
        {"l": "tekst", "e": []},
        {"l": b"\x01\x55" + LINK[2:], "e": []},
        ["geen knoop"],
        3,
    ],
)
def test_a_node_of_another_form_is_told_as_a_part_that_is_lost(tmp_path, tree):
    export = opened(tmp_path / "x.car", with_tree(tree))
    assert kinds(export) == {}
    assert [one.kind for one in export.findings()] == ["part_lost"]
    assert (export.profile(), export.stated_items) == (None, None)


def test_keys_out_of_order_are_not_followed(tmp_path):
    entries = [
        {"p": 0, "k": key, "v": LINK, "t": None}
        for key in (b"app.bsky.feed.post/b", b"app.bsky.feed.post/a")
    ]
    export = opened(tmp_path / "x.car", with_tree({"l": None, "e": entries}))
    assert kinds(export) == {}
    assert [one.where for one in export.findings()] == [(NOT_IN_ORDER,)]


def test_a_tree_deeper_than_any_is_not_followed(tmp_path):
    nodes = [libipld.encode_dag_cbor({"l": None, "e": []})]
    for _ in range(60):
        nodes.append(libipld.encode_dag_cbor({"l": link_to(nodes[-1]), "e": []}))
    made = commit_block(DID, link_to(nodes[-1]), RepoKey(), MADE)
    header = libipld.encode_dag_cbor({"roots": [link_to(made)], "version": 1})
    content = bytes([len(header)]) + header
    for one in (made, *nodes):
        size = 36 + len(one)
        content += bytes([size & 0x7F | 0x80, size >> 7]) + link_to(one) + one
    export = opened(tmp_path / "x.car", content)
    assert kinds(export) == {}
    assert [one.where for one in export.findings()] == [(TOO_DEEP,)]


def test_many_blocks_are_found_and_what_is_not_there_is_not():
    places = BlockPlaces()
    digests = [hashlib.sha256(b"%d" % number).digest() for number in range(20_000)]
    for number, digest in enumerate(digests, 1):
        places.put(digest, number)
    assert all([*places.find(one)] == [number] for number, one in enumerate(digests, 1))
    assert [*places.find(hashlib.sha256(b"x").digest())] == []
    places.put(digests[5], 99_999)
    assert [*places.find(digests[5])] == [6, 99_999]


def test_a_block_that_comes_again_and_again_costs_no_more_each_time(tmp_path):
    blocks = splits(car(ME, records(ME, posts(3)), MADE))
    export = opened(tmp_path / "x.car", b"".join(blocks) + blocks[-1] * 30_000)
    assert kinds(export) == {"Scanned": 3}
    places = BlockPlaces()
    for number in range(1, 101):
        places.put(bytes(32), number)
    assert [*places.find(bytes(32))] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_no_value_is_read_that_is_too_deep_or_too_large(tmp_path):
    for depth in (70, 900, 100_000):
        with pytest.raises(Unreadable) as caught:
            as_json(decode(b"\x81" * depth + b"\x01"))
        assert caught.value.reason == TOO_DEEP
    for hostile in (
        b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",  # a list of 2^63
        b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",  # as many bytes
        b"\xa2\x61a\x01\x61a\x02",  # one key twice
        b"\x9f\x01\xff",  # a list without a stated length
        b"\xfb\x7f\xf8\x00\x00\x00\x00\x00\x00",  # not a number
        b"\x01\x02",  # something behind it
        b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff",  # a number that JSON has no room for
        b"",
    ):
        with pytest.raises(Unreadable):
            as_json(decode(hostile))


def test_a_record_larger_than_the_protocol_has_is_broken(tmp_path):
    large = RepoPost(published=MADE, text="x" * (3 << 20))
    export = opened(tmp_path / "x.car", car(ME, records(ME, [*posts(3), large]), MADE))
    assert kinds(export) == {"Scanned": 3, "Broken": 1}


def test_likes_and_follows_are_counted_by_their_keys_and_never_read(tmp_path):
    whom = "did:plc:trijntjevliertrijntjevli"
    found = [*records(ME, posts(5)), *others(whom, MADE, 30)]
    blocks = splits(car(ME, found, MADE))
    # Without their blocks: who reads one would tell that it is missing.
    left = b"".join(one for one in blocks if whom.encode() not in one)
    export = opened(tmp_path / "x.car", left)
    entries = [*export.scan()]
    assert sum(one.count for one in entries if isinstance(one, Passed)) == 150
    assert not [one for one in entries if isinstance(one, Broken)]
    assert (export.stated_items, export.findings()) == (5, [])


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="the samples of others are not here")
def test_a_repository_that_others_wrote_is_read_whole():
    path = SAMPLE / "indigo-car/fakermaker.repo.car"
    export = connector().open_export(path)
    entries = [*export.scan()]
    items = [export.read(one.content) for one in entries if isinstance(one, Scanned)]
    counts = {kind: sum(one.kind == kind for one in items) for kind in ("post", "reply", "boost")}
    assert counts == {"post": 3, "reply": 23, "boost": 15}
    assert [one.count for one in entries if isinstance(one, Passed)] == [22, 78]
    assert (export.stated_items, export.findings()) == (41, [])
    assert export.profile().title == "Herminia Schroeder"
    assert not any(item.broken for item in items)


def test_what_we_write_is_read_by_a_reader_that_is_not_ours():
    content = car(ME, records(ME, posts(300)), MADE)
    _, blocks = libipld.decode_car(content)
    texts = {one["text"] for one in blocks.values() if isinstance(one, dict) and "text" in one}
    assert len(texts) == 300
    assert all(
        hashlib.sha256(libipld.encode_dag_cbor(b)).digest() == c[4:] for c, b in blocks.items()
    )


def test_a_tid_tells_its_moment():
    # Of a repost in the sample of indigo, which says to be of 2023-04-26T00:09:59-07:00.
    assert moment_of_tid("3juazqtkohi2y").isoformat().startswith("2023-04-26T07:09:59")
    assert moment_of_tid(tid_of(MADE, 7)) == MADE
    for other in ("", "self", "3k2yihcrp6f2", "zzzzzzzzzzzzz", "3K2YIHCRP6F2C"):
        assert moment_of_tid(other) is None


def test_a_record_is_what_the_sample_of_others_is():
    assert record(posts(1)[0]).keys() == {"$type", "text", "createdAt", "langs"}
