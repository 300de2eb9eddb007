"""The law by date: within how many years what is kept for ever goes to an archive repository.

Data, so that a change of law is a row and a day. The day on which a law enters into force by royal
decree is no part of the law: it is set when the decree is published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from weerklank.model.selection import Term
from weerklank.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """One archives act, and its term of transfer."""

    id: str
    name: Text
    transfer_after: Term
    source: Text
    #: First day on which it is in force; None as long as it is to be set.
    begins: date | None


REGIMES: tuple[Regime, ...] = (
    Regime(
        id="archiefwet1995",
        name=Text("Archiefwet 1995", "Archives Act 1995"),
        transfer_after=Term(years=20),
        source=Text(
            "art. 12 lid 1 Archiefwet 1995: ouder dan twintig jaar",
            "art. 12(1) Archives Act 1995: older than twenty years",
        ),
        begins=date(1996, 1, 1),
    ),
    Regime(
        id="archiefwet2026",
        name=Text("Archiefwet 2026", "Archives Act 2026"),
        transfer_after=Term(years=10),
        source=Text(
            "Stb. 2026, 149: tien jaar; in werking bij koninklijk besluit",
            "Stb. 2026, 149: ten years; enters into force by royal decree",
        ),
        begins=None,
    ),
)


def regime_on(day: date, begins: Mapping[str, date]) -> Regime:
    """Give the law in force on a day; `begins` holds first days that were set, by regime.

    Before any it is the first: older records were under its predecessors, with longer terms.
    """
    known = [
        (first, regime)
        for regime in REGIMES
        if (first := begins.get(regime.id, regime.begins)) is not None and first <= day
    ]
    return max(known, key=lambda one: one[0])[1] if known else REGIMES[0]
