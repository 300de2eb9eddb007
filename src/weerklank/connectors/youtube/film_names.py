"""Which file of an export is of which video or playlist: its name alone says so.

Takeout names a film after the title of its video: without some signs and with `_` for others,
cut off at some 43 characters, and with a number behind it, `(1)`, where that name was taken; the
list of a playlist likewise, with a word before or behind it. No table names the files. So titles
and names are compared by their letters and digits alone, and a file counts as that of a video only
when its name fits that one title and no other of the channel.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from unicodedata import normalize

#: What the list of a playlist has in its name besides the title, by language.
_OF_LIST = re.compile(
    r"-(?:videos|vídeos|videoclipuri|vaizdo įrašai)(?:\([0-9]+\))?$|^video_?s in ", re.IGNORECASE
)
_COUNTER = re.compile(r"(?<! )\([0-9]+\)$")
#: From this length on, in units of UTF-16, a name may have been cut off.
_MAY_BE_CUT = 40


@dataclass(slots=True)
class _Fits:
    """What fits one file: how many titles, whose the first is, and whether one is private."""

    count: int = 0
    native_id: str = ""
    is_private: bool = False


class TitledFiles:
    """Finds of which title each file is, in a pass over all titles of one kind.

    Holds some 500 bytes a file: a list of members of a zip does so too. Nothing for a title.
    """

    def __init__(self, paths: Iterable[str], *, are_lists: bool = False) -> None:
        self._fits: dict[str, _Fits] = {}
        self._whole: dict[str, list[str]] = {}
        #: Names that may be cut off, by their length.
        self._cut: dict[int, dict[str, list[str]]] = {}
        for path in paths:
            self._fits[path] = _Fits()
            stem = PurePosixPath(path).stem
            names = {stem, _COUNTER.sub("", stem)}
            if are_lists:
                names |= {_OF_LIST.sub("", stem)}
            for name in sorted(names):
                self._add(name, path)

    def _add(self, name: str, path: str) -> None:
        key = letters_of(name)
        if not key:
            return
        if path not in self._whole.setdefault(key, []):
            self._whole[key].append(path)
        if len(name.encode("utf-16-le")) // 2 >= _MAY_BE_CUT:
            self._cut.setdefault(len(key), {}).setdefault(key, []).append(path)

    def note(self, native_id: str, title: str, *, is_private: bool) -> str | None:
        """Take note of a title of the channel; gives a file whose name fits, if any does."""
        key = letters_of(title)
        found = dict.fromkeys(self._whole.get(key, ()) if key else ())
        for length, names in self._cut.items():
            if len(key) > length:
                found |= dict.fromkeys(names.get(key[:length], ()))
        for path in found:
            fits = self._fits[path]
            if fits.native_id == native_id:
                continue  # a table that came in two parts
            fits.count += 1
            fits.native_id = fits.native_id or native_id
            fits.is_private |= is_private
        return next(iter(found), None)

    def certain(self) -> dict[str, str]:
        """Give whose each file is that can be of one title alone; after all were noted."""
        one = {path: fits.native_id for path, fits in self._fits.items() if fits.count == 1}
        files = Counter(one.values())
        return {path: native for path, native in one.items() if files[native] == 1}

    def may_be_private(self) -> set[str]:
        """Give the files whose name fits something private."""
        return {path for path, fits in self._fits.items() if fits.is_private}

    def of_none(self) -> set[str]:
        """Give the files whose name fits no title."""
        return {path for path, fits in self._fits.items() if not fits.count}


def letters_of(name: str) -> str:
    """Give a name by its letters and digits alone, in small letters."""
    return "".join(filter(str.isalnum, normalize("NFKC", name).casefold()))
