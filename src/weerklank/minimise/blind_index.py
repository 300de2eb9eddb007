"""The blind index of one epoch: which pseudonym belongs to a handle, an id, an address or a name.

Rows are keyed tags; without the key they tell nothing, and with it one can test a guess only.
`docs/format/` section 5 specifies them. `blind_epochs` is that of all epochs of an archive.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from weerklank.minimise.blind_tables import TAG, demand_whole, open_tables
from weerklank.minimise.folding import fold_key
from weerklank.minimise.keyed_tags import KeyedTags
from weerklank.minimise.name_parts import (
    is_short,
    join_words,
    parts_of_handle,
    runs_of_handle,
    runs_of_name,
    telling_parts,
    words_in,
)
from weerklank.minimise.name_words import says_little
from weerklank.minimise.thread_words import GREETED, LENGTH_AT, KnownWords, ThreadWords
from weerklank.model.epoch import FIRST
from weerklank.model.errors import BrokenInput
from weerklank.model.ids import SHORTEST_PSEUDONYM, Pseudonym
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.model.symbols import decode, encode
from weerklank.store.keys import KeyFolder

_MOST_REMEMBERED = 10_000
#: Threads of which the words are at hand: few, as the items of one come after each other.
_MOST_THREADS = 32
#: Rows that wait in memory before a file of them is written.
_MOST_UNSAVED = 10_000


class BlindIndex:
    """Persons, their pseudonyms, and who takes part in which thread, of one epoch.

    BrokenInput when a table is gone or damaged: without it names would come in as they are.
    """

    def __init__(
        self,
        folder: Path,
        keys: KeyFolder,
        origin: str,
        *,
        writes: bool = True,
        epoch: int = FIRST,
    ) -> None:
        """Open it; `writes` is whether what it learns is kept, or stays in memory alone."""
        self._keys = keys
        self._writes = writes
        keys.demand_epoch(epoch)
        self._tags = KeyedTags(blind_key(keys, origin, epoch))
        self._lists = KeyedTags(keys.lists)
        self._origin = origin
        self._persons, self._pseudonyms, self._words, self._threads = open_tables(folder)
        self._demand_tables()
        #: Number of the epoch.
        self.number = epoch
        #: Indexes of other epochs of the archive: no pseudonym may look like one of theirs.
        self.beside: tuple[BlindIndex, ...] = ()
        self._minting: dict[str, KeyedTags] = {}
        self._remembered: dict[RawPerson, Pseudonym] = {}
        #: By what words were made of: whose words they were noted as.
        self._noted: dict[tuple[str | None, ...], Pseudonym] = {}
        #: Rises whenever more may be known of persons than before.
        self.changes = 0
        #: Tags of words that texts consist of, and on which platform.
        self._word_tags: dict[str, bytes] = {}
        self._worded = ""
        #: By what words somebody was named in this run, with the tags of those, one after another.
        self._met: dict[tuple[str, bytes], tuple[str, bytes]] = {}
        #: Who is known by more words than one mention of them gives: somebody renamed.
        self._also_known: set[bytes] = set()
        #: Words of threads that are at hand.
        self._of_threads: dict[bytes, ThreadWords] = {}

    def _demand_tables(self) -> None:
        try:
            demand_whole((self._persons, self._pseudonyms, self._words, self._threads))
        except BrokenInput:
            self.close()
            raise

    def pseudonym(self, person: RawPerson) -> Pseudonym:
        """Give a person's pseudonym; a person seen for the first time gets one."""
        known = self._remembered.get(person)
        if known is not None:
            return known
        tags = [self._tag(person.platform, kind, value) for kind, value in _names(person)]
        rows = [self._persons.get(tag) for tag in tags]
        found = next((row for row in rows if row is not None), None)
        pseudonym = _read(found) if found else self._mint(person)
        for tag, row in zip(tags, rows, strict=True):
            if row is None:
                self.changes += 1
                self._persons.put(tag, _write(pseudonym))
        named = (person.platform, person.handle, person.spelling, person.display_name)
        if self._noted.get(named) != pseudonym:
            self._note_words(person, pseudonym, is_new=found is None)
            if len(self._noted) >= _MOST_REMEMBERED:
                self._noted.clear()
            self._noted[named] = pseudonym
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[person] = pseudonym
        return pseudonym

    def _mint(self, person: RawPerson) -> Pseudonym:
        stable = person.user_id or f"handle:{person.handle}"
        tag = self._minting_tags(person.platform).tag(f"{person.platform}\n{stable}".encode())
        symbols = encode(tag)
        shown = SHORTEST_PSEUDONYM
        while shown < len(symbols) and self._looks_taken(tag, symbols[:shown]):
            shown += 3
        pseudonym = Pseudonym(symbols, shown)
        self._pseudonyms.put(tag, bytes((shown,)) + self.number.to_bytes(2, "big"))
        return pseudonym

    def _looks_taken(self, tag: bytes, symbols: str) -> bool:
        # Whole hexadecimal digits that the shown symbols cover, then the symbols themselves.
        digits = tag.hex()[: len(symbols) * 5 // 4]
        return any(
            other != tag.hex() and encode(bytes.fromhex(other)).startswith(symbols)
            for index in (self, *self.beside)
            for other in index.beginning_with(digits)
        )

    def beginning_with(self, digits: str) -> Iterator[str]:
        """Give the tags, in hexadecimal digits, of pseudonyms that begin with some."""
        return (tag for tag, _ in self._pseudonyms.with_prefix(digits))

    def _note_words(self, person: RawPerson, pseudonym: Pseudonym, *, is_new: bool) -> None:
        """Keep every word by which a later text of the thread may name this person."""
        tag = _tag_of(pseudonym)
        rows = [
            (tag + self._tag(person.platform, "word", words), words, mark)
            for words, mark in _words(person).items()
        ]
        self._note_met(person.platform, tag, rows)
        if not is_new:
            kept = {row for row, _ in self._words.with_prefix(tag.hex())}
            if kept and kept != {row.hex() for row, _, _ in rows}:
                self._also_known.add(tag)
        for row, words, mark in rows:
            old = None if is_new else self._words.get(row)
            if old is None or old[0] & GREETED > mark:
                length = words_in(words) << LENGTH_AT
                self._words.put(row, bytes((pseudonym.shown | length | mark,)))
        for known in self._of_threads.values():
            if tag in known.persons:
                self._teach(known, tag)

    def _note_met(self, platform: str, who: bytes, rows: list[tuple[bytes, str, int]]) -> None:
        """Remember for this run by what words somebody is named, besides those met before."""
        tags = dict(_split(self._met.pop((platform, who), ("", b""))))
        tags |= {words: row[TAG:] for row, words, _ in rows if "\n" not in words}
        if len(self._met) >= _MOST_REMEMBERED:
            del self._met[next(iter(self._met))]  # who was met longest ago
        self._met[platform, who] = "\n".join(tags), b"".join(tags.values())

    def _minting_tags(self, platform: str) -> KeyedTags:
        tags = self._minting.get(platform)
        if tags is None:
            key = HKDF(
                SHA256(), 32, self._origin.encode(), f"pseudonym/v1/{platform}".encode()
            ).derive(self._keys.epoch(self.number))
            tags = self._minting[platform] = KeyedTags(key)
        return tags

    def _tag(self, platform: str, kind: str, value: str) -> bytes:
        return self._tags.tag(f"{platform}\n{kind}\n{fold_key(value)}".encode())

    @property
    def epochs(self) -> tuple["BlindIndex", ...]:
        """Give the indexes of all epochs: this one, of what has no other."""
        return (self,)

    def of_thread(self, _: bytes) -> "BlindIndex":
        """Give the index by which persons of a thread get their pseudonyms."""
        return self

    def parts_of(self, _: bytes) -> tuple["BlindIndex", ...]:
        """Give the indexes in which persons of a thread stand; that of its epoch first."""
        return (self,)

    def began(self, thread: bytes) -> int | None:
        """Give the epoch in which a thread began, as the row of anybody says who takes part."""
        row = next(iter(self._threads.with_prefix(thread.hex())), None)
        return None if row is None else int(row[1], 16)

    def knows(self, person: bytes) -> bool:
        """Tell whether a pseudonym, given by its tag, is of this epoch."""
        return self._pseudonyms.get(person) is not None

    def join(self, thread: bytes, person: bytes, began: int | None = None) -> None:
        """Note that someone, given by the tag of their pseudonym, takes part in a thread.

        `began`: the epoch in which the thread began, when that is another than this.
        """
        row = thread + person
        if self._threads.get(row) is None:
            self._threads.put(row, (began or self.number).to_bytes(2, "big"))
            if known := self._of_threads.get(thread):
                self._teach(known, person)
        self.save_what_waits()

    def save_what_waits(self) -> None:
        """Write rows when many wait: what waits stays small."""
        if not self._writes:
            return
        if self._threads.unsaved > _MOST_UNSAVED:
            self._save_threads()
        if max(self._persons.unsaved, self._words.unsaved) > _MOST_UNSAVED:
            self._save_persons()

    def takes_part(self, thread: bytes, person: bytes) -> bool:
        """Tell whether someone, given by the tag, is known to take part in a thread."""
        return self._threads.get(thread + person) is not None

    def join_threads(self, thread: bytes, part: bytes) -> None:
        """Note that what was held as a thread of its own is part of another."""
        if thread != part:
            for tag in list(self.participants(part)):
                self.join(thread, tag)

    def participants(self, thread: bytes) -> Iterator[bytes]:
        """Give the tags of who takes part in a thread."""
        seen = set()
        for row, _ in self._threads.with_prefix(thread.hex()):
            tag = row[2 * TAG :]
            if tag not in seen:
                seen.add(tag)
                yield bytes.fromhex(tag)

    def count_persons(self) -> int:
        """Count who has a pseudonym; reads the whole table."""
        return len({key for key, _ in self._pseudonyms.rows()})

    def at(self, platform: str, address: str) -> Pseudonym | None:
        """Say whose address this is of those who are known."""
        row = self._persons.get(self._tag(platform, "url", address))
        return _read(row) if row else None

    def called(self, platform: str, handle: str) -> Pseudonym | None:
        """Say whose handle this is of those who are known."""
        row = self._persons.get(self._tag(platform, "handle", handle))
        return _read(row) if row else None

    def with_id(self, platform: str, user_id: str) -> Pseudonym | None:
        """Say whose id this is of those who are known."""
        row = self._persons.get(self._tag(platform, "id", user_id))
        return _read(row) if row else None

    def find(self, person: RawPerson) -> Pseudonym | None:
        """Give the pseudonym of somebody who is known by id, handle or address; makes none."""
        tags = (self._tag(person.platform, kind, value) for kind, value in _names(person))
        found = next(filter(None, map(self._persons.get, tags)), None)
        return _read(found) if found else None

    def tag_of_id(self, platform: str, user_id: str) -> bytes:
        """Give the keyed tag of an id on a platform by which a decision names somebody."""
        return self._lists.tag(f"{platform}\nid\n{fold_key(user_id)}".encode())

    def threads_of(self, person: bytes) -> list[bytes]:
        """Give the threads in which somebody, given by the tag, takes part; reads them all."""
        self.save()
        found = {row[:TAG] for row, _ in self._threads.rows() if row[TAG:] == person}
        return sorted(found)

    def is_also_known(self, person: bytes) -> bool:
        """Say whether somebody met in this run is known by words of other mentions as well."""
        return person in self._also_known

    def names_among(self, platform: str, words: Iterable[str]) -> frozenset[str]:
        """Give the words by which anybody is known, whatever thread they take part in.

        Not those that name somebody in a greeting only. Saves what waits, and reads the whole
        table: for few questions.
        """
        tags = {self._tag(platform, "word", word): word for word in words}
        if not tags:
            return frozenset()
        self.save()
        found = (key[TAG:] for key, value in self._words.rows() if not value[0] & GREETED)
        return frozenset(tags[tag] for tag in found if tag in tags)

    def words_in(self, platform: str, thread: bytes) -> ThreadWords:
        """Give the words by which whoever takes part in a thread may be named.

        `platform` is that of the texts in which they are looked for. What is given is kept, and
        grows with what this run learns of the thread.
        """
        known = self._of_threads.get(thread)
        if known is None or known.platform != platform:
            if len(self._of_threads) >= _MOST_THREADS:
                self._of_threads.clear()
            known = self.words_of(platform, self.participants(thread))
            self._of_threads[thread] = known
        return known

    def words_of(self, platform: str, persons: Iterable[bytes]) -> ThreadWords:
        """Give the words by which some persons may be named."""
        found = ThreadWords(platform)
        for person in persons:
            self._teach(found, person)
        return found

    def _teach(self, words: ThreadWords, person: bytes) -> None:
        marks: dict[bytes, int] = {}
        for row, value in self._words.with_prefix(person.hex()):
            tag, mark = bytes.fromhex(row[2 * TAG :]), int(value, 16)
            # A row that is there twice was written again since it names them elsewhere too.
            if marks.get(tag, GREETED) & GREETED:
                marks[tag] = mark
        met = dict(_split(self._met.get((words.platform, person), ("", b""))))
        words.learn(person, marks, met)

    def among(
        self, platform: str, runs: list[str], known: KnownWords
    ) -> Iterator[tuple[str, Pseudonym, bool]]:
        """Give of words and runs of words of a text those that are known: whose, and how."""
        if known.is_in_clear:
            tagged: Iterable[tuple[str, bytes]] = (
                (run, tag) for run in runs if (tag := known.tag_in_clear(run))
            )
        else:
            tagged = self._tagged(platform, runs)
        for run, tag in tagged:
            found = known.whose(tag)
            if found:
                yield run, *found

    def _tagged(self, platform: str, runs: list[str]) -> Iterator[tuple[str, bytes]]:
        """Give words and runs of words with their tags; words that texts consist of recur."""
        if self._worded != platform or len(self._word_tags) >= _MOST_REMEMBERED:
            self._word_tags.clear()
            self._worded = platform
        remembered, tag_of = self._word_tags, self._tags.tag
        for run in runs:
            tag = remembered.get(run)
            if tag is None:
                tag = tag_of(f"{platform}\nword\n{fold_key(run)}".encode())
                # Several words seldom recur.
                if " " not in run and len(remembered) < _MOST_REMEMBERED:
                    remembered[run] = tag
            yield run, tag

    def forget_threads(self, threads: frozenset[bytes]) -> int:
        """Take out threads that have no items any more, and persons who are in no other.

        Gives the number of persons that went. The tables are written anew without them.
        """
        if not threads:
            return 0
        self.save()
        self._of_threads.clear()
        gone = {row for row, _ in self._threads.rows() if row[:TAG] in threads}
        persons = {row[TAG:] for row in gone}
        persons -= {row[TAG:] for row, _ in self._threads.rows() if row not in gone}
        if persons:
            for table, belongs in (
                (self._words, lambda key, _: key[:TAG] in persons),
                (self._persons, lambda _, value: value[:TAG] in persons),
                (self._pseudonyms, lambda key, _: key in persons),
            ):
                table.rewrite(frozenset(k for k, v in table.rows() if belongs(k, v)))
        # Last: as long as the threads are there, a process that died is known to have begun.
        self._threads.rewrite(frozenset(gone))
        return len(persons)

    def _save_persons(self) -> None:
        # Pseudonyms first: a person without one can be minted again, the reverse leaves nothing.
        self._pseudonyms.save()
        self._words.save()
        self._persons.save()
        self.changes += 1  # what another run wrote meanwhile is seen from here on
        self._of_threads.clear()

    def _save_threads(self) -> None:
        self._threads.save()
        self._of_threads.clear()

    def save(self) -> None:
        """Write everything that waits; must be done before a package that uses it is closed."""
        if not self._writes:
            return
        self._save_persons()
        self._save_threads()

    def close(self) -> None:
        """Let go of the files."""
        for table in (self._persons, self._pseudonyms, self._words, self._threads):
            table.close()


def blind_key(keys: KeyFolder, origin: str, epoch: int) -> bytes:
    """Give the key of the tags of an epoch: a later one's is made of its own, and dies with it."""
    if epoch == FIRST:
        return keys.blind
    return HKDF(SHA256(), 32, origin.encode(), b"blind/v1").derive(keys.epoch(epoch))


def _names(person: RawPerson) -> list[tuple[str, str]]:
    names = []
    if person.user_id:
        names.append(("id", person.user_id))
    if person.handle:
        names.append(("handle", person.handle))
    names.extend(("url", address) for address in person.addresses)
    return names


def _words(person: RawPerson) -> dict[str, int]:
    """Give the words by which somebody may be named, those of a greeting marked."""
    words: set[str] = set()
    greeted: list[str] = []
    if person.handle:
        local = person.handle.partition("@")[0]
        words |= {person.handle, local, join_words(local), *runs_of_handle(local)}
        if person.spelling:
            words |= runs_of_handle(person.spelling)
            if person.platform is Platform.BLUESKY:  # the first label: the whole is a domain
                words |= {person.spelling, join_words(person.spelling)}
        greeted = [*parts_of_handle(person.handle), *parts_of_handle(person.spelling or "")]
        bare = local.strip("_")
        if bare != local:
            (greeted.append if says_little(fold_key(bare)) else words.add)(bare)
    if person.display_name:
        name = person.display_name
        words |= {name, *telling_parts(name), *runs_of_name(name)}
    marks = dict.fromkeys(greeted, GREETED)
    # A short one names somebody where it is mentioned or greeted: `@jo` does, `zo` never.
    marks |= {word: GREETED * is_short(word) for word in map(fold_key, words) if word}
    return marks


def _split(met: tuple[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Give words and their tags apart."""
    words, tags = met
    return (
        (word, tags[at : at + TAG])
        for at, word in zip(range(0, len(tags), TAG), words.split("\n"), strict=False)
    )


def _tag_of(pseudonym: Pseudonym) -> bytes:
    return decode(pseudonym.tag)


def _write(pseudonym: Pseudonym) -> bytes:
    return _tag_of(pseudonym) + bytes((pseudonym.shown,))


def _read(row: bytes) -> Pseudonym:
    return Pseudonym(encode(row[:TAG]), row[TAG])
