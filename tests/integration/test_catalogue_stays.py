"""The catalogue from before stays until a new one stands, and what that lacks is said."""

import gzip
import shutil
import time
from pathlib import Path

import pytest
from place import Archive, line, members, post, tar

from weerklank.bootstrap import workplace
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.workplace import Silent


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    """An archive of two packages."""
    made = Archive(tmp_path).make()
    for day, word in ((1, "rietdekker"), (2, "sluiswachter")):
        path = tar(tmp_path / f"{day}.tar.gz", members([line(post(day, f"De {word} komt."))]))
        made.take(path)
    assert found(made) == 2
    return made


def found(place: Archive) -> int:
    return sum(len(place.good("search", word)["hits"]) for word in ("rietdekker", "sluiswachter"))


def package_of(place: Archive, text: str) -> Path:
    """Give the folder of the package in which a text is."""
    (path,) = (
        path
        for path in place.folder.glob("*/a*/**/v1/content/records/records.jsonl.gz")
        if text.encode() in gzip.decompress(path.read_bytes())
    )
    return path.parents[3]


def index(place: Archive) -> dict[str, bytes]:
    root = place.folder / "index"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix not in {".lock", ""} and "-" not in path.suffix
    }


def spoil(place: Archive) -> None:
    """Damage the catalogue so that it must be made anew."""
    path = place.folder / "index" / "catalogue.sqlite"
    for beside in place.folder.glob("index/catalogue.sqlite-*"):
        beside.unlink()
    path.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])


def test_a_package_that_is_gone_leaves_the_catalogue_that_knows_it(place: Archive) -> None:
    package = package_of(place, "rietdekker")
    shutil.move(package, place.root / "kept")
    before = index(place)
    code, told = place.run("catalogue", "rebuild")
    assert (code, told["error"]["code"]) == (6, "SEARCH-030"), told
    assert "1 (a0001/" in told["error"]["message"]
    assert index(place) == before
    assert not (place.folder / "index" / "new").exists()
    assert len(place.good("search", "sluiswachter")["hits"]) == 1
    shutil.move(place.root / "kept", package)
    assert place.good("catalogue", "rebuild")["packages"] == 2
    assert found(place) == 2


def test_a_damaged_catalogue_gives_way_to_what_can_be_made_and_that_is_said(
    place: Archive,
) -> None:
    package = package_of(place, "rietdekker")
    shutil.move(package, place.root / "kept")
    spoil(place)
    code, told = place.run("catalogue", "rebuild")
    assert (code, told["error"]["code"]) == (6, "SEARCH-031"), told
    assert len(place.good("search", "sluiswachter")["hits"]) == 1
    # Nothing more to be said the second time than the first: the new one knows no more either.
    assert place.run("catalogue", "rebuild")[1]["error"]["code"] == "SEARCH-031"
    shutil.move(place.root / "kept", package)
    place.good("catalogue", "rebuild")
    assert found(place) == 2


@pytest.mark.parametrize("words", [("search", "sluiswachter"), ("catalogue", "rebuild")])
def test_a_damaged_catalogue_stays_when_no_other_can_be_made(
    place: Archive, words: tuple[str, ...]
) -> None:
    """What lies there is of use to whoever mends it; it is not thrown away for nothing."""
    lines = package_of(place, "rietdekker") / "v1" / "content" / "records" / "records.jsonl.gz"
    kept = lines.read_bytes()
    lines.write_bytes(kept[:-20])
    spoil(place)
    before = index(place)
    code, _ = place.run(*words)
    assert code == 6
    assert index(place) == before
    lines.write_bytes(kept)
    place.run(*words)
    assert found(place) == 2


def test_packages_that_went_up_in_another_are_not_missed(place: Archive) -> None:
    place.run("month", "close")
    told = place.good("catalogue", "rebuild")
    assert told["records"] >= 2


def test_a_closed_catalogue_holds_no_shard_open(place: Archive) -> None:
    # Each holds a thread and a handful of files in memory, and something may refer to it yet.
    def shards_in_memory() -> int:
        return Path("/proc/self/maps").read_text().count(f"{place.folder}/index/search/")

    keys = str(place.keys)
    catalogue = open_catalogue(workplace(str(place.folder), keys, Silent(), None))
    assert sum(map(catalogue.texts.count, catalogue.texts.shards()))
    assert shards_in_memory()
    catalogue.close()
    until = time.monotonic() + 30
    while shards_in_memory() and time.monotonic() < until:
        time.sleep(0.1)  # its own thread lets go of them, a moment later
    assert not shards_in_memory()
