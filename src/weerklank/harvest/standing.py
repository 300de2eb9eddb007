"""Standing: what a live account tells of itself that the register may not know (A2)."""

from typing import Protocol, runtime_checkable

from weerklank.model.change_report import Reported


@runtime_checkable
class TellsNumber(Protocol):
    """A live account that its server knows by a number, which goes to nobody else."""

    @property
    def number(self) -> str:
        """Give the number."""
        ...


@runtime_checkable
class TellsStanding(Protocol):
    """A live account whose platform says when it moved or was suspended."""

    @property
    def standing(self) -> tuple[Reported, ...]:
        """Give what to report of the account; nothing where all is as ever."""
        ...
