"""Write the tree of a SIP: archive, accounts, months, posts; in flat memory, as they come."""

from datetime import UTC, date, datetime, timedelta

import orjson

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.account import Account
from weerklank.model.clock import begin_of, civil_day, iso
from weerklank.model.day_words import MONTHS
from weerklank.model.event import Book
from weerklank.model.item import ItemKind
from weerklank.model.platform import TITLES
from weerklank.model.transfer import TransferScope
from weerklank.services.transfer.aggregation import Aggregation
from weerklank.services.transfer.held_lines import JSON
from weerklank.services.transfer.read_transfers import last_received, read_transfers
from weerklank.services.transfer.tree import Tree
from weerklank.services.transfer.write_piece import PieceWriter, Written
from weerklank.services.workplace import Workplace
from weerklank.transfer import documentation
from weerklank.transfer.describe import Describer, Whole, civil, shortened
from weerklank.transfer.limits import Limits
from weerklank.transfer.mdto import Identifier, InformationObject, Reference, Relation
from weerklank.transfer.mdto_lists import APPRAISALS, LEVELS, RELATIONS
from weerklank.transfer.names import plain_name

_UNDATED = "zonder-datum"
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_JSON = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS


class SipWriter:
    """Writes the tree of one SIP."""

    def __init__(
        self, workplace: Workplace, catalogue: Catalogue, tree: Tree, writer: PieceWriter
    ) -> None:
        self._workplace = workplace
        self._catalogue = catalogue
        self._tree = tree
        self._writer = writer
        self._describer = writer.describer
        self._frozen = _frozen_months(workplace)
        self._received = list(read_transfers(workplace).values())

    def write(self, scope: TransferScope, accounts: list[Account], target: str | None) -> None:
        """Write all that begins within a period, of some accounts.

        `target` is where it comes to lie in the depot, where that is told.
        """
        itself = self._describer.archive
        whole = Whole(
            itself=itself,
            level="Archief",
            ids=_ids(itself),
            part_of=(Reference(target),) if target else (),
        )
        name = plain_name("archief", self._workplace.organisation.prefix)
        archive = Aggregation(self._tree, name, whole)
        self._explain(archive)
        for account in accounts:
            self._account(archive, account, scope)
        archive.close(self._describer)

    def _explain(self, archive: Aggregation) -> None:
        """Write what explains our JSON and our terms, as an object of its own."""
        itself, describer = self._describer.explained, self._describer
        mark = itself.id.mark if itself.id else ""
        folder = self._tree.make(f"{archive.folder}/{plain_name(mark)}")
        files = tuple(
            self._tree.content(
                f"{folder}/{name}", [orjson.dumps(told, option=_JSON)], JSON, itself
            )
            for name, told in (
                (documentation.RECORDS, documentation.records_schema()),
                (documentation.SOURCES, documentation.sources_schema()),
                (documentation.TERMS, documentation.terms()),
            )
        )
        self._tree.describe(
            folder,
            InformationObject(
                ids=_ids(itself),
                name=itself.name,
                level=LEVELS.concept("Archiefstuk"),
                languages=("nl",),
                events=(describer.exported(),),
                appraisal=APPRAISALS.concept("Blijvend te bewaren"),
                part_of=(archive.whole.itself,),
                represented_by=files,
                creators=(describer.creator,),
                restrictions=Limits().restrictions(itself),
            ),
        )
        archive.add(itself)

    def _account(self, archive: Aggregation, account: Account, scope: TransferScope) -> None:
        """Write an account, its profile and its months; nothing where nothing of it goes."""
        since, until = bounds(scope)
        database = self._catalogue.database
        series: Aggregation | None = None
        month: Aggregation | None = None
        for _, thread, created in database.items.threads_begun(account.id, since, until):
            places = database.threads.record_of(thread, account.id)
            kind = self._writer.read(places[0]).kind
            if kind is not ItemKind.PROFILE and not is_within(created, since, until):
                continue  # a file of another period
            items = self._writer.going(places)
            if not items:
                continue
            series = series or self._series(archive, account)
            if kind is ItemKind.PROFILE:
                self._profile(series, account, items[0], scope)
                continue
            named = month_of(created)
            if month is None or not month.folder.endswith(f"-{named}"):
                self._close(series, month)
                month = self._month(series, account, named)
            written = self._writer.write(month.folder, account, month.whole.itself, items)
            _take(month, written)
        if series is not None:
            self._close(series, month)
            self._close(archive, series)

    def _close(self, above: Aggregation, done: Aggregation | None) -> None:
        if done is not None:
            whole = done.whole
            above.add(whole.itself)
            above.whole.take(whole.appraised, whole.limits, whole.begin, whole.end)
            done.close(self._describer)

    def _series(self, archive: Aggregation, account: Account) -> Aggregation:
        described = self._describer
        whole = Whole(
            itself=described.series(account),
            level="Serie",
            ids=described.series_ids(account),
            part_of=(archive.whole.itself,),
            events=tuple(
                described.event("Overbrenging", civil(iso(at)), "Ontvangst bevestigd")
                for at in last_received(self._received, account.id)
            ),
        )
        name = plain_name(account.id, account.platform, account.handle)
        return Aggregation(self._tree, f"{archive.folder}/{name}", whole)

    def _month(self, series: Aggregation, account: Account, named: str) -> Aggregation:
        itself = month_reference(self._describer, account, named)
        frozen = self._frozen.get((account.id, named))
        events = (self._describer.event("Bevriezing", frozen),) if frozen else ()
        whole = Whole(
            itself=itself,
            level="Dossier",
            ids=_ids(itself),
            part_of=(series.whole.itself,),
            events=events,
        )
        return Aggregation(self._tree, f"{series.folder}/{account.id}-{named}", whole)

    def _profile(
        self, series: Aggregation, account: Account, places: list[Located], scope: TransferScope
    ) -> None:
        """Write each wording of a profile in the period as a record that the next replaces."""
        wordings: dict[str, list[Located]] = {}
        days: dict[str, date] = {}
        for place in places:
            item = self._writer.read(place)
            mark = f"{item.id}-v{item.wording or item.version}"
            wordings.setdefault(mark, []).append(place)
            days.setdefault(mark, civil_day(item.captured_at))
        order = _in_force(days, scope)
        for number, mark in enumerate(order):
            relations = tuple(
                Relation(
                    self._describer.reference(f"Profiel {other}", other), RELATIONS.concept(label)
                )
                for label, others in (
                    ("Vervangt", order[:number][-1:]),
                    ("Is vervangen door", order[number + 1 :][:1]),
                )
                for other in others
            )
            above = series.whole.itself
            one = [wordings[mark]]
            written = self._writer.write(series.folder, account, above, one, mark, relations)
            _take(series, written)


