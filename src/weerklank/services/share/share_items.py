"""Share items: a selection as a folder of a JSON document and media, or of pages.

What the platform showed to followers only, what a decision restricts, and what probably holds
special data, does not go along: it is counted, and the document beside them says so.
"""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import orjson

from weerklank.model.clock import civil_day, iso
from weerklank.model.ids import AccountId
from weerklank.model.item import ItemKind
from weerklank.model.json_value import JsonObject
from weerklank.model.question import Question, Sight
from weerklank.model.text import Language, Text
from weerklank.package.bag import PAYLOAD, close_bag
from weerklank.services.find.find_items import Hit, find_items
from weerklank.services.register.organisation_code import organisation_of
from weerklank.services.seal.known_exports import note_export
from weerklank.services.share import activity_streams, schema_org
from weerklank.services.share.crate import CrateFacts, close_crate
from weerklank.services.share.media_beside import MediaBeside
from weerklank.services.share.names import Names
from weerklank.services.share.new_folder import new_folder, refuse_folder
from weerklank.services.share.row_files import (
    CsvFile,
    JsonLines,
    ParquetFile,
    WriterOfRows,
    XlsxFile,
    demand_parquet,
)
from weerklank.services.share.selection import Selection
from weerklank.services.share.share_pages import share_pages
from weerklank.services.share.share_rows import share_rows
from weerklank.services.share.shared import Shared
from weerklank.services.workplace import Workplace

ABOUT = Text(
    """Uit het archief van sociale media van {organisation}, gemaakt op {at} ({form}).

Berichten: {records}
Niet meegegaan, omdat het platform ze alleen aan volgers toonde: {shielded}
Niet meegegaan, omdat een besluit ze beperkt: {restricted}
Niet meegegaan, omdat ze mogelijk bijzondere persoonsgegevens bevatten: {special}
Bestanden waarvan iets niet kon worden gelezen: {damaged}
Mediabestanden die niet meegaan, omdat ze niet te schonen zijn: {not_cleaned}
Eigen berichten waarvan auteursrecht of portretrecht niet is vastgelegd: {rights_missing}

Waar een licentie bekend is, staat zij erbij. Waar niets staat is gebruik niet vrij: vraag het na.
Foto's, films en geluid zijn kopieën zonder metagegevens, zoals plaats, toestel en maker; beeld en
geluid zijn dezelfde. Het origineel, waarmee een bewijs is na te gaan, is in het archief.
Namen en adressen van anderen zijn bij het opnemen vervangen door pseudoniemen. Wat van zijn
platform is verdwenen, staat er nog in, met het moment waarop dat voor het eerst werd gezien.
""",
    """From the social media archive of {organisation}, made at {at} ({form}).

Posts: {records}
Left out, as the platform showed them to followers only: {shielded}
Left out, as a decision restricts them: {restricted}
Left out, as they probably hold special personal data: {special}
Files of which something could not be read: {damaged}
Media files left out, as they can't be cleaned: {not_cleaned}
Posts of our own of which copyright or portrait rights were not recorded: {rights_missing}

Where a licence is known it is told. Where nothing is told, use is not free: ask first.
Pictures, films and sound are copies without metadata, such as place, device and maker; picture and
sound are the same. The original, by which a proof can be checked, is in the archive.
Names and addresses of others were replaced by pseudonyms when they came in. What went from its
platform is still in here, with the moment at which that was first seen.
""",
)
PAGES = Text(
    """Uit het archief van sociale media van {organisation}, gemaakt op {at} ({form}).

Pagina's: {records}
Berichten die niet meededen, omdat het platform ze alleen aan volgers toonde: {shielded}
Berichten die niet meededen, omdat een besluit ze beperkt: {restricted}
Berichten die niet meededen, omdat ze mogelijk bijzondere persoonsgegevens bevatten: {special}
Pagina's die niet meegaan, omdat er zoiets op staat: {closed}
Pagina's zonder bestand, na een privacycorrectie: {gone}
Bestanden waarvan iets niet kon worden gelezen: {damaged}

Elk bestand heet naar het permanente adres van de pagina en is af te spelen met een programma voor
WACZ, zoals ReplayWeb.page. De knoppen werken niet. Wat van anderen was, staat er onder pseudoniem
in of is een grijs vlak.
""",
    """From the social media archive of {organisation}, made at {at} ({form}).

Pages: {records}
Posts that took no part, as the platform showed them to followers only: {shielded}
Posts that took no part, as a decision restricts them: {restricted}
Posts that took no part, as they probably hold special personal data: {special}
Pages left out, as something of that stands on them: {closed}
Pages without a file, after a privacy correction: {gone}
Files of which something could not be read: {damaged}

Each file is named after the permanent address of the page and can be played by a program for WACZ,
such as ReplayWeb.page. The buttons don't work. What was of others is under a pseudonym or is a
grey block.
""",
)
_OPEN = Sight(shielded=False, restricted=False, special=False)


