"""Full-text search: one tantivy index for every year of publication; stores no text."""

import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import tantivy

from weerklank.catalogue.soundness import shard_soundness

_HEAP = 64_000_000
_ANALYZER = "exact"
TEXT, TAGS, CREATED, ROW, PART = "text", "tags", "created", "row", "part"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(TEXT, stored=False, tokenizer_name=_ANALYZER, index_option="position")
    builder.add_text_field(TAGS, stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(CREATED, stored=False, indexed=True, fast=True)
    builder.add_unsigned_field(ROW, stored=True)
    builder.add_text_field(PART, stored=False, tokenizer_name="raw", index_option="basic")
    return builder.build()


def make_analyzer() -> tantivy.TextAnalyzer:
    """Make the analyzer of exact words: lower case, accents folded, whole words."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.remove_long(64))
        .build()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the index is told of one record."""

    row: int
    part: str
    year: str
    created: int
    text: str
    tags: tuple[str, ...]


class TextIndex:
    """The shards of one archive. One shard is open for writing at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._indexes: dict[str, tantivy.Index] = {}
        self._writer: tantivy.IndexWriter | None = None
        self._writing = ""

    def shards(self) -> list[str]:
        """Give the years for which there is a shard, newest first."""
        found = self._folder.glob("[0-9]*/meta.json")
        return sorted((path.parent.name for path in found), reverse=True)

    def open(self, year: str) -> tantivy.Index:
        """Open the shard of a year."""
        index = self._indexes.get(year)
        if index is None:
            folder = self._folder / year
            folder.mkdir(parents=True, exist_ok=True)
            with shard_soundness():
                index = tantivy.Index(_schema(), path=str(folder), reuse=True)
            index.register_tokenizer(_ANALYZER, make_analyzer())
            self._indexes[year] = index
        return index

    def add(self, entries: Iterable[Entry]) -> None:
        """Add records; they are found after `commit`."""
        for entry in entries:
            writer = self._write_to(entry.year)
            document = tantivy.Document()
            document.add_text(TEXT, entry.text)
            for tag in entry.tags:
                document.add_text(TAGS, tag)
            document.add_integer(CREATED, entry.created)
            document.add_unsigned(ROW, entry.row)
            document.add_text(PART, entry.part)
            with shard_soundness():
                writer.add_document(document)

    def forget_parts(self, parts: Collection[str]) -> None:
        """Take parts out of every shard; their words go when the shard is made anew."""
        for year in self.shards() if parts else ():
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
        """Make what was added durable and findable."""
        if self._writer is not None:
            with shard_soundness():
                self._writer.commit()
                # Waiting uses it up, also when Ctrl-C came meanwhile: it may not be met again.
                ended, self._writer = self._writer, None
                ended.wait_merging_threads()
            # Opened again when asked: an open shard keeps its files in memory.
            self._indexes.pop(self._writing, None)

    def undo(self) -> None:
        """Forget what was added to the open shard and not committed."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer = None

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
        self._writer = None
        self._indexes.clear()
        shutil.rmtree(self._folder, ignore_errors=True)
