"""Threads of several epochs: each keeps its own, also where two turn out to hang together."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from weerklank.minimise.blind_epochs import BlindEpochs, tables_of
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.item_reader import ItemReader
from weerklank.minimise.named import NamedList
from weerklank.minimise.who import Whois
from weerklank.minimise.who_by_day import WhoByDay
from weerklank.model.item import ItemKind
from weerklank.model.named_party import NamedAs, NamedFacts, NamedParty, NamedStep
from weerklank.model.platform import Platform
from weerklank.model.raw import Field, RawItem, RawPerson
from weerklank.model.symbols import decode
from weerklank.store.keys import KeyFolder

OURS = RawPerson(platform=Platform.MASTODON, user_id="https://dam.example/users/dam", handle="dam")
FIRST, SECOND, FRESH = b"1" * 16, b"2" * 16, b"3" * 16


def person(name: str, shown: str | None = None) -> RawPerson:
    address = f"https://een.example/users/{name}"
    return RawPerson(
        platform=Platform.MASTODON,
        user_id=address,
        handle=f"{name}@een.example",
        addresses=(address,),
        display_name=shown,
    )


ROOS = person("roosje_vlier", "Roosje Vlier")


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    made = KeyFolder.create(tmp_path / "keys", tmp_path / "archive")
    made.make_epoch(2)
    for number in (1, 2):
        lay_tables(tables_of(tmp_path / "blind", number))
    return made


@pytest.fixture
def blind(tmp_path: Path, keys: KeyFolder) -> Iterator[BlindEpochs]:
    """Roos in a thread of each epoch, and the two threads found to be of one conversation."""
    with_first = BlindEpochs(tmp_path / "blind", keys, "proef")
    joined(with_first, FIRST, ROOS)
    with_first.save()
    with_first.close()
    made = BlindEpochs(tmp_path / "blind", keys, "proef", (1, 2))
    joined(made, SECOND, ROOS)
    joined(made, SECOND, person("kwikzilver"))
    made.save()
    yield made
    made.close()


def joined(blind: BlindEpochs, thread: bytes, who: RawPerson) -> str:
    pseudonym = blind.of_thread(thread).pseudonym(who)
    blind.join(thread, decode(pseudonym.tag))
    return str(pseudonym)


def read(blind: BlindEpochs, keys: KeyFolder, thread: bytes, text: str, *persons: RawPerson):
    raw = RawItem(
        platform=Platform.MASTODON,
        native_id="https://dam.example/users/dam/statuses/1",
        kind=ItemKind.POST,
        created_at="2026-01-02T03:04:05Z",
        author=OURS,
        persons=persons,
        html=text,
        source={"content": text},
        shape={"content": Field.HTML},
    )
    days = WhoByDay(Whois(OURS, frozenset(), blind.epochs[-1]), NamedList(NAMED, blind.epochs[-1]))
    who = days.in_epoch(blind.of_thread(thread)).on(raw.created_at)
    return ItemReader(Platform.MASTODON, who, ItemKeys(keys.ids), blind).read(raw, thread, None)


NAMED = [
    NamedParty(
        id="n0001",
        platform=Platform.MASTODON,
        kind=NamedAs.OFFICE,
        start=date(2026, 1, 1),
        until=None,
        added=NamedStep(at=datetime(2026, 1, 1, tzinfo=UTC), by="Lies", reason="In functie."),
        facts=NamedFacts(
            url="https://een.example/@zita_zand", handle="zita_zand@een.example", name="Zita Zand"
        ),
    )
]


def test_a_thread_keeps_its_epoch_when_it_is_joined_to_another(
    tmp_path: Path, keys: KeyFolder, blind: BlindEpochs
) -> None:
    old, new = (str(one.pseudonym(ROOS)) for one in blind.epochs)
    assert old != new
    blind.join_threads(FIRST, SECOND)
    blind.join_threads(SECOND, FIRST)
    blind.join_threads(FRESH, FIRST)
    blind.save()
    again = BlindEpochs(tmp_path / "blind", keys, "proef", (1, 2))
    assert [again.of_thread(one).number for one in (FIRST, SECOND, FRESH)] == [1, 2, 2]
    assert [[part.number for part in again.parts_of(one)] for one in (FIRST, SECOND)] == [
        [1, 2],
        [2, 1],
    ]
    assert set(again.participants(FIRST)) == set(again.participants(SECOND))
    assert joined(again, FIRST, person("later")) != joined(again, SECOND, person("later"))
    again.close()


@pytest.mark.parametrize(("thread", "place"), [(FIRST, 0), (SECOND, 1)])
def test_a_text_of_joined_threads_names_nobody_of_either_epoch(
    keys: KeyFolder, blind: BlindEpochs, thread: bytes, place: int
) -> None:
    only_old = joined(blind, FIRST, person("bram_bloem", "Bram Bloem"))
    blind.join_threads(FIRST, SECOND)
    blind.join_threads(SECOND, FIRST)
    roos = str(blind.epochs[place].pseudonym(ROOS))
    found = read(blind, keys, thread, "Dag Roosje Vlier, en Bram Bloem", ROOS)
    assert found.text == f"Dag {roos}, en {only_old}"


def test_who_stays_named_does_so_in_a_text_of_threads_of_two_epochs(
    keys: KeyFolder, blind: BlindEpochs
) -> None:
    zita = RawPerson(
        platform=Platform.MASTODON,
        handle="zita_zand@een.example",
        addresses=("https://een.example/@zita_zand",),
        display_name="Zita Zand",
    )
    joined(blind, FIRST, zita)
    blind.join_threads(SECOND, FIRST)
    assert read(blind, keys, SECOND, "Dag Zita Zand").text == "Dag Zita Zand"


def test_pseudonyms_of_two_epochs_never_look_alike(
    blind: BlindEpochs, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = blind.epochs
    taken = first.pseudonym(person("een"))
    tag = decode(taken.tag)
    monkeypatch.setattr(
        BlindIndex,
        "_minting_tags",
        lambda *_: type("Same", (), {"tag": lambda *_: tag[:8] + b"8" * 8})(),
    )
    other = second.pseudonym(person("twee"))
    assert other.tag[:9] == taken.tag[:9]
    assert other.shown > taken.shown
