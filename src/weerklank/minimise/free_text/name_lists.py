"""Lists of names, and of words that are names too or look like them; all folded."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from weerklank.minimise.folding import fold_key

_FOLDER = "weerklank.minimise.free_text.lists"


@dataclass(frozen=True, slots=True)
class NameLists:
    """What names are looked up in."""

    first_names: frozenset[str]
    surnames: frozenset[str]
    #: Ordinary words that may be names as well: alone they say nothing.
    ordinary: frozenset[str]
    places: frozenset[str]


def read_list(name: str) -> dict[str, frozenset[str]]:
    """Give the parts of a list of the project, each with its words."""
    parts: dict[str, list[str]] = {}
    text = resources.files(_FOLDER).joinpath(name).read_text(encoding="utf-8")
    words: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            words = parts.setdefault(line.strip("[]"), [])
        else:
            words += fold_key(line).split()
    return {part: frozenset(found) for part, found in parts.items()}


def _whole(name: str) -> frozenset[str]:
    return frozenset[str]().union(*read_list(name).values())


@lru_cache(maxsize=1)
def usual_lists() -> NameLists:
    """Give the lists that come with the program; read once."""
    return NameLists(
        first_names=_whole("first_names.txt"),
        surnames=_whole("surnames.txt"),
        ordinary=_whole("ordinary.txt"),
        places=_whole("places.txt"),
    )
