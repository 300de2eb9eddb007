"""How something was taken from view that an export tells of, and that does not come in."""

from enum import StrEnum


class Withdrawn(StrEnum):
    """By whom it is seen from then on: nobody else, or nobody."""

    #: Nobody but the account itself sees it.
    CLOSED = "closed"
    #: It lies in the bin of the platform.
    BINNED = "binned"
