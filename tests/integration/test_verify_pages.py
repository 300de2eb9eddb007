"""Verify looks into the files of pages: digests say that they are those kept, no more."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pages_taken import chosen, take_pages
from small_archive import Small, failed, filled, posts, stand_alone

from weerklank.package.wacz_signing import SignsWacz
from weerklank.services.seal.page_key import PAGE_KEY
from weerklank.testing import taken_pages

Change = Callable[[bytes], bytes]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return filled(tmp_path / "small")


def kept(small: Small, change: Change, which: int = 0) -> Path:
    """Keep a page of which a file was changed before it was: digests are of what was kept."""
    whole = taken_pages.page_files

    def changed(page: taken_pages.ChosenPage, folder: Path, signer: SignsWacz) -> object:
        made = whole(page, folder, signer)
        made[which][1].write_bytes(change(made[which][1].read_bytes()))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taken_pages, "page_files", changed)
        take_pages(small, chosen(posts().url("doel"), "Hier staat het bericht."))
    (file,) = small.archive.glob("**/media/*.wacz")
    return file


def other_index(content: bytes) -> bytes:
    """Let the index of a page lead a few bytes beside its records, with the zip itself whole."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as after,
    ):
        for name in before.namelist():
            member = before.read(name)
            if name.startswith("indexes/"):
                member = re.sub(
                    rb'"offset":"(\d+)"', lambda at: b'"offset":"%d"' % (int(at[1]) + 7), member
                )
                assert member != before.read(name)
            after.writestr(name, member)
    return made.getvalue()


def test_a_sound_page_is_looked_into_by_deep_alone(small: Small) -> None:
    assert "pages" not in told(small)[1], "there is none yet"
    take_pages(small, chosen(posts().url("doel"), "Hier staat het bericht."))
    assert told(small) == ([], told(small)[1])
    assert "pages" in told(small)[1]
    findings, skipped = told(small, "--deep")
    assert findings == []
    assert not skipped & {"pages", "page-keys"}


def told(small: Small, *more: str) -> tuple[list[tuple[str, str]], set[str]]:
    """Give what verify found, and what it did not check."""
    _, answer = small.run("verify", *more)
    found = [(one["code"], one["message"]) for one in answer["findings"]]
    return found, {one["what"] for one in answer["not_checked"]}


@pytest.mark.parametrize("change", [other_index, lambda content: b"PK" + content])
def test_a_page_that_was_unsound_when_it_was_kept_is_a_finding(
    small: Small, change: Change
) -> None:
    file = kept(small, change)
    assert told(small)[0] == [], "its digest is right"
    _, answer = small.run("verify", "--deep")
    (found,) = answer["findings"]
    assert found["code"] == "VERIFY-519"
    assert found["path"] == file.relative_to(small.archive).as_posix()
    assert "is not sound inside" in found["message"]
    assert failed(small.archive) == []
    _, out = stand_alone(str(small.archive), "--deep", "--json")
    (said,) = [one for one in json.loads(out)["findings"] if one["code"] == "pages"]
    assert said["result"] == "NOT CHECKED"
    assert said["message"].startswith("1 pagina's")


def test_a_page_that_says_something_else_than_its_text_is_a_finding(small: Small) -> None:
    file = kept(small, lambda text: text.replace(b"bericht", b"gericht"), which=-1)
    assert told(small)[0] == [], "its digest is right"
    ((code, message),) = told(small, "--deep")[0]
    assert code == "VERIFY-519"
    assert "say something else than its text does" in message
    assert file.exists()


def test_damage_that_the_digest_sees_is_told_once(small: Small) -> None:
    file = kept(small, lambda content: content)
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-9])
    codes = [code for code, _ in told(small, "--deep")[0]]
    assert "VERIFY-509" in codes
    assert "VERIFY-519" not in codes


def test_a_page_signed_by_a_key_that_the_register_does_not_name(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(small, lambda content: content)
    assert told(small, "--deep")[0] == []
    monkeypatch.setattr("weerklank.services.seal.page_key.PAGE_KEY", f"{PAGE_KEY}.other")
    ((code, message),) = told(small, "--deep")[0]
    assert code == "VERIFY-519"
    assert "of another key" in message
