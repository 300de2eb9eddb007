"""Export dossier: the set of documents that goes to who asked, once all is decided (H1).

A page for each document, its media without what they carry besides, data, the inventory, the list
of redactions, and DiWoo metadata. Before it gets its name every word that is kept back is looked
for in all of it; one that is found leaves no set at all. It goes to a folder, or into one ZIP that
has no name on any disk.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from weerklank.disclose.diwoo import DiWoo, write_diwoo
from weerklank.disclose.inventory import (
    HEADINGS,
    REDACTION_HEADINGS,
    InventoryRow,
    write_csv,
    write_xlsx,
)
from weerklank.disclose.renumber import AsArchived, Renumbered
from weerklank.disclose.subtitles import write_subtitles
from weerklank.documents.pdf import write_pdf
from weerklank.model.clock import civil_day, iso
from weerklank.model.dossier import (
    DISCLOSURES,
    Disclosure,
    Dossier,
    DossierDocument,
    DossierState,
    Redaction,
)
from weerklank.model.errors import Refused, fault
from weerklank.model.event import Book
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.model.part_of_picture import NotInPart
from weerklank.model.person import Role
from weerklank.model.span import PLACES, Place
from weerklank.model.text import Text
from weerklank.model.woo_grounds import WOO_GROUNDS
from weerklank.services.disclose.covered_picture import covered_picture
from weerklank.services.disclose.film_words import subtitles_of
from weerklank.services.disclose.given_words import GivenWords, given_words
from weerklank.services.disclose.look_for_leaks import kept_back, leaks_of, raise_for
from weerklank.services.disclose.look_into_media import MediaLook
from weerklank.services.disclose.read_document import read_documents
from weerklank.services.disclose.same_pictures import Leak, SamePictures, media_given
from weerklank.services.disclose.shown_document import GivenFile, ShownDocument, show_document
from weerklank.services.disclose.unseen import refuse_unseen
from weerklank.services.find.clean_medium import CleanCopy, clean_copy
from weerklank.services.find.files_of_media import files_of_media
from weerklank.services.register.organisation_code import organisation_of
from weerklank.services.seal.known_exports import note_export
from weerklank.services.seal.read_dossiers import GIVEN_OUT, find_dossier
from weerklank.services.share.new_folder import new_folder, refuse_folder
from weerklank.services.workplace import Workplace

NOT_FROZEN = fault(
    "DOSSIER-019",
    Text(
        nl="Dossier {dossier} is nog niet vastgesteld.", en="Dossier {dossier} is not frozen yet."
    ),
    Text(
        nl="Laat het beoordelen en vaststellen met 'weerklank dossier review' en 'freeze'.",
        en="Have it read and frozen, by 'weerklank dossier review' and 'freeze'.",
    ),
)
FORM = "woo"
#: Of the journal: that a set was made to be downloaded. Where it went nobody knows.
OFFERED = "export.offered"
_WRITING = Text("De stukken worden gemaakt.", "Making the documents.")
_MEDIA, _PAGES, _DIWOO = "media", "stukken", "diwoo"
_README = """Documenten bij een besluit op grond van de Wet open overheid.

{organisation}, dossier {dossier}, vastgesteld op {at}.

Stukken: {documents}. Lakkingen: {redactions}. Personen onder een nummer: {persons}.
Mediabestanden die niet meegaan, omdat ze niet te schonen zijn: {not_cleaned}.
Delen van beelden die zijn gelakt: {hidden}.
Beelden die niet meegaan, omdat zo'n deel er niet veilig uit te halen was: {not_hidden}.
Lakkingen waarvan de woorden elders in de set leesbaar mogen zijn, met reden besloten: {allowed}.
Lakkingen die te kort zijn om in de andere stukken te zoeken: {not_sought}.
Mediabestanden waarin geen tweede programma heeft gekeken of er nog iets in staat: {not_looked}.

inventaris.xlsx, inventaris.csv   de inventarislijst
stukken/                          elk stuk als PDF, zonder wat is gelakt
media/                            beeld, film en geluid, zonder wat zij verder dragen; wat in een
                                  film wordt gezegd en is beoordeeld, ligt ernaast als .vtt. Waar
                                  een deel van een beeld is gelakt, is het beeld opnieuw gemaakt:
                                  onder de balk staat niets meer
