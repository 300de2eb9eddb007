"""Which transfers a life tells of: those its thread begins within, asked of the catalogue once."""

from datetime import UTC, datetime
from types import SimpleNamespace

from weerklank.model.event import Book, Event
from weerklank.model.item import ItemKind
from weerklank.model.person import Actor
from weerklank.services.life.scopes import Scopes
from weerklank.services.life.told_events import TRANSFERS, Told

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
BEGUN = int(datetime(2014, 6, 1, 12, tzinfo=UTC).timestamp())
YEARS = range(2012, 2018)


def told(kind: str, number: str, **data: object) -> Event:
    who = Actor(system_user="anna", name="Anna")
    return Event(book=Book.DECISIONS, kind=kind, at=AT, actor=who, subject=number, data=data)


def test_the_transfer_of_its_year_is_told_and_the_catalogue_is_asked_once():
    asked = []

    def record_with(key: bytes, account: str) -> tuple[bytes, list[SimpleNamespace]]:
        asked.append((key, account))
        return b"k", [SimpleNamespace(created=BEGUN, key=b"k")]

    events = [
        one
        for year in YEARS
        for one in (
            told(
                "transfer.begun", f"t{year}",
                scope={"from": f"{year}-01-01", "to": f"{year}-12-31", "accounts": ["a0001"]},
            ),
            told("transfer.made", f"t{year}"),
        )
    ]  # fmt: skip
    scopes = object.__new__(Scopes)
    scopes._books = SimpleNamespace(decisions=Told({TRANSFERS: events}))
    scopes._catalogue = SimpleNamespace(
        database=SimpleNamespace(
            pages=SimpleNamespace(shown_by=lambda _: []),
            threads=SimpleNamespace(record_with=record_with),
            places=SimpleNamespace(newest_by_key=lambda _: None),
        )
    )
    item = SimpleNamespace(id="i", key="k", account="a0001", kind=ItemKind.POST)
    place = SimpleNamespace(key=b"k", thread=b"k", created=BEGUN)
    first = SimpleNamespace(story=SimpleNamespace(sealed=SimpleNamespace(at=AT)))
    made = [*scopes._of_transfers(item, place, first)]
    assert [one.linked[0].name for one in made] == ["t2014"]
    assert len(asked) == 1
