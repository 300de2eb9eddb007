"""Who sees a post has clean copies of its media; few have the originals, and are told of them."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.carrying_media import carrying_media
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.mastodon_export import ExportMedium

LEES = "Lees"
SOMEBODY = Canaries().give("own medium", CanaryClass.THIRD)
CARRYING = carrying_media(SOMEBODY.name)
WEBM = b"\x1a\x45\xdf\xa3" + SOMEBODY.name.encode()
KINDS = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "webm": "video/webm",
}


def attached(name: str, content: bytes) -> ExportMedium:
    return ExportMedium(
        path=f"media_attachments/files/{name}",
        content_type=KINDS[name.rpartition(".")[2]],
        alt=f"Beeld {name}",
        width=8,
        height=8,
        data=content,
    )


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    made = OwnArchive(tmp_path_factory.mktemp("media")).make(
        [
            posted(
                f"2026-06-{day:02}T10:00:00", f"bericht {name}", media=(attached(name, content),)
            )
            for day, (name, content) in enumerate({**CARRYING, "film.webm": WEBM}.items(), 1)
        ]
    )
    made.run("person", "add", LEES, "--role", "reader", "--as", SANNE)
    return made


@pytest.fixture
def place(held: OwnArchive, shown: Shown) -> Shown:
    return Shown(held.folder, held.keys, held.serve(), shown.post)


def post_of(place: Shown, who: str, name: str) -> str:
    page = place.get(who, f'/zoeken/?q="bericht+{name}"')
    return re.findall(r'href="(/id/[^"]+/)"', page)[0]


def body(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content)


def test_a_reader_has_copies_and_no_original(place: Shown, tmp_path: Path) -> None:
    client = place.client(LEES)
    for name, content in CARRYING.items():
        page = place.get(LEES, post_of(place, LEES, name))
        (address,) = set(re.findall(r'(?:src|href)="(/id/[^"?]+/media/[^"?]+)', page))
        assert "Kopie zonder metagegevens" in page
        assert "Origineel" not in page
        assert "plaatsbepaling" not in page
        assert client.get(f"{address}origineel/").status_code == 403
        copy = body(client, address)
        (tmp_path / name).write_bytes(copy)
        piece = client.get(address, headers={"Range": "bytes=5-30"})
        assert (piece.status_code, piece.content) == (206, copy[5:31])
        assert copy != content
        sent = client.get(f"{address}?bewaren=ja")
        assert sent["Content-Disposition"].startswith("attachment;")
        assert int(sent["Content-Length"]) == len(copy)
        sent.close()
    assert not [one for one in LeakScan([SOMEBODY]).folder(tmp_path) if one.canary is not None]


def test_an_archivist_has_both_and_is_told_what_the_original_holds(place: Shown) -> None:
    client = place.client(SANNE)
    for name in ("foto.jpg", "film.mp4"):
        page = place.get(SANNE, post_of(place, SANNE, name))
        assert "Kopie zonder metagegevens" in page
        told = re.search(r"Het origineel bevat: ([^<]+)\.<", page)
        assert told
        assert told[1].startswith("plaatsbepaling, een naam, ")
        (address,) = set(re.findall(r'href="(/id/[^"?]+/origineel/)\?bewaren=ja"', page))
        assert body(client, address) == CARRYING[name]
        assert SOMEBODY.name not in page


def test_what_is_not_cleaned_is_never_handed_out_in_its_place(place: Shown) -> None:
    page = place.get(LEES, post_of(place, LEES, "film.webm"))
    assert "Dit bestand tonen wij u niet" in page
    assert "/media/" not in page
    of_archivist = place.get(SANNE, post_of(place, SANNE, "film.webm"))
    assert "Alleen het origineel" in of_archivist
    (address,) = set(re.findall(r'src="(/id/[^"?]+/media/[^"?]+)"', of_archivist))
    assert address.endswith("/origineel/")
    assert place.client(LEES).get(address.removesuffix("origineel/")).status_code == 404
    assert body(place.client(SANNE), address) == WEBM


def test_a_gallery_shows_copies(place: Shown) -> None:
    pages = {who: place.get(who, "/zoeken/?beeld=media") for who in (LEES, SANNE)}
    for page in pages.values():
        pictures = re.findall(r'<img src="(/id/[^"]+)"', page)
        assert len(pictures) == 4
        assert not [one for one in pictures if "origineel" in one]
    assert pages[LEES].count("no-picture") == pages[SANNE].count("no-picture") == 7


def test_what_is_exported_is_cleaned(held: OwnArchive) -> None:
    out = held.root / "uit"
    told = held.run("export", "--format", "as2", str(out))
    assert told["left_out"]["media_not_cleaned"] == 1
    assert len(list(out.rglob("media/*/*"))) == len(CARRYING)
    assert not [one for one in LeakScan([SOMEBODY]).folder(out) if one.canary is not None]
    document = json.loads((out / "activity-streams.json").read_text())
    media = [
        one for item in document["orderedItems"] for one in item["object"].get("attachment", ())
    ]
    assert [one.get("summary") for one in media].count("not_cleaned") == 1
    assert "niet te schonen zijn: 1" in (out / "LEESMIJ.txt").read_text()


def test_the_report_counts_what_media_carry(held: OwnArchive) -> None:
    told = held.run("privacy", "report", "--as", SANNE)
    media = told["media"]
    assert (media["files"], media["not_cleaned"], media["unread"]) == (len(CARRYING) + 1, 1, 0)
    assert media["traces"]["name"] == len(CARRYING)
    assert media["traces"]["position"] == 9
    assert SOMEBODY.surname not in json.dumps(told)
