"""How much of what tells who somebody is a search finds, and how often it is right."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from typing import TypeVar

from weerklank.model.found_words import FindsWords, FoundKind
from weerklank.testing.free_text_posts import Marked, MarkedPost

#: Labels of the sets of others; what is not here is asked of nobody.
_LABELS = {
    "PER": FoundKind.NAME,
    "HANDLE": FoundKind.HANDLE,
    "PHONE": FoundKind.PHONE,
    "EMAIL": FoundKind.EMAIL,
    "BSN": FoundKind.BSN,
    "IBAN": FoundKind.IBAN,
    "ADDRESS": FoundKind.ADDRESS,
    "PLATE": FoundKind.PLATE,
    "DOB": FoundKind.BIRTH,
}
#: What a handle that stands in an address is found as.
_SAME = {FoundKind.PROFILE: FoundKind.HANDLE}
_SURE = 1.96
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """Give the share, from 0 to 1; 0 of nothing is 0."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Give Wilson's interval of 95%: where the share of endlessly many would lie."""
        if not self.of:
            return 0.0, 1.0
        squared = _SURE * _SURE
        middle = (self.value + squared / (2 * self.of)) / (1 + squared / self.of)
        spread = self.value * (1 - self.value) / self.of + squared / (4 * self.of * self.of)
        half = _SURE * sqrt(spread) / (1 + squared / self.of)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(slots=True)
class Score:
    """What a search found in one set."""

    posts: int = 0
    #: By kind: covered to the last letter and figure, of those that are marked.
    recall: dict[FoundKind, Share] = field(default_factory=dict)
    #: By kind: touching anything that is marked, of those that were found.
    precision: dict[FoundKind, Share] = field(default_factory=dict)
    by_rule: dict[str, Share] = field(default_factory=dict)
    #: Recall of names that stand in a list of the product, and of those that do not.
    of_names: dict[bool, Share] = field(default_factory=dict)


def score(find: FindsWords, posts: Iterable[MarkedPost]) -> Score:
    """Search all posts and compare with what is marked in them."""
    sums: dict[str, Counter[object]] = {
        name: Counter() for name in ("asked", "covered", "given", "right", "rule", "rule_right")
    }
    count = 0
    for post in posts:
        count += 1
        _compare(find, post, sums)
    return Score(
        posts=count,
        recall=_shares(FoundKind, sums["covered"], sums["asked"]),
        precision=_shares(FoundKind, sums["right"], sums["given"]),
        by_rule=_shares(str, sums["rule_right"], sums["rule"]),
        of_names=_shares(bool, sums["covered"], sums["asked"]),
    )


def _compare(find: FindsWords, post: MarkedPost, sums: dict[str, Counter[object]]) -> None:
    found = find(post.text)
    covered = {place for words in found for place in range(words.start, words.end)}
    for marked in post.spans:
        keys: list[object] = [_SAME.get(marked.kind, marked.kind)]
        if marked.kind is FoundKind.NAME:
            keys.append(marked.listed)
        sums["asked"].update(keys)
        places = range(marked.start, marked.end)
        if all(place in covered for place in places if post.text[place].isalnum()):
            sums["covered"].update(keys)
    for words in found:
        kind = _SAME.get(words.kind, words.kind)
        sums["given"][kind] += 1
        sums["rule"][words.detector] += 1
        if any(words.start < marked.end and marked.start < words.end for marked in post.spans):
            sums["right"][kind] += 1
            sums["rule_right"][words.detector] += 1


def _shares(kind: type[_Key], hits: Counter[object], of: Counter[object]) -> dict[_Key, Share]:
    keys = [key for key in of if isinstance(key, kind) and type(key) is kind]
    return {key: Share(hits[key], of[key]) for key in sorted(keys, key=str)}


def read_set(path: Path) -> Iterator[MarkedPost]:
    """Give the posts of a set as JSON lines: text, and spans of begin, end and label."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            read = json.loads(line)
            yield MarkedPost(
                read["text"],
                tuple(
                    Marked(start, end, _LABELS[label])
                    for start, end, label in read["spans"]
                    if label in _LABELS
                ),
            )
