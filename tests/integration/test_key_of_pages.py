"""The key of an archive for its pages is named in its register when it first signs."""

from pathlib import Path

import pytest
from one_page import chosen
from small_archive import Small

from weerklank.model.event import Book
from weerklank.package.wacz_check import check_wacz
from weerklank.package.wacz_writer import write_wacz
from weerklank.services.seal.page_key import PAGE_KEY, page_keys, page_signer


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path / "small").make()


def named(small: Small) -> list[object]:
    events = small.workplace().events.read(Book.REGISTER)
    return [event.data["public_key"] for event in events if event.kind == PAGE_KEY]


def test_it_is_named_once_and_signs_what_can_be_checked(small: Small, tmp_path: Path) -> None:
    assert page_keys(small.workplace()) == ()
    keys = {page_signer(small.workplace()).public_key for _ in range(3)}
    assert named(small) == [*keys]
    path = tmp_path / "p.wacz"
    with path.open("wb") as stream:
        write_wacz(stream, chosen(), [], None, page_signer(small.workplace()))
    assert check_wacz(path, page_keys(small.workplace())) == ()
    assert [one.says.en for one in check_wacz(path, ())] == [
        "the signature is good, but of another key"
    ]


def test_after_a_lost_key_both_are_named_and_the_archive_holds(small: Small) -> None:
    first = page_signer(small.workplace()).public_key
    (small.root / "keys" / "pages.pem").unlink()
    second = page_signer(small.workplace()).public_key
    assert first != second
    assert page_keys(small.workplace()) == (first, second)
    code, told = small.run("verify")
    assert (code, told["findings"]) == (0, [])
