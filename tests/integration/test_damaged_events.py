"""An event file that can't be read: the file is named, and `verify` still tells everything."""

import json
from pathlib import Path

import pytest
from small_archive import Small, filled


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


BROKEN = (b"", b'{"x', b"[]", b'{"actor":{},"data":{}}', b"\xff\xfe")
#: Which command reads a book.
READERS = {"register": ("account", "list"), "decisions": ("search", "brug")}


@pytest.mark.parametrize("book", READERS)
@pytest.mark.parametrize("content", BROKEN, ids=[str(n) for n in range(len(BROKEN))])
def test_a_damaged_event_file_is_named(small: Small, book: str, content: bytes) -> None:
    path = min((small.archive / book).glob("*/*/*/*.json"))
    path.chmod(0o600)
    path.write_bytes(content)
    name = path.relative_to(small.archive).as_posix()
    code, told = small.run(*READERS[book])
    assert (code, told["error"]["code"]) == (6, "ARCHIVE-006")
    assert name in told["error"]["message"]
    code, told = small.run("verify")
    assert code == 1
    assert name in [one["path"] for one in told["findings"]]


@pytest.mark.parametrize("book", READERS)
@pytest.mark.parametrize("name", ["raar.json", "a-b-c.json"])
def test_a_strange_file_among_the_events_is_named(small: Small, book: str, name: str) -> None:
    folder = min((small.archive / book).glob("*/*/*"))
    (folder / name).write_bytes(b"{}\n")
    before = small.holds(b"check.done")
    code, told = small.run(*READERS[book])
    assert (code, told["error"]["code"]) == (6, "ARCHIVE-006")
    assert name in told["error"]["message"]
    code, told = small.run("verify")
    assert code == 1
    assert name in " ".join(one["path"] for one in told["findings"])
    assert "journal-strange-file" in json.dumps(told)
    assert small.holds(b"check.done") == before
