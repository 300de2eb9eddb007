"""An archive of X in parts: a picture may lie in another part than its post."""

import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from place import Archive, gap

from weerklank.testing.png import encode_png
from weerklank.testing.x_export import XAccount, XPicture, XPost, number_at, write_export

MADE = datetime(2026, 6, 1, tzinfo=UTC)
ME = XAccount(number="7000001", name="Voorbeelddam", display_name="Gemeente Voorbeelddam")
OTHER = XAccount(number="7000002", name="Anderdam", display_name="Gemeente Anderdam")
PICTURE = encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8)


@pytest.fixture
def place(tmp_path) -> Archive:
    made = Archive(tmp_path / "plaats").begin()
    made.good("account", "add", ME.url, "--kind", "corporate")
    return made


def post(day: int, text: str, **more: Any) -> XPost:
    at = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
    return XPost(number=number_at(at), published=at, text=text, **more)


def parts(
    folder: Path, account: XAccount = ME, made: datetime = MADE, picture: bytes = PICTURE
) -> tuple[Path, Path]:
    """Write an archive in two: posts, and their pictures; both with the manifest of the whole."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "heel"
    posts = [
        post(1, "Met foto", pictures=(XPicture(name="a.png", data=picture),)),
        post(2, "Zonder foto"),
    ]
    write_export(whole, account, posts, made=made)
    first, second = folder / "twitter-een.zip", folder / "twitter-twee.zip"
    with zipfile.ZipFile(whole) as source:
        for path, leaves_out in ((first, "tweets_media"), (second, "tweets.js")):
            with zipfile.ZipFile(path, "w") as target:
                for name in source.namelist():
                    if leaves_out not in name:
                        content = source.read(name).replace(
                            b'"isPartialArchive": false', b'"isPartialArchive": true'
                        )
                        target.writestr(name, content)
    whole.unlink()
    return first, second


def kinds(run: dict[str, Any]) -> set[str]:
    return {one["kind"] for one in run["gaps"]}


def media_of(place: Archive) -> list[dict[str, Any]]:
    (hit,) = place.good("search", "met foto")["hits"]
    return place.good("post", "show", hit["id"])["media"]


def test_parts_in_one_folder_are_one_archive(place, tmp_path):
    for path in parts(tmp_path / "delen"):
        run = place.take(path)
        assert run["gaps"] == []
        assert run["counts"]["posts"] == {"came": 2, "stated": 2}
    assert len(place.rows()) == 2
    assert run["already_held"] == 3
    (medium,) = media_of(place)
    assert medium["bytes"] == len(PICTURE)


def test_a_part_by_itself_says_what_lies_elsewhere_and_is_filled_later(place, tmp_path):
    first, second = parts(tmp_path / "delen")
    alone = tmp_path / "los"
    alone.mkdir()
    run = place.take(Path(shutil.copy(first, alone)), code=1)
    assert kinds(run) == {"partial_archive", "media_missing"}
    run = place.take(second)
    assert run["gaps"] == []
    (medium,) = media_of(place)
    assert medium["bytes"] == len(PICTURE)


def test_a_part_with_pictures_alone_is_of_x_and_says_so(place, tmp_path):
    first, second = parts(tmp_path / "delen")
    first.unlink()
    run = place.take(second, code=1)
    assert kinds(run) >= {"partial_archive", "file_missing", "media_of_other_part"}
    assert gap(run, "media_of_other_part")["count"] == 1
    assert run["items"] == {"media": 0, "posts": 0, "profiles": 1, "replies": 0}


@pytest.mark.parametrize(
    "other", [{"account": OTHER}, {"made": MADE + timedelta(days=40)}], ids=["account", "day"]
)
def test_parts_of_another_archive_stay_closed(place, tmp_path, other):
    first, second = parts(tmp_path / "delen")
    second.unlink()
    _, foreign = parts(tmp_path / "ander", **other, picture=PICTURE + b"anders")
    shutil.copy(foreign, tmp_path / "delen")
    (tmp_path / "delen" / "geen.zip").write_bytes(b"PK\x03\x04 en verder niets")
    run = place.take(first, code=1)
    assert kinds(run) == {"partial_archive", "media_missing"}


def test_a_manifest_of_its_own_part_alone_tells_nothing_of_the_others(place, tmp_path):
    """Where no part names a file of another, one that is not there can't be missed."""
    folder = tmp_path / "delen"
    first, second = parts(folder)
    renamed = folder / "twitter-drie.zip"
    with zipfile.ZipFile(second) as source, zipfile.ZipFile(renamed, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"data/tweets.js", b"data/ad.js"))
    second.unlink()
    run = place.take(first, code=1)
    assert kinds(run) == {"partial_archive"}
