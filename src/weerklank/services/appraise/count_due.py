"""Count due: what is due by which row of a selection list, and when something falls due next."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from weerklank.model.selection import Outcome
from weerklank.services.appraise.appraise_items import Due, appraiser, due, held_items
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class DueGroup:
    """Items that are due by one row."""

    list: str
    row: str
    process: str
    result: str
    items: int
    #: First and last day until which they were to be kept.
    until_first: date
    until_last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCounts:
    """What is due on a day."""

    #: By list and row.
    groups: tuple[DueGroup, ...]
    #: Items that are due and stand on a list already; in no group.
    listed: int
    #: First day after that one on which anything more falls due; None where nothing ever does.
    next: date | None


def count_due(
    workplace: Workplace,
    on: date,
    accounts: Collection[str] = (),
    leaving_out: Collection[str] = (),
) -> DueCounts:
    """Count what is due on a day, of some accounts or of all, in one pass over the catalogue.

    `leaving_out` names items, by permanent address, that stand on a list already.
    """
    judge = appraiser(workplace, on)
    found: dict[tuple[str, str], DueGroup] = {}
    listed, following = 0, None
    for item in held_items(workplace, threads=judge.asks_threads):
        if accounts and item.account not in accounts:
            continue
        told = judge.of(item)
        if told.until is None or told.is_stopped or told.outcome is not Outcome.DESTROY:
            continue
        if not told.is_due(on):
            first = told.until + timedelta(days=1)
            following = min(following or first, first)
        elif item.id in leaving_out:
            listed += 1
        else:
            key = (told.list or "", told.row or "")
            known = found.get(key)
            found[key] = DueGroup(
                list=key[0],
                row=key[1],
                process=told.process or "",
                result=told.result or "",
                items=1 + (known.items if known else 0),
                until_first=min(told.until, known.until_first) if known else told.until,
                until_last=max(told.until, known.until_last) if known else told.until,
            )
    groups = tuple(found[key] for key in sorted(found))
    return DueCounts(groups=groups, listed=listed, next=following)


def due_by_rows(
    workplace: Workplace,
    on: date,
    rows: Collection[tuple[str, str]],
    accounts: Collection[str] = (),
    leaving_out: Collection[str] = (),
) -> Iterator[Due]:
    """Give what is due on a day by some rows, each of a list; the same as was counted."""
    return (
        one
        for one in due(workplace, on)
        if (one.list, one.row) in rows
        and (not accounts or one.account in accounts)
        and one.id not in leaving_out
    )
