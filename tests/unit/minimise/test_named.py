"""Who stays named by decision: by day, by id, and never by what anybody may choose."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.free_words import FREE_TEXT, FreeWords
from weerklank.minimise.named import NamedList
from weerklank.minimise.named_words import NamedWords
from weerklank.minimise.who import Whois
from weerklank.minimise.who_by_day import WhoByDay
from weerklank.model.item import AuthorRole
from weerklank.model.named_party import NamedAs, NamedFacts, NamedParty, NamedStep
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.store.keys import KeyFolder

FIRST, LAST = date(2026, 3, 1), date(2026, 6, 30)
OWNER = RawPerson(platform=Platform.X, user_id="1", handle="voorbeelddam")


@pytest.fixture
def blind(tmp_path: Path) -> Iterator[BlindIndex]:
    lay_tables(tmp_path / "blind")
    keys = KeyFolder.create(tmp_path / "keys", tmp_path / "archive")
    index = BlindIndex(tmp_path / "blind", keys, "proef")
    yield index
    index.close()


def party(user_id: str | None = None) -> NamedParty:
    return NamedParty(
        id="n0001",
        platform=Platform.X,
        kind=NamedAs.OFFICE,
        start=FIRST,
        until=LAST,
        added=NamedStep(at=datetime(2026, 1, 1, tzinfo=UTC), by="Lies", reason="In functie."),
        facts=NamedFacts(
            url="https://x.com/wethouder",
            handle="wethouder",
            name="Zita Zandstra",
            user_id=user_id,
        ),
    )


def days(blind: BlindIndex, user_id: str | None = None) -> WhoByDay:
    return WhoByDay(Whois(OWNER, frozenset(), blind), NamedList([party(user_id)], blind))


def person(handle: str | None = "wethouder", user_id: str | None = None) -> RawPerson:
    return RawPerson(
        platform=Platform.X, handle=handle, user_id=user_id, display_name="Zita Zandstra"
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(away=st.integers(-400, 400))
def test_only_the_days_between_count(blind: BlindIndex, away: int) -> None:
    day = FIRST + timedelta(days=away)
    who = days(blind).on_day(day)
    is_named = FIRST <= day <= LAST
    assert (who.role(person()) is AuthorRole.NAMED) is is_named
    assert (who.behind("https://x.com/wethouder/status/12") is None) is is_named
    assert who.role(person(handle="burger")) is AuthorRole.CITIZEN


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    handle=st.text(st.sampled_from("wethouder0\u0435\u043e_.\u200b"), min_size=1, max_size=12),
    host=st.sampled_from(["x.com.elders.example", "elders.example", "evil.x.com", "x.com%2e"]),
)
def test_what_looks_alike_is_a_citizen(blind: BlindIndex, handle: str, host: str) -> None:
    who = days(blind).on_day(FIRST)
    if handle != "wethouder":
        assert who.role(person(handle=handle)) is AuthorRole.CITIZEN
    assert not who.stays(f"https://{host}/wethouder")
    assert not who.stays(f"https://{host}/@wethouder")


def test_an_id_counts_above_the_handle(blind: BlindIndex) -> None:
    who = days(blind, "77").on_day(FIRST)
    assert who.role(person(handle="hernoemd", user_id="77")) is AuthorRole.NAMED
    assert who.role(person()) is AuthorRole.NAMED
    assert who.role(person(user_id="78")) is AuthorRole.CITIZEN
    # Another bears the handle: from then on only the id tells.
    assert who.role(person()) is AuthorRole.CITIZEN
    assert not who.stays("https://x.com/wethouder")
    assert who.role(person(user_id="77")) is AuthorRole.NAMED


def test_the_first_id_is_the_one_that_counts(blind: BlindIndex) -> None:
    all_ = days(blind)
    who = all_.on_day(FIRST)
    assert who.role(person(user_id="5")) is AuthorRole.NAMED
    assert all_.list is not None
    assert set(all_.list.news_met) == {"n0001"}
    assert who.role(person(user_id="6")) is AuthorRole.CITIZEN
    assert all_.list.news_doubted == {"n0001"}


def test_a_name_in_running_text_stays_in_full_and_by_itself(blind: BlindIndex) -> None:
    who = days(blind).on_day(FIRST)
    words = FreeWords(FREE_TEXT, b"k" * 32)
    kept = words.but_named(NamedWords(Platform.X, who.named))
    said = "Gisteren was Zita Zandstra in de wijk, bel 06-12345678."
    assert [one.kind.value for one in words.find(said)] == ["name", "phone"]
    assert [one.kind.value for one in kept.find(said)] == ["phone"]
    other = "Gisteren was Zita Bakker in de wijk."
    assert kept.find(other) == words.find(other) != ()