class Form(StrEnum):
    """In which form items are shared."""

    ACTIVITY_STREAMS = "as2"
    SCHEMA_ORG = "jsonld"
    JSON_LINES = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    #: As `jsonl`, described as one data set.
    RO_CRATE = "ro-crate"
    #: Of the pages of items alone: as a browser showed them.
    WACZ = "wacz"
    #: As `jsonld`, in a bag.
    BAGIT = "bagit"


_DOCUMENT = {
    Form.ACTIVITY_STREAMS: "activity-streams.json",
    Form.SCHEMA_ORG: "schema-org.jsonld",
    Form.BAGIT: "schema-org.jsonld",
}
#: How the rows of a table are written.
_TABLES: dict[Form, WriterOfRows] = {
    Form.JSON_LINES: JsonLines,
    Form.CSV: CsvFile,
    Form.XLSX: XlsxFile,
    Form.PARQUET: ParquetFile,
    Form.RO_CRATE: JsonLines,
}
_TITLES = {
    Form.ACTIVITY_STREAMS: "Activity Streams 2.0",
    Form.SCHEMA_ORG: "JSON-LD, schema.org",
    Form.JSON_LINES: "JSON Lines",
    Form.CSV: "CSV",
    Form.XLSX: "Excel",
    Form.PARQUET: "Parquet",
    Form.RO_CRATE: "RO-Crate: JSON Lines",
    Form.WACZ: "WACZ",
    Form.BAGIT: "BagIt: JSON-LD, schema.org",
}
_AS_GRAPH = (Form.SCHEMA_ORG, Form.BAGIT)


def share_items(
    workplace: Workplace, question: Question, form: Form, out: Path, *, purpose: str = ""
) -> Shared:
    """Write all that a question finds to a new folder; whole or not at all.

    `purpose` says what it is given out for: it stands in the folder and in the journal.

    WrongUse when the folder is there, or lies in an archive. What lies in a damaged file is named
    and takes nothing else away.
    """
    workplace.demand_sound()
    refuse_folder(workplace, out)
    if form is Form.PARQUET:
        demand_parquet()
    done = Shared()
    _count_left_out(workplace, question, done)
    with new_folder(workplace, out, str(form)) as made:
        folder = made / PAYLOAD if form is Form.BAGIT else made
        folder.mkdir(exist_ok=True)
        asked = replace(question, sight=_OPEN)
        if form is Form.WACZ:
            share_pages(workplace, asked, folder, done)
        elif form in _TABLES:
            share_rows(workplace, asked, folder, _TABLES[form], done)
        else:
            _Writer(workplace, form, folder, done).write(asked)
        _write_about(workplace, form, folder, purpose, done)
        if form is Form.RO_CRATE:
            close_crate(folder, _crate(workplace, done))
            done.files += 1
        if form is Form.BAGIT:
            facts = {"Source-Organization": workplace.organisation.name}
            close_bag(made, civil_day(iso(workplace.clock.now())), facts)
        # Before it has its name: no copy is there that nobody knows of.
        note_export(workplace, out, str(form), done.records, done.files, purpose=purpose)
    return done


def _write_about(
    workplace: Workplace, form: Form, folder: Path, purpose: str, done: Shared
) -> None:
    """Say in both languages what the folder holds, under which terms, and what for."""
    languages: tuple[Language, ...] = ("nl", "en")
    for language in languages:
        name = "LEESMIJ.txt" if language == "nl" else "README.txt"
        about = _about(workplace, form, done).say(language)
        if form in _TABLES:
            about += _TABLE.say(language, cut=done.cut) + "\n" + TERMS.say(language) + "\n"
        if purpose:
            about += _PURPOSE.say(language, purpose=purpose)
        (folder / name).write_text(about, encoding="utf-8")
        done.files += 1


def _crate(workplace: Workplace, done: Shared) -> CrateFacts:
    """Say what a data set is, of whom, and under which terms; in Dutch, as the archive is."""
    organisation, day = organisation_of(workplace), civil_day(iso(workplace.clock.now()))
    name = f"Sociale media van {organisation.name}"
    return CrateFacts(
        name=name,
        description=_about(workplace, Form.RO_CRATE, done).nl,
        published=day,
        organisation=organisation.name,
        tooi=organisation.tooi,
        terms=TERMS.nl,
        citation=f"{organisation.name} ({day.year}). {name} [{done.records} stukken; "
        f"{organisation.origin}, {day.isoformat()}].",
    )


