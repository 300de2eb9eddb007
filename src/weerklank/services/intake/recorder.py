"""Record: give minimised items their address and version, and write them into packages."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain

import msgspec

from weerklank.catalogue.catalogue import Catalogue
from weerklank.harvest.media_shelf import MediaShelf, ShelvedMedium
from weerklank.minimise.blind_epochs import Blind
from weerklank.minimise.item_reader import ItemRead
from weerklank.minimise.minimiser import (
    KeptMedium,
    Minimised,
    Minimiser,
    Prepared,
)
from weerklank.minimise.vault import Seal, VaultWriter
from weerklank.model.account import Account, Scenario
from weerklank.model.answer import Envelope
from weerklank.model.clock import civil_day
from weerklank.model.ids import SHORTEST_ADDRESS, ItemId, ItemKey, item_id
from weerklank.model.item import ArchivalItem, ItemKind
from weerklank.model.json_value import JsonObject
from weerklank.model.run import RunReport, Technique
from weerklank.model.symbols import KEY_SYMBOLS, decode, encode
from weerklank.package.names import PackageName, next_part
from weerklank.package.writer import PackageWriter
from weerklank.services.catalogue.seal_part import seal_part
from weerklank.services.intake.export_age import Age
from weerklank.services.intake.held_versions import HeldVersions
from weerklank.services.intake.item_media import ItemMedia
from weerklank.services.intake.numbers_alone import is_title_alone, with_words_of
from weerklank.services.intake.what_it_brings import (
    Brings,
    has_article_alone,
    has_file_of_its_own,
    not_given,
    numbers_moved,
    say_the_same,
    what_it_brings,
    words_of,
)
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.seal.seal_package import SEALED_ENDING
from weerklank.services.seal.term_of_originals import kept_now_until
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import make_folder

#: Items that a gap names.
_NAMED = 20


def _with_wording(minimised: Minimised, held: ArchivalItem, brings: Brings) -> Minimised:
    """Say of an item since which version it says the same; older numbers don't come over newer."""
    item = msgspec.structs.replace(minimised.item, wording=_wording(held))
    if has_article_alone(held, item):
        item = msgspec.structs.replace(item, text=held.text, title=held.title)
    if brings is Brings.SEEN_TOO:
        withheld = item.withheld or held.withheld
        item = msgspec.structs.replace(item, counts=held.counts, poll=held.poll, withheld=withheld)
    return msgspec.structs.replace(minimised, item=item)


def _is_nothing(prepared: Prepared, media: tuple[KeptMedium, ...]) -> bool:
    """Tell of a loose medium, or of an item of statistics, whether it has no file, nor a word."""
    raw = prepared.raw
    is_loose = raw.kind is ItemKind.MEDIUM or not (raw.tells_words or raw.title)
    return is_loose and raw.html is None and not any(one.file for one in media)


def _wording(item: ArchivalItem) -> int:
    return item.wording or item.version


