"""Measured share: how many have something of how many, with those that lack it as evidence."""

from collections.abc import Iterable, Mapping, Sequence

from weerklank.completeness.judge import percent
from weerklank.model.completeness import Evidence, Measured
from weerklank.model.text import Text
from weerklank.services.measure.message import Message

NOTHING_HELD = Text(
    "van dit account is nog niets geoogst of opgenomen",
    "nothing was harvested or imported of this account yet",
)
NO_POSTS = Text("er zijn geen berichten in deze periode", "there are no posts in this period")
_COUNTED = Text("hierin geteld", "counted in it")
#: Packages that evidence names one by one.
_MOST_PACKAGES = 12


def share(holding: int, of: int, evidence: Iterable[Evidence] = (), *, nothing: Text) -> Measured:
    """Give a share; of nothing there is none, and `nothing` says why."""
    if not of:
        return unmeasured(nothing, is_empty=True)
    return Measured(value=percent(holding, of), holding=holding, of=of, evidence=tuple(evidence))


def unmeasured(
    why: Text, evidence: Iterable[Evidence] = (), *, is_empty: bool = False
) -> Measured:
    """Say that something was not measured, and why."""
    return Measured(value=None, why=why, is_empty=is_empty, evidence=tuple(evidence))


def counted_in(messages: Sequence[Message], most: int) -> tuple[Evidence, ...]:
    """Name the packages in which messages were counted, where none of them lacks anything."""
    return lacking_of(messages, len(messages), _COUNTED, most)


def counted_in_packages(counts: Mapping[str, int], of: int) -> tuple[Evidence, ...]:
    """Name the packages by how many each has, the most first, where nothing lacks."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    named, rest = ordered[:_MOST_PACKAGES], ordered[_MOST_PACKAGES:]
    if rest:
        named.append((f"+{len(rest)}", sum(count for _, count in rest)))
    return tuple(Evidence(what=_COUNTED, where=where, count=n, of=of) for where, n in named)


def lacking_of(lacking: Sequence[Message], of: int, what: Text, most: int) -> tuple[Evidence, ...]:
    """Name the messages that lack something, package by package, the newest of each first."""
    by_package: dict[str, list[Message]] = {}
    for one in sorted(lacking, key=lambda one: one.created_at, reverse=True):
        by_package.setdefault(one.where, []).append(one)
    ordered = sorted(by_package.items(), key=lambda pair: len(pair[1]), reverse=True)
    found = [_row(what, where, some, of, most) for where, some in ordered[:_MOST_PACKAGES]]
    rest = [one for _, some in ordered[_MOST_PACKAGES:] for one in some]
    if rest:
        others = len(ordered) - _MOST_PACKAGES
        found.append(_row(what, f"+{others}", rest, of, most))
    return tuple(found)


def _row(what: Text, where: str, some: Sequence[Message], of: int, most: int) -> Evidence:
    ids = dict.fromkeys(one.id for one in some)
    return Evidence(what=what, where=where, count=len(some), of=of, items=tuple(ids)[:most])
