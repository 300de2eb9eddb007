"""The demo content is sound: valid files, invented hosts only, and everything that it promises."""

import json
import re
import struct
import tarfile
import tomllib
import zipfile
import zlib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from weerklank.testing.mastodon_export import PUBLIC
from weerklank.testing.voorbeelddam import film, pictures
from weerklank.testing.voorbeelddam.build import DemoFiles, write_demo_exports

VOCABULARIES = {"www.w3.org", "w3id.org", "joinmastodon.org", "schema.org", "ostatus.org"}
URL = re.compile(r"[a-z]+://([^/\s\"'<>?#]+)")
#: What follows the @ in `name@host`; a bare `@name` is none.
ADDRESS = re.compile(r"(?<=\w)@([\w.-]*\w)")
TAG = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return write_demo_exports(tmp_path_factory.mktemp("demo"))


def members(path: Path) -> dict[str, bytes]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(path) as tar:
        return {m.name: source.read() for m in tar if (source := tar.extractfile(m))}


def items(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(members(path)["outbox.json"])["orderedItems"]
    return found


def notes(path: Path) -> list[dict[str, Any]]:
    return [item["object"] for item in items(path) if item["type"] == "Create"]


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return []


def all_paths(demo: DemoFiles) -> tuple[Path, Path, Path]:
    return demo.gemeente, demo.burgemeester, demo.wethouder


def test_the_accounts_have_the_posts_that_they_should(demo: DemoFiles) -> None:
    assert [len(items(path)) for path in all_paths(demo)] == [139, 25, 12]
    found = notes(demo.gemeente)
    answers = [note for note in found if note["inReplyTo"] and note["tag"][:1]]
    citizens = [note for note in answers if note["tag"][0]["type"] == "Mention"]
    assert len(citizens) >= 30
    water = [n for n in found if "2026-01-17" <= n["published"] < "2026-01-20"]
    assert len(water) >= 42
    assert sum("updated" in note for note in found) >= 5
    assert sum(note["type"] == "Question" for note in found) == 1
    assert sum(bool(note["summary"]) for note in found) == 2
    kinds = [medium["mediaType"] for note in found for medium in note["attachment"]]
    assert (kinds.count("video/mp4"), kinds.count("image/png") > 20) == (1, True)
    assert all(medium["name"] for note in found for medium in note["attachment"])
    assert any("quote" in note for note in notes(demo.burgemeester))
    assert any('class="quote-inline"' in note["content"] for note in found)


def test_every_visibility_occurs(demo: DemoFiles) -> None:
    counts = {"public": 0, "unlisted": 0, "followers": 0, "direct": 0}
    for item in items(demo.gemeente):
        both = item["to"] + item["cc"]
        followers = [uri for uri in both if uri.endswith("/followers")]
        if PUBLIC in both:
            counts["public" if PUBLIC in item["to"] else "unlisted"] += 1
        else:
            counts["followers" if followers else "direct"] += 1
    assert (counts["unlisted"], counts["followers"], counts["direct"]) == (2, 1, 2)


def test_replies_within_the_account_point_at_its_posts(demo: DemoFiles) -> None:
    for path in all_paths(demo):
        found = notes(path)
        ids = {note["id"] for note in found}
        own = {
            n["inReplyTo"]
            for n in found
            if n["inReplyTo"] and n["inReplyTo"].startswith(n["attributedTo"])
        }
        assert own <= ids
        assert len({item["id"] for item in items(path)}) == len(items(path))


def test_a_boost_of_the_gemeente_exists(demo: DemoFiles) -> None:
    boosted = [i["object"] for i in items(demo.burgemeester) if i["type"] == "Announce"]
    published = {note["id"]: note["published"] for note in notes(demo.gemeente)}
    assert [uri in published for uri in boosted] == [True]


def test_the_official_posts_of_the_alderman_exist(demo: DemoFiles) -> None:
    urls = [note["url"] for note in notes(demo.wethouder)]
    assert len(demo.wethouder_official) == 3
    assert set(demo.wethouder_official) <= set(urls)
    assert all(url.startswith(demo.wethouder_url + "/") for url in urls)


def test_all_media_are_in_the_archive(demo: DemoFiles) -> None:
    slashed = 0
    for path in all_paths(demo):
        found = members(path)
        named = {m["url"] for note in notes(path) for m in note["attachment"]}
        slashed += sum(url.startswith("/") for url in named)
        stored = {name for name in found if name.startswith("media_attachments/")}
        assert {url.lstrip("/") for url in named} == stored
        for name in (n for n in found if n.endswith(".png")):
            check_png(found[name])
    assert slashed == 3


def test_no_host_is_a_real_one(demo: DemoFiles) -> None:
    for path in all_paths(demo):
        for name, data in members(path).items():
            if not name.endswith(".json"):
                continue
            document = json.loads(data)
            context = strings(document.pop("@context"))
            assert {host(url) for text in context for url in URL.findall(text)} <= VOCABULARIES
            for text in strings(document):
                if text == PUBLIC:
                    continue
                plain = TAG.sub("", text)
                hosts = [*URL.findall(" ".join(TAG.findall(text))), *URL.findall(plain)]
                hosts += ADDRESS.findall(plain)
                assert all(host(h).endswith(".example") for h in hosts), text


def host(found: str) -> str:
    return found.partition(":")[0]


def test_what_is_said_elsewhere_leads_to_invented_places_alone(demo: DemoFiles) -> None:
    assert [one.platform.value for one in demo.elsewhere] == ["x", "youtube", "instagram"]
    source = resources.files("weerklank.testing.voorbeelddam").joinpath("elsewhere.toml")
    text = source.read_text("utf-8")
    hosts = {host(found) for found in URL.findall(text)}
    # The first is how X writes a link; the last leads to a film of the demonstration's own.
    assert hosts == {"t.co", "www.voorbeelddam.example", "youtu.be"}
    own = {one["id"] for one in tomllib.loads(text)["videos"]}
    assert {*re.findall(r"https://youtu\.be/([\w-]+)", text)} <= own


def test_the_demo_is_the_same_every_time(demo: DemoFiles, tmp_path: Path) -> None:
    again = write_demo_exports(tmp_path / "new")
    both = ((*all_paths(of), *(one.path for one in of.elsewhere)) for of in (demo, again))
    for ours, theirs in zip(*both, strict=True):
        assert ours.name == theirs.name
        assert ours.read_bytes() == theirs.read_bytes()


def check_png(data: bytes) -> tuple[int, int]:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, kinds, pixels, size = 8, [], b"", (0, 0)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        (crc,) = struct.unpack_from(">I", data, at + 8 + length)
        assert crc == zlib.crc32(kind + body)
        if kind == b"IHDR":
            size = struct.unpack_from(">II", body)
        pixels += body if kind == b"IDAT" else b""
        kinds.append(kind)
        at += 12 + length
    assert (kinds[0], kinds[-1]) == (b"IHDR", b"IEND")
    assert len(zlib.decompress(pixels)) == size[1] * (size[0] + 1)
    return size


@pytest.mark.parametrize("topic", sorted(pictures.TOPICS))
def test_pictures_are_valid_and_small(topic: str) -> None:
    data = pictures.draw(topic, 2)
    assert check_png(data) == (640, 400)
    assert len(data) < 5000
    assert data == pictures.draw(topic, 2)


def test_every_topic_has_a_picture_of_its_own() -> None:
    assert len({pictures.draw(topic) for topic in pictures.TOPICS}) == len(pictures.TOPICS)


def boxes(data: bytes) -> dict[str, bytes]:
    found, at = {}, 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        assert 8 <= size <= len(data) - at
        found[kind.decode("ascii")] = data[at + 8 : at + size]
        at += size
    return found


def test_the_boxes_of_the_film_parse() -> None:
    data = film.rising_water()
    assert len(data) < 200_000
    top = boxes(data)
    assert list(top) == ["ftyp", "moov", "mdat"]
    movie = boxes(top["moov"])
    scale, length = struct.unpack_from(">II", movie["mvhd"], 12)
    assert length / scale == film.SECONDS
    media = boxes(boxes(movie["trak"])["mdia"])
    table = boxes(boxes(media["minf"])["stbl"])
    assert list(boxes(table["stsd"][8:])) == ["png "]
    (count,) = struct.unpack_from(">I", table["stsz"], 8)
    (at,) = struct.unpack_from(">I", table["stco"], 8)
    for size in struct.unpack_from(f">{count}I", table["stsz"], 12):
        assert check_png(data[at : at + size]) == (film.WIDTH, film.HEIGHT)
        at += size
    assert at == len(data)