class Recorder:
    """Writes the items of one run on one account; used under the account's lock.

    A part that is full is sealed and closed at once, and from then on stays, whatever happens
    to the run.
    """

    def __init__(
        self,
        workplace: Workplace,
        account: Account,
        report: RunReport,
        *,
        fence: int,
        minimiser: Minimiser,
        blind: Blind,
        catalogue: Catalogue,
        shelf: MediaShelf,
        process: str | None = None,
        answers: Callable[[], Iterable[Envelope]] = tuple,
        shows_restored: bool = False,
    ) -> None:
        """`answers` gives the answers of an API, all of them, when the first item is written.

        `shows_restored`: what an export calls deleted may be there again in a later one.
        """
        self._shows_restored = shows_restored
        self._workplace = workplace
        self._account = account
        self._report = report
        self._minimiser = minimiser
        self._blind = blind
        self._catalogue = catalogue
        #: What the archive holds of items.
        self.held = HeldVersions(workplace, catalogue)
        self._media = ItemMedia(shelf, minimiser, self.held, report.technique)
        #: The process that was named for this run, instead of the account's own.
        self._process = process
        self._answers = answers
        #: Keys of what a decision made go: it doesn't come back, the profile neither.
        self.destroyed = frozenset(destroyed_keys(workplace))
        #: Whether every item of the archive is of this run, so that one look-up finds it.
        self._began_empty = catalogue.database.is_empty()
        self._month = f"{report.started:%Y-%m}"
        self._folder = workplace.layout.open_run(account.id, self._month, fence, report.run)
        self._until = kept_now_until(workplace)
        self._recipient = workplace.keys.sealing
        self._writer: PackageWriter | None = None
        self._vault: VaultWriter | None = None
        #: What stands in the part at hand, which the catalogue does not know yet.
        self._by_key: dict[str, int] = {}
        self._addresses: set[str] = set()
        self._threads: set[bytes] = set()
        self._days: dict[str, tuple[Scenario, str | None]] = {}
        #: How the day that the export as a whole shows lies beside that of what is held.
        self.age = Age.SAME
        #: Day whose profile the export shows.
        self.profile_day = civil_day(report.started)
        #: Who turned out, while items were minimised, to join threads that are held.
        self.joining: dict[bytes, set[bytes]] = {}
        #: Media that items name and the source did not give.
        self.missing_media = 0
        #: Addresses of the first items of which one is missing.
        self.lacking: dict[str, None] = {}
        #: Items of which the platform says when they were deleted, by key, and no mark does yet.
        self.stated_gone: dict[str, str] = {}
        #: Items of which the archive has a title and numbers alone.
        self.titles_alone = 0
        #: Items that another account has under the same address, with other contents.
        self.held_elsewhere = 0

    def add(self, prepared: Prepared, thread: bytes) -> Brings:
        """Minimise and write one item, unless the archive holds it as it is, or destroyed it.

        Gives what it brought. Not to be interrupted: half a record is none. Whoever calls lets
        Ctrl-C wait.
        """
        if prepared.key in self.destroyed:
            self._report.destroyed += 1
            return Brings.NOTHING
        held, address = self.look_up(prepared.key, prepared.created_at)
        self._note_stated(prepared, held)
        if held is not None:
            thread = self._of_its_epoch(held, thread)
        return self._add(prepared, thread, held, address)

    def _of_its_epoch(self, held: ArchivalItem, thread: bytes) -> bytes:
        """Give the thread by which a held item is minimised.

        That it has, when the one that it turns out to be part of is of another epoch: other
        pseudonyms would look like an edit.
        """
        own = decode(held.thread or held.key)
        return thread if self._blind.of_thread(own) is self._blind.of_thread(thread) else own

    def _add(
        self, prepared: Prepared, thread: bytes, held: ArchivalItem | None, address: ItemId
    ) -> Brings:
        scenario, process = self.of_day(self._day(prepared))
        seen = self.as_seen(held) if held else None
        media, fresh = self._media.of(prepared, seen)
        if held is None and _is_nothing(prepared, media):
            self.missing_media += len(media)
            self.titles_alone += not prepared.raw.tells_words
            return Brings.NOTHING
        minimised = self._minimiser.minimise(
            prepared,
            address=address,
            thread=prepared.key if thread == prepared.tag else encode(thread),
            scenario=scenario,
            process=process,
            media=media,
            version=held.version + 1 if held else 1,
            held=seen,
        )
        self._note_led_to(thread, held)
        brings = Brings.OTHER_WORDS
        tells_words = prepared.raw.tells_words
        if held and not tells_words and not is_title_alone(held):
            return self._add_numbers(minimised, held)
        self.titles_alone += not tells_words
        if held and seen:
            brings, minimised = self._brings(prepared, minimised, seen, held)
            if brings is Brings.OLDER and self._is_lost_wording(minimised.item, held):
                self._write_before(minimised, fresh, held)
                self._threads.add(thread)
                self._count(minimised.item)
                return brings
            if brings in (Brings.NOTHING, Brings.OLDER):
                self._report.already_held += 1
                self._report.older += brings is Brings.OLDER
                self._note_lacking(held)
                return brings
            if held.account != self._account.id:
                # A number is unique on its server: who writes another's claims what is not theirs.
                self.held_elsewhere += 1
                return Brings.NOTHING
            if brings is not Brings.OTHER_WORDS:
                minimised = _with_wording(minimised, held, brings)
        self._write(minimised, fresh)
        self._threads.add(thread)
        self._count_brought(minimised.item, brings, seen)
        return brings

    def _add_numbers(self, minimised: Minimised, held: ArchivalItem) -> Brings:
        """Write newer numbers of an item whose words are held; its words stay as they are."""
        if held.account != self._account.id:
            self.held_elsewhere += 1
            return Brings.NOTHING
        item = with_words_of(minimised.item, held, wording=_wording(held))
        if not numbers_moved(item, held, self.age):
            self._report.already_held += 1
            return Brings.NOTHING
        self._put(msgspec.structs.replace(minimised, item=item), {})
        self._count(item)
        return Brings.SAME_WORDS

    def _note_stated(self, prepared: Prepared, held: ArchivalItem | None) -> None:
        """Note that the platform says when an item of the account was deleted."""
        is_ours = held is None or held.account == self._account.id
        if prepared.deleted_at is None or not is_ours:
            return
        if held and self.age is Age.OLDER and self._shows_restored:
            return  # it may have been restored since
        known = self._catalogue.database.deletions.of(prepared.tag)
        if known is None or known.confirmed is None:
            self.stated_gone[prepared.key] = prepared.deleted_at

    @property
    def _technique(self) -> Technique:
        return self._report.technique

    def as_seen(self, held: ArchivalItem) -> ArchivalItem:
        """Give the newest version that this technique brought in of the words that are held.

        The newest of all where there is none: techniques name the same picture differently, so
        each is laid beside what it saw itself.
        """
        if held.technique == self._technique:
            return held
        for version in self.held.earlier(held):
            if version.technique == self._technique and say_the_same(version, held):
                return version
        return held

    def _brings(
        self, prepared: Prepared, minimised: Minimised, seen: ArchivalItem, held: ArchivalItem
    ) -> tuple[Brings, Minimised]:
        """Tell what an item brings, and give it, with whom the held version names in it."""

        def brings(item: ArchivalItem) -> Brings:
            return what_it_brings(
                item,
                seen,
                self.age,
                once_more=self._once_more,
                earlier=self.held.earlier(held),
                is_earlier=prepared.is_earlier,
            )

        item, beside = minimised.item, self._minimiser.beside
        if is_title_alone(seen) and not is_title_alone(item):
            return Brings.SAME_WORDS, minimised  # its first words, and so no edit of any
        found = brings(item)
        if found is not Brings.OTHER_WORDS or prepared.is_earlier:
            return found, minimised
        for read in self._readings(prepared, item, seen):
            meant = read.put_into(item)
            found = brings(meant)
            if found is not Brings.OTHER_WORDS:
                return found, Minimised(item=meant, source=read.source, removal=read.removal)
        then = beside.as_then(prepared.raw, item, seen)
        # They say the same, and now the rest of a longer name is gone from it too.
        return Brings.SAME_WORDS if say_the_same(seen, then) else found, minimised

    def _readings(
        self, prepared: Prepared, item: ArchivalItem, seen: ArchivalItem
    ) -> Iterator[ItemRead]:
        """Read an item in the other ways in which a held version may have been read."""
        beside = self._minimiser.beside
        meant = beside.as_meant(prepared.raw, item, seen, chain([seen], self._once_more(seen)))
        if meant is not None:
            yield meant
        undecided = beside.as_undecided(prepared.raw, item, seen)
        if undecided is not None:
            yield undecided
        unnamed = beside.as_unnamed(prepared.raw, item, seen)
        if unnamed is not None:
            yield unnamed

    def _is_lost_wording(self, item: ArchivalItem, held: ArchivalItem) -> bool:
        """Tell of what is older whether it has what another technique did not obtain.

        Not of a profile, which never says of what moment it is.
        """
        is_whole = held.kind is not ItemKind.PROFILE and held.key not in self._by_key
        if held.account != item.account or not is_whole:
            return False
        known = [held, *self.held.earlier(held)]
        return any(version.technique != item.technique for version in known) and (
            has_file_of_its_own(item, known)
            or not any(
                words_of(one) == words_of(item)
                for version in known
                for one in (version, *self._once_more(version))
            )
        )

    def _write_before(
        self, minimised: Minimised, media: dict[str, ShelvedMedium], held: ArchivalItem
    ) -> None:
        """Write a wording that is older than what is held, and after it what is held once more.

        The highest version is the newest, so that has to come last; it says who saw it, and when.
        """
        source = self.held.source_of(held)
        self._write(minimised, media)
        self.write_again(held, source, version=held.version + 2, wording=_wording(held))

    def write_again(self, held: ArchivalItem, source: JsonObject, **changed: object) -> None:
        """Write what is held once more, as a version in which that is changed."""
        again = msgspec.structs.replace(
            held,
            answer=None,
            correction=None,
            run=self._report.run,
            sealed=None,
            sealed_later=(),
            **changed,
        )
        writer = self._open_writer()
        self._by_key[again.key] = writer.add(again, source, {})
        if writer.is_full:
            self.seal()

    def _once_more(self, held: ArchivalItem) -> Iterator[ArchivalItem]:
        """Minimise a held version by whom is known now: by its texts, then by its source."""
        yield self._minimiser.beside.once_more(held)
        for source in self.held.sources_of(held):
            yield self._minimiser.beside.once_more_by_source(held, source)

    def _note_led_to(self, thread: bytes, held: ArchivalItem | None) -> None:
        """Let whoever an item leads to take part in its thread, as the first pass had it.

        Whose address is known by what comes later in the file is told by the second pass alone.
        What was written of the thread before is due for a look, in this run too.
        """
        if not self._minimiser.led_to:
            return
        for one in {thread, decode(held.thread or held.key)} if held else {thread}:
            new = {who for who in self._minimiser.led_to if not self._blind.takes_part(one, who)}
            if new and (one in self._threads or self._catalogue.database.threads.accounts_of(one)):
                self.joining.setdefault(one, set()).update(new)
                continue
            for person in new:
                self._blind.join(one, person)

    def newest(self, key: ItemKey) -> ArchivalItem | None:
        """Give the newest version that the archive holds of an item, whenever it was published."""
        ordinal = self._by_key.get(key)
        if ordinal is not None and self._writer is not None:
            return self._writer.read_again(ordinal)
        located = self._catalogue.database.places.newest_by_key(decode(key))
        return self.held.read(located) if located else None

    def look_up(self, key: ItemKey, moment: str) -> tuple[ArchivalItem | None, ItemId]:
        """Give the newest version that the archive holds of an item, if any, and its address.

        `moment` is when it was published (RFC 3339, UTC), which a new address tells.
        """
        tag = decode(key)
        ordinal = self._by_key.get(key)
        if ordinal is not None and self._writer is not None:
            here = self._writer.read_again(ordinal)
            return here, ItemId(here.id)
        database = self._catalogue.database
        if not self._began_empty:
            located = database.places.newest_by_key(tag)
            if located is not None:
                return self.held.read(located), ItemId(located.id)
        published = date.fromisoformat(moment[:10])
        prefix = self._workplace.organisation.prefix
        for symbols in range(SHORTEST_ADDRESS, KEY_SYMBOLS + 1):
            address = item_id(prefix, published, key, symbols)
            if address in self._addresses:
                continue
            taken = database.places.key_of(address)
            if taken is None:
                return None, address
            if taken == tag:
                located = database.places.newest_by_key(tag)
                return (self.held.read(located) if located else None), address
        raise ValueError(key)

    def _day(self, prepared: Prepared) -> str:
        """Give the day of which an item is; a profile is not of the day its account was made."""
        if prepared.kind is ItemKind.PROFILE:
            return self.profile_day.isoformat()
        return civil_day(prepared.created_at).isoformat()

    def of_day(self, day: str) -> tuple[Scenario, str | None]:
        """Give the scenario and the work process of a day."""
        known = self._days.get(day)
        if known is None:
            published = date.fromisoformat(day)
            scenario = self._account.scenario_on(published)
            process = self._process or self._account.process_on(published)
            if process is None and scenario is Scenario.C:  # that of the hand-in
                process = self._account.process_on(civil_day(self._report.started))
            known = self._days[day] = (scenario, process)
        return known

    def _write(self, minimised: Minimised, media: dict[str, ShelvedMedium]) -> None:
        self._note_lacking(minimised.item)
        self._put(minimised, media)

    def _note_lacking(self, item: ArchivalItem) -> None:
        missing = not_given(item)
        self.missing_media += missing
        if missing and len(self.lacking) < _NAMED:
            self.lacking[item.id] = None

    def _put(self, minimised: Minimised, media: dict[str, ShelvedMedium]) -> None:
        writer = self._open_writer()
        item = minimised.item
        if self._until is not None and minimised.removal.values:
            vault = self._open_vault(writer, self._until)
            sealed = vault.seal(item.id, item.version, minimised.removal)
            item = msgspec.structs.replace(item, sealed=sealed)
        self._report.items.media += len(media)
        self._add_record(item, minimised.source, media.values())

    def write_page(
        self, item: ArchivalItem, source: JsonObject, files: Iterable[ShelvedMedium]
    ) -> None:
        """Write a page with its files, which are no media that anyone posted."""
        self._add_record(item, source, files)

    def _add_record(
        self, item: ArchivalItem, source: JsonObject, files: Iterable[ShelvedMedium]
    ) -> None:
        writer = self._open_writer()
        salts = {}
        for medium in files:
            writer.take_medium(medium.path, medium.name, medium.digest)
            salts[medium.id] = medium.salt
        self._by_key[item.key] = writer.add(item, source, salts)
        self._addresses.add(item.id)
        if writer.is_full:
            self.seal()

    def _open_writer(self) -> PackageWriter:
        if self._writer is None:
            make_folder(self._folder)
            part = next_part(self._workplace.layout, self._account.id, self._month)
            name = PackageName(self._account.id, self._month, part)
            folder = self._folder / f"{part:04d}"
            folder.mkdir()
            self._writer = PackageWriter(folder, name)
            self._add_answers(self._writer)
        return self._writer

    def _add_answers(self, writer: PackageWriter) -> None:
        """Put the answers into the first part: nothing is asked of the list after that."""
        answers, self._answers = self._answers, tuple
        for envelope in answers():
            writer.add_answer(envelope)

    def _open_vault(self, writer: PackageWriter, until: date) -> VaultWriter:
        if self._vault is None:
            sealed = writer.folder.with_name(writer.folder.name + SEALED_ENDING)
            made_for = f"{self._report.run}-{writer.folder.name}"
            seal = Seal.of(self._workplace.keys, until, self._recipient)
            self._vault = VaultWriter(sealed, seal, made_for)
        return self._vault

    def _count_brought(
        self, item: ArchivalItem, brings: Brings, seen: ArchivalItem | None
    ) -> None:
        if brings is Brings.OTHER_WORDS or not seen or seen.technique == self._technique:
            self._count(item)
        else:
            self._report.also_seen += 1

    def _count(self, item: ArchivalItem) -> None:
        counts = self._report.items
        if item.version > 1:
            self._report.new_versions += 1
        elif item.kind is ItemKind.PROFILE:
            counts.profiles += 1
        elif not item.author.role.is_ours:
            counts.replies += 1
        elif item.kind is not ItemKind.MEDIUM:  # which is counted as the medium that it is
            counts.posts += 1

    def seal(self) -> None:
        """Seal the part at hand, if any, and bring the catalogue up to date."""
        writer, vault = self._writer, self._vault
        self._writer = self._vault = None
        told: JsonObject = {"run": self._report.run, "technique": self._report.technique}
        # What a text was checked against must be there before the text is.
        seal_part(self._workplace, self._catalogue, writer, vault, told, before=self._blind.save)
        # From here on the catalogue knows them.
        self._by_key.clear()
        self._addresses.clear()
        self._threads.clear()

    def abandon(self) -> None:
        """Let go of a part that will not be finished; the next run clears it away."""
        if self._writer is not None:
            self._writer.abandon()
        if self._vault is not None:
            self._vault.close()
