"""The statistics of a page that LinkedIn gives its administrators, as a workbook (XLSX or XLS).

One sheet has a row for each post: what LinkedIn calls its title, its link, and its numbers up to
the day of download. Another has numbers by day, of which only the last day is read: up to then the
numbers count. The posts themselves are not in it.

Sources: programs that read such files, which agree on the English headings and their order. A note
stands above the headings. Of other languages no heading was seen: those go by their order.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import orjson

from weerklank.connectors.linkedin.links import page_of, urn_at
from weerklank.connectors.linkedin.posted_on import WrittenDays
from weerklank.connectors.linkedin.records import NO_POST
from weerklank.connectors.linkedin.shape import STATISTIC, STATISTICS_MAPPING
from weerklank.harvest.export_file import Container, UntilBroken
from weerklank.harvest.json_fields import parse_object, reason_of, text_of
from weerklank.harvest.plain_text import persons_at
from weerklank.harvest.port import Unreadable
from weerklank.harvest.workbook import (
    is_new_workbook,
    is_old_workbook,
    sheets_of,
)
from weerklank.minimise.leads import leads_of_text
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.item import Counts, ItemKind, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

NO_POSTS = fault(
    "IMPORT-026",
    Text(
        nl="{file} is een werkmap met adressen van LinkedIn, maar zonder berichten van een pagina "
        "in een vorm die Weerklank kent. Er is niets van opgenomen.",
        en="{file} is a workbook with addresses of LinkedIn, but without posts of a page in a "
        "form that Weerklank knows. Nothing of it was taken in.",
    ),
    Text(
        nl="Gaat het om statistieken, kies dan op de pagina Analyse, Inhoud en dan Exporteren; "
        "die werkmap heeft een blad met alle berichten. Accounts lees je in met 'weerklank "
        "account import'.",
        en="If it is about statistics, choose Analytics, Content and then Export on the page; "
        "that workbook has a sheet with all posts. Accounts are read by 'weerklank account "
        "import'.",
    ),
)
NOT_READABLE = fault(
    "IMPORT-040",
    Text(
        nl="{file}, statistieken van LinkedIn, kan niet worden gelezen: {reason}.",
        en="{file}, statistics of LinkedIn, can't be read: {reason}.",
    ),
    Text(
        nl="Download het overzicht opnieuw en geef het zoals het kwam, zonder het te bewerken.",
        en="Download it again and give it as it came, without changing it.",
    ),
)

#: The headings in the order of the file, as LinkedIn writes them in English.
_ORDER = (
    *("Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date"),
    *("Campaign start date", "Campaign end date", "Audience", "Impressions", "Views"),
    *("Offsite Views", "Clicks", "Click through rate (CTR)", "Likes", "Comments", "Reposts"),
    *("Follows", "Engagement rate", "Content Type"),
)
#: The same in other words, of older files among them.
_OTHERWISE = {
    "update title": "Post title",
    "update link": "Post link",
    "update type": "Post type",
    "video views": "Views",
    "views (excluding offsite video views)": "Views",
    "reactions": "Likes",
    "shares": "Reposts",
}
_KNOWN = {one.lower(): one for one in _ORDER} | _OTHERWISE
#: By these a sheet is known to hold posts.
_TELLING = {"Post link", "Created date", "Impressions"}
_LINK, _TITLE, _CREATED = (
    _ORDER.index(one) for one in ("Post link", "Post title", "Created date")
)
#: Above the headings stands a note at most.
_MOST_ABOVE = 10
_OF_LINKEDIN = b"linkedin.com"
_LINKS = (_OF_LINKEDIN, "linkedin.com".encode("utf-16-le"))
_HEAD = 1 << 20
_TEXTS = re.compile(r"xl/(?:sharedStrings|worksheets/sheet[0-9]{1,2})\.xml")
#: A whole number, also with signs between thousands.
_COUNT = re.compile(r"[0-9]{1,3}(?:[.,\u00a0\u202f '][0-9]{3}){1,4}|[0-9]{1,15}")
_ORGANIC = "organic"


class Statistics:
    """One file of statistics, opened."""

    items_file = "All posts"
    #: The file does not say of which page it is.
    stated_items: int | None = None
    #: It has none, and that is nothing that is missing in it.
    has_profile = False
    #: What it does not name may be there all the same.
    is_of_numbers = True

    def __init__(self, path: Path, days: WrittenDays) -> None:
        self._path = path
        self._days = days
        self.owner = RawPerson(platform=Platform.LINKEDIN)
        #: Day up to which the numbers count: a file that was saved again is of a later one.
        self.exported: date | None = None

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Give a record for each post, and then what was passed over: the numbers by day.

        BrokenInput when the workbook can't be read to its end; nothing is written before that.
        """
        by_day = 0
        seen: set[str] = set()
        try:
            for _, rows in sheets_of(self._path):
                headings, beyond = headings_in(rows)
                if not headings:
                    by_day += self._note_days(beyond)
                    continue
                for number, cells in enumerate(beyond, 1):
                    record: JsonObject = {
                        name: cell
                        for name, cell in zip(headings, cells, strict=False)
                        if name and cell
                    }
                    yield self._entry(number, record, seen)
        except Unreadable as error:
            raise BrokenInput(NOT_READABLE, file=self._path.name, reason=error.reason) from None
        if by_day:
            yield Passed(why=PassedOver.OUT_OF_SCOPE, count=by_day, is_beside=True)

    def _entry(self, number: int, record: JsonObject, seen: set[str]) -> Scanned | Passed | Broken:
        try:
            native = _urn_of(record)
            is_beside = not _is_organic(record) and native in self._organic
            if is_beside or native in seen:  # an advertisement with a post that has its own row
                return Passed(why=PassedOver.OUT_OF_SCOPE, is_beside=True)
            scanned = self._scanned(native, record)
        except (ValueError, RecursionError) as error:
            return Broken(file=self.items_file, number=number, reason=reason_of(error))
        seen.add(native)
        return scanned

    @cached_property
    def _organic(self) -> frozenset[str]:
        """Give the posts that have a row of their own, apart from those of advertisements."""
        found = set()
        for _, rows in sheets_of(self._path):
            headings, beyond = headings_in(rows)
            for cells in beyond if headings else ():
                record: JsonObject = dict(zip(headings, cells, strict=False))
                urn = urn_at(text_of(record.get("Post link")) or "")
                if urn and _is_organic(record):
                    found.add(urn)
        return frozenset(found)

    def _scanned(self, native: str, record: JsonObject) -> Scanned:
        found = [*leads_of_text(text_of(record.get("Post title")) or "")]
        return Scanned(
            content=orjson.dumps(record),
            native_id=native,
            url=page_of(native),
            parent=None,
            created_at=self._days.moment(text_of(record.get("Created date"))),
            persons=(),
            linked=persons_at(found, self.owner) if found else (),
            media=(),
        )

    def _note_days(self, rows: Iterator[list[str]]) -> int:
        """Note the last day of a sheet that has one in its first column; gives its rows."""
        count = 0
        for cells in rows:
            day = self._days.day(cells[0])
            if day:
                count += 1
                self.exported = max(day, self.exported or day)
        return count

    def read(self, content: bytes) -> RawItem:
        """Read one record whole."""
        record = parse_object(content)
        native = _urn_of(record)
        return RawItem(
            platform=Platform.LINKEDIN,
            native_id=native,
            kind=ItemKind.POST,
            created_at=self._days.moment(text_of(record.get("Created date"))),
            author=self.owner,
            title=text_of(record.get("Post title")),
            url=page_of(native),
            visibility=Visibility.PUBLIC if _is_organic(record) else Visibility.UNLISTED,
            tells_visibility=False,
            tells_words=False,
            counts=Counts(
                likes=_count(record.get("Likes")),
                replies=_count(record.get("Comments")),
                reposts=_count(record.get("Reposts")),
            ),
            source=record,
            shape=STATISTIC,
            mapping=STATISTICS_MAPPING,
        )

    def profile(self) -> RawItem | None:
        """Give none."""
        return None

    def media(self, wanted: object) -> Iterator[tuple[str, BinaryIO]]:  # noqa: ARG002 - of the port
        """Give none."""
        yield from ()

    def unopened_media(self) -> int:
        """Tell that there are none."""
        return 0

    def findings(self) -> list[Shortfall]:
        """Give none: what can't be read to its end is refused."""
        return []


