"""An item with whoever is looked for in it: hashtags of its source too, and who is meant."""

import pytest
from msgspec.structs import replace

from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.item_reader import ItemReader
from weerklank.minimise.who import Whois
from weerklank.model.item import ItemKind
from weerklank.model.platform import Platform
from weerklank.model.raw import Field, RawItem, RawPerson
from weerklank.model.symbols import decode
from weerklank.store.keys import KeyFolder

OURS = RawPerson(
    platform=Platform.MASTODON,
    user_id="https://dam.example/users/dam",
    handle="dam@dam.example",
    addresses=("https://dam.example/users/dam",),
)
THREAD = bytes(16)


def person(name: str) -> RawPerson:
    address = f"https://een.example/users/{name}"
    return RawPerson(
        platform=Platform.MASTODON,
        user_id=address,
        handle=f"{name}@een.example",
        addresses=(address,),
    )


def item(text: str, *persons: RawPerson, **source: object) -> RawItem:
    return RawItem(
        platform=Platform.MASTODON,
        native_id="https://dam.example/users/dam/statuses/1",
        kind=ItemKind.POST,
        created_at="2026-01-02T03:04:05Z",
        author=OURS,
        persons=persons,
        html=text,
        source={"content": text, **source},
        shape={"content": Field.HTML, "title": Field.TEXT},
    )


@pytest.fixture
def keys(tmp_path):
    return KeyFolder.create(tmp_path / "keys", tmp_path / "archive")


@pytest.fixture
def blind(tmp_path, keys):
    lay_tables(tmp_path / "blind")
    made = BlindIndex(tmp_path / "blind", keys, "proef")
    yield made
    made.close()


@pytest.fixture
def reader(keys, blind):
    who = Whois(OURS, frozenset(), blind)
    return ItemReader(Platform.MASTODON, who, ItemKeys(keys.ids), blind)


@pytest.mark.parametrize("beside", [{}, {"odd": 2**70}, {"odd": "\ud83d"}])
def test_a_hashtag_of_the_source_alone_is_found_beside_whatever_else(reader, beside):
    raw = item("dag", person("kwikzilver"), title="zie #DankKwikzilver", **beside)
    assert "wikzilver" not in str(reader.read(raw, THREAD, None).source)


@pytest.mark.parametrize("text", ["Hoi roerdomper, dank", "Dank #DankJanRoerdomper roerdomper"])
def test_who_is_meant_comes_before_whoever_bears_all_of_the_name(reader, blind, text):
    jan, other = (blind.pseudonym(person(name)) for name in ("jan_roerdomper", "roerdomper"))
    for one in (jan, other):
        blind.join(THREAD, decode(one.tag))
    assert str(other) in reader.read(item(text), THREAD, None).text
    read = reader.read(item(text), THREAD, None, str(jan))
    assert str(jan) in read.text
    assert "oerdomper" not in read.text
    assert str(other) not in read.text
    assert read.text == read.source["content"]


def test_a_thread_of_many_is_not_gone_through_for_each_item(reader, blind, monkeypatch):
    many = [blind.pseudonym(person(f"gast{number}")) for number in range(200)]
    for one in many:
        blind.join(THREAD, decode(one.tag))
    looked = []
    plain = blind._words.with_prefix
    monkeypatch.setattr(blind._words, "with_prefix", lambda row: looked.append(row) or plain(row))
    for number in (7, 70, 199):
        read = reader.read(item(f"Dank aan gast{number}"), THREAD, None)
        assert read.text == f"Dank aan {many[number]}"
    assert len(looked) == len(many)


def test_who_joins_or_takes_another_name_between_two_items_is_known(reader, blind):
    first = item("Dank aan kwikzilver en roerdomper")
    assert reader.read(first, THREAD, None).text == first.html
    one = blind.pseudonym(person("roerdomper"))
    blind.join(THREAD, decode(one.tag))
    assert reader.read(first, THREAD, None).text == f"Dank aan kwikzilver en {one}"
    renamed = replace(person("roerdomper"), handle="kwikzilver@een.example")
    assert blind.pseudonym(renamed) == one
    assert reader.read(first, THREAD, None).text == f"Dank aan {one} en {one}"
    blind.forget_threads(frozenset({THREAD}))
    assert reader.read(first, THREAD, None).text == first.html
