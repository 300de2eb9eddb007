"""Query clauses: how words, facts, states and a period are written for the text index."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import tantivy

from weerklank.catalogue.facts import SPECIAL, STATE
from weerklank.catalogue.query_words import Either, Forms, Marked, Sought, Together, Without, Words
from weerklank.catalogue.text_index import ROW, TAGS, TEXT, WHEN, when
from weerklank.model.item import ItemState
from weerklank.model.question import Order, Question

#: How much more the word itself weighs than another form of it.
_EXACT = 2.0

MUST, SHOULD, NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
Rows = Sequence[int]
Clause = tuple[tantivy.Occur, tantivy.Query]


@dataclass(frozen=True, slots=True)
class Laid:
    """Rows of which the index does not know what became of them by decision."""

    #: What is being destroyed: no longer found, though the index still holds it.
    gone: Rows = ()
    #: Rows by the state that they were given, whatever their records tell.
    states: Mapping[ItemState, Rows] = field(default_factory=dict)
    #: What was marked as special by hand, and what is none by decision, though a rule says so.
    special: Rows = ()
    ordinary: Rows = ()
    #: Where the words are the address of an item: its row, which counts instead of the words.
    only: Rows = ()
    #: Rows by the adopted hotspot that holds them.
    hotspots: Mapping[str, Rows] = field(default_factory=dict)


def not_special(schema: tantivy.Schema, apart: Laid, *, is_any: bool) -> Iterator[Clause]:
    """Leave out what rules or people mark as special; `is_any` tells whether rules mark any."""
    if apart.special:
        yield NOT, rows_query(schema, apart.special)
    if is_any:
        marked = tag_query(schema, SPECIAL)
        if apart.ordinary:
            but = [(MUST, marked), (NOT, rows_query(schema, apart.ordinary))]
            marked = tantivy.Query.boolean_query(but)
        yield NOT, marked


def states_asked(schema: tantivy.Schema, question: Question, apart: Laid) -> Iterator[Clause]:
    """Give what must hold of the state of a record, by what was decided on it too."""
    hidden = () if question.sight.restricted else apart.states.get(ItemState.RESTRICTED, ())
    if apart.gone or hidden:
        yield NOT, rows_query(schema, [*apart.gone, *hidden])
    wanted = question.values(STATE)
    if not wanted:
        return
    laid = [row for rows in apart.states.values() for row in rows]
    any_of: list[tantivy.Query] = []
    for state in wanted:
        told = tag_query(schema, f"{STATE}:{state}")
        if laid:
            told = tantivy.Query.boolean_query([(MUST, told), (NOT, rows_query(schema, laid))])
        any_of.append(told)
        any_of += [
            rows_query(schema, rows) for its, rows in apart.states.items() if its == state and rows
        ]
    yield MUST, tantivy.Query.boolean_query([(SHOULD, query) for query in any_of])


def rows_query(schema: tantivy.Schema, rows: Rows) -> tantivy.Query:
    """Ask for records by their rows."""
    return tantivy.Query.term_set_query(schema, ROW, rows)


def query_of(schema: tantivy.Schema, question: Question, sought: Sought | None) -> tantivy.Query:
    """Write facts, words and period of a question; nothing of states, sight or hotspots."""
    facts = [(MUST, query) for query in _facts(schema, question)]
    clauses: list[Clause] = [*silent(facts, question)]
    if sought is not None:
        clauses.append((MUST, words_query(schema, sought)))
    elif question.words.strip():
        return tantivy.Query.empty_query()  # only signs: nothing fits
    if question.since or question.until:
        clauses.append((MUST, _period(schema, question)))
    match clauses:
        case []:
            return tantivy.Query.all_query()
        case [(_, only)]:
            return only  # the library takes shorter ways through one term than through several
    return tantivy.Query.boolean_query(clauses)


def silent(clauses: list[Clause], question: Question) -> list[Clause]:
    """Let what is filtered by say nothing of how well something fits: the words do."""
    if question.order is not Order.RELEVANCE:
        return clauses
    return [(occur, tantivy.Query.const_score_query(query, 0.0)) for occur, query in clauses]


def tag_query(schema: tantivy.Schema, fact: str) -> tantivy.Query:
    """Ask for records with a fact, such as `platform:x`."""
    return tantivy.Query.term_query(schema, TAGS, fact, index_option="basic")


def _facts(schema: tantivy.Schema, question: Question) -> Iterator[tantivy.Query]:
    names = dict.fromkeys(tag.partition(":")[0] for tag in question.tags)
    for name in names:
        any_of = [tag_query(schema, f"{name}:{value}") for value in question.values(name)]
        if len(any_of) == 1:
            yield any_of[0]
        else:
            yield tantivy.Query.boolean_query([(SHOULD, query) for query in any_of])


def words_query(schema: tantivy.Schema, sought: Sought) -> tantivy.Query:
    """Write what is sought by words; the word itself weighs more than its forms."""
    match sought:
        case Forms(words):
            exact, *others = (tantivy.Query.term_query(schema, TEXT, word) for word in words)
            ranked = (tantivy.Query.boost_query(exact, _EXACT), *others)
            return tantivy.Query.boolean_query([(SHOULD, query) for query in ranked])
        case Words(words, is_open):
            return _beside(schema, words, is_open=is_open)
        case Marked(word):
            return tag_query(schema, word)
        case Together(parts):
            clauses = [_clause(schema, part) for part in parts]
            if all(occur is NOT for occur, _ in clauses):
                # The library takes away from what it has: of nothing, that leaves nothing.
                clauses.append((MUST, tantivy.Query.all_query()))
            return tantivy.Query.boolean_query(clauses)
        case Either(parts):
            return tantivy.Query.boolean_query(
                [(SHOULD, words_query(schema, part)) for part in parts]
            )
        case Without():
            return tantivy.Query.boolean_query(
                [(MUST, tantivy.Query.all_query()), _clause(schema, sought)]
            )


def _clause(schema: tantivy.Schema, part: Sought) -> Clause:
    if isinstance(part, Without):
        return NOT, words_query(schema, part.part)
    return MUST, words_query(schema, part)


def _beside(schema: tantivy.Schema, words: tuple[str, ...], *, is_open: bool) -> tantivy.Query:
    if len(words) > 1 and is_open:
        # Not `phrase_prefix_query`: that one looks at fifty words with this beginning and stops.
        *whole, beginning = words
        return tantivy.Query.regex_phrase_query(schema, TEXT, [*whole, f"{beginning}.*"])
    if len(words) > 1:
        return tantivy.Query.phrase_query(schema, TEXT, list(words))
    if is_open:  # letters and digits only: nothing of it is a pattern
        return tantivy.Query.regex_query(schema, TEXT, f"{words[0]}.*")
    return tantivy.Query.term_query(schema, TEXT, words[0])


def _period(schema: tantivy.Schema, question: Question) -> tantivy.Query:
    lowest, highest = -(1 << 62), 1 << 62
    since = when(int(question.since.timestamp())) if question.since else lowest
    until = when(int(question.until.timestamp())) - 1 if question.until else highest
    return tantivy.Query.range_query(schema, WHEN, tantivy.FieldType.Integer, since, until)
