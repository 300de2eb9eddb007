"""Which of the items that an account wrote its platform counts, and how many of those are held."""

from collections.abc import Iterable
from dataclasses import dataclass

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.facts import FILM, STATE, facts_of
from weerklank.catalogue.query import count
from weerklank.harvest.uncounted import Without
from weerklank.model.item import (
    ArchivalItem,
    AuthorRole,
    ItemKind,
    ItemState,
    RefType,
    Visibility,
)
from weerklank.model.json_value import JsonObject
from weerklank.model.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedItems:
    """What of an account is counted by the number that its platform states."""

    #: Whether what the account answered is.
    replies: bool
    #: Kinds of items, those shown to some and those without a film, that are not.
    uncounted: tuple[ItemKind | Visibility | Without, ...]

    def held(self, catalogue: Catalogue, account: str) -> int:
        """Give how many are held and not known to be gone."""
        # What this run brought stands in the database already, and in no index yet.
        found = catalogue.database.items.count_own(account, replies=self.replies)
        film: tuple[str, ...] = ()
        if Without.FILM in self.uncounted:
            film, post = (FILM,), _fact(ItemKind.POST)
            found -= _count(catalogue, account, post) - _count(catalogue, account, post, FILM)
        others = [one for one in self.uncounted if not isinstance(one, Without)]
        return found - sum(_count(catalogue, account, *film, _fact(one)) for one in others)

    def among(self, found: Iterable[tuple[ArchivalItem, JsonObject] | None]) -> int:
        """Give how many there are among items, each with its source; None is none."""
        return sum(one is not None and self._counts(one[0]) for one in found)

    def _counts(self, item: ArchivalItem) -> bool:
        if item.kind in self.uncounted or item.visibility in self.uncounted:
            return False
        if Without.FILM in self.uncounted and FILM not in facts_of(item):
            return False
        is_reply = any(ref.type is RefType.REPLY_TO for ref in item.refs)
        return item.author.role is AuthorRole.OWN and (self.replies or not is_reply)


def _fact(what: ItemKind | Visibility) -> str:
    return f"kind:{what}" if isinstance(what, ItemKind) else f"visibility:{what}"


def _count(catalogue: Catalogue, account: str, *facts: str) -> int:
    """Give how many items that the account wrote have all facts, and are not known to be gone."""
    tags = (f"account:{account}", f"author:{AuthorRole.OWN}", *facts)
    gone = Question(tags=(*tags, f"{STATE}:{ItemState.DELETED}"))
    return count(catalogue.texts, Question(tags=tags)) - count(catalogue.texts, gone)
