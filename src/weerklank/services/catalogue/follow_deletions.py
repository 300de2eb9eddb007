"""Follow deletions: bring into the catalogue what the log tells of posts that are gone."""

from typing import TypeGuard

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.deletion import KINDS, Deletion, apply_deletion
from weerklank.model.event import Book
from weerklank.model.json_value import Json
from weerklank.model.symbols import decode
from weerklank.services.workplace import Workplace


def follow_deletions(workplace: Workplace, catalogue: Catalogue) -> None:
    """Take over what entered the log since the size that the catalogue remembers.

    Under the lock that the caller holds, who says up to which size everything is catalogued.
    """
    journal = f"{Book.JOURNAL}/"
    names = (n for n in workplace.log.events_since(catalogue.log_size) if n.startswith(journal))
    changed: dict[str, Deletion | None] = {}
    for event in workplace.events.read_sealed(names):
        if event.kind not in KINDS:
            continue
        posts = event.data.get("posts")
        named = [key for key in posts if _is_key(key)] if isinstance(posts, dict | list) else []
        marks = {key: mark for key in named if (mark := _known(catalogue, changed, key))}
        apply_deletion(marks, event)
        changed |= {key: marks.get(key) for key in named}
    if changed:
        catalogue.mark({decode(key): mark for key, mark in changed.items()})


def _is_key(key: Json) -> TypeGuard[str]:
    """Tell whether it may be a key: what can't be checked may have anything in its place."""
    try:
        return isinstance(key, str) and bool(decode(key))
    except ValueError:
        return False


def _known(catalogue: Catalogue, changed: dict[str, Deletion | None], key: str) -> Deletion | None:
    if key in changed:
        return changed[key]
    return catalogue.database.deletions.of(decode(key))
