"""Shown words: an index in memory of items that are shown with fewer words than are kept of them.

The index on disk finds an item by the words of every version, and by pseudonyms. Who may see the
newest version alone, and no pseudonym, must not find it by the rest: not even by how many fit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import tantivy

from weerklank.catalogue.facts import hashtags_and_mentions
from weerklank.catalogue.query import rows_fitting_in
from weerklank.catalogue.text_index import ROW, TAGS, TEXT, index_in_memory
from weerklank.catalogue.words import plain
from weerklank.model.question import Question

#: Bytes that the writer of the index may take: the least that the library allows.
_HEAP = 15_000_000


@dataclass(frozen=True, slots=True)
class ShownWords:
    """The words of some items as they are shown; nothing of it reaches a disk."""

    #: By row, with what version of which item they are of.
    texts: Mapping[int, tuple[str, list[str] | None]] = field(default_factory=dict)
    _index: tantivy.Index = field(default_factory=index_in_memory)

    def renewed(
        self, wanted: Mapping[int, str], read: Callable[[int], list[str] | None]
    ) -> "ShownWords":
        """Give the words of these rows, and of no other; `wanted` names what each is of now.

        What was read before is not read again; what can't be read is found by no word.
        """
        texts: dict[int, tuple[str, list[str] | None]] = {}
        for row, what in wanted.items():
            held = self.texts.get(row)
            if held is None or held[0] != what:
                held = (what, read(row))
            texts[row] = held
        return ShownWords(texts, _indexed(texts))

    def fitting(self, question: Question) -> list[int]:
        """Give the rows that fit by their words; WrongUse when those can't be read."""
        return rows_fitting_in(self._index, question)


def _indexed(texts: Mapping[int, tuple[str, list[str] | None]]) -> tantivy.Index:
    index = index_in_memory()
    writer = index.writer(_HEAP, 1)
    for row, (_, words) in texts.items():
        if words is None:
            continue
        document = tantivy.Document()
        document.add_integer(ROW, row)
        for text in words:
            document.add_text(TEXT, plain(text))
        document.add_text(TAGS, "\n".join(hashtags_and_mentions(words)))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index
