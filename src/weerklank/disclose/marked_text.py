"""Marked text: a text with what is kept back and what is proposed, for who works on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from weerklank.disclose.passages import joined


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters of a text that are all of one sort."""

    #: Place of the first letter in the text.
    start: int
    text: str
    #: Of what is kept back.
    grounds: tuple[str, ...] = ()
    #: Number of what is proposed, from 0; None of all else.
    proposal: int | None = None
    #: Whether it is where its proposal begins: a bar may stand in the middle of one.
    is_begin: bool = False
    #: Numbers of what points at it, and of those the ones that begin here.
    pointed: tuple[int, ...] = ()
    begun: tuple[int, ...] = ()


def mark_text(
    text: str,
    spans: Iterable[tuple[int, int, str]],
    proposals: Iterable[tuple[int, int, int]],
    pointed: Iterable[tuple[int, int, int]] = (),
) -> tuple[Stretch, ...]:
    """Cut a text where a bar or a proposal begins or ends; nothing of it is lost.

    `spans` are what is kept back: first letter, end and ground; `proposals` are first letter, end
    and number, in order and none over another. Where both stand is a bar. `pointed` are places at
    which somebody points, with a number; they may stand over each other and over all else.
    """
    places = [one for one in pointed if one[0] < one[1] <= len(text)]
    bars = [*joined(spans, text)]
    offered = [one for one in proposals if one[0] < one[1] <= len(text)]
    ends = [0, len(text)]
    ends += [at for start, end, _ in (*bars, *offered, *places) for at in (start, end)]
    cuts = sorted({*ends})
    found, first, last = [], 0, 0
    seen: set[int] = set()
    for start, end in pairwise(cuts):
        while first < len(bars) and bars[first][1] <= start:
            first += 1
        while last < len(offered) and offered[last][1] <= start:
            last += 1
        grounds = bars[first][2] if first < len(bars) and bars[first][0] <= start else ()
        inside = last < len(offered) and offered[last][0] <= start
        number = offered[last][2] if inside and not grounds else None
        is_begin = number is not None and number not in seen
        if number is not None:
            seen.add(number)
        here = tuple(one[2] for one in places if one[0] <= start < one[1])
        begun = tuple(one[2] for one in places if one[0] == start)
        found.append(Stretch(start, text[start:end], grounds, number, is_begin, here, begun))
    return tuple(found)
