"""How a question is put to the text index."""

from calendar import isleap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from itertools import pairwise

import tantivy

from weerklank.catalogue.facts import FROM_OTHERS, HOTSPOT, NO_MESSAGE, SHIELDED, SPECIAL, STATE
from weerklank.catalogue.query_clauses import (
    MUST,
    NOT,
    Laid,
    Rows,
    not_special,
    query_of,
    rows_query,
    silent,
    states_asked,
    tag_query,
    words_query,
)
from weerklank.catalogue.query_words import (
    NOT_UNDERSTOOD,
    TOO_MANY,
    Sought,
    read_words,
    widened,
    with_forms,
)
from weerklank.catalogue.text_index import (
    FACTS,
    ROW,
    TAGS,
    TEXT,
    WHEN,
    TextIndex,
    split_facts,
    when,
)
from weerklank.catalogue.told_counts import told_count
from weerklank.model.clock import begin_of
from weerklank.model.errors import WrongUse
from weerklank.model.question import Order, Question

#: Hits that one question can reach at most; who looks further asks more narrowly.
MOST = 10_000
#: Combinations of facts that are told apart at most.
_MOST_COMBINATIONS = 50_000

_Aggregation = dict[str, object]
#: Counts records: each has one row.
_EACH: _Aggregation = {"each": {"value_count": {"field": ROW}}}
#: Nothing is.
_NOTHING = Laid()


@dataclass(frozen=True, slots=True)
class Answer:
    """How many records fit, and the rows of the first of them."""

    total: int
    rows: list[int]


@dataclass(frozen=True, slots=True)
class Appeared:
    """What appeared on a day, or in a month, in Europe/Amsterdam."""

    #: The day, or the first day of the month.
    start: date
    #: Messages of the organisation.
    posts: int
    #: Replies of others.
    replies: int
    #: Profiles, which are neither.
    profiles: int = 0


def ask(index: TextIndex, question: Question, apart: Laid = _NOTHING) -> Answer:
    """Put a question to all shards that can hold an answer.

    WrongUse when its words can't be read.
    """
    wanted = max(1, min(question.offset + question.limit, MOST))
    total = 0
    found: list[tuple[float, int, tantivy.DocAddress]] = []
    searchers: list[tantivy.Searcher] = []
    shards = _shards(index, question, apart)
    by_moment = question.order is not Order.RELEVANCE
    order = tantivy.Order.Asc if question.order is Order.OLDEST else tantivy.Order.Desc
    for shard in shards:
        total += shard.count()
        if by_moment and len(found) >= wanted:
            break  # what is in the years behind this one is only counted
        with _within_bounds():
            result = shard.searcher.search(
                shard.query,
                wanted,
                count=False,
                order_by_field=WHEN if by_moment else None,
                order=order,
            )
        # In a year as the index orders; years as they came, or all by how well they fit.
        here = -len(searchers)
        found.extend(
            (0.0 if by_moment else float(fit or 0), here, address) for fit, address in result.hits
        )
        searchers.append(shard.searcher)
    total += sum(shard.count() for shard in shards)
    found.sort(key=lambda hit: hit[:2], reverse=True)
    page = [(searchers[-here], address) for _, here, address in found[:wanted]]
    return Answer(total, _rows(page[question.offset :]))


def rows_fitting(index: TextIndex, question: Question) -> Iterator[int]:
    """Give the rows of all that fits a question, year by year; its limit does not count.

    WrongUse when its words can't be read.
    """
    for shard in _shards(index, question, _NOTHING):
        yield from _all_of(shard)


def rows_held(index: TextIndex, question: Question) -> Iterator[int]:
    """Give the rows of all that fits a question, or of more than that in a year that is too large.

    For who must miss nothing: where more words have the beginning that a phrase ends with than can
    be looked at, the phrase and a word with that beginning may stand apart.
    """
    sought = sought_of(index, question)
    if sought is None:
        yield from rows_fitting(index, question)
        return
    wider = widened(sought)
    for year in sorted(index.shards()):
        if _may_hold(year, question):
            try:
                found = _all_of(_shard(index, year, question, sought, _NOTHING))
            except WrongUse:
                asked = question if wider else replace(question, words="")
                found = _all_of(_shard(index, year, asked, wider, _NOTHING))
            yield from found


def _all_of(shard: "_Shard") -> list[int]:
    wanted = shard.count()
    if not wanted:
        return []
    with _within_bounds():
        result = shard.searcher.search(shard.query, wanted, count=False)
    return _rows([(shard.searcher, address) for _, address in result.hits])


