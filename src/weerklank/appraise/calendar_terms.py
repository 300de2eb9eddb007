"""Terms on the calendar: start, process term and retention term together give the last day.

All days are civil days in Europe/Amsterdam. So summer time plays no part once the day is known.
"""

import calendar
from datetime import date, timedelta

from weerklank.model.selection import Row, Term

_YEAR = 12


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


def counted_from(row: Row, published: date | None, set_day: date | None) -> date | None:
    """Give the day from which the term of a row is counted; None where that is not known.

    A day that a decision set goes first. Else it is the day of publication, where the process has
    no term of its own ('nihil', or covered by the retention term: Selectielijst gemeenten en
    intergemeentelijke organen 2020, procestermijnen): a post is finished when it is published.
    """
    if set_day is not None:
        return set_day
    return published if row.trigger.is_publication else None


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
