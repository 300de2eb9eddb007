"""A catalogue that is made anew while a server answers: until then the one before it does."""

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from small_archive import Small, filled

from weerklank import bootstrap
from weerklank.model.errors import NotNow
from weerklank.model.question import Question
from weerklank.services.catalogue.hold_catalogue import hold_open
from weerklank.services.catalogue.open_catalogue import BUSY
from weerklank.services.catalogue.rebuild_catalogue import rebuild_catalogue
from weerklank.services.find.find_items import find_items
from weerklank.services.workplace import Silent, Workplace
from weerklank.store.lock import locked


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return filled(tmp_path / "small")


class Meanwhile(Silent):
    """Looks what a server would answer each time that a step tells how far it is."""

    def __init__(self, ask) -> None:
        self._ask = ask
        self.told: list[int] = []

    def progress(self, done: int, total: int | None = None) -> None:
        self.told.append(self._ask())


def opened(small: Small) -> Workplace:
    return bootstrap.workplace(str(small.archive), str(small.root / "keys"), Silent())


def total(workplace: Workplace) -> int:
    return find_items(workplace, Question()).total


def test_search_goes_on_while_the_catalogue_is_made_anew(small):
    served, maker = opened(small), opened(small)
    before = total(served)
    assert before

    def fresh() -> int:
        """What a thread of the server gives that had not opened the catalogue yet."""
        with hold_open(served):
            return total(served)

    looking = Meanwhile(fresh)
    rebuilt = rebuild_catalogue(replace(maker, reporter=looking))
    assert rebuilt.packages > 1
    assert looking.told == [before] * rebuilt.packages
    with hold_open(served):
        assert total(served) == before
        looking = Meanwhile(lambda: total(served))  # held open from before
        rebuild_catalogue(replace(maker, reporter=looking))
        assert looking.told == [before] * rebuilt.packages
        assert total(served) == before
    assert not (small.archive / "index" / "new").exists()


def test_a_page_says_soon_that_it_must_wait(small):
    """As while a damaged catalogue is made anew in its own place, or a destruction goes on."""
    served = opened(small)
    lock = served.layout.lock("catalogue")
    with locked(lock, "catalogue"):
        begun = time.monotonic()
        with hold_open(served), pytest.raises(NotNow) as busy:
            total(served)
        assert time.monotonic() - begun < 2
        assert busy.value.code == BUSY
    with hold_open(served):
        assert total(served)
        for path in (small.archive / "index").glob("catalogue.sqlite*"):
            path.unlink()
        with locked(lock, "catalogue"), pytest.raises(NotNow):
            total(served)
        assert total(served)


def test_what_a_rebuild_that_died_left_is_not_used_and_goes(small):
    served = opened(small)
    before = total(served)
    left = small.archive / "index" / "new"
    left.mkdir()
    (left / "catalogue.sqlite").write_bytes(b"half")
    # Somebody changes the catalogue itself: what lies there may be half.
    shutil.rmtree(small.archive / "index" / "search")
    with (
        locked(served.layout.lock("catalogue"), "catalogue"),
        hold_open(served),
        pytest.raises(NotNow),
    ):
        total(served)
    assert total(served) == before
    assert not left.exists()


def test_a_rebuild_that_is_broken_off_leaves_the_one_before(small):
    served = opened(small)
    before = total(served)

    def stop() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild_catalogue(replace(opened(small), reporter=Meanwhile(stop)))
    assert not (small.archive / "index" / "new").exists()
    with hold_open(served):
        assert total(served) == before


def test_a_lock_is_waited_for_as_long_as_is_said(tmp_path):
    path = tmp_path / "a.lock"
    with locked(path, "a"):
        begun = time.monotonic()
        with pytest.raises(Exception, match="STORE-001"), locked(path, "a", wait=0.3):
            pass
        assert 0.25 < time.monotonic() - begun < 2
    with locked(path, "a", wait=0.3):
        pass
