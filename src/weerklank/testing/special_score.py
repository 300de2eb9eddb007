"""How many posts with special, criminal or children's data the rules mark, and how rightly."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from weerklank.model.special import SpecialFind, SpecialKind
from weerklank.testing.free_text_score import Share

Finds = Callable[[str], tuple[SpecialFind, ...]]


@dataclass(frozen=True, slots=True)
class SpecialPost:
    """An invented post, and what it holds."""

    text: str
    kinds: frozenset[SpecialKind]


@cache
def special_posts(name: str) -> tuple[SpecialPost, ...]:
    """Give the posts of a set: `dev`, by which the rules were made, or `held_out`."""
    told = (files("weerklank.testing") / f"special_{name}.txt").read_text(encoding="utf-8")
    rows = (line.partition(": ") for line in told.splitlines() if line and line[0] != "#")
    return tuple(
        SpecialPost(text, frozenset(map(SpecialKind, kinds.replace("-", "").split())))
        for kinds, _, text in rows
    )


@dataclass(slots=True)
class SpecialScore:
    """What the rules found in a set."""

    posts: int = 0
    #: Of what there is, by kind, how much was marked as that kind.
    recall: dict[SpecialKind, Share] = field(default_factory=dict)
    #: Of what was marked, by kind and by rule, how much was right.
    precision: dict[SpecialKind, Share] = field(default_factory=dict)
    by_rule: dict[str, Share] = field(default_factory=dict)
    #: Of posts that hold any, how many were marked as anything: those are withheld.
    withheld: Share = field(default_factory=lambda: Share(0, 0))
    #: Of posts that hold none, how many were marked all the same.
    too_many: Share = field(default_factory=lambda: Share(0, 0))


def special_score(finds: Finds, posts: Iterable[SpecialPost]) -> SpecialScore:
    """Count what the rules find in posts of which is known what they hold."""
    result = SpecialScore()

    def add(counts: dict[SpecialKind, Share], kind: SpecialKind, *, hit: bool) -> None:
        known = counts.get(kind, Share(0, 0))
        counts[kind] = Share(known.hits + hit, known.of + 1)

    for post in posts:
        result.posts += 1
        found = {find.kind: find for find in finds(post.text)}
        for kind in post.kinds:
            add(result.recall, kind, hit=kind in found)
        for kind, find in found.items():
            add(result.precision, kind, hit=kind in post.kinds)
            known = result.by_rule.get(find.rule, Share(0, 0))
            hits = known.hits + (kind in post.kinds)
            result.by_rule[find.rule] = Share(hits, known.of + 1)
        if post.kinds:
            result.withheld = Share(result.withheld.hits + bool(found), result.withheld.of + 1)
        else:
            result.too_many = Share(result.too_many.hits + bool(found), result.too_many.of + 1)
    return result
