"""True time: the moment by which the terms of the vault run, as far as the archive can tell.

Terms that protect somebody must not be stretched by whoever sets the clock of the machine back.
"""

import time
from datetime import datetime, timedelta

from weerklank.model.clock import iso
from weerklank.model.errors import NotNow, fault
from weerklank.model.event import Book
from weerklank.model.text import Text
from weerklank.services.seal.newest_event import newest_of
from weerklank.services.workplace import Workplace

CLOCK_BACK = fault(
    "VAULT-011",
    Text(
        nl="De klok van deze machine staat op {now}, en het archief legde al iets vast op "
        "{newest}.",
        en="The clock of this machine says {now}, and the archive recorded something at "
        "{newest} already.",
    ),
    Text(
        nl="Er is niets geopend en niets besloten. Laat de technisch beheerder de klok "
        "gelijkzetten en probeer het opnieuw.",
        en="Nothing was opened or decided. Have the operator set the clock right and try again.",
    ),
)
#: How far clocks of two machines that write to one archive may differ.
_SLACK = timedelta(minutes=1)


def true_time(workplace: Workplace) -> datetime:
    """Give the present moment; NotNow when the archive knows of a later one.

    It looks at when events were written, in every book: their files are named by that.
    """
    now, newest = workplace.clock.now(), _newest(workplace)
    if newest - now > _SLACK:
        raise NotNow(CLOCK_BACK, now=iso(now), newest=iso(newest))
    return max(now, newest)


def shown_time(workplace: Workplace) -> datetime:
    """Give the moment by which lists tell where something stands; it refuses nothing."""
    return max(workplace.clock.now(), _newest(workplace))


def elapsed() -> float:
    """Give seconds that nobody can set back, sleep of the machine included, from some moment."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def _newest(workplace: Workplace) -> datetime:
    moments = [one for book in Book if (one := newest_of(workplace.layout, book)) is not None]
    return max(moments, default=workplace.clock.now())
