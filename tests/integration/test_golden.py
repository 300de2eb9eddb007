"""What version 1 of the format promises: an archive that was made once is read, and gone on with.

tests/golden/archive-1.tar.xz was made by tests/golden/make_golden.py when version 1 was frozen.
Whoever makes a test here fail has broken the archives of everybody: mend the program, not it.
"""

import hashlib
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage
import pytest
from small_archive import PERSONS, Small, failed, post, posts, stand_alone

from weerklank.integrity import weerklank_verify
from weerklank.model.clock import SystemClock
from weerklank.services.workplace import FORMAT

GOLDEN = Path(__file__).parents[1] / "golden"
DIGEST = "64f713d4821db3e997e7c34677480757889a10ae78cf5cdcd51653dec876329c"
LATER = datetime(2027, 2, 1, 9, tzinfo=UTC)


def unpacked(folder: Path) -> Small:
    with tarfile.open(GOLDEN / "archive-1.tar.xz") as held:
        held.extractall(folder, **({"filter": "tar"} if hasattr(tarfile, "tar_filter") else {}))
    return Small(folder)


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: LATER)


@pytest.fixture
def golden(tmp_path: Path) -> Small:
    return unpacked(tmp_path / "golden")


def expected(golden: Small) -> dict[str, Any]:
    found = json.loads((golden.root / "expected.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_what_is_frozen_is_never_made_anew() -> None:
    held = (GOLDEN / "archive-1.tar.xz").read_bytes()
    assert hashlib.sha256(held).hexdigest() == DIGEST
    # Every version since has one.
    assert [one.name for one in sorted(GOLDEN.glob("archive-*.tar.xz"))] == [
        f"archive-{number}.tar.xz" for number in range(1, FORMAT + 1)
    ]


def test_an_archive_of_version_1_is_opened_verified_searched_proven_and_gone_on_with(
    golden: Small,
) -> None:
    due = expected(golden)
    assert failed(golden.archive) == []
    golden.assert_verifies()
    # All that it showed it shows, found by the same words, by a catalogue of today.
    assert [list(one) for one in golden.versions()] == due["versions"]
    assert sorted(set(golden.ids().values())) == due["ids"]
    for word, ids in due["searched"].items():
        assert sorted(hit["id"] for hit in golden.good("search", word)["hits"]) == ids, word
    for one, text in due["texts"].items():
        assert golden.good("post", "show", one)["text"] == text
    assert golden.run("post", "show", due["destroyed"])[0] == 2
    # A proof that was given out then holds now, and so does one that is made now of the same.
    then = golden.root / "proof.json"
    assert stand_alone(str(then))[0] == 0
    proven = golden.prove_all(golden.root / "proofs")
    assert stand_alone(*[str(proven[0])])[0] == 0
    same = next(one for one in proven if one.stem in json.loads(then.read_text())["record"])
    assert json.loads(same.read_text())["record"] == json.loads(then.read_text())["record"]
    # Originals that were sealed then open with the two keys of then.
    opened = 0
    for wrapped in golden.archive.glob("sealed/*/*/*/v1/content/keys/*.age"):
        term = (golden.root / "keys" / "terms" / f"{wrapped.name[:10]}.key").read_text().strip()
        inner = pyrage.decrypt(wrapped.read_bytes(), [pyrage.x25519.Identity.from_str(term)])
        vault = pyrage.x25519.Identity.from_str(due["identity"])
        opened += len(pyrage.decrypt(inner, [vault])) == 32
    assert opened == 3
    # And it goes on: what is held is known again, persons keep their pseudonyms, months close.
    before = golden.versions()
    more = [*posts(edited=True).items[3:], post(40, "Het gemeentehuis is weer open in februari.")]
    golden.take_in(more)
    assert len(set(golden.versions()) - set(before)) == 1
    texts = {one: golden.good("post", "show", one)["text"] for one in due["ids"]}
    assert texts == due["texts"]
    number = golden.approve(due["searched"]["feest"][0])
    golden.good("destroy", "execute", number, acting=next(iter(PERSONS)))
    golden.good("month", "close")
    golden.assert_verifies()
    assert golden.good("search", "feest")["hits"] == []
    assert len(golden.good("search", "februari")["hits"]) == 1
    assert stand_alone(str(then))[0] == 0
    # An epoch begins in it as in any, and the program for readers in it knows of that.
    why = ("--ground", "AVG art. 5", "--reason", "een nieuw jaar")
    golden.good("keys", "epoch", "begin", *why, acting="Pia")
    before = golden.versions()
    golden.take_in([*more, post(41, "Het zwembad is in maart dicht.")], "again.tar.gz")
    assert len(golden.versions()) == len(before) + 1
    golden.assert_verifies()
    assert golden.layout.verifier.read_bytes() == Path(weerklank_verify.__file__).read_bytes()


@pytest.mark.parametrize(
    ("written", "code"),
    [(FORMAT + 1, "ARCHIVE-002"), (0, "ARCHIVE-020"), ("1", "ARCHIVE-007"), (True, "ARCHIVE-007")],
)
def test_another_version_is_refused_with_what_to_do_and_nothing_changes(
    golden: Small, written: object, code: str
) -> None:
    about = golden.archive / "weerklank-archive.json"
    told = json.loads(about.read_text()) | {"format": written}
    if written == FORMAT + 1:
        told = {"format": written, "whatever": "comes later"}
    about.write_text(json.dumps(told, separators=(",", ":"), sort_keys=True) + "\n")
    before = {path: path.stat().st_mtime_ns for path in golden.archive.rglob("*")}
    for command in (("search", "feest"), ("account", "list"), ("month", "close")):
        refused = golden.run(*command)[1]["error"]
        assert refused["code"] == code, command
        assert refused["hint"]
    if isinstance(written, int) and not isinstance(written, bool):
        assert golden.run("verify")[1]["error"]["code"] == code
    assert golden.run("doctor", "--check", "archive")[1]["findings"][0]["code"] == code
    assert {path: path.stat().st_mtime_ns for path in golden.archive.rglob("*")} == before
    # Whoever has only the program for readers is told too.
    status, words = stand_alone(str(golden.archive))
    assert status != 0
    assert f"format {written}" in words or isinstance(written, str | bool)