stukken.jsonl                     hetzelfde als gegevens, een stuk per regel
lakkingen.csv                     wat is gelakt: waar en op welke grond
diwoo/                            metagegevens per stuk (DiWoo 0.9.8), waar de organisatie een
                                  TOOI-nummer heeft
manifest-sha256.txt               van elk bestand het controlegetal

Personen heten hier 'Persoon 1' en zo verder; die nummers gelden voor dit besluit alleen.
"""


@dataclass(slots=True, kw_only=True)
class GivenOut:
    """What was written."""

    dossier: Dossier
    files: int = 0
    persons: int = 0
    #: Media of which no clean copy can be made: they stay behind.
    not_cleaned: int = 0
    #: Pictures with a part that is kept back which could not be decoded safely: they stay behind.
    not_hidden: int = 0
    #: Passages that are too short to be looked for.
    not_sought: int = 0
    #: Media into which no program of others looked: nobody says that nothing stands in them.
    not_looked: int = 0


def export_dossier(workplace: Workplace, name: str, out: Path) -> GivenOut:
    """Write the set of a frozen dossier to a new folder; whole or not at all.

    Refused when it is not frozen, and when anything that is kept back can be read in it.
    """
    dossier = _frozen(workplace, name)
    refuse_folder(workplace, out)
    done = GivenOut(dossier=dossier)
    with new_folder(workplace, out, FORM) as folder:

        def opened(name: str) -> AbstractContextManager[IO[bytes]]:
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            return path.open("wb")

        _Set(workplace, dossier, opened, done).write()
        refuse_to_give(workplace, dossier)
        note_export(workplace, out, FORM, len(dossier.documents), done.files)
    workplace.record(Book.DECISIONS, GIVEN_OUT, dossier.id, {"files": done.files})
    return done


def pack_dossier(workplace: Workplace, name: str, stream: BinaryIO) -> GivenOut:
    """Write the set as one ZIP to a file of the caller, who throws it away when this raises."""
    dossier = _frozen(workplace, name)
    done = GivenOut(dossier=dossier)
    assert dossier.frozen_at is not None  # noqa: S101 - asked before
    at = dossier.frozen_at
    moment = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    with ZipFile(stream, "w") as pack:

        def opened(name: str) -> AbstractContextManager[IO[bytes]]:
            entry = ZipInfo(f"{dossier.id}/{name}", moment)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            return pack.open(entry, "w", force_zip64=True)

        _Set(workplace, dossier, opened, done).write()
    refuse_to_give(workplace, dossier)
    told: JsonObject = {"files": done.files, "form": FORM, "records": len(dossier.documents)}
    workplace.record(Book.JOURNAL, OFFERED, dossier.id, told)
    workplace.record(Book.DECISIONS, GIVEN_OUT, dossier.id, {"files": done.files})
    return done


def refuse_to_give(workplace: Workplace, dossier: Dossier) -> None:
    """Refuse a set that was made, when something in it may not go out as it did then.

    Making it takes a while, and it is downloaded later still: meanwhile a document may be
    restricted, destroyed, or corrected for privacy.
    """
    workplace.require(Role.WOO, Role.REVIEWER)
    refuse_unseen(workplace, dossier)
    for _ in read_documents(workplace, dossier, dossier.documents.values()):
        pass  # the first that can't be given says why


def _frozen(workplace: Workplace, name: str) -> Dossier:
    workplace.require(Role.WOO, Role.REVIEWER)
    dossier = find_dossier(workplace, name)
    if dossier.state is not DossierState.FROZEN:
        raise Refused(NOT_FROZEN, dossier=dossier.id)
    refuse_unseen(workplace, dossier)
    return dossier


#: Opens a file of the set by its name, to be written.
Opens = Callable[[str], AbstractContextManager[IO[bytes]]]


class _Set:
    """Writes one set, document by document."""

    def __init__(
        self, workplace: Workplace, dossier: Dossier, opened: Opens, done: GivenOut
    ) -> None:
        self._workplace = workplace
        self._dossier = dossier
        self._open = opened
        self._done = done
        self._persons = Renumbered()
        self._sums: list[str] = []
        self._kept = kept_back(workplace, dossier)
        done.not_sought = self._kept.short
        self._pictures = SamePictures(workplace, dossier)
        #: Number of the first document of each thread.
        self._threads: dict[str, str] = {}
        self._leaks: list[Leak] = []
        self._look = MediaLook(self._kept)

    def write(self) -> None:
        """Write all of it; Refused when something leaks."""
        rows: list[InventoryRow] = []
        lines: list[bytes] = []
        total = len(self._dossier.documents)
        self._workplace.reporter.step(_WRITING)
        for count, (document, item) in enumerate(self._items(), 1):
            self._workplace.reporter.progress(count, total)
            shown = self._shown(document, item)
            rows.append(self._row(shown))
            said = shown.json(self._dossier)
            given = given_words(self._workplace, document, item)
            as_archived = show_document(
                document,
                item,
                AsArchived(),
                given=given,
                thread=shown.thread,
                media=shown.media,
            )
            self._leaks += leaks_of(as_archived, self._dossier, self._kept)
            self._leaks += self._pictures.in_document(document, item)
            lines.append(orjson.dumps(said, option=orjson.OPT_SORT_KEYS))
            page = shown.page(self._dossier, self._workplace.organisation.name)
            self._put(f"{_PAGES}/{shown.number}.pdf", write_pdf(page))
            self._describe(shown)
        self._look.end()
        self._done.not_looked = self._look.not_looked
        raise_for([*self._leaks, *self._look.leaks])
        self._put("stukken.jsonl", b"".join(line + b"\n" for line in lines))
        cells = [row.cells() for row in rows]
        self._put("inventaris.csv", write_csv(HEADINGS, cells))
        self._put("inventaris.xlsx", write_xlsx("Inventaris", HEADINGS, cells))
        marks = [self._mark(one) for one in self._told]
        self._put("lakkingen.csv", write_csv(REDACTION_HEADINGS, marks))
        self._done.persons = len(self._persons)
        self._put("LEESMIJ.txt", self._readme().encode())
        self._put("manifest-sha256.txt", "".join(sorted(self._sums)).encode())

    def _items(self) -> Iterator[tuple[DossierDocument, ArchivalItem]]:
        every = self._dossier.documents.values()
        yield from read_documents(self._workplace, self._dossier, every)

    def _shown(self, document: DossierDocument, item: ArchivalItem) -> ShownDocument:
        number = f"{document.number:04d}"
        thread = self._threads.setdefault(item.thread or item.key, number)
        given = given_words(self._workplace, document, item)
        left: list[int] = []
        media = tuple(self._media(number, document, item, given, left))
        return show_document(
            document,
            item,
            self._persons,
            given=given,
            thread=thread,
            media=media,
            left_behind=tuple(left),
        )

    def _media(
        self,
        number: str,
        document: DossierDocument,
        item: ArchivalItem,
        words: GivenWords,
        left: list[int],
    ) -> Iterator[GivenFile]:
        given = media_given(document, item)
        paths = files_of_media(self._workplace, [item]) if given else {}
        for place, medium in given:
            if medium.id not in paths:
                continue
            if parts := document.parts_of(place):
                covered = self._covered(number, place, paths[medium.id], parts)
                if covered is None:
                    left.append(place + 1)
                else:
                    yield covered
                continue
            copy = clean_copy(paths[medium.id], bare=True)
            if not isinstance(copy, CleanCopy):
                self._done.not_cleaned += 1
                continue
            name = f"{_MEDIA}/{number}-{place + 1}.{copy.kind.extension}"
            blocks = self._look.copied(copy.blocks(), name, copy.kind.type, number)
            self._put_blocks(name, blocks)
            subtitles = tuple(self._subtitles(name.rpartition(".")[0], words, place))
            yield GivenFile(name, str(medium.alt or ""), subtitles)

    def _covered(
        self, number: str, place: int, path: Path, parts: tuple[Redaction, ...]
    ) -> GivenFile | None:
        """Write a picture of which parts are kept back; None where it has to stay behind.

        What its maker wrote about it stays behind too: that may tell what is beneath.
        """
        hidden = tuple((one.area, one.ground) for one in parts if one.area)
        made = covered_picture(path, hidden)
        if isinstance(made, NotInPart):
            self._done.not_hidden += 1
            return None
        name = f"{_MEDIA}/{number}-{place + 1}.{made.kind.extension}"
        blocks = self._look.copied(iter((made.content,)), name, made.kind.type, number)
        self._put_blocks(name, blocks)
        return GivenFile(name, "", hidden=hidden)

    def _subtitles(self, name: str, words: GivenWords, place: int) -> Iterator[str]:
        """Write what a film says beside it, track by track, where that goes along."""
        for track, cues in subtitles_of(words.film, words.kept[Place.FILM], place):
            file = f"{name}.vtt" if track == 0 else f"{name}-{track + 1}.vtt"
            said = [(begin, end, self._persons.text(text)) for begin, end, text in cues]
            self._put(file, write_subtitles(said))
            yield file

    def _row(self, shown: ShownDocument) -> InventoryRow:
        document = shown.document
        looked = document.judged.looked if document.judged else None
        told = [f"gezien op {looked.isoformat()}"] if looked else []
        if document.judgement is not Disclosure.REFUSED:
            marks = (one for one in document.redactions if one.area)
            told += [f"{one.where.nl}: {one.ground}" for one in marks]
        return InventoryRow(
            id=shown.number,
            matter=self._dossier.id,
            family=shown.thread,
            document=f"{shown.number}.pdf",
            file_type="html",
            day=shown.day.isoformat() if shown.day else "",
            judgement=DISCLOSURES[document.judgement].nl,
            grounds=document.grounds,
            explanation="; ".join(told),
            link=shown.link,
            related=() if shown.thread == shown.number else (shown.thread,),
            case=self._dossier.case,
        )

    def _describe(self, shown: ShownDocument) -> None:
        tooi = organisation_of(self._workplace).tooi
        if tooi is None or self._dossier.frozen_at is None:
            return
        told = DiWoo(
            id=f"{self._dossier.id}-{shown.number}",
            publisher=self._workplace.organisation.name,
            tooi=tooi,
            title=f"{shown.title}: {shown.kind} op {shown.platform}",
            created=shown.day,
            decided=self._dossier.frozen_at,
        )
        self._put(f"{_DIWOO}/{shown.number}.xml", write_diwoo(told))

    @property
    def _told(self) -> list[Redaction]:
        """Give the redactions of what goes out: of what does not, even their number tells."""
        refused = Disclosure.REFUSED
        documents = self._dossier.documents
        every = self._dossier.redactions
        return [one for one in every if documents[one.id].judgement is not refused]

    def _mark(self, one: Redaction) -> list[str]:
        document = self._dossier.documents[one.id]
        ground = WOO_GROUNDS[one.ground]
        order = sorted(
            document.redactions,
            key=lambda mark: (mark.place, mark.start, mark.area.listed if mark.area else []),
        )
        return [
            str(one.number),
            f"{document.number:04d}",
            one.where.nl if one.area else PLACES[one.place].nl,
            str(order.index(one) + 1),
            one.ground,
            ground.text.nl,
            civil_day(one.at).isoformat(),
        ]

    def _put(self, name: str, content: bytes) -> None:
        self._put_blocks(name, iter((content,)))

    def _put_blocks(self, name: str, blocks: Iterator[bytes]) -> None:
        digest = hashlib.sha256()
        with self._open(name) as stream:
            for block in blocks:
                digest.update(block)
                stream.write(block)
        self._sums.append(f"{digest.hexdigest()}  {name}\n")
        self._done.files += 1

    def _readme(self) -> str:
        assert self._dossier.frozen_at is not None  # noqa: S101 - asked before
        return _README.format(
            organisation=self._workplace.organisation.name,
            dossier=self._dossier.id,
            at=iso(self._dossier.frozen_at),
            documents=len(self._dossier.documents),
            redactions=len(self._told),
            persons=self._done.persons,
            not_cleaned=self._done.not_cleaned,
            hidden=sum(one.area is not None for one in self._told),
            not_hidden=self._done.not_hidden,
            allowed=len(self._dossier.allowed),
            not_sought=self._done.not_sought,
            not_looked=self._done.not_looked,
        )
