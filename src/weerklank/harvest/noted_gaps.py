"""Gaps that a reader meets one after another: how many of each kind, and at which posts."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from weerklank.model.run import Shortfall
from weerklank.model.text import Text

#: Posts that a gap names.
_NAMED = 20


class NotedGaps:
    """Adds up what is missing, until the run tells of it."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._where: defaultdict[str, list[Text]] = defaultdict(list)

    def note(self, kind: str, where: Text | None, count: int = 1) -> None:
        """Note that something is missing, so often, at a post that may be named or at none."""
        self._counts[kind] += count
        places = self._where[kind]
        if count and where is not None and len(places) < _NAMED:
            places.append(where)

    def findings(self, reasons: Mapping[str, Text]) -> list[Shortfall]:
        """Tell of what was noted, in the order of the reasons."""
        return [
            Shortfall(
                kind=kind,
                count=self._counts[kind],
                reason=reason,
                where=tuple(self._where[kind]),
            )
            for kind, reason in reasons.items()
            if self._counts[kind]
        ]
