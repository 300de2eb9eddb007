"""How many records fit, where the index can tell without looking at any of them.

A search looks at every record that fits, only to count them. Of one word, one fact, or everything,
the lists of the index already say how many there are, as long as nothing was deleted from them.
"""

import tantivy

from weerklank.catalogue.query_words import Marked, Sought, Words
from weerklank.catalogue.text_index import TAGS, TEXT
from weerklank.model.question import Question


def told_count(
    searcher: tantivy.Searcher, question: Question, sought: Sought | None, written: int
) -> int | None:
    """Give how many of a shard fit; None where only looking can tell.

    `written` is how many records the shard was told of: fewer are left where some were deleted,
    and then the lists still count them.
    """
    if searcher.num_docs != written or question.since or question.until:
        return None
    if sought is None and question.words.strip():
        return 0  # only signs
    if sought is None and not question.tags:
        return written
    term = _only_term(question, sought)
    return None if term is None else searcher.doc_freq(*term)


def _only_term(question: Question, sought: Sought | None) -> tuple[str, str] | None:
    """Give the field and the value that a question comes to; None where it asks for more."""
    match sought, tuple(question.tags):
        case None, (fact,):
            return TAGS, fact
        case Words((word,), False), ():
            return TEXT, word
        case Marked(word), ():
            return TAGS, word
    return None