def open_statistics(path: Path) -> Statistics | None:
    """Recognise statistics of LinkedIn by what they hold; None for any other file.

    BrokenInput for those that hold no posts, and for those that can't be read.
    """
    if not _is_of_linkedin(path):
        return None
    try:
        for _, rows in sheets_of(path):
            headings, beyond = headings_in(rows)
            if headings:
                return Statistics(path, WrittenDays(_days_of(headings, beyond)))
    except Unreadable as error:
        raise BrokenInput(NOT_READABLE, file=path.name, reason=error.reason) from None
    raise BrokenInput(NO_POSTS, file=path.name)


def _days_of(headings: list[str], rows: Iterator[list[str]]) -> Iterator[tuple[str, str]]:
    """Give the days of posts as they are written, each with the link of its post."""
    created, link = headings.index("Created date"), headings.index("Post link")
    for cells in rows:
        if len(cells) > max(created, link):
            yield cells[created], cells[link]


def headings_in(rows: Iterator[list[str]]) -> tuple[list[str], Iterator[list[str]]]:
    """Give the headings of a sheet of posts, by our name for each, and the rows below them.

    For any other sheet no headings, and all rows that were not looked at.
    """
    above: list[list[str]] = []
    for row in rows:
        known = [_KNOWN.get(" ".join(cell.lower().split()), cell) for cell in row]
        if set(known) >= _TELLING:
            return known, rows
        if above and len(above[-1]) == len(_ORDER) and all(above[-1]) and _is_a_post(row):
            return [*_ORDER], _after(row, rows)
        above.append(row)
        if len(above) > _MOST_ABOVE:
            break
    return [], _after(*above, rows)


def _after(*parts: list[str] | Iterator[list[str]]) -> Iterator[list[str]]:
    for part in parts:
        if isinstance(part, list):
            yield part
        else:
            yield from part


def _is_a_post(row: list[str]) -> bool:
    """Tell whether a row has the link of a post where LinkedIn has it."""
    return len(row) > _CREATED and urn_at(row[_LINK]) is not None and urn_at(row[_TITLE]) is None


def _is_organic(record: JsonObject) -> bool:
    return (text_of(record.get("Post type")) or "").lower() == _ORGANIC


def _urn_of(record: JsonObject) -> str:
    urn = urn_at(text_of(record.get("Post link")) or "")
    if urn is None:
        raise Unreadable(NO_POST)
    return urn


def _count(written: object) -> int | None:
    found = _COUNT.fullmatch(written) if isinstance(written, str) else None
    return int(re.sub(r"[^0-9]", "", found[0])) if found else None


def _is_of_linkedin(path: Path) -> bool:
    """Tell whether a workbook holds addresses of LinkedIn, as far as its beginning tells."""
    if is_old_workbook(path):
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        return any(link in head for link in _LINKS)
    if not is_new_workbook(path):
        return False
    members = Container(path).members(lambda name: bool(_TEXTS.fullmatch(name)))
    return any(_OF_LINKEDIN in UntilBroken(stream).read(_HEAD) for _, stream in members)
