"""Posts in which who takes part was replaced: what of a name stands behind a pseudonym."""

from collections.abc import Iterable, Iterator

from weerklank.minimise.free_text.words import TUSSENVOEGSELS
from weerklank.model.found_words import FoundKind
from weerklank.model.ids import SHORTEST_PSEUDONYM, Pseudonym
from weerklank.testing.free_text_posts import Marked, MarkedPost


def with_pseudonyms(posts: Iterable[MarkedPost]) -> Iterator[MarkedPost]:
    """Give each post twice: with the first word of each name replaced, and with whole names.

    Of the first the rest of the name is to be found; of the second nothing of it is left.
    """
    made = 0
    for post in posts:
        for is_whole in (False, True):
            text, spans, at = "", [], 0
            for mark in sorted(post.spans, key=lambda one: one.start):
                if mark.start < at:
                    continue
                text, at = text + post.text[at : mark.start], mark.end
                kept = _kept(mark, post.text[mark.start : mark.end], is_whole=is_whole)
                if kept is None:
                    kept = post.text[mark.start : mark.end]
                else:
                    made += 1
                    text += _pseudonym(made) + (" " if kept else "")
                if kept:
                    spans.append(Marked(len(text), len(text) + len(kept), mark.kind))
                text += kept
            yield MarkedPost(text + post.text[at:], tuple(spans))


def _kept(mark: Marked, said: str, *, is_whole: bool) -> str | None:
    """Give what stays of a mark behind a pseudonym; None where nothing of it is replaced."""
    if mark.kind is FoundKind.HANDLE and said.startswith("@"):
        return ""
    if mark.kind is not FoundKind.NAME:
        return None
    if is_whole:
        return ""
    first, _, rest = said.partition(" ")
    is_initial = first.endswith(".") or len(first) <= 2
    return rest if rest and not is_initial and first.lower() not in TUSSENVOEGSELS else None


def _pseudonym(number: int) -> str:
    return str(Pseudonym(f"{number * 7919 % 10**SHORTEST_PSEUDONYM:0{SHORTEST_PSEUDONYM}}"))