def rows_fitting_in(index: tantivy.Index, question: Question) -> list[int]:
    """Give the rows of one index, apart from the shards, that fit the words of a question.

    WrongUse when they can't be read.
    """
    sought, searcher = read_words(question.words), index.searcher()
    if sought is None or not searcher.num_docs:
        return []
    with _within_bounds():
        found = searcher.search(words_query(index.schema, sought), searcher.num_docs, count=False)
    return _rows([(searcher, address) for _, address in found.hits])


@contextmanager
def _within_bounds() -> Iterator[None]:
    """Say in words that too many words have the beginning that a phrase ends with."""
    try:
        yield
    except ValueError as error:
        if "max expansions" in str(error):
            raise WrongUse(NOT_UNDERSTOOD, problem=TOO_MANY) from None
        raise


def _rows(page: Sequence[tuple[tantivy.Searcher, tantivy.DocAddress]]) -> list[int]:
    """Give the rows of documents, asking each shard once."""
    rows = [0] * len(page)
    places: dict[int, list[int]] = {}
    for place, (searcher, _) in enumerate(page):
        places.setdefault(id(searcher), []).append(place)
    for of_shard in places.values():
        searcher = page[of_shard[0]][0]
        values = searcher.fast_field_values(ROW, [page[place][1] for place in of_shard])
        for place, value in zip(of_shard, values, strict=True):
            rows[place] = int(value or 0)
    return rows


def sought_of(index: TextIndex, question: Question) -> Sought | None:
    """Read the words of a question; where forms count, those that any text has.

    WrongUse when they can't be read.
    """
    sought = read_words(question.words)
    if sought is None or not question.stem:
        return sought
    searchers = [index.open(year).searcher() for year in index.shards()]
    return with_forms(
        sought, lambda word: any(searcher.doc_freq(TEXT, word) for searcher in searchers)
    )


def count(index: TextIndex, question: Question, apart: Laid = _NOTHING) -> int:
    """Give how many records fit."""
    return sum(shard.count() for shard in _shards(index, question, apart))


def count_facts(index: TextIndex, question: Question, apart: Laid = _NOTHING) -> Counter[str]:
    """Give how many of the records that fit have each fact."""
    found: Counter[str] = Counter()
    wanted: _Aggregation = {"facts": {"terms": {"field": FACTS, "size": _MOST_COMBINATIONS}}}
    for shard in _shards(index, question, apart):
        with _within_bounds():
            told = shard.searcher.aggregate(shard.query, wanted)
        for bucket in told["facts"]["buckets"]:
            for fact in split_facts(bucket["key"]):
                found[fact] += bucket["doc_count"]
        _lay_states(shard, apart, wanted, found)
        for name, rows in apart.hotspots.items():
            if number := _count_within(shard, rows):
                found[f"{HOTSPOT}:{name}"] += number
    return found


def _count_within(shard: "_Shard", rows: Rows) -> int:
    """Give how many of what fits are among some rows."""
    both = [(MUST, shard.query), (MUST, rows_query(shard.schema, rows))]
    with _within_bounds():
        counted = shard.searcher.aggregate(tantivy.Query.boolean_query(both), _EACH)
    return int(counted["each"]["value"])


def _lay_states(shard: "_Shard", apart: Laid, wanted: _Aggregation, found: Counter[str]) -> None:
    """Count what a decision gave another state under that state, and not under the old one."""
    for state, rows in apart.states.items():
        of_them = [(MUST, shard.query), (MUST, rows_query(shard.schema, rows))]
        with _within_bounds():
            told = shard.searcher.aggregate(tantivy.Query.boolean_query(of_them), wanted)
        for bucket in told["facts"]["buckets"]:
            for fact in split_facts(bucket["key"]):
                if fact.startswith(f"{STATE}:"):
                    found[fact] -= bucket["doc_count"]
                    found[f"{STATE}:{state}"] += bucket["doc_count"]
                    if not found[fact]:
                        del found[fact]


def count_days(index: TextIndex, question: Question, apart: Laid = _NOTHING) -> list[Appeared]:
    """Give how many of what fits appeared on each day here; days without any are absent."""
    return _appeared(_shards(index, question, apart), _days)


def count_months(index: TextIndex, question: Question, apart: Laid = _NOTHING) -> list[Appeared]:
    """Give how many of what fits appeared in each month here; months without any are absent."""
    return _appeared(_shards(index, question, apart), _months)


def _days(year: int) -> list[date]:
    start = date(year, 1, 1)
    return [start + timedelta(days=number) for number in range(366 if isleap(year) else 365)]


