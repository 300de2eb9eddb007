"""The portal while the catalogue is changed: what was public before, and never what half tells."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from small_archive import Small, filled

from weerklank import bootstrap
from weerklank.model.errors import NotNow
from weerklank.services.catalogue import hold_catalogue, open_catalogue
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.catalogue.hold_catalogue import hold_open, lagging
from weerklank.services.catalogue.load_catalogue import load_catalogue
from weerklank.services.disclose.decide_portal import switch_portal
from weerklank.services.disclose.public_items import public_items
from weerklank.services.disclose.search_public import PublicQuestion, search_public
from weerklank.services.workplace import Silent, Workplace
from weerklank.store.lock import locked

THREADS = 8


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    made = filled(tmp_path_factory.mktemp("busy") / "small")
    switch_portal(opened(made), "Een proef.", is_open=True)
    return made


def opened(small: Small) -> Workplace:
    return bootstrap.workplace(str(small.archive), str(small.root / "keys"), Silent(), "Anna")


@contextmanager
def changing(workplace: Workplace) -> Iterator[None]:
    """Be another process that changes the catalogue: of one year all words are gone just now."""
    index = workplace.layout.index / "search"
    # Of every shard something: whoever looks sees that what lies there is not what lay there.
    for year in index.iterdir():
        os.utime(year / "meta.json")
    newest = max(index.iterdir())
    away = index / f"old-{newest.name}"
    with locked(workplace.layout.lock("catalogue"), "catalogue"):
        other = load_catalogue(workplace)
        other.database.forget_shards([newest.name])
        newest.rename(away)
        try:
            yield
        finally:
            away.rename(newest)
            other.database.set_shards([newest.name])
            other.database.close()


def test_a_visitor_gets_what_was_public_before(small: Small) -> None:
    workplace = opened(small)
    with hold_open(workplace), lagging():
        before = public_items(workplace)
        found = search_public(workplace, PublicQuestion())
        assert found.total == len(before.items) > 0
        with changing(workplace):
            begun = time.monotonic()
            assert public_items(workplace) is before
            again = search_public(workplace, PublicQuestion())
            assert [one.item.id for one in again.posts] == [one.item.id for one in found.posts]
            assert time.monotonic() - begun < 5
        after = public_items(workplace)
        assert after is not before  # the index was touched: looked at anew, once nobody changes it
        assert after.items == before.items


def test_half_a_catalogue_tells_nobody_what_is_public(small: Small) -> None:
    workplace = opened(small)
    with hold_open(workplace):
        before = public_items(workplace)
        with changing(workplace), pytest.raises(NotNow) as busy:
            public_items(workplace)  # inside, where nobody may be told what was so before
        assert busy.value.code == open_catalogue.BUSY
        assert public_items(workplace).withheld == before.withheld


def test_what_is_decided_holds_at_once(small: Small) -> None:
    workplace = opened(small)
    with hold_open(workplace), lagging():
        before = public_items(workplace)
        with changing(workplace):
            switch_portal(workplace, "Dicht.", is_open=False)
            with pytest.raises(NotNow):
                public_items(workplace)
        switch_portal(workplace, "Weer open.", is_open=True)
        assert public_items(workplace).items == before.items


def test_threads_wait_for_each_other_and_send_nobody_away(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine opening takes long, and all threads of a server do so at one moment."""
    workplace = opened(small)
    total = consult(workplace, lambda catalogue: len(catalogue.texts.shards()))
    monkeypatch.setattr(hold_catalogue, "PATIENCE", 0.05)
    at_once = threading.Barrier(THREADS)
    gave: list[object] = []

    def slow(place: Workplace) -> object:
        time.sleep(0.08)
        return load_catalogue(place)

    monkeypatch.setattr(open_catalogue, "load_catalogue", slow)

    def ask() -> None:
        with hold_open(workplace):
            at_once.wait()
            try:
                gave.append(consult(workplace, lambda catalogue: len(catalogue.texts.shards())))
            except NotNow as error:
                gave.append(error.code)

    threads = [threading.Thread(target=ask) for _ in range(THREADS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert gave == [total] * THREADS


def test_who_waits_in_vain_keeps_the_catalogue_open(small: Small) -> None:
    """To open it anew for each question in vain is what made a busy machine fail."""
    workplace = opened(small)
    with hold_open(workplace):
        held = consult(workplace, lambda catalogue: catalogue)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(hold_catalogue, "_log_size", lambda _: held.log_size + 1)
            with locked(workplace.layout.lock("catalogue"), "catalogue"):
                with pytest.raises(NotNow):
                    consult(workplace, lambda catalogue: catalogue)
                with lagging():
                    assert consult(workplace, lambda catalogue: catalogue) is held
        assert consult(workplace, lambda catalogue: catalogue) is held
