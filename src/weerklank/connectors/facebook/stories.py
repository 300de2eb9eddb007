"""The stories of a page: a picture or a film that lives a day, without words that are told.

Source: the Facebook Stories API (`GET /{page}/stories`); its fields as programs of others read
them, for no document of Meta with those was at hand.
Where a file is, the record of the picture or film says; that is asked for one by one.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from weerklank.connectors.facebook.api_shape import STORY, STORY_MAPPING
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Given
from weerklank.harvest.json_fields import (
    FIELD_MISSING,
    objects_within,
    parse_object,
    text_of,
)
from weerklank.harvest.meta_feed import (
    ReadRecord,
    beside,
    captions_of_any,
    medium_called,
    record_in,
    told_beside,
)
from weerklank.harvest.meta_graph import Graph
from weerklank.harvest.moment import moment_of_seconds
from weerklank.harvest.port import Unreadable
from weerklank.model.item import ItemKind
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawPerson, RawPlace
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

KIND = "story"
STORY_FIELDS = "post_id,status,creation_time,media_type,media_id,url"
#: Where the file of a picture or a film is, as its own record says.
FILE_FIELDS = {"photo": "images", "video": "source"}
NOT_GIVEN = Text(
    "de verhalen van nu zijn niet gegeven: {reason}", "the stories of now were not given: {reason}"
)
_PAGE = 100
#: Before there were stories of pages: 1 January 2016, in seconds since 1970.
_BEGAN = 1_451_606_400


class Stories:
    """Asks for the stories of one page, and reads them."""

    def __init__(self, graph: Graph, owner: RawPerson) -> None:
        self._graph = graph
        self._owner = owner
        self._findings: list[Shortfall] = []

    def pages(self, since: datetime | None) -> Iterator[list[Given]]:
        """Give the stories, those that the page keeps in its own archive too, with their files."""
        later = int(since.timestamp()) if since else _BEGAN
        self._findings = []
        try:
            for part in self._graph.pages(
                "me/stories", "me/stories", size=_PAGE, fields=STORY_FIELDS, since=later
            ):
                yield [self._with_file(one) for one in part.given]
        except NoAnswer as none:  # such as that the permission lacks: the posts are there still
            reason = NOT_GIVEN.filled(reason=none.reason)
            self._findings.append(Shortfall(kind="stories_not_given", count=1, reason=reason))

    def _with_file(self, given: Given) -> Given:
        """Note where the file of a story is, as far as that is told."""
        record = record_in(given)
        number, fields = _number(record, "media_id"), FILE_FIELDS.get(_kind(record))
        address = None
        if number and fields:
            try:
                found = parse_object(self._graph.one(":medium", number, fields=fields).content)
            except (NoAnswer, Unreadable):
                found = {}
            pictures = objects_within(found, "images")
            largest = max(pictures, key=_height, default={})
            address = text_of(found.get("source")) or text_of(largest.get("source"))
        return msgspec.structs.replace(given, beside=beside(kind=KIND, file=address))

    def read(self, given: Given) -> tuple[ReadRecord, int]:
        """Read a story; tells also how many of its files are withheld."""
        record = parse_object(given.content)
        number, medium = _number(record, "post_id"), _number(record, "media_id")
        if number is None:
            raise Unreadable(FIELD_MISSING.filled(field="post_id"))
        kind, address = _kind(record).upper(), told_beside(given).get("file")
        files = (medium_called(medium, address, kind),) if medium and address else ()
        item = RawItem(
            platform=Platform.FACEBOOK,
            native_id=number,
            kind=ItemKind.STORY,
            created_at=moment_of_seconds(_seconds(record)),
            author=self._owner,
            url=text_of(record.get("url")),
            media=files,
            captions=captions_of_any([kind]),
            source=record,
            shape=STORY,
            mapping=STORY_MAPPING,
            place=RawPlace(number=given.answer, pointer=given.pointer),
        )
        return ReadRecord(item, (address,) if files and address else ()), int(not files)

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in."""
        return self._findings


def _kind(record: JsonObject) -> str:
    return (text_of(record.get("media_type")) or "").lower()


def _number(record: JsonObject, name: str) -> str | None:
    told = record.get(name)
    written = str(told) if isinstance(told, int) and not isinstance(told, bool) else told
    if not isinstance(written, str) or not written.isascii():
        return None
    return written if written.replace("_", "").isdecimal() else None


def _seconds(record: JsonObject) -> int:
    told = _number(record, "creation_time")
    if told is None or "_" in told:
        raise Unreadable(FIELD_MISSING.filled(field="creation_time"))
    return int(told)


def _height(picture: JsonObject) -> int:
    told = picture.get("height")
    return told if isinstance(told, int) else 0
