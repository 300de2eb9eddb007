"""What was measured of names in running text: shares with intervals, when, by which version."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSet:
    """What was measured on one set of marked posts; each share with its interval of 95%."""

    name: str
    posts: int
    #: Share of what is marked that was found; its bounds.
    recall: tuple[float, float, float]
    recall_of: int
    #: Share of what was found that is marked; its bounds.
    precision: tuple[float, float, float]
    precision_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All that was measured last."""

    #: Day, as YYYY-MM-DD, and version of the program.
    date: str
    version: str
    sets: tuple[MeasuredSet, ...]


@cache
def measured() -> Measured:
    """Give what the program knows of its own certainty."""
    table = files("weerklank.minimise.free_text") / "measured.toml"
    told = tomllib.loads(table.read_text("utf-8"))
    sets = tuple(
        MeasuredSet(
            name=one["name"],
            posts=one["posts"],
            recall=tuple(one["recall"]),
            recall_of=one["recall_of"],
            precision=tuple(one["precision"]),
            precision_of=one["precision_of"],
        )
        for one in told["sets"]
    )
    return Measured(date=told["date"], version=told["version"], sets=sets)
