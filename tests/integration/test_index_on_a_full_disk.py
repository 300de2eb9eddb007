"""What the index could not take in on a full disk is found after all, once there is room."""

from collections.abc import Callable
from typing import Any

import pytest
from place import Archive, line, members, post, tar

from weerklank.catalogue.text_index import TextIndex

FULL = "An IO error occurred: 'No space left on device (os error 28)'"


class _Failing:
    """A writer as the library's: it fails once, and says from then on that all is well."""

    def __init__(self, writer: Any, failing: str) -> None:
        self._writer, self._failing, self._failed = writer, failing, False

    def __getattr__(self, name: str) -> Callable[..., object]:
        def call(*given: object) -> object:
            if self._failed:
                return None
            if name == self._failing:
                self._failed = True
                raise ValueError(FULL)
            return getattr(self._writer, name)(*given)

        return call


@pytest.mark.parametrize("failing", ["commit", "add_document"])
def test_posts_that_the_index_had_no_room_for_are_found_once_there_is(
    tmp_path, monkeypatch, failing
):
    place = Archive(tmp_path).make()
    place.take(tar(tmp_path / "1.tar.gz", members([line(post(1, "De rietdekker komt."))])))
    second = tar(
        tmp_path / "2.tar.gz",
        members([line(post(1, "De rietdekker komt.")), line(post(2, "De sluiswachter komt."))]),
    )
    made = TextIndex._write_to

    def fails(self: TextIndex, year: str) -> Any:
        writer = made(self, year)
        if not isinstance(writer, _Failing):
            writer = self._writer = _Failing(writer, failing)
        return writer

    with monkeypatch.context() as patch:
        patch.setattr(TextIndex, "_write_to", fails)
        code, told = place.run("import", str(second))
    assert (code, told["error"]["code"]) == (4, "STORE-002"), told
    assert place.good("import", str(second))["runs"][0]["complete"]
    assert len(place.good("search", "sluiswachter")["hits"]) == 1
    assert len(place.good("search", "rietdekker")["hits"]) == 1
    assert place.good("verify", "--deep")["ok"]
