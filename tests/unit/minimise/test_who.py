"""Who is behind an address, also of somebody who becomes known while a run goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.thread_words import KnownWords, ThreadWords
from weerklank.minimise.who import Whois
from weerklank.model.ids import Pseudonym
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.model.symbols import decode
from weerklank.store.keys import KeyFolder

OWNER = RawPerson(
    platform=Platform.MASTODON,
    user_id="https://dam.example/users/dam",
    handle="dam@dam.example",
    addresses=("https://dam.example/users/dam",),
)
#: Of a form that nobody knows: only who is known by it is found.
PAGE = "https://elders.example/wie/7788"


@pytest.fixture
def blind(tmp_path: Path) -> Iterator[BlindIndex]:
    lay_tables(tmp_path / "blind")
    keys = KeyFolder.create(tmp_path / "keys", tmp_path / "archive")
    index = BlindIndex(tmp_path / "blind", keys, "proef")
    yield index
    index.close()


def somebody(number: int, **more: object) -> RawPerson:
    return RawPerson(
        platform=Platform.MASTODON,
        user_id=f"https://elders.example/wie/{number}",
        addresses=(f"https://elders.example/wie/{number}",),
        **more,
    )


def test_who_is_nobody_now_may_become_known_by_a_later_item(blind: BlindIndex) -> None:
    who = Whois(OWNER, frozenset(), blind)
    assert who.behind(PAGE) is None
    assert who.behind(PAGE) is None
    known = blind.pseudonym(somebody(7788))
    assert who.behind(PAGE) == known


def test_who_another_run_met_is_known_once_that_wrote_it(blind: BlindIndex, tmp_path) -> None:
    who = Whois(OWNER, frozenset(), blind)
    blind.pseudonym(somebody(1))
    assert who.behind(PAGE) is None
    other = BlindIndex(tmp_path / "blind", blind._keys, "proef")
    known = other.pseudonym(somebody(7788))
    other.save()
    other.close()
    blind.save()
    assert who.behind(PAGE) == known


def test_words_of_each_way_to_name_somebody_are_kept(blind: BlindIndex) -> None:
    first = blind.pseudonym(somebody(5, handle="sanne_bakker@elders.example"))
    blind.pseudonym(
        somebody(5, handle="sanne_bakker@elders.example", display_name="Annelies Verhoeven")
    )
    words = ["sanne_bakker", "tuin", "verhoeven", "annelies verhoeven"]
    named = dict.fromkeys(("sanne_bakker", "verhoeven", "annelies verhoeven"), first)
    assert found(blind, "mastodon", words, first) == named
    assert found(blind, "x", words, first) == {}
    # Of whom another run met only the tags are known.
    blind._met.clear()
    for _ in range(2):  # the second time from memory
        assert found(blind, "mastodon", words, first) == named
    assert found(blind, "x", words, first) == {}


def test_a_word_that_another_run_learned_is_looked_for_too(blind: BlindIndex, tmp_path) -> None:
    first = blind.pseudonym(somebody(5, handle="sanne_bakker@elders.example"))
    blind.save()
    other = BlindIndex(tmp_path / "blind", blind._keys, "proef")
    other.pseudonym(somebody(5, display_name="Annelies Verhoeven"))
    other.save()
    other.close()
    blind.pseudonym(somebody(6, handle="teun@elders.example"))
    blind.save()
    assert found(blind, "mastodon", ["verhoeven"], first) == {"verhoeven": first}


def found(
    blind: BlindIndex, platform: str, words: list[str], person: Pseudonym
) -> dict[str, Pseudonym]:
    theirs = blind.words_of(platform, frozenset({decode(person.tag)}))
    known = KnownWords(theirs, ThreadWords(platform))
    return {word: whose for word, whose, _ in blind.among(platform, words, known)}
