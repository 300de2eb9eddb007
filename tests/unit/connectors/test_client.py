"""Answers that make no sense are asked for again, and are no defect of ours."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
import pytest

from weerklank.connectors.mastodon.client import Client
from weerklank.harvest.exchange import Exchange, NoAnswer

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
DEEP = b"[" * 100_000 + b"]" * 100_000


class Gives:
    """Gives one answer after the other."""

    is_signed_in = False

    def __init__(self, *bodies: bytes) -> None:
        self.bodies = list(bodies)
        self.pauses: list[int] = []

    def get(self, address: str, headers: Mapping[str, str]) -> Exchange:
        del address, headers
        return Exchange(at=NOON, status=200, headers=(), body=self.bodies.pop(0))

    def pause(self, attempt: int) -> None:
        self.pauses.append(attempt)


def listed(asks: Gives) -> list[msgspec.Raw] | None:
    read = msgspec.json.Decoder(list[msgspec.Raw]).decode
    return Client("https://mast.example/@gemeente", asks).ask_for("https://mast.example/x", read)[
        1
    ]


def test_an_answer_that_is_nested_too_deep_is_one_that_makes_no_sense():
    asks = Gives(b"[" + DEEP + b"]", b"[" + DEEP + b"]", b"[" + DEEP + b"]")
    with pytest.raises(NoAnswer):
        listed(asks)
    assert asks.pauses == [1, 2]


def test_after_one_that_is_nested_too_deep_the_next_is_read():
    assert listed(Gives(b"[" + DEEP + b"]", b"[1, 2]")) == [msgspec.Raw(b"1"), msgspec.Raw(b"2")]
