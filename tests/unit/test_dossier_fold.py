"""A dossier of thousands of documents is folded once for each event, not for each document."""

import time
from datetime import UTC, datetime

from weerklank.model.dossier import Disclosure, Dossier
from weerklank.model.event import Book, Event
from weerklank.model.person import Actor
from weerklank.services.seal import read_dossiers as books

ANNA = Actor(system_user="anna", name="Anna")
NAME = "d1"


def event(kind: str, **data: object) -> Event:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    return Event(book=Book.DECISIONS, kind=kind, at=at, actor=ANNA, subject=NAME, data=data)


def begun(documents: int) -> books._DossiersFold:
    fold = books._DossiersFold()
    fold.take(event(books.OPENED, request="Alles.", received="2026-01-05", case=""))
    items = [[f"i{one}", f"k{one}", "a0001", 1, None] for one in range(documents)]
    fold.take(event(books.ADDED, items=items))
    return fold


def judged(number: int, judgement: str = "public") -> Event:
    return event(books.JUDGED, id=f"i{number}", judgement=judgement, grounds=[], looked=None)


def marked(number: int) -> Event:
    return event(books.REDACTED, id=f"i{number}", spans=[["text", 0, 3]], ground="5.1.2e")


def told(fold: books._DossiersFold) -> Dossier:
    return fold.result()[NAME]


def seconds(documents: int) -> float:
    """Give the CPU seconds in which each document is marked and judged, and each mark undone."""
    fold = begun(documents)
    events = [
        one
        for number in range(documents)
        for one in (marked(number), judged(number), event(books.UNDONE, number=number + 1))
    ]
    before = time.thread_time()
    for one in events:
        fold.take(one)
    took = time.thread_time() - before
    assert told(fold).acts == 1 + len(events)
    return took


def test_sixteen_times_the_documents_is_not_a_hundred_times_the_work() -> None:
    few = min(seconds(200) for _ in range(3))
    many = min(seconds(3200) for _ in range(2))
    assert many < 50 * few


def test_a_disagreement_is_answered_by_what_changes_the_outcome_alone() -> None:
    fold = begun(2)
    fold.take(judged(0))
    fold.take(event(books.DISAGREED, id="i0", reason="Te veel."))
    before = told(fold)
    fold.take(judged(1, "refused"))  # of another document
    fold.take(judged(0))  # the same once more
    fold.take(event(books.LEFT, id="i0", place="text", start=0, end=3))
    assert [one.state for one in told(fold).disagreements] == ["open"]
    fold.take(judged(0, "refused"))
    (answered,) = told(fold).disagreements
    assert (answered.state, answered.answer, answered.answered_by) == ("answered", "", "Anna")
    assert [one.state for one in before.disagreements] == ["open"], "what was given out stays"
    fold.take(event(books.AGREED, number=1))
    fold.take(event(books.ANSWERED, number=1, reason="Te laat."))
    (ended,) = told(fold).disagreements
    assert (ended.state, ended.answer, told(fold).standing) == ("agreed", "", ())


def test_a_change_answers_who_points_at_its_place_alone() -> None:
    fold = begun(1)
    fold.take(event(books.DISAGREED, id="i0", reason="Te veel."))  # as records had it before
    for span in (["text", 2, 5], ["text", 3, 9], ["title", 0, 3]):
        fold.take(event(books.DISAGREED, id="i0", reason="Hier.", span=span))
    fold.take(event(books.DISAGREED, id="i0", reason="Toch.", span=["title", 0, 3]))
    states = [one.state for one in told(fold).disagreements]
    assert states == ["open", "open", "open", "repeated", "open"]
    fold.take(marked(0))  # the first three letters of its text
    states = [one.state for one in told(fold).disagreements]
    assert states == ["answered", "answered", "open", "repeated", "open"]
    fold.take(judged(0, "refused"))
    assert {one.state for one in told(fold).standing} == {"answered"}


def test_a_judgement_that_lapses_by_a_redaction_is_remembered() -> None:
    fold = begun(2)
    fold.take(judged(0))
    fold.take(marked(0))
    lapsed = told(fold).documents["i0"].lapsed
    assert lapsed is not None
    assert (lapsed.judged.judgement, lapsed.judged.by, lapsed.by) == ("public", "Anna", "Anna")
    fold.take(event(books.UNDONE, number=1))
    assert told(fold).documents["i0"].lapsed == lapsed, "nobody decided anew"
    fold.take(judged(0))
    assert told(fold).documents["i0"].lapsed is None
    # 'Partly' lapses with the last redaction; what keeps back by itself does not.
    for number, judgement in enumerate(("partly", "refused"), 2):
        fold.take(marked(1))
        fold.take(judged(1, judgement))
        fold.take(event(books.UNDONE, number=number))
        lapsed = told(fold).documents["i1"].lapsed
        assert (lapsed is not None) == (judgement == "partly")


def test_what_was_given_out_stays_as_it_was() -> None:
    fold = begun(3)
    fold.take(marked(1))
    before = told(fold)
    assert told(fold) is before  # nothing came: nothing is copied
    fold.take(judged(0, "refused"))
    fold.take(event(books.REMOVED, id="i2"))
    after = told(fold)
    assert [*before.documents] == ["i0", "i1", "i2"]
    assert before.documents["i0"].judgement is Disclosure.PUBLIC
    assert [*after.documents] == ["i0", "i1"]
    assert after.documents["i0"].judgement is Disclosure.REFUSED
    assert after.acts == before.acts + 2


def test_a_mark_is_found_by_its_number_while_it_is_there() -> None:
    fold = begun(2)
    fold.take(marked(1))
    fold.take(event(books.ALLOWED, number=1, reason="Staat op de site."))
    (mark,) = told(fold).redactions
    assert (mark.id, mark.allowed, mark.allowed_by) == ("i1", "Staat op de site.", ANNA.known_as)
    fold.take(event(books.UNDONE, number=1))
    acts = told(fold).acts
    assert not told(fold).redactions
    for kind in (books.UNDONE, books.ALLOWED):
        fold.take(event(kind, number=1, reason="Nog eens."))
        fold.take(event(kind, number=7, reason="Nooit geweest."))
    assert told(fold).acts == acts
