"""An area: a rectangle of a picture as it is seen upright, in ten-thousandths of its sides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation

from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

#: What the whole of a side comes to, and one per cent of it.
WHOLE, PERCENT = 10_000, 100

#: By how much two who draw the same part by hand may differ, at each side.
_RIM = 150


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle that lies within its picture, and is not empty."""

    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        if min(self.left, self.top) < 0 or min(self.width, self.height) < 1:
            raise ValueError(self)
        if max(self.right, self.bottom) > WHOLE:
            raise ValueError(self)

    @property
    def right(self) -> int:
        """Give where it ends."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """Give where it ends."""
        return self.top + self.height

    @property
    def listed(self) -> list[int]:
        """Give it as events hold it."""
        return [self.left, self.top, self.width, self.height]

    @property
    def percents(self) -> tuple[str, str, str, str]:
        """Give left, top, width and height in per cent, with a point, as `12.5`."""
        left, top, width, height = map(_percent, self.listed)
        return left, top, width, height

    def json(self) -> JsonObject:
        """Give it in per cent."""
        left, top, width, height = map(float, self.percents)
        return {"height": height, "left": left, "top": top, "width": width}

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Give its first and last column and row in a picture of a size: never less than it."""
        return (
            self.left * width // WHOLE,
            self.top * height // WHOLE,
            -(-self.right * width // WHOLE) - 1,
            -(-self.bottom * height // WHOLE) - 1,
        )

    def said(self) -> Text:
        """Tell where it is."""
        left, top, width, height = self.percents
        comma = [one.replace(".", ",") for one in self.percents]
        return Text(
            f"links {comma[0]}%, boven {comma[1]}%, breed {comma[2]}%, hoog {comma[3]}%",
            f"left {left}%, top {top}%, width {width}%, height {height}%",
        )


def listed_area(given: object) -> Area:
    """Read an area as events hold it; ValueError for what is none."""
    if not isinstance(given, list):
        raise ValueError(type(given))
    left, top, width, height = (int(str(one)) for one in given)
    return Area(left, top, width, height)


def area_of(left: str, top: str, width: str, height: str) -> Area | None:
    """Read an area that is given in per cent, with a point or a comma; None of what is none.

    It becomes no smaller by rounding. What reaches over the edge ends there.
    """
    try:
        first, second, wide, high = (
            Decimal(one.strip().replace(",", ".")) for one in (left, top, width, height)
        )
        if not all(one.is_finite() for one in (first, second, wide, high)):
            return None
        if min(first, second) < 0 or min(wide, high) <= 0 or max(wide, high) > WHOLE:
            return None
        begins = [int((one * PERCENT).to_integral_value(ROUND_FLOOR)) for one in (first, second)]
        ends = [
            min(WHOLE, int((one * PERCENT).to_integral_value(ROUND_CEILING)))
            for one in (first + wide, second + high)
        ]
        x, y = begins
        return Area(x, y, ends[0] - x, ends[1] - y)
    except (InvalidOperation, ValueError, OverflowError):
        return None


def read_area(given: str) -> Area | None:
    """Read an area as commands write it, `10;20;30;12.5`; None of what is none."""
    parts = given.split(";")
    return area_of(*parts) if len(parts) == 4 else None


def core(one: Area) -> Area:
    """Give an area without its rim: drawn by hand once more, it is the same but for that."""
    x, y = (min(_RIM, side // 5) for side in (one.width, one.height))
    return Area(one.left + x, one.top + y, one.width - 2 * x, one.height - 2 * y)


def is_covered(one: Area, by: Iterable[Area]) -> bool:
    """Tell whether nothing of an area can be seen below some others together."""
    left = [one]
    for cover in by:
        left = [rest for part in left for rest in _without(part, cover)]
    return not left


def _without(one: Area, cover: Area) -> Iterator[Area]:
    """Give what of an area stands beside another, in at most four pieces."""
    left, right = max(one.left, cover.left), min(one.right, cover.right)
    top, bottom = max(one.top, cover.top), min(one.bottom, cover.bottom)
    if left >= right or top >= bottom:
        yield one
        return
    for x, y, ends, low in (
        (one.left, one.top, one.right, top),
        (one.left, bottom, one.right, one.bottom),
        (one.left, top, left, bottom),
        (right, top, one.right, bottom),
    ):
        if x < ends and y < low:
            yield Area(x, y, ends - x, low - y)


def _percent(given: int) -> str:
    whole, rest = divmod(given, PERCENT)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
