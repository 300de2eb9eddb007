"""An archive that can't be written to: on a read-only disk, or of another user."""

import errno
import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from small_archive import Small, filled

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(params=[errno.EROFS, errno.EACCES])
def small(
    template: Small,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Small:
    """A copy in which no file can be opened to be written."""
    one = template.copy(tmp_path / "small")
    plain = os.open

    def refusing(path: object, flags: int, *more: object, **named: object) -> int:
        if str(path).startswith(str(one.archive)) and flags & WRITES:
            raise OSError(request.param, os.strerror(request.param), str(path))
        return plain(path, flags, *more, **named)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(os, "open", refusing)
    return one


@pytest.mark.parametrize("index", ["good", "gone", "garbage"])
def test_who_only_asks_gets_an_answer(small: Small, temporary: Path, index: str) -> None:
    folder = small.layout.index
    if index == "gone":
        shutil.rmtree(folder)
    elif index == "garbage":
        (folder / "catalogue.sqlite").write_bytes(b"garbage" * 1000)
    before = dict(small.bytes_of_all())
    found = small.good("search", "brug")
    assert found["total"] == 2
    item = found["hits"][0]["id"]
    assert small.good("show", item)["id"] == item
    small.good("prove", item, "-o", str(small.root / "proof.json"))
    small.good("verify")
    assert dict(small.bytes_of_all()) == before
    gc.collect()
    assert list(temporary.iterdir()) == []  # nothing stays of what is destroyed one day


def test_who_changes_something_is_refused(small: Small, temporary: Path) -> None:
    for words in (("catalogue", "rebuild"), ("month", "close")):
        code, told = small.run(*words)
        assert (code, told["error"]["code"]) == (4, "STORE-002")
    assert list(temporary.iterdir()) == []