def _in_force(days: dict[str, date], scope: TransferScope) -> list[str]:
    """Give what held at any time of a period, of what came one after the other; at least one.

    Each held from its day until that of the next.
    """
    order = [*days]
    since, until = scope.since or date.min, scope.until or date.max
    ends = [*(days[mark] for mark in order[1:]), date.max]
    held = [
        mark for mark, end in zip(order, ends, strict=True) if days[mark] <= until and end >= since
    ]
    return held or order[:1]


def is_within(created: int, since: int | None, until: int | None) -> bool:
    """Tell whether a moment lies within bounds, as `bounds` gives them."""
    return (since is None or created >= since) and (until is None or created < until)


def bounds(scope: TransferScope) -> tuple[int | None, int | None]:
    """Give the moments (seconds since 1970) from which and until which a period goes."""
    after = scope.until if scope.until is None else scope.until + timedelta(days=1)
    first, last = (
        None if day is None else int(begin_of(day).timestamp()) for day in (scope.since, after)
    )
    return first, last


def _take(above: Aggregation, written: Written) -> None:
    above.add(written.reference)
    piece = written.piece
    above.whole.take(written.appraised, written.limits, piece.begin, piece.end)


def month_of(created: int) -> str:
    """Give the month here in which something was published, such as 2026-11."""
    if created == 0:
        return _UNDATED
    return f"{civil_day(_BEGIN + timedelta(seconds=created)):%Y-%m}"


def month_reference(describer: Describer, account: Account, named: str) -> Reference:
    """Point at what an account published in a month, as `month_of` names it."""
    said = f"{TITLES[account.platform]} {account.handle}"
    label = "zonder datum"
    if named != _UNDATED:
        label = f"{MONTHS[int(named[5:]) - 1].nl} {named[:4]}"
    return describer.reference(shortened(f"Berichten {label}, {said}"), f"{account.id}-{named}")


def _frozen_months(workplace: Workplace) -> dict[tuple[str, str], str]:
    """Give when what came in of an account in a month was closed."""
    return {
        (event.subject, str(event.data["month"])): civil(iso(event.at))
        for event in workplace.events.read(Book.JOURNAL)
        if event.kind == "month.closed"
    }


def _ids(reference: Reference) -> tuple[Identifier, ...]:
    return (reference.id,) if reference.id else ()
