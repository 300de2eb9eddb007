"""How questions are answered by the text index alone."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from weerklank.catalogue.facts import SHIELDED
from weerklank.catalogue.query import ask, count, count_days, count_facts, count_months, rows_held
from weerklank.catalogue.query_clauses import Laid
from weerklank.catalogue.text_index import Entry, TextIndex, when
from weerklank.model.clock import begin_of
from weerklank.model.errors import WrongUse
from weerklank.model.item import ItemState
from weerklank.model.question import Order, Question, Sight

NOON = 1_767_265_200  # 1 January 2026, 11.00 UTC


def entry(row: int, text: str, *facts: str, created: int = NOON, parts: str = "p") -> Entry:
    return Entry(
        row=row,
        parts=tuple(parts),
        year=f"{datetime.fromtimestamp(created, UTC):%Y}",
        when=when(created, bytes([row % 256]) * 16),
        texts=[text],
        facts=(*facts, "author:own"),
    )


@pytest.fixture
def index(tmp_path: Path) -> TextIndex:
    return TextIndex(tmp_path / "search")


def filled(index: TextIndex, *entries: Entry) -> TextIndex:
    index.add(entries)
    index.commit()
    return index


def rows(index: TextIndex, **question: object) -> list[int]:
    return ask(index, Question(**question)).rows  # type: ignore[arg-type] # passed on as it came


def test_what_someone_may_not_see_is_found_and_counted_nowhere(index: TextIndex) -> None:
    filled(index, entry(1, "brug"), entry(2, "brug", SHIELDED), entry(3, "brug"))
    laid = Laid(states={ItemState.RESTRICTED: [3]})
    assert sorted(rows(index, words="brug")) == [1, 2, 3]
    for sight, seen in (
        (Sight(shielded=False), [1, 3]),
        (Sight(restricted=False), [1, 2]),
        (Sight(shielded=False, restricted=False), [1]),
    ):
        for words in ("brug", ""):
            question = Question(words=words, sight=sight)
            assert sorted(ask(index, question, laid).rows) == seen
            assert count(index, question, laid) == len(seen)
            assert count_facts(index, question, laid)["author:own"] == len(seen)
            assert count_days(index, question, laid)[0].posts == len(seen)
            assert count_months(index, question, laid)[0].posts == len(seen)


def test_a_state_that_was_decided_counts_in_place_of_that_of_the_record(index: TextIndex) -> None:
    present, edited = "state:present", "state:edited"
    filled(index, entry(1, "brug", present), entry(2, "brug", edited), entry(3, "dijk", present))
    laid = Laid(states={ItemState.RESTRICTED: [2, 3]})

    def asked(*states: str, words: str = "") -> list[int]:
        question = Question(words=words, tags=tuple(f"state:{state}" for state in states))
        assert count(index, question, laid) == len(ask(index, question, laid).rows)
        return sorted(ask(index, question, laid).rows)

    assert asked("restricted") == [2, 3]
    assert asked("restricted", words="brug") == [2]
    assert asked("present") == [1]
    assert asked("edited") == []
    assert asked("present", "restricted") == [1, 2, 3]
    counted = count_facts(index, Question(), laid)
    assert {fact: n for fact, n in counted.items() if fact.startswith("state:")} == {
        "state:present": 1,
        "state:restricted": 2,
    }
    hidden = count_facts(index, Question(sight=Sight(restricted=False)), laid)
    assert hidden["state:restricted"] == 0
    assert hidden["state:present"] == 1


def test_rows_that_are_on_their_way_out_are_found_nowhere(index: TextIndex) -> None:
    filled(index, entry(1, "brug"), entry(2, "brug"))
    assert ask(index, Question(words="brug"), Laid([1])).rows == [2]
    assert count(index, Question(), Laid([1, 2])) == 0
    assert count_facts(index, Question(), Laid([2]))["author:own"] == 1


def test_of_one_second_the_order_does_not_depend_on_when_it_was_catalogued(
    index: TextIndex, tmp_path: Path
) -> None:
    made = [entry(row, "brug") for row in range(1, 60)]
    here = filled(index, *made)
    there = filled(TextIndex(tmp_path / "other"), *reversed(made))
    for question in (Question(limit=7), Question(limit=7, offset=7), Question(words="brug")):
        assert ask(here, question).rows == ask(there, question).rows


def test_an_item_is_taken_out_by_its_row_or_by_any_of_its_parts(index: TextIndex) -> None:
    filled(index, entry(1, "brug", parts="ab"), entry(2, "brug", parts="b"), entry(3, "brug"))
    index.forget_row("2026", 2)
    index.commit()
    assert sorted(rows(index)) == [1, 3]
    index.forget_parts(["a"])
    assert rows(index) == [3]


def test_days_and_months_are_told_by_their_edges_here(index: TextIndex) -> None:
    midnight = 1_769_900_400  # 1 February 2026, 0.00 hours in Amsterdam
    filled(
        index,
        entry(1, "a", created=midnight - 1),
        entry(2, "a", created=midnight),
        entry(3, "a", "kind:profile", created=midnight),
    )
    days = [(one.start, one.posts) for one in count_days(index, Question())]
    assert days == [(date(2026, 1, 31), 1), (date(2026, 2, 1), 1)]
    months = [(one.start, one.posts) for one in count_months(index, Question())]
    assert months == [(date(2026, 1, 1), 1), (date(2026, 2, 1), 1)]


def test_the_last_hour_of_a_shard_is_of_the_next_year_here(index: TextIndex) -> None:
    midnight = 1_767_222_000  # 1 January 2026, 0.00 hours in Amsterdam; a shard goes by UTC
    filled(index, entry(1, "a", created=midnight - 1), entry(2, "a", created=midnight))
    days = [(one.start, one.posts) for one in count_days(index, Question())]
    assert days == [(date(2025, 12, 31), 1), (date(2026, 1, 1), 1)]
    months = [(one.start, one.posts) for one in count_months(index, Question())]
    assert months == [(date(2025, 12, 1), 1), (date(2026, 1, 1), 1)]


@pytest.mark.parametrize("year", [1, 9999])
def test_the_first_and_the_last_year_of_the_calendar_are_counted(
    index: TextIndex, year: int
) -> None:
    summer = datetime(year, 7, 1, tzinfo=UTC)
    filled(index, entry(1, "a", created=int(summer.timestamp())))
    assert [one.start for one in count_days(index, Question())] == [date(year, 7, 1)]
    period = Question(since=begin_of(date.min), until=begin_of(date.max))
    assert [one.start for one in count_months(index, period)] == [date(year, 7, 1)]


def test_a_beginning_finds_all_words_or_says_that_there_are_too_many(index: TextIndex) -> None:
    filled(index, *(entry(row, f"oud pap{row} x") for row in range(1, 201)))
    assert count(index, Question(words="pap*")) == 200
    assert count(index, Question(words='"oud pap*"')) == 200
    filled(index, *(entry(row, f"oud kar{row} x") for row in range(1, 20_000)))
    assert count(index, Question(words="kar*")) == 19_999
    for asked in (ask, count, count_facts, count_days, count_months):
        with pytest.raises(WrongUse):
            asked(index, Question(words='"oud kar*"'))
    # Who must miss nothing gets all of it, and where there are too many more than that.
    filled(index, entry(20_001, "karlos x oud"), entry(20_002, "iets"))
    for words, count_held in (
        ('"oud kar*"', 20_000),
        ('"oud pap*"', 200),
        ('x -"oud kar*"', 20_200),
        ('-"oud kar*"', 20_201),
        ('iets OR "oud kar*"', 20_001),
        ('iets OR -"oud kar*"', 20_201),
        ('pap7 "oud kar*"', 0),
        ('pap7 OR (x "oud kar*")', 20_001),
    ):
        assert len([*rows_held(index, Question(words=words))]) == count_held, words


DAY = 86_400


def test_each_order_brings_first_what_it_says_over_the_years_too(index: TextIndex) -> None:
    days = (400, 0, 800, 1, 401)
    filled(
        index,
        *(entry(day + 1, "brug", created=NOON + day * DAY) for day in days),
        entry(9000, "brug brug", created=NOON + 402 * DAY),
    )
    assert rows(index, words="brug") == [801, 9000, 402, 401, 2, 1]
    assert rows(index, words="brug", order=Order.OLDEST) == [1, 2, 401, 402, 9000, 801]
    assert rows(index, order=Order.OLDEST, offset=1, limit=2) == [2, 401]
    best = rows(index, words="brug", order=Order.RELEVANCE)
    assert best.index(9000) < min(best.index(401), best.index(402))
    for order in Order:
        assert ask(index, Question(words="brug", order=order, limit=1)).total == 6


def test_filters_say_nothing_of_how_well_something_fits(index: TextIndex) -> None:
    """Else what is rare would come first: one reply, one with a picture."""
    filled(
        index,
        *(entry(row, "brug " * (row % 7 + 1) + "x " * 9, "kind:post", "media:no")
          for row in range(20)),
        entry(30, "brug " + "x " * 30, "kind:reply", "media:yes"),
    )  # fmt: skip
    best = rows(index, words="brug", order=Order.RELEVANCE, limit=50)
    for tags in (("kind:post", "kind:reply"), ("media:no", "media:yes"), ("author:own",)):
        asked = {"tags": tags, "order": Order.RELEVANCE, "limit": 50}
        assert rows(index, words="brug", **asked) == best
        state = {**asked, "sight": Sight(shielded=False)}
        assert rows(index, words="brug", **state) == best


def test_one_row_takes_the_place_of_words_and_filters_hold(index: TextIndex) -> None:
    filled(index, entry(1, "brug", "kind:post"), entry(2, "brug", "kind:post"))
    only = Laid(only=[2])
    asked = Question(words="https://voorbeeld.example/2", tags=("kind:post",))
    assert ask(index, asked, only).rows == [2]
    assert count_facts(index, asked, only)["kind:post"] == 1
    assert ask(index, Question(words="zo", tags=("kind:reply",)), only).rows == []
    later = Question(words="zo", since=datetime(2027, 1, 1, tzinfo=UTC))
    assert count(index, later, only) == 0


def test_counts_hold_when_records_are_gone(index: TextIndex) -> None:
    """The lists of the index count what was deleted from them until it is made anew."""
    filled(index, *(entry(row, f"brug {row}", "kind:post", parts=str(row)) for row in range(8)))
    questions = (
        Question(words="brug"),
        Question(),
        Question(tags=("kind:post",)),
        Question(words="brug", order=Order.RELEVANCE),
    )
    assert [count(index, one) for one in questions] == [8, 8, 8, 8]
    assert count(index, Question(words="#")) == 0
    index.forget_row("2026", 3)
    index.commit()
    assert [count(index, one) for one in questions] == [7, 7, 7, 7]
    assert [ask(index, one).total for one in questions] == [7, 7, 7, 7]
    fresh = TextIndex(index._folder)  # as another process opens it
    assert [count(fresh, one) for one in questions] == [7, 7, 7, 7]
