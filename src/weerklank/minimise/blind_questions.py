"""Ask the blind index whether words are somebody's: for a scan that opens nothing.

Each question is a keyed tag; an answer says that somebody is known by it and never who. Two bytes
of memory a row tell of nearly all words that nobody is; the rest is looked at exactly, at once or,
for words, in one pass over their table at the end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from weerklank.minimise.blind_epochs import tables_of
from weerklank.minimise.blind_index import blind_key
from weerklank.minimise.blind_tables import FILE_LOST, TABLE_GONE
from weerklank.minimise.folding import fold_key
from weerklank.minimise.keyed_tags import TAG, KeyedTags
from weerklank.model.epoch import FIRST
from weerklank.model.errors import BrokenInput
from weerklank.model.platform import Platform
from weerklank.store.keys import KeyFolder
from weerklank.store.prefix_filter import PrefixFilter, places_of
from weerklank.store.sorted_file import SortedTable

#: Platforms in the order of the bits by which `word_platforms` tells them.
PLATFORMS = tuple(Platform)
#: Words that are remembered; then all are forgotten.
_MOST_REMEMBERED = 200_000
#: Rows for which the filter has room at least: with few, it lets nearly nothing through.
_FEWEST = 4096
#: Keys that are noted in the filter at once.
_BATCH = 4096


class BlindQuestions:
    """Answers whether handles, ids, addresses and words are of anybody who is known.

    BrokenInput when a table is gone: then 'nothing found' would say nothing.
    """

    def __init__(
        self, folder: Path, keys: KeyFolder, origin: str, numbers: Sequence[int] = (FIRST,)
    ) -> None:
        """Open the tables of the epochs by which anybody may be known."""
        self._epochs = [
            _Epoch(tables_of(folder, number), blind_key(keys, origin, number))
            for number in numbers
        ]
        for table in (table for one in self._epochs for table in one.tables):
            if table.is_there and table.lost is None:
                continue
            place = table.folder.relative_to(folder.parent).as_posix()
            lost = table.lost if table.is_there else None
            self.close()
            if lost is not None:
                raise BrokenInput(FILE_LOST, path=f"{place}/{lost}")
            raise BrokenInput(TABLE_GONE, path=place)
        self._filter = self._filter_of_words()
        #: Of single words: on which platforms somebody may be called so, as bits.
        self._remembered: dict[str, int] = {}
        #: Of handles, ids and addresses: whether they are known.
        self._known: dict[tuple[Platform, str, str], bool] = {}

    def _filter_of_words(self) -> PrefixFilter:
        count = sum(1 for _ in self._words())
        found = PrefixFilter(max(count, _FEWEST))
        batch: list[bytes] = []
        for tag in self._words():
            batch.append(tag.hex().encode())
            if len(batch) == _BATCH:
                found.note(batch)
                batch.clear()
        found.note(batch)
        return found

    def _words(self) -> Iterator[bytes]:
        """Give the tags of all words, epoch by epoch."""
        return (key[TAG:] for one in self._epochs for key, _ in one.words.rows())

    def is_known(self, platform: Platform, kind: str, value: str) -> bool:
        """Tell exactly whether a handle, id or url (`kind`) is of somebody who is known."""
        asked = platform, kind, value
        known = self._known.get(asked)
        if known is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            said = f"{platform}\n{kind}\n{fold_key(value)}".encode()
            known = self._known[asked] = any(
                one.persons.get(one.tags.tag(said)) is not None for one in self._epochs
            )
        return known

    def word_tags(self, platform: Platform, words: str) -> list[bytes]:
        """Give the tags under which folded words stand, where somebody is called so: by epoch."""
        said = f"{platform}\nword\n{words}".encode()
        return [one.tags.tag(said) for one in self._epochs]

    def word_platforms(self, word: str) -> int:
        """Give the platforms on which somebody may be called by a folded word, as bits.

        One in sixty of the words that are nobody's is said to be somebody's.
        """
        bits = self._remembered.get(word)
        if bits is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            bits = 0
            for place, platform in enumerate(PLATFORMS):
                bits |= any(map(self._may_be, self.word_tags(platform, word))) << place
            self._remembered[word] = bits
        return bits

    def may_be_words(self, words: str, bits: int) -> list[bytes]:
        """Give the tags under which folded words may stand, on some platforms.

        `which_are_words` tells in the end of which that is so.
        """
        tags = [
            tag
            for place, platform in enumerate(PLATFORMS)
            if bits >> place & 1
            for tag in self.word_tags(platform, words)
        ]
        return [tag for tag in tags if self._may_be(tag)]

    def _may_be(self, tag: bytes) -> bool:
        return self._filter.may_have(places_of(tag.hex().encode()))

    def which_are_words(self, tags: Iterable[bytes] | Mapping[bytes, object]) -> set[bytes]:
        """Give those of some tags that stand in the table of words: one pass over all of it."""
        asked = set(tags)
        if not asked:
            return asked
        return asked.intersection(self._words())

    def close(self) -> None:
        """Let go of the files."""
        for table in (table for one in self._epochs for table in one.tables):
            table.close()


class _Epoch:
    """The tables of one epoch that are asked, and what makes its tags."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.tags = KeyedTags(key)
        self.persons = SortedTable(folder / "persons", TAG, TAG + 1, seldom=True, lasting=True)
        self.words = SortedTable(folder / "words", 2 * TAG, 1, lasting=True)

    @property
    def tables(self) -> tuple[SortedTable, SortedTable]:
        """Give both."""
        return self.persons, self.words
