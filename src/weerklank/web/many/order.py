"""What the front asks of the nest: start or end a process of one organisation."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from weerklank.services.machines.organisations import Organisation


class Part(StrEnum):
    """What a process of an organisation does."""

    #: Shows its screens.
    SERVE = "serve"
    #: Does what is due, once.
    ROUND = "round"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One line to the nest."""

    part: Part
    organisation: Organisation
    #: Folder of its own: the socket, and temporary files.
    folder: Path
    #: Seconds without a question after which it ends; 0: never.
    idle: float = 0.0
    stop: bool = False
    #: By which its end is known from that of the one before it.
    number: int = 0

    @property
    def socket(self) -> Path:
        """Give where its screens listen."""
        return self.folder / "socket"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """One line of the nest: a process ended; below zero by a signal."""

    name: str
    part: Part
    code: int
    #: Of the order by which it began.
    number: int = 0


def line(told: Order | Ended) -> bytes:
    """Write a line."""
    return msgspec.json.encode(told, enc_hook=str) + b"\n"


def order_of(told: bytes) -> Order:
    """Read a line to the nest."""
    return msgspec.json.decode(told, type=Order, dec_hook=lambda kind, value: kind(value))


def ended_of(told: bytes) -> Ended:
    """Read a line of the nest."""
    return msgspec.json.decode(told, type=Ended)
