"""Count formal: how many replies of a period look formal, by what they look like (B3)."""

from dataclasses import dataclass
from datetime import date, timedelta

from weerklank.model.clock import begin_of
from weerklank.model.formal import FormalKind
from weerklank.model.question import Question, Sight
from weerklank.services.appraise.formal_replies import read_settled
from weerklank.services.find.find_items import find_items
from weerklank.services.find.show_item import EVERYTHING
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class FormalCount:
    """Replies that look like one kind of formal message."""

    kind: FormalKind
    #: Nobody recorded anything of them yet.
    waiting: int
    settled: int


def count_formal(
    workplace: Workplace, first: date, last: date, sight: Sight = EVERYTHING
) -> tuple[FormalCount, ...]:
    """Count replies published from a day to another, both included, as far as they are seen.

    Kinds of which there are none are left out. It is a hint by rules: what no rule knows is not
    counted, and what looks formal need not be.
    """
    settled = read_settled(workplace)
    found = []
    for kind in FormalKind:
        question = Question(
            tags=(f"formal:{kind}",),
            since=begin_of(first),
            until=begin_of(last + timedelta(days=1)),
            limit=0,
            sight=sight,
        )
        every = find_items(workplace, question).total
        if every:
            waiting = find_items(workplace, question, settled).total
            found.append(FormalCount(kind=kind, waiting=waiting, settled=every - waiting))
    return tuple(found)
