"""Names of ours: somebody elsewhere who is called as one of ours is hidden in the address alone.

The bare name in a text is our own (docs/adr/0036).
"""

from collections.abc import Iterable

from weerklank.minimise.folding import fold_key
from weerklank.minimise.name_parts import is_short, join_words, spellings_of_handle


class OurNames:
    """The names of the account itself and of whoever is listed, without their servers.

    `own` is that of the account itself: never a part of somebody else's name either.
    """

    __slots__ = ("_written", "own")

    def __init__(self, own: str = "", handles: Iterable[str] = ()) -> None:
        self.own = own
        #: Folded, in every way in which a text writes a handle of several parts.
        self._written: set[str] = set()
        for handle in (own, *handles):
            self.add(handle)

    def add(self, handle: str) -> None:
        """Take up a handle, with or without its server."""
        local = fold_key(handle).lstrip("@").partition("@")[0]
        if local:
            self._written |= {local, *spellings_of_handle(local)}
            self._written |= {join_words(local)} - {""}

    def __contains__(self, words: str) -> bool:
        """Tell whether folded words are a name of ours."""
        return words in self._written

    def keeps(self, words: str, *, greeted: bool) -> bool:
        """Tell whether words by which somebody may be meant are ours, wherever they stand.

        A part of a handle counts when somebody is greeted by it: that may be another of the name.
        A short one is no part but all of a handle.
        """
        is_part = greeted and not is_short(words)
        return words == self.own if is_part else words in self._written


#: For who has no names to keep.
NONE_OF_OURS = OurNames()
