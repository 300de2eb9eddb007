"""Names of who stays named, in free text: as written in full, a detector finds nobody in them."""

import re
from collections.abc import Iterable

from weerklank.minimise.named import NamedOn
from weerklank.model.found_words import FoundKind, FoundWords
from weerklank.model.host_form import handle_form
from weerklank.model.platform import Platform

_WORD = re.compile(r"\w+")


class NamedWords:
    """Tells of what detectors found whether it is of somebody who stays named.

    Only of the whole name, and of the handle or address: all else of a person goes, also of one
    whose name stays.
    """

    def __init__(self, platform: Platform, named: NamedOn) -> None:
        self._platform = platform
        self._named = named
        #: By each word of a name: the names that have it.
        self._names: dict[str, list[re.Pattern[str]]] = {}
        for name in _names(named):
            words = "[ \u00a0]".join(map(re.escape, name.split()))
            pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
            for word in dict.fromkeys(_WORD.findall(name.casefold())):
                self._names.setdefault(word, []).append(pattern)

    def keep(self, found: FoundWords, text: str) -> bool:
        """Tell whether what was found in a text stays."""
        said = text[found.start : found.end]
        if found.kind is FoundKind.NAME:
            return self._is_name(found, said, text)
        if found.kind is FoundKind.HANDLE:
            return self._named.bears(self._platform, handle_form(said.removeprefix("@")))
        return found.kind is FoundKind.PROFILE and self._named.at(said) is not None

    def _is_name(self, found: FoundWords, said: str, text: str) -> bool:
        words = dict.fromkeys(_WORD.findall(said.casefold()))
        patterns = [one for word in words for one in self._names.get(word, ())]
        return any(
            match.start() <= found.start and found.end <= match.end()
            for pattern in patterns
            for match in pattern.finditer(text)
        )


def _names(named: NamedOn) -> Iterable[str]:
    return dict.fromkeys(one.facts.name for one in named.parties if one.facts)
