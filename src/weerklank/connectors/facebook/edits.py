"""The edits that the export of Facebook names, and the posts that they are of.

An edit does not say of which post it is. It is tied to one that bears its number, or that was
updated at its very moment and says its very words; edits with one number are of one post. What can
be tied to none is counted and told.
"""

from dataclasses import dataclass, field

from weerklank.harvest.json_fields import listed, number_written, text_of
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

UNTIED = Text(
    "bij bewerkingen in de export staat niet van welk bericht ze zijn",
    "the export does not say of which post an edit is",
)
TOO_MANY = Text(
    "bewerkingen zonder moment of tekst, of meer dan er worden onthouden",
    "edits without moment or text, or more than are remembered",
)
_LABELS = frozenset({"Text", "Tekst"})
#: Edits are held while the posts are read.
_MOST = 20_000
_LARGEST = 32 << 20


def text_of_edit(edit: JsonObject) -> str | None:
    """Give what an edit made of the text; None when it does not say."""
    for one in listed(edit.get("label_values")):
        if isinstance(one, dict) and one.get("label") in _LABELS:
            return text_of(one.get("value"))
    return None


@dataclass(slots=True)
class Edits:
    """The edits of one export, in memory: at most 20,000, and of 32 MiB as they are written."""

    _by_number: dict[str, list[JsonObject]] = field(default_factory=dict)
    #: By moment and words, the number of the edit.
    _at: dict[tuple[int, str], str] = field(default_factory=dict)
    _tied: set[str] = field(default_factory=set)
    _count: int = 0
    _size: int = 0
    _left: int = 0

    def note(self, edit: JsonObject, size: int) -> None:
        """Remember one of so many bytes, if it says when and what."""
        moment, text = number_written(edit.get("timestamp")), text_of_edit(edit)
        is_full = self._count >= _MOST or self._size + size > _LARGEST
        if moment is None or text is None or is_full:
            self._left += 1
            return
        self._count += 1
        self._size += size
        number = _number(edit.get("fbid")) or f"alone {self._count}"
        self._by_number.setdefault(number, []).append(edit)
        self._at.setdefault((moment, text), number)

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return self._count > 0

    def of(self, post: JsonObject, updated: int | None, text: str | None) -> list[JsonObject]:
        """Give the edits of a post, the oldest first; the last is what it says now."""
        number = _number(post.get("fbid"))
        if number not in self._by_number:
            number = self._at.get((updated, text)) if updated and text else None
        if number is None:
            return []
        self._tied.add(number)
        return sorted(
            self._by_number[number], key=lambda one: number_written(one["timestamp"]) or 0
        )

    def findings(self) -> list[Shortfall]:
        """Tell how many could not be tied, or were too many."""
        untied = sum(
            len(one) for number, one in self._by_number.items() if number not in self._tied
        )
        told = (("edits_untied", untied, UNTIED), ("edits_left", self._left, TOO_MANY))
        return [Shortfall(kind=kind, count=n, reason=reason) for kind, n, reason in told if n]


def _number(value: Json) -> str | None:
    """Give the number of something as text, however it is written."""
    found = number_written(value)
    return None if found is None else str(found)
