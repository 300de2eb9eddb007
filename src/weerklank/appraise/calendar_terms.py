"""Terms on the calendar: start, process term and retention term together give the last day.

All days are civil days in Europe/Amsterdam. So summer time plays no part once the day is known.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from weerklank.model.selection import Row, Term, Trigger
from weerklank.model.text import Text

_YEAR = 12

BY_DECISION = Text("een besluit noemt deze dag", "a decision names this day")
BY_PUBLICATION = Text("de dag van publicatie", "the day of publication")
LATER_THAN_DECISION = Text(
    "het is van na de dag van het besluit", "it is of after the day that the decision names"
)
BY_THREAD = Text(
    "de laatste bijdrage aan de draad; daarna moet het stil blijven",
    "the last contribution to the thread; after it there must be silence",
)
BY_MONTH = Text(
    "de laatste dag van de maand van publicatie", "the last day of the month of publication"
)
ASKS_A_DAY = Text(
    "de rij vraagt om een dag die een besluit noemt, en er is geen besluit",
    "the row asks for a day that a decision names, and there is no decision",
)
UNDATED = Text(
    "het platform zegt niet wanneer het is geplaatst",
    "the platform does not say when it was published",
)
UNDATED_THREAD = Text(
    "in de draad staat iets waarvan het platform niet zegt wanneer het is geplaatst",
    "in the thread is something of which the platform does not say when it was published",
)


@dataclass(frozen=True, slots=True)
class Begun:
    """From which day a term is counted, and why; without a day, why it is not known."""

    day: date | None
    why: Text


def add_term(day: date, term: Term) -> date:
    """Give the day a term later: years and months first, then days.

    In a shorter month it is that month's last day: 31 January and a month is the last of
    February, 29 February and a year is 28 February. So counts Regulation (EEC, Euratom) 1182/71,
    art. 3(2)(c); Dutch archives law has no rule of its own. Years and months are one step, so that
    no day is lost in between. Beyond the calendar it is its last day, which is never over.
    """
    months = day.month - 1 + term.years * _YEAR + term.months
    year, month = day.year + months // _YEAR, months % _YEAR + 1
    if year > date.max.year:
        return date.max
    last = calendar.monthrange(year, month)[1]
    try:
        return date(year, month, min(day.day, last)) + timedelta(days=term.days)
    except OverflowError:
        return date.max


def counted_from(
    row: Row,
    published: date | None,
    *,
    set_day: date | None = None,
    of_this: bool = True,
    last_said: date | None = None,
) -> Begun:
    """Give the day from which the term of a row is counted.

    A day that a decision on this very item set (`of_this`) goes first. One that was set for more,
    such as an account, counts for what was finished by then: what came later has its own day.
    `last_said` is the day of the last contribution to the thread; None where that is not known.
    """
    own = _own_day(row, published, last_said)
    if set_day is None:
        return own
    if of_this or published is None:
        return Begun(set_day, BY_DECISION)
    if own.day is None and row.trigger is Trigger.THREAD:
        return own
    later = max(set_day, own.day or published)
    return Begun(later, LATER_THAN_DECISION if later > set_day else BY_DECISION)


def _own_day(row: Row, published: date | None, last_said: date | None) -> Begun:
    """Give the day that follows from the row alone, where no decision set one.

    Selectielijst gemeenten en intergemeentelijke organen 2020, procestermijnen: 'nihil' and
    'samengevoegd met bewaartermijn' count from the end of the process itself, and a post is
    finished when it is published; the others ask for a day that somebody must tell. A closed
    thread and the end of the month stand in no list of others: they hold where the row that a
    body adopted says so.
    """
    if not row.trigger.is_publication and row.trigger not in (Trigger.THREAD, Trigger.MONTH):
        return Begun(None, ASKS_A_DAY)
    if published is None:
        return Begun(None, UNDATED)
    if row.trigger is Trigger.THREAD:
        day = thread_over(published, last_said)
        return Begun(day, BY_THREAD if day else UNDATED_THREAD)
    if row.trigger is Trigger.MONTH:
        return Begun(month_end(published), BY_MONTH)
    return Begun(published, BY_PUBLICATION)


def thread_over(published: date, last_said: date | None) -> date | None:
    """Give the day of the last contribution to the thread of what was published on a day.

    A dossier begins its term when its process ends (bevriezing; Selectielijst gemeenten 2020,
    procestermijn 'bestaansduur procesobject'): of a conversation that is the last that was said.
    The silence after it is the process term of the row, so that it is counted as any other. Never
    before the publication itself; None where the day of anything in the thread is not known.
    """
    return max(published, last_said) if last_said is not None else None


def month_end(published: date) -> date:
    """Give the last day of the month of publication: one term for a whole month.

    Never before the publication; so a term that is counted from it ends no earlier.
    """
    last = calendar.monthrange(published.year, published.month)[1]
    return published.replace(day=last)


def kept_until(row: Row, start: date | None) -> date | None:
    """Give the last day on which something is kept by a row: start, process term, retention term.

    MDTO, termijn: start and length give the end. The day of the start itself does not count
    (Regulation 1182/71, art. 3(1)), so the end is still within the term: what is to be destroyed
    may be from the day after. None where it is kept for ever, still to be determined, or the start
    is not known.
    """
    if start is None or row.term is None:
        return None
    begun = add_term(start, row.process_term) if row.process_term else start
    return add_term(begun, row.term)
