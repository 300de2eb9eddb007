"""Stated time: hold the clock against the time-stamp authority before what can't be undone.

What falls due goes by the day that it is. A clock that runs ahead makes it due early, and nothing
brings back what went; an authority, where one is set, says what time it is (docs/adr/0189).
"""

import secrets
from datetime import datetime

from weerklank.integrity.stamp_events import AUTHORITY
from weerklank.integrity.timestamp import NoTimeStamp, request_stamp, stated_in
from weerklank.integrity.verify.stamps import is_signed
from weerklank.model.clock import is_ahead, iso
from weerklank.model.errors import NotNow, fault
from weerklank.model.text import Text
from weerklank.services.seal.stamp_checkpoint import authority
from weerklank.services.workplace import Workplace

CLOCK_AHEAD = fault(
    "STAMP-005",
    Text(
        nl="De klok van deze machine staat op {now}; de tijdstempeldienst zegt {stated}.",
        en="The clock of this machine says {now}; the time-stamp authority says {stated}.",
    ),
    Text(
        nl="Er is niets vernietigd: wat nu vervallen lijkt, is het misschien nog niet. Laat de "
        "technisch beheerder de klok gelijkzetten en geef het commando opnieuw.",
        en="Nothing was destroyed: what seems due now may not be yet. Have the operator set the "
        "clock right and give the command again.",
    ),
)
CLOCK_UNSURE = fault(
    "STAMP-006",
    Text(
        nl="De tijdstempeldienst zegt nu niet hoe laat het is ({reason}).",
        en="The time-stamp authority does not say now what time it is ({reason}).",
    ),
    Text(
        nl="Er is niets vernietigd: wat vervalt, gaat alleen weg als de klok te controleren is. "
        "Probeer het later. Is de dienst er niet meer: stel met 'weerklank timestamp set' een "
        "andere in, of stop ermee met 'weerklank timestamp stop'.",
        en="Nothing was destroyed: what falls due goes only when the clock can be checked. Try "
        "again later. If the authority is no more: set another with 'weerklank timestamp set', or "
        "stop with 'weerklank timestamp stop'.",
    ),
)
_ASKED = 32


def refuse_early(workplace: Workplace) -> datetime | None:
    """Refuse (NotNow) when the clock runs ahead of the authority, or that does not say.

    Gives what it said; None where no authority is set: then nothing tells a wrong clock.
    """
    address = authority(workplace)
    if address is None:
        return None
    asked = secrets.token_bytes(_ASKED)
    try:
        answer = request_stamp(address, asked)
        stated = _stated(workplace, answer, asked)
    except (NoTimeStamp, OSError) as error:
        raise NotNow(CLOCK_UNSURE, reason=str(error)) from error
    now = workplace.clock.now()
    if is_ahead(now, stated):
        raise NotNow(CLOCK_AHEAD, now=iso(now), stated=iso(stated))
    return stated


def _stated(workplace: Workplace, answer: bytes, asked: bytes) -> datetime:
    """Give what an answer states; NoTimeStamp unless the authority that was set signed it."""
    certificates = workplace.layout.log / "keys" / AUTHORITY
    stated = stated_in(answer)
    if stated is None or not is_signed(
        answer, asked, certificates.read_bytes(), str(certificates)
    ):
        raise NoTimeStamp("not signed by it")
    return stated