def _months(year: int) -> list[date]:
    return [date(year, month, 1) for month in range(1, 13)]


def _spans(year: int, starts: list[date]) -> dict[int, date]:
    """Give where each step of a year begins in the index.

    A shard goes by UTC: its last hour may be of the next year.
    """
    if year < MAXYEAR:
        starts = [*starts, date(year + 1, 1, 1)]
    return {when(int(begin_of(start).timestamp())): start for start in starts}


def _by_steps(begins: Sequence[int]) -> _Aggregation:
    ranges = [{"from": begin, "to": end} for begin, end in pairwise(begins)]
    return {"in": {"range": {"field": WHEN, "ranges": [*ranges, {"from": begins[-1]}]}}}


def _appeared(
    shards: Iterator["_Shard"], starts_of: Callable[[int], list[date]]
) -> list[Appeared]:
    replies: Counter[date] = Counter()
    posts: Counter[date] = Counter()
    profiles: Counter[date] = Counter()
    for shard in shards:
        spans = _spans(shard.year, starts_of(shard.year))
        wanted = _by_steps(list(spans))
        of_others = tag_query(shard.schema, FROM_OTHERS)
        no_message = tag_query(shard.schema, NO_MESSAGE)
        asked = [
            (replies, [(MUST, shard.query), (MUST, of_others)]),
            (posts, [(MUST, shard.query), (NOT, of_others), (NOT, no_message)]),
        ]
        if shard.searcher.doc_freq(TAGS, NO_MESSAGE):  # as in few years
            asked.append((profiles, [(MUST, shard.query), (MUST, no_message)]))
        for counts, narrowed in asked:
            query = tantivy.Query.boolean_query(narrowed)
            with _within_bounds():
                told = shard.searcher.aggregate(query, wanted)
            for bucket in told["in"]["buckets"]:
                if bucket["doc_count"]:
                    counts[spans[int(bucket["from"])]] += bucket["doc_count"]
    starts = sorted(posts.keys() | replies.keys() | profiles.keys())
    return [Appeared(start, posts[start], replies[start], profiles[start]) for start in starts]


@dataclass(frozen=True, slots=True)
class _Shard:
    """One year, with the question as it is put to it."""

    year: int
    schema: tantivy.Schema
    searcher: tantivy.Searcher
    query: tantivy.Query
    #: How many fit, where the index can tell by itself.
    told: int | None

    def count(self) -> int:
        """Give how many records fit, looking at each where the index can't tell by itself."""
        if self.told is not None:
            return self.told
        with _within_bounds():
            counted = self.searcher.aggregate(self.query, _EACH)
        return int(counted["each"]["value"])


def _shards(index: TextIndex, question: Question, apart: Laid) -> Iterator[_Shard]:
    if apart.only:
        question = replace(question, words="")
    sought = sought_of(index, question)
    oldest_first = question.order is Order.OLDEST
    for year in sorted(index.shards(), reverse=not oldest_first):
        if _may_hold(year, question):
            yield _shard(index, year, question, sought, apart)


def _shard(
    index: TextIndex, year: str, question: Question, sought: Sought | None, apart: Laid
) -> _Shard:
    opened = index.open(year)
    schema, searcher = opened.schema, opened.searcher()
    asked = question.without(STATE).without(HOTSPOT)
    further = [*states_asked(schema, question, apart)]
    if wanted := question.values(HOTSPOT):
        held = {row for name in wanted for row in apart.hotspots.get(name, ())}
        further.append((MUST, rows_query(schema, [*held])))
    if not question.sight.shielded and searcher.doc_freq(TAGS, SHIELDED):
        further.append((NOT, tag_query(schema, SHIELDED)))
    if not question.sight.special:
        further += not_special(schema, apart, is_any=bool(searcher.doc_freq(TAGS, SPECIAL)))
    if apart.only:
        further.append((MUST, rows_query(schema, apart.only)))
    query = query_of(schema, asked, sought)
    told = None if further else told_count(searcher, asked, sought, index.written(year))
    if further:
        query = tantivy.Query.boolean_query([(MUST, query), *silent(further, question)])
    return _Shard(int(year), schema, searcher, query, told)


def _may_hold(year: str, question: Question) -> bool:
    if question.since and int(year) < _year(question.since):
        return False
    return not (question.until and int(year) > _year(question.until))


def _year(moment: datetime) -> int:
    """Give the year in UTC, by which shards go; as it came where the calendar ends before that."""
    try:
        return moment.astimezone(UTC).year
    except OverflowError:
        return moment.year
