"""Random bytes pass for ciphertext at every length; what has a pattern does not."""

import base64
import random  # noqa: TID251 - seeded, so that a failure comes back
import zlib

import pytest

from weerklank.services.scan.ciphertext import is_random

TEXT = (
    "Gemeente Voorbeelddam sluit vrijdag de Dijkweg af wegens werk aan de riolering. " * 40
).encode()


@pytest.mark.parametrize(
    "length", [0, 1, 16, 127, 128, 200, 256, 260, 300, 1023, 1024, 8192, 65_536]
)
def test_no_random_bytes_are_taken_for_a_pattern(length: int) -> None:
    chance = random.Random(length)
    times = 20_000 if length <= 300 else 200
    assert all(is_random(chance.randbytes(length)) for _ in range(times))


@pytest.mark.parametrize("length", [128, 256, 1024, 3000])
@pytest.mark.parametrize(
    "written",
    [
        lambda text: text,
        lambda text: base64.b64encode(random.Random(1).randbytes(len(text))),
        lambda text: text.hex().encode(),
        lambda text: text.decode().encode("utf-16"),
        lambda text: bytes(byte ^ 0x5A for byte in text),
        lambda text: random.Random(2).randbytes(64) * 60,
    ],
    ids=["plain", "base64", "hex", "utf-16", "one byte as key", "repeated"],
)
def test_what_has_a_pattern_is_noticed(written, length: int) -> None:
    assert not is_random(written(TEXT)[:length])


def test_packed_text_is_noticed_where_there_is_enough_of_it() -> None:
    words = [f"w{number:x}" for number in range(4000)]
    chance = random.Random(3)
    packed = zlib.compress(" ".join(chance.choice(words) for _ in range(60_000)).encode(), 6)
    assert not is_random(packed)
