"""Report drift: tell the operator that a platform gives something otherwise (screens.md 5.6)."""

from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.services.runs.acknowledge_drift import demand_waiting
from weerklank.services.runs.read_drift import REPORTED, FoundDrift, read_drift
from weerklank.services.workplace import Workplace

REPORTERS = (Role.ARCHIVIST, Role.COMMUNICATION)


def report_drift(workplace: Workplace, number: str) -> FoundDrift:
    """Record that the operator is asked to look whether a newer version reads it.

    It waits on the home page of the operator until an archivist acknowledges the finding; told a
    second time nothing is added. WrongUse for a finding that there is not, that was acknowledged
    or that is over; Refused for another role.
    """
    if workplace.actor.name is not None:
        workplace.require(*REPORTERS)
    demand_waiting(workplace, number)
    found = read_drift(workplace).found[number]
    if found.reported_at is None:
        workplace.record(Book.JOURNAL, REPORTED, number, {})
    return read_drift(workplace).found[number]