#: Under which terms a data set may be used.
TERMS = Text(
    "Waar bij een stuk een licentie staat, geldt die. Waar niets staat, is gebruik niet vrij. "
    "Wat anderen schreven, staat onder pseudoniem en blijft een persoonsgegeven: gebruik het voor "
    "het onderzoek waarvoor het is gegeven, probeer niemand te herkennen en geef het niet door.",
    "Where a licence stands with an item, it holds. Where nothing stands, use is not free. What "
    "others wrote stands under a pseudonym and stays personal data: use it for the research that "
    "it was given for, don't try to recognise anybody, and don't pass it on.",
)
_TABLE = Text(
    """
De rijen staan in het bestand items; codeboek.csv zegt wat elke kolom betekent. Teksten waarvan een
werkblad alleen het begin kan bevatten: {cut}.
""",
    """
The rows stand in the file items; codeboek.csv says what each column means. Texts of which a sheet
can hold only the beginning: {cut}.
""",
)


_PURPOSE = Text("\nGegeven voor: {purpose}\n", "\nGiven for: {purpose}\n")


def _count_left_out(workplace: Workplace, question: Question, done: Shared) -> None:
    def total(sight: Sight) -> int:
        return find_items(workplace, replace(question, sight=sight, limit=1, offset=0)).total

    every = total(Sight())
    done.shielded = every - total(Sight(shielded=False))
    without = total(Sight(shielded=False, restricted=False))
    done.restricted = every - done.shielded - without
    done.special = without - total(_OPEN)


def _about(workplace: Workplace, form: Form, done: Shared) -> Text:
    return (PAGES if form is Form.WACZ else ABOUT).filled(
        records=str(done.records),
        organisation=workplace.organisation.name,
        at=iso(workplace.clock.now()),
        form=_TITLES[form],
        shielded=str(done.shielded),
        restricted=str(done.restricted),
        special=str(done.special),
        damaged=str(len(done.damage)),
        not_cleaned=str(done.not_cleaned),
        rights_missing=str(done.rights_missing),
        closed=str(done.pages_closed),
        gone=str(done.pages_without_file),
    )


class _Writer:
    """Writes one document as its items come, and their media beside it."""

    def __init__(self, workplace: Workplace, form: Form, folder: Path, done: Shared) -> None:
        self._workplace = workplace
        self._form = form
        self._folder = folder
        self._done = done
        self._written = 0
        self._beside = MediaBeside(workplace, folder, done)
        #: What accounts say of themselves, by account.
        self._profiles: dict[str, str] = {}

    def write(self, question: Question) -> None:
        """Write all that is found."""
        selection = Selection(self._workplace, question)
        with (self._folder / _DOCUMENT[self._form]).open("wb") as stream:
            stream.write(self._head())
            accounts: dict[AccountId, None] = {}
            for hits in selection.pages():
                names = self._beside.put(hits)
                for hit in hits:
                    accounts[AccountId(hit.item.account)] = None
                    for one in self._of(hit, names):
                        self._put(stream, one)
                    self._done.records += 1
            self._foot(stream, list(accounts))
        self._done.files += 1
        self._done.damage = list(selection.unreadable.values())

    def _of(self, hit: Hit, names: Names) -> list[JsonObject]:
        if self._form in _AS_GRAPH:
            organisation = self._workplace.organisation
            return [schema_org.component(hit.item, hit.deletion, organisation, names)]
        if hit.item.kind is ItemKind.PROFILE and hit.item.text is not None:
            self._profiles[hit.item.account] = str(hit.item.text)
        return list(activity_streams.activities(hit.item, hit.deletion, names))

    def _put(self, stream: BinaryIO, value: JsonObject) -> None:
        stream.write(b",\n" if self._written else b"\n")
        stream.write(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))
        self._written += 1

    def _head(self) -> bytes:
        if self._form in _AS_GRAPH:
            return b'{"@context":"https://schema.org","@graph":['
        return (
            b'{"@context":'
            + orjson.dumps([activity_streams.CONTEXT, activity_streams.RIGHTS])
            + b',"type":"OrderedCollection","orderedItems":['
        )

    def _foot(self, stream: BinaryIO, accounts: list[AccountId]) -> None:
        """Write who the accounts are behind what they said: only then it is known which."""
        register = self._workplace.register()
        names = Names(self._workplace.organisation.origin, {}, {})
        owners = [register.accounts[one] for one in accounts if one in register.accounts]
        if self._form in _AS_GRAPH:
            for account in owners:
                self._put(stream, schema_org.profile_owner(account, names))
            stream.write(b"\n]}\n")
            return
        actors = [
            activity_streams.actor(account, names, self._profiles.get(account.id))
            for account in owners
        ]
        stream.write(b'\n],"totalItems":' + str(self._written).encode())
        stream.write(b',"attributedTo":' + orjson.dumps(actors) + b"}\n")
