"""A life for who reads it on a page: what a reader may know of it, and not a hundred checks."""

from collections.abc import Iterable
from dataclasses import dataclass

from weerklank.model.life import LifeEvent, LifeKind, LifeOutcome

#: What was decided inside the organisation on who may see an item, or on a person: for who may
#: read the journal.
INSIDE = frozenset(
    {
        LifeKind.MARKED,
        LifeKind.MARK_DECIDED,
        LifeKind.SPECIAL_MARKED,
        LifeKind.SPECIAL_DECIDED,
        LifeKind.FORMAL_SETTLED,
        LifeKind.SET_APART,
        LifeKind.APART_LIFTED,
        LifeKind.HELD,
        LifeKind.HOLD_LIFTED,
        LifeKind.ORIGINAL_OPENED,
        LifeKind.DESTRUCTION_PROPOSED,
        LifeKind.DESTRUCTION_AGREED,
        LifeKind.DESTRUCTION_EXCEPTED,
    }
)
_CHECKS = frozenset({LifeKind.FIXITY_CHECKED, LifeKind.VIRUS_CHECKED})


@dataclass(frozen=True, slots=True)
class LifeFor:
    """What is shown of a life."""

    events: tuple[LifeEvent, ...]
    #: Checks that found nothing and are not shown, as a later one found nothing either.
    more_checks: int


def life_for(events: Iterable[LifeEvent], *, journal: bool) -> LifeFor:
    """Choose what to show; `journal` tells whether who asks may read the journal.

    Of checks that found nothing, of the item or of one medium, the last is shown; else each.
    """
    seen = [one for one in events if journal or one.kind not in INSIDE]
    last: dict[tuple[LifeKind, str | None], str] = {}
    hidden: set[str] = set()
    for one in seen:
        if one.kind in _CHECKS and one.outcome is LifeOutcome.SUCCESS:
            hidden |= {last[one.kind, one.medium]} if (one.kind, one.medium) in last else set()
            last[one.kind, one.medium] = one.id
    return LifeFor(tuple(one for one in seen if one.id not in hidden), len(hidden))
