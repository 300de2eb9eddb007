"""List what a page published, year by year.

Of one year the platform gives about 600 posts, chosen by a ranking of its own, however far a list
is paged. So each year is asked for by itself, and a year that gave about as many month by month
too. Source: "Limitations" of the reference of Page Published Posts, Graph API.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Any

from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Given
from weerklank.harvest.json_fields import parse_object
from weerklank.harvest.meta_graph import Graph, told_apart
from weerklank.harvest.moment import moment
from weerklank.harvest.port import Unreadable
from weerklank.model.clock import from_iso
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim

_ASKED = "me/published_posts"
#: Asked for more with all that hangs below, the API says that it is too much.
_PAGE, _SMALL_PAGE = 25, 5
#: A year that gave so many may have more: "approximately 600".
FULL_YEAR = 550
#: Before Facebook was; what is dated back further comes in one list.
_FIRST_YEAR = 2004
#: Whether a bound belongs to what is asked for is not written: each list ends a second over it.
_OVER = 1

YEAR_MAY_BE_CUT = Text(
    "van een jaar geeft het platform ongeveer 600 berichten; van deze jaren kwamen er zoveel, en "
    "het zegt niet of er meer zijn",
    "of a year the platform gives about 600 posts; of these years as many came, and it does not "
    "say whether there are more",
)


@dataclass(frozen=True, slots=True)
class _Span:
    """A part of time: from its begin, None for ever, up to its end, None for now."""

    begin: datetime | None
    end: datetime | None

    def asked(self) -> dict[str, Any]:
        """Give it as the API is asked for it, in seconds since 1970."""
        told: dict[str, Any] = {}
        if self.begin is not None:
            told["since"] = ceil(self.begin.timestamp())
        if self.end is not None:
            told["until"] = ceil(self.end.timestamp()) + _OVER
        return told

    def from_then(self, down_to: datetime | None) -> "_Span | None":
        """Give what of it is wanted; None where all of it is earlier."""
        if down_to is None:
            return self
        if self.end is not None and self.end <= down_to:
            return None
        return _Span(down_to if self.begin is None else max(self.begin, down_to), self.end)


class PublishedPosts:
    """The posts of one page."""

    def __init__(self, graph: Graph, fields: str) -> None:
        """`fields` are asked of each post."""
        self._graph = graph
        self._fields = fields
        #: How many there are, where the platform says so.
        self.total: int | None = None
        #: When the first of the list was made.
        self._newest: datetime | None = None
        self._full: list[int] = []
        #: What came.
        self._met: set[int] = set()

    def ask_total(self) -> None:
        """Ask how many there are, and from which year the newest is."""
        told = "id,created_time"
        try:
            first = next(
                self._graph.pages(_ASKED, _ASKED, size=1, fields=told, summary="total_count")
            )
        except NoAnswer:  # the list itself will say why
            return
        self.total = first.total
        self._newest = _made(first.given[0]) if first.given else None

    def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:
        """Give the posts newest first, each once; whoever has enough of them asks no further.

        What is earlier than `down_to` comes behind it in one list.
        """
        for year, span in self._years():
            wanted = span.from_then(down_to)
            if wanted is None:
                break
            came = 0
            for page in self._listed(wanted):
                came += len(page)
                yield page
            if came >= FULL_YEAR and year is not None:
                self._full.append(year)
                for month in _months(year):
                    part = month.from_then(down_to)
                    if part is not None:
                        yield from self._listed(part)
        if down_to is not None:
            yield from self._listed(_Span(None, down_to))

    def _years(self) -> Iterator[tuple[int | None, _Span]]:
        """Give each year, newest first; nobody knows when the first post was."""
        if self._newest is None:
            yield None, _Span(None, None)
            return
        end = None
        for year in range(self._newest.year, _FIRST_YEAR - 1, -1):
            begin = datetime(year, 1, 1, tzinfo=UTC)
            yield year, _Span(begin, end)
            end = begin
        yield None, _Span(None, end)

    def _listed(self, span: _Span) -> Iterator[list[Given]]:
        """Give what did not come before of a list; the bounds of two lists overlap."""
        for part in self._graph.pages(
            _ASKED, _ASKED, size=_PAGE, least=_SMALL_PAGE, fields=self._fields, **span.asked()
        ):
            news = [one for one in part.given if told_apart(one) not in self._met]
            self._met.update(map(told_apart, news))
            if news:
                yield news

    def findings(self) -> list[Shortfall]:
        """Tell of which years nobody knows whether all came; what is counted tells that else."""
        if self.total is not None or not self._full:
            return []
        return [
            Shortfall(
                kind="year_may_be_cut",
                count=len(self._full),
                reason=YEAR_MAY_BE_CUT,
                where=tuple(verbatim(str(year)) for year in self._full),
            )
        ]


def _months(year: int) -> Iterator[_Span]:
    begins = [datetime(year, month, 1, tzinfo=UTC) for month in range(1, 13)]
    ends = [*begins[1:], datetime(year + 1, 1, 1, tzinfo=UTC)]
    yield from map(_Span, reversed(begins), reversed(ends))


def _made(given: Given) -> datetime | None:
    try:
        return from_iso(moment(parse_object(given.content).get("created_time")))
    except (Unreadable, ValueError, RecursionError):
        return None
