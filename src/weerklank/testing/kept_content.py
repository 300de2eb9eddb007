"""Kept content: whether what an archive holds of posts is theirs, as both suites demand it."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from weerklank.model.json_value import JsonObject
from weerklank.testing.demands import demand


def demand_content(root: Path, posts: int, *, has_words: bool = True) -> None:
    """Demand that each post has words and a moment of its own, and an answer what it answers.

    The posts of a double differ in both, or none has words (`has_words`); below
    `root` stands one archive.
    """
    records = list(kept_records(root))
    own = list(kept_posts(root))
    words = {one.get("text") or one.get("title") for one in own} - {None}
    differ = posts if has_words else 0
    demand(len(words) == differ, f"{differ} posts differ in their words; kept are {len(words)}")
    moments = {one["created_at"] for one in own}
    demand(len(moments) == posts, f"{posts} posts differ in moment; kept are {len(moments)}")
    keys = {one["key"] for one in own}
    for one in records:
        if not _is_own(one):
            above = [ref["key"] for ref in one.get("refs", ()) if ref["type"] == "reply_to"]
            is_below = len(above) == 1 and above[0] in keys
            demand(is_below, "an answer does not hang below the post that it answers")


def demand_own_media(root: Path, count: int) -> None:
    """Demand that of so many posts each has the one picture that is its own."""
    having = [len(one["media"]) for one in kept_records(root) if one.get("media")]
    demand(having == [1] * count, f"{count} posts have a picture each; kept are {having}")


def kept_records(root: Path) -> Iterator[Any]:
    """Give every record of an archive, as the disk has it."""
    for path in root.glob("archive/*/a*/**/v1/content/records/records.jsonl.gz"):
        yield from map(json.loads, gzip.decompress(path.read_bytes()).splitlines())


def kept_posts(root: Path) -> Iterator[Any]:
    """Give the records of the account itself, without its profile."""
    return (one for one in kept_records(root) if _is_own(one) and one["kind"] != "profile")


def _is_own(record: JsonObject) -> bool:
    author = record["author"]
    return isinstance(author, dict) and author.get("role") == "own"
