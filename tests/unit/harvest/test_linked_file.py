"""A file of an own site comes within its time, however slowly the site gives it."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from weerklank.harvest.exchange import TOO_SLOW, NoAnswer
from weerklank.harvest.linked_file import FileLimits, fetch_linked
from weerklank.harvest.transport import Transport
from weerklank.model.own_sites import FileKind

LIMITS = FileLimits(kinds=[FileKind.PDF], most_mb=1, left=1_000_000, most_mb_run=1)


def dripping(beginning: bytes, read: list[int]) -> Transport:
    """Give a way to a server that sends one byte after the other, without end."""
    left = list(beginning)

    def one(size: int) -> bytes:
        assert size >= 1
        read.append(1)
        return bytes([left.pop(0)]) if left else b" "

    @contextmanager
    def reach(_: str) -> Iterator[Any]:
        yield SimpleNamespace(
            status=200, said="application/pdf", length=None, is_packed=False, read=one
        )

    return cast("Transport", SimpleNamespace(reach=reach))


@pytest.mark.parametrize(("seconds", "most"), [(30, 11), (0.07, 4_300)])
def test_what_drips_is_given_up_in_time(tmp_path: Path, seconds: float, most: int) -> None:
    read: list[int] = []
    ticks = count()
    into = tmp_path / "file"
    with pytest.raises(NoAnswer) as none:
        fetch_linked(
            dripping(b"%PDF-1.7", read),
            "https://www.voorbeelddam.example/plan.pdf",
            into,
            LIMITS,
            lambda: next(ticks) * seconds,
        )
    assert none.value.reason == TOO_SLOW
    assert len(read) <= most
    assert not into.exists()
