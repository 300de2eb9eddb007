"""The names of events that a life is told by are those under which others write them."""

from datetime import UTC, datetime

from weerklank.model.event import Book, Event
from weerklank.model.item import ArchivalItem, Author, AuthorRole, ItemKind, Medium
from weerklank.model.life import LifeKind, LifeOutcome
from weerklank.model.person import Actor
from weerklank.services.appraise import derive_media, formal_replies, scan_viruses
from weerklank.services.change import correct_persons, finish_terms
from weerklank.services.keep import mending
from weerklank.services.life.of_files import file_events
from weerklank.services.life.told_events import DECISIONS, JOURNAL, Told
from weerklank.services.requests.decide_request import DECIDED, LIFTED
from weerklank.services.seal.read_destructions import CERTIFIED, EXCEPTED, EXECUTED, PROPOSED
from weerklank.services.seal.read_replicas import WRITTEN
from weerklank.services.seal.term_of_originals import TRANSFERRED_DONE
from weerklank.services.transfer import read_transfers
from weerklank.services.vault.read_requests import KIND

AT = datetime(2026, 3, 1, tzinfo=UTC)


def test_what_others_write_is_what_is_looked_for():
    written = {
        correct_persons.CORRECTED,
        finish_terms.DONE,
        TRANSFERRED_DONE,
        formal_replies._SETTLED,
        read_transfers.BEGUN,
        read_transfers.MADE,
        read_transfers.RECEIVED,
        PROPOSED,
        EXCEPTED,
        EXECUTED,
        CERTIFIED,
    }
    assert written < set(DECISIONS)
    assert {WRITTEN, mending.REPAIRED, scan_viruses.SCANNED, derive_media.CONVERTED} < set(JOURNAL)
    assert (KIND, DECIDED, LIFTED) == ("vault.", "request.decided", "request.lifted")


def test_files_that_were_scanned_and_converted_are_told_of_by_medium():
    item = ArchivalItem(
        account="a0001",
        author=Author(role=AuthorRole.OWN),
        captured_at="2026-03-01T00:00:00Z",
        created_at="2026-03-01T00:00:00Z",
        id="i",
        key="k",
        kind=ItemKind.POST,
        media=(Medium(id="m1"), Medium(id="m2")),
        platform="mastodon",
        policy=1,
        run="r",
        scenario="B",
        technique="api",
    )
    told: dict[str, list[Event]] = {}
    for kind, data in (
        (
            "formats.scanned",
            {
                "engine": "ClamAV 1.4.2",
                "signatures": "2026-02-28",
                "states": {"clean": ["m1"], "found": [{"medium": "m2", "name": "Eicar"}]},
            },
        ),
        (
            "formats.converted",
            {"files": [{"id": "i", "medium": "m1", "form": "png", "tool": "ffmpeg 7.1"}]},
        ),
    ):
        event = Event(
            book=Book.JOURNAL,
            kind=kind,
            at=AT,
            actor=Actor(system_user="archief"),
            subject="archive",
            data=data,  # type: ignore[arg-type] - plain values
        )
        for name in JOURNAL[kind](event):
            told.setdefault(name, []).append(event)
    found = list(file_events([item], Told(told), checks=True))
    assert [(one.kind, one.medium, one.outcome) for one in found] == [
        (LifeKind.VIRUS_CHECKED, "m1", LifeOutcome.SUCCESS),
        (LifeKind.CONVERTED, "m1", LifeOutcome.SUCCESS),
        (LifeKind.VIRUS_CHECKED, "m2", LifeOutcome.FAILURE),
    ]
    assert [one.agents[1].name for one in found] == ["ClamAV", "ffmpeg", "ClamAV"]
    assert found[0].note is not None
    assert found[0].note.nl == "niets gevonden, virusdefinities van 2026-02-28"
    assert [one.kind for one in file_events([item], Told(told), checks=False)] == [
        LifeKind.CONVERTED
    ]
