"""How a question is put to the text index."""

import re
from dataclasses import dataclass
from datetime import UTC

import tantivy

from weerklank.catalogue.text_index import CREATED, ROW, TAGS, TEXT, TextIndex, make_analyzer
from weerklank.model.question import Question

_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
#: Hits that one question gives at most.
MOST = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """How many records fit, and the rows of the first of them."""

    total: int
    rows: list[int]


def ask(index: TextIndex, question: Question) -> Answer:
    """Put a question to all shards that can hold an answer."""
    limit = max(1, min(question.limit, MOST))
    total = 0
    found: list[tuple[float, int]] = []
    for year in index.shards():
        if not _may_hold(year, question):
            continue
        shard = index.open(year)
        searcher = shard.searcher()
        query = _query(shard.schema, question)
        if question.newest_first:
            result = searcher.search(query, limit, order_by_field=CREATED)
        else:
            result = searcher.search(query, limit)
        # The stubs of tantivy 0.27 leave `count` out.
        total += int(getattr(result, "count", 0) or 0)
        if len(found) < limit or not question.newest_first:
            for order, address in result.hits:
                row = searcher.doc(address).get_first(ROW)
                if isinstance(row, int):
                    found.append((float(order or 0), row))
    found.sort(key=lambda hit: (-hit[0], -hit[1]))
    return Answer(total, [row for _, row in found[:limit]])


def _may_hold(year: str, question: Question) -> bool:
    if question.since and int(year) < question.since.astimezone(UTC).year:
        return False
    return not (question.until and int(year) > question.until.astimezone(UTC).year)


def _query(schema: tantivy.Schema, question: Question) -> tantivy.Query:
    must = [
        tantivy.Query.term_query(schema, TAGS, tag, index_option="basic") for tag in question.tags
    ]
    must.extend(_words(schema, question.words))
    if question.since or question.until:
        must.append(_period(schema, question))
    if not must:
        return tantivy.Query.all_query()
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in must])


def _words(schema: tantivy.Schema, words: str) -> list[tantivy.Query]:
    analyzer = make_analyzer()
    queries = []
    for phrase, word in _PHRASE.findall(words):
        tokens = analyzer.analyze(phrase or word)
        if len(tokens) == 1:
            queries.append(tantivy.Query.term_query(schema, TEXT, tokens[0]))
        elif tokens:
            queries.append(tantivy.Query.phrase_query(schema, TEXT, list(tokens)))
    if words.strip() and not queries:
        queries.append(tantivy.Query.empty_query())  # only signs: nothing fits
    return queries


def _period(schema: tantivy.Schema, question: Question) -> tantivy.Query:
    lowest, highest = -(1 << 62), 1 << 62
    since = int(question.since.timestamp()) if question.since else lowest
    until = int(question.until.timestamp()) - 1 if question.until else highest
    return tantivy.Query.range_query(schema, CREATED, tantivy.FieldType.Integer, since, until)
