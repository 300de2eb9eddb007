"""Unit costs as `units.toml` has them: measured, assumed, or a range of prices."""

import tomllib
from dataclasses import dataclass
from importlib import resources

#: What each kind has to tell; anything else stops the model.
_MEASURED = {"kind", "value", "unit", "what", "when", "size", "processor", "source"}
_TOLD = {
    "measured": _MEASURED,
    "assumed": {"kind", "value", "unit", "what", "source"},
    "price": {"kind", "low", "high", "unit", "what", "source"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What one thing costs, and how that is known."""

    name: str
    kind: str
    unit: str
    what: str
    source: str
    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    when: str = ""
    size: str = ""
    processor: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """An amount that is known as between two."""

    low: float
    high: float

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.high + other.high)

    def __mul__(self, times: float) -> "Range":
        return Range(self.low * times, self.high * times)


class Units:
    """The unit costs by name."""

    def __init__(self, rows: dict[str, dict[str, str | float]]) -> None:
        """ValueError where a row does not tell what its kind has to."""
        self.all = [_unit(name, row) for name, row in rows.items()]
        self._by_name = {one.name: one for one in self.all}

    def of(self, name: str) -> float:
        """Give what one thing costs; KeyError for a price, which is no single number."""
        unit = self._by_name[name]
        if unit.kind == "price":
            raise KeyError(name)
        return unit.value

    def price(self, name: str) -> Range:
        """Give a range of prices."""
        unit = self._by_name[name]
        return Range(unit.low, unit.high)


def units() -> Units:
    """Read the unit costs."""
    text = resources.files("benchmarks.scale").joinpath("units.toml").read_text("utf-8")
    return Units(tomllib.loads(text))


def _unit(name: str, row: dict[str, str | float]) -> Unit:
    kind = str(row.get("kind"))
    if set(row) != _TOLD.get(kind):
        message = f"{name} does not tell what a unit that is {kind} has to"
        raise ValueError(message)
    return Unit(name=name, **row)  # type: ignore[arg-type] # the file is the form
