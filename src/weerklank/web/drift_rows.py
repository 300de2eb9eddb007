"""What a run found otherwise than before, as its page tells it: picture, table and what to do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from weerklank.model.drift import OF_PAGES, DriftKind, Finding
from weerklank.model.text import Language, Text
from weerklank.services.runs.drift_words import in_words, named, percent
from weerklank.services.runs.read_drift import FoundDrift
from weerklank.web.plots.drift import NARROW, WIDE, FieldShares, drift

#: The day in a permanent address, `<prefix>-<day>-<symbols>`.
_DAY = re.compile(r"-(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))-[0-9a-z]+$")
#: Fields in the picture; the table has all.
_MOST = 30


@dataclass(frozen=True, slots=True)
class SeenIn:
    """A post in which something was seen, or away."""

    address: str
    day: date


@dataclass(frozen=True, slots=True)
class DriftRow:
    """One finding."""

    finding: Finding
    said: Text
    #: In how many of a hundred; None where it has no share.
    before: int | None
    now: int | None
    #: What became of it.
    found: FoundDrift | None
    #: The first posts in which it was seen, each with its day as its address has it.
    items: tuple["SeenIn", ...] = ()

    @property
    def is_away(self) -> bool:
        """Tell whether something is away, so that posts are named that lack it."""
        return self.finding.drift.kind in (DriftKind.VANISHED, DriftKind.FELL)

    @property
    def is_count(self) -> bool:
        """Tell whether it is of counts, which the gaps tell by post."""
        return self.finding.drift.kind is DriftKind.COUNTS

    @property
    def is_of_pages(self) -> bool:
        """Tell whether it is of pages, which the gaps name."""
        return self.finding.drift.kind in OF_PAGES

    @property
    def is_waiting(self) -> bool:
        """Tell whether somebody must still look at it."""
        return self.found is not None and self.found.is_waiting


def drift_rows(findings: tuple[Finding, ...], found: Mapping[str, FoundDrift]) -> list[DriftRow]:
    """Give the findings of a run, with what became of each since."""
    return [
        DriftRow(one, in_words(one.drift), *_shares(one), found.get(one.id), _seen_in(one.items))
        for one in findings
    ]


def _seen_in(addresses: tuple[str, ...]) -> tuple[SeenIn, ...]:
    days = [(address, _DAY.search(address)) for address in addresses]
    return tuple(SeenIn(address, date.fromisoformat(found[1])) for address, found in days if found)


def _shares(one: Finding) -> tuple[int | None, int | None]:
    if one.drift.kind in (DriftKind.UNKNOWN, DriftKind.COUNTS, *OF_PAGES):
        return None, None
    return percent(one.drift.before), percent(one.drift.now)


def drift_picture(rows: list[DriftRow], language: Language) -> SafeString | None:
    """Draw the fields that stand less often, in two widths; None where there are none."""
    fields = [
        FieldShares(named(row.finding.drift).say(language), row.before, row.now)
        for row in rows
        if row.before is not None and row.now is not None
    ][:_MOST]
    if not fields:
        return None
    pictures = (
        drift(fields, language, WIDE, "drift-wide"),
        drift(fields, language, NARROW, "drift-narrow"),
    )
    return SafeString("".join(pictures))
