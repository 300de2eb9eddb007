"""In which package a version lay when, by what packages tell of themselves."""

from datetime import UTC, datetime, timedelta

from weerklank.model.event import Book, Event
from weerklank.model.person import Actor
from weerklank.services.life.package_story import story_of
from weerklank.services.life.told_events import package_in

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)


def event(kind: str, subject: str, day: int, **data: object) -> Event:
    return Event(
        book=Book.JOURNAL,
        kind=f"package.{kind}",
        at=BEGIN + timedelta(days=day),
        actor=Actor(system_user="archief"),
        subject=subject,
        data=data,  # type: ignore[arg-type] - plain values
    )


EVENTS = (
    event("sealed", "a1/2026-03/0001", 0, run="r1"),
    event("sealed", "a1/2026-03/0002", 1, run="r2"),
    event("rewritten", "a1/2026-03/0002", 2, decision="v1"),
    event("merged", "a1/2026-03/0002", 30, decision="c1", merged=["a1/2026-03/0001"]),
    event("sealed", "a1/2026-03/0003", 3, run="r3"),
    event("merged", "a1/2026-03/0003", 60, decision="c2", merged=["a1/2026-03/0002"]),
)


def test_a_version_is_followed_through_every_merge():
    story = story_of(EVENTS, "r1", "a1/2026-03/0001")
    assert story is not None
    assert [name[-4:] for _, name in story.names] == ["0001", "0002", "0003"]
    held = [
        (name, day)
        for day in (0, 29, 31, 61)
        for name in ("0001", "0002", "0003")
        if story.held_in(f"a1/2026-03/{name}", BEGIN + timedelta(days=day))
    ]
    assert held == [("0001", 0), ("0001", 29), ("0002", 31), ("0003", 61)]


def test_a_package_that_only_took_others_in_has_its_own_story():
    story = story_of(EVENTS, "r3", None)
    assert story is not None
    assert [one.at for one in story.merges] == [BEGIN + timedelta(days=60)]
    assert story_of(EVENTS, "r9", None) is None
    assert story_of((), "r1", None) is None


def test_a_path_names_its_package():
    assert [*package_in("objects/a0001/2026-03/0002-g1/v1/content/media/x")] == [
        "a0001/2026-03/0002"
    ]
    assert [*package_in("open/a0001/2026-03/1-r1/0004/v1/content/media/x")] == [
        "a0001/2026-03/0004"
    ]
    assert [*package_in("log/checkpoints/1.txt")] == []
    assert [*package_in("sealed/a0001/2026-03/0002-s1/x")] == []
