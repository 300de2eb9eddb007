"""Full-text search: one tantivy index for every year of publication; stores no text."""

import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import orjson
import tantivy

from weerklank.catalogue.soundness import shard_soundness
from weerklank.catalogue.words import make_analyzer

_HEAP = 64_000_000
_ANALYZER = "exact"
_LINES = "lines"
TEXT, TAGS, FACTS, WHEN, ROW, PART = "text", "tags", "facts", "when", "row", "part"
WHEN_BITS = 20
#: Between the facts of an item in the field by which they are counted.
_AND = "\n"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(TEXT, stored=False, tokenizer_name=_ANALYZER, index_option="position")
    # What is filtered by: each fact, hashtag and mention by itself.
    builder.add_text_field(TAGS, stored=False, tokenizer_name=_LINES, index_option="basic")
    # What is counted: all facts of an item at once, so that counting looks at one value an item.
    builder.add_text_field(
        FACTS, stored=False, fast=True, tokenizer_name="raw", index_option="basic"
    )
    builder.add_integer_field(WHEN, stored=False, indexed=True, fast=True)
    # Signed, as tantivy 0.27 takes a number for signed when it deletes by it.
    builder.add_integer_field(ROW, stored=False, indexed=True, fast=True)
    builder.add_text_field(PART, stored=False, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _make_lines() -> tantivy.TextAnalyzer:
    """Make the analyzer of facts: none holds a blank, so that all of an item go in at once."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def index_in_memory() -> tantivy.Index:
    """Make an index as that of a shard, which lies on no disk."""
    index = tantivy.Index(_schema())
    _register(index)
    return index


def _register(index: tantivy.Index) -> None:
    index.register_tokenizer(_ANALYZER, make_analyzer())
    index.register_tokenizer(_LINES, _make_lines())


def when(created: int, key: bytes = b"") -> int:
    """Give the moment of an item as it is indexed: seconds, and bits of its key behind them.

    So what appeared in the same second has one order, whatever was catalogued first.
    """
    return (created << WHEN_BITS) | (int.from_bytes(key[:4]) >> (32 - WHEN_BITS))


def split_facts(joined: str) -> list[str]:
    """Give the facts that one value of the counted field holds."""
    return joined.split(_AND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the index is told of an item: texts of all its versions, facts of the newest.

    What is shielded alone goes by the strictest of them.
    """

    #: Of the newest version.
    row: int
    #: Every package that holds a version of it.
    parts: tuple[str, ...]
    year: str
    #: Of `when`.
    when: int
    #: Each by itself: words of two texts never stand beside each other.
    texts: list[str]
    facts: tuple[str, ...]
    #: Hashtags and mentions, with their signs.
    marked: tuple[str, ...] = ()


def _document(entry: Entry) -> tantivy.Document:
    facts = _AND.join(entry.facts)
    document = tantivy.Document()
    for text in entry.texts:
        document.add_text(TEXT, text)
    document.add_text(TAGS, _AND.join((facts, *entry.marked)) if entry.marked else facts)
    document.add_text(FACTS, facts)
    document.add_integer(WHEN, entry.when)
    document.add_integer(ROW, entry.row)
    for part in entry.parts:
        document.add_text(PART, part)
    return document


class TextIndex:
    """The shards of one archive. One shard is open for writing at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._indexes: dict[str, tantivy.Index] = {}
        #: What `states` told of each shard just before it was opened.
        self._opened: dict[str, tuple[int, int] | None] = {}
        #: Records that each open shard was told of, those included that were deleted since.
        self._written: dict[str, int] = {}
        self._writer: tantivy.IndexWriter | None = None
        self._writing = ""
        #: Whether something that was to be written did not arrive, as on a full disk.
        self.is_lost = False

    def shards(self) -> list[str]:
        """Give the years for which there is a shard, newest first."""
        return sorted(self.states(), reverse=True)

    def states(self) -> dict[str, tuple[int, int]]:
        """Give for every shard what changes with it: number and time of its list of segments."""
        found: dict[str, tuple[int, int]] = {}
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            if folder.name.isdecimal() and (state := self._state(folder.name)):
                found[folder.name] = state
        return found

    def _state(self, year: str) -> tuple[int, int] | None:
        try:
            told = (self._folder / year / "meta.json").stat()
        except FileNotFoundError:
            return None
        return told.st_ino, told.st_mtime_ns

    def refresh(self) -> None:
        """Let go of shards that another process changed, to be opened again when asked."""
        for year in [*self._indexes]:
            if self._opened[year] != self._state(year):
                del self._indexes[year]

    def open(self, year: str) -> tantivy.Index:
        """Open the shard of a year."""
        index = self._indexes.get(year)
        if index is None:
            folder = self._folder / year
            folder.mkdir(parents=True, exist_ok=True)
            self._opened[year] = self._state(year)
            with shard_soundness():
                index = tantivy.Index(_schema(), path=str(folder), reuse=True)
            _register(index)
            self._indexes[year] = index
            self._written[year] = self._count_written(year)
        return index

    def written(self, year: str) -> int:
        """Give how many records the shard of a year was told of, with those deleted since."""
        self.open(year)
        return self._written[year]

    def count(self, year: str) -> int:
        """Give how many items the shard of a year finds."""
        return int(self.open(year).searcher().num_docs)

    def holds_deleted(self, year: str) -> bool:
        """Tell whether words of what was taken out since may lie in the shard of a year."""
        return self.written(year) != self.count(year)

    def _count_written(self, year: str) -> int:
        """Add up what the list of segments says; -1, which is no number of records, without it."""
        try:
            told = orjson.loads((self._folder / year / "meta.json").read_bytes())
            return sum(int(one["max_doc"]) for one in told["segments"])
        except (OSError, KeyError, TypeError, ValueError):
            return -1

    def add(self, entries: Iterable[Entry]) -> None:
        """Add items; they are found after `commit`."""
        with self._arrives():
            for entry in entries:
                self._write_to(entry.year).add_document(_document(entry))

    def forget_row(self, year: str, row: int) -> None:
        """Take one item out, to add it again."""
        with self._arrives():
            self._write_to(year).delete_documents_by_term(ROW, row)

    def forget_parts(self, parts: Collection[str]) -> None:
        """Take all items of parts out of every shard, whatever else holds a version of them.

        Their words go when the shard is made anew.
        """
        for year in self.shards() if parts else ():
            with self._arrives():
                for part in parts:
                    self._write_to(year).delete_documents_by_term(PART, part)
            self.commit()

    def _write_to(self, year: str) -> tantivy.IndexWriter:
        if self._writer is None or self._writing != year:
            self.commit()
            with shard_soundness():
                self._writer = self.open(year).writer(_HEAP, 1)
            self._writing = year
        return self._writer

    def commit(self) -> None:
        """Make what was added durable and findable; what did not arrive is not said to be."""
        if self._writer is not None:
            # Never asked twice: a writer that failed says at the second time that all went well,
            # and waiting uses one up, also when Ctrl-C came meanwhile.
            ended, self._writer = self._writer, None
            with self._arrives():
                ended.commit()
                ended.wait_merging_threads()
            # Opened again when asked: an open shard keeps its files in memory.
            self._indexes.pop(self._writing, None)

    @contextmanager
    def _arrives(self) -> Iterator[None]:
        """Note that something did not arrive when the block is left by an error."""
        try:
            with shard_soundness():
                yield
        except BaseException:  # Ctrl-C too: half may be written; raised again
            self.is_lost = True
            raise

    def let_go(self) -> None:
        """Begin anew after something did not arrive; gives up what was not committed."""
        self._writer = None
        self._indexes.clear()
        self.is_lost = False

    def undo(self) -> None:
        """Forget what was added to the open shard and not committed, of parts before it too."""
        if self._writer is not None:
            ended, self._writer = self._writer, None
            self.is_lost = True
            with suppress(ValueError):  # one that failed has nothing to take back
                ended.rollback()

    def drop(self, year: str) -> None:
        """Throw the shard of a year away."""
        self.commit()
        self._indexes.pop(year, None)
        # By one rename: half a shard can't be opened.
        shard, old = self._folder / year, self._folder / f"old-{year}"
        shutil.rmtree(old, ignore_errors=True)
        if shard.exists():
            shard.rename(old)
            shutil.rmtree(old)

    def clear(self) -> None:
        """Throw all shards away."""
        self.let_go()
        shutil.rmtree(self._folder, ignore_errors=True)
