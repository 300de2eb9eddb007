"""A selection: all that a question finds, however much that is, oldest first."""

from collections.abc import Iterator
from dataclasses import replace

from weerklank.model.clock import from_iso
from weerklank.model.errors import BrokenInput
from weerklank.model.question import Order, Question
from weerklank.services.find.find_items import Hit, Hits, find_items
from weerklank.services.workplace import Workplace

#: Items that are in memory at once.
PAGE = 500


class Selection:
    """What a question finds, in pages; each goes on where the one before ended, by moment."""

    def __init__(self, workplace: Workplace, question: Question) -> None:
        self._workplace = workplace
        self._question = replace(question, order=Order.OLDEST, limit=PAGE, offset=0)
        #: Of what was found and can't be read: which file is damaged or gone.
        self.unreadable: dict[str, BrokenInput] = {}

    def pages(self) -> Iterator[list[Hit]]:
        """Give all, some at a time; nothing twice, also when something comes in meanwhile."""
        asked, before = self._question, frozenset[str]()
        while True:
            found = find_items(self._workplace, asked)
            for one in found.unreadable:
                self.unreadable.setdefault(one.message("en"), one)
            news = [hit for hit in found.hits if hit.item.key not in before]
            if news:
                yield news
            if not found.has_more:
                return
            before |= {hit.item.key for hit in news}
            asked, before = self._next(asked, found, before)

    def _next(
        self, asked: Question, found: Hits, before: frozenset[str]
    ) -> tuple[Question, frozenset[str]]:
        """Go on from the moment of the last one; of as many at one moment, from place to place."""
        last = from_iso(found.hits[-1].item.created_at) if found.hits else None
        last = last.replace(microsecond=0) if last else None
        if last is None or last == asked.since:
            return replace(asked, offset=asked.offset + PAGE), before
        there = {
            hit.item.key
            for hit in found.hits
            if from_iso(hit.item.created_at).replace(microsecond=0) == last
        }
        return replace(asked, since=last, offset=0), frozenset(there)
