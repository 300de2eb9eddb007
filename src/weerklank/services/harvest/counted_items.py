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

    @property
    def _kinds(self) -> tuple[ItemKind, ...]:
        """Give which kinds are counted: never a story, a profile, or a file that no post names."""
        every = (ItemKind.POST, ItemKind.BOOST, *((ItemKind.REPLY,) if self.replies else ()))
        return tuple(kind for kind in every if kind not in self.uncounted)

    def held(self, catalogue: Catalogue, account: str) -> int:
        """Give how many are held and not known to be gone."""
        # What this run brought stands in the database already, and in no index yet.
        own = catalogue.database.items
        whole = own.count_own(account)
        found = whole if self.replies else own.count_own(account, replies=False)
        if not self.replies:
            # Of some own replies an export does not say what they answer.
            answering = _count(catalogue, account, f"kind:{ItemKind.REPLY}")
            found -= max(answering - (whole - found), 0)
        kinds = [f"kind:{kind}" for kind in self._kinds]
        film = (FILM,) if Without.FILM in self.uncounted else ()
        if film:
            found -= sum(
                _count(catalogue, account, kind) - _count(catalogue, account, kind, *film)
                for kind in kinds
            )
        for one in self.uncounted:
            if isinstance(one, ItemKind):
                found -= _count(catalogue, account, f"kind:{one}")
            elif isinstance(one, Visibility):
                seen = f"visibility:{one}"
                found -= sum(_count(catalogue, account, kind, *film, seen) for kind in kinds)
        return found

    def among(self, found: Iterable[tuple[ArchivalItem, JsonObject] | None]) -> int:
        """Give how many there are among items, each with its source; None is none."""
        return sum(one is not None and self._counts(one[0]) for one in found)

    def _counts(self, item: ArchivalItem) -> bool:
        is_own = item.author.role is AuthorRole.OWN
        is_counted = item.kind in self._kinds and item.visibility not in self.uncounted
        has_it = Without.FILM not in self.uncounted or FILM in facts_of(item)
        return is_own and is_counted and has_it


def _count(catalogue: Catalogue, account: str, *facts: str) -> int:
    """Give how many items that the account wrote have all facts, and are not known to be gone."""
    tags = (f"account:{account}", f"author:{AuthorRole.OWN}", *facts)
    gone = Question(tags=(*tags, f"{STATE}:{ItemState.DELETED}"))
    return count(catalogue.texts, Question(tags=tags)) - count(catalogue.texts, gone)
