"""`weerklank init` with what is wrong: nothing is made of it."""

from pathlib import Path

import pytest
from place import Archive


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        *(("--sealed", wrong, "POLICY-001") for wrong in ("0", "-1", "1201", "x", "9" * 5000)),
        *(("--prefix", wrong, "ARCHIVE-013") for wrong in ("a/b", "A B", "x", "../a", "Vbd")),
    ],
)
def test_a_wrong_option_makes_neither_archive_nor_keys(
    tmp_path: Path, option: str, value: str, code: str
) -> None:
    archive = Archive(tmp_path)
    given = ("init", str(archive.folder), "--organisation", "Voorbeelddam", option, value)
    left, told = archive.run(*given)
    assert (left, told["error"]["code"]) == (2, code)
    assert list(tmp_path.iterdir()) == []
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
