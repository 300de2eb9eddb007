"""Appraise items: what holds for each, and what may be destroyed on a day (G1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from weerklank.appraise.calendar_terms import Begun, add_term, counted_from, kept_until
from weerklank.appraise.choose_row import Choice, Decided, choose
from weerklank.appraise.law import Regime, regime_on
from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.held_items import HeldItem
from weerklank.model.account import Account, Scenario
from weerklank.model.clock import civil_day
from weerklank.model.destruction import Ground
from weerklank.model.errors import WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.selection import (
    Appraisal,
    Assignment,
    Direction,
    Outcome,
    Row,
    Share,
    Trigger,
)
from weerklank.model.symbols import encode
from weerklank.model.text import Text
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.protection import Protection, read_protection
from weerklank.services.find.read_items import UNKNOWN_ITEM, address, refuse_destroyed
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.seal.read_selection import read_selection
from weerklank.services.workplace import Workplace

NO_ACCOUNT = Text(
    "het account staat niet in het accountoverzicht", "the account is not in the register"
)
#: Items that are asked of the catalogue at a time.
_AT_A_TIME = 10_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What of an item decides which row it goes by."""

    #: Day of publication in Europe/Amsterdam; None where the platform does not say.
    published: date | None
    scenario: Scenario
    direction: Direction
    share: Share


@dataclass(frozen=True, slots=True)
class Due:
    """An item that may be destroyed, on what ground, and the last day of its term."""

    id: str
    account: str
    until: date
    ground: Ground
    row: str
    list: str


@dataclass(slots=True)
class Counts:
    """How many items there are by what holds for them; counted while they are gone through."""

    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    due: int = 0
    #: To be destroyed, and nobody knows from which day their term is counted.
    without_start: int = 0
    #: Kept for ever by a hotspot alone.
    lifted: int = 0
    #: Their term is over, and a legal hold or a Woo dossier keeps them.
    held: int = 0

    def take(self, found: Appraisal, day: date) -> None:
        """Count one."""
        self.outcomes[found.outcome] += 1
        self.lifted += bool(found.lifted)
        if found.outcome is Outcome.DESTROY:
            self.due += found.is_due(day)
            self.without_start += found.until is None
            is_over = found.until is not None and found.until < day
            self.held += is_over and found.is_stopped


@dataclass(slots=True)
class Appraiser:
    """Says what holds for items, by what was decided until it was made."""

    decided: Decided
    accounts: Mapping[AccountId, Account]
    protection: Protection
    regime: Regime
    #: By account, day of publication and share: the same for all items but those decided on.
    _known: dict[tuple[str, int, bool], Appraisal] = field(default_factory=dict)

    @property
    def asks_threads(self) -> bool:
        """Tell whether any row counts from a closed thread: then items must tell of theirs."""
        rows = (row for one in self.decided.lists for row in one.rows)
        return any(row.trigger is Trigger.THREAD for row in rows)

    def of(self, item: HeldItem) -> Appraisal:
        """Say what holds for an item."""
        found = self.by_row(item)
        held = self.protection.holds_of(item.id)
        hotspots = self.protection.hotspots_of(item.id)
        lifts = bool(hotspots) and found.row_outcome is not Outcome.KEEP
        dossiers = self.protection.dossiers_of(item.id)
        if not held and not lifts and not dossiers:
            return found
        if not lifts:
            return replace(found, held=held, dossiers=dossiers)
        return replace(
            found,
            outcome=Outcome.KEEP,
            until=None,
            transfer_by=self._transfer_by(_published(item)),
            lifted=hotspots,
            held=held,
            dossiers=dossiers,
        )

    def facts_of(self, item: HeldItem) -> Facts | None:
        """Give what decides which row an item goes by; None of an account that is not known."""
        account = self.accounts.get(AccountId(item.account))
        if account is None:
            return None
        published = _published(item)
        day = published or date.min
        scenario = account.scenario_on(day)
        one_way = scenario is Scenario.A or (scenario is Scenario.C and account.is_one_way_on(day))
        return Facts(
            published,
            scenario,
            Direction.ONE_WAY if one_way else Direction.TWO_WAY,
            Share.OTHERS if item.is_theirs else Share.OWN,
        )

    def by_row(self, item: HeldItem) -> Appraisal:
        """Say what holds by selection decisions and lists alone."""
        if item.id in self.decided.assignments:
            return self._appraised(item)
        published = _published(item)
        key = (item.account, published.toordinal() if published else 0, item.is_theirs)
        known = self._known.get(key)
        if known is None or known.trigger is Trigger.THREAD:  # that differs from item to item
            known = self._known[key] = self._appraised(item)
        return known

    def decision_of(self, item: HeldItem) -> Assignment | None:
        """Give the selection decision that an item goes by; None where the list alone tells."""
        facts = self.facts_of(item)
        return self._choice(item, facts).by if facts else None

    def _appraised(self, item: HeldItem) -> Appraisal:
        facts = self.facts_of(item)
        if facts is None:
            return self._appraisal(Choice(reason=NO_ACCOUNT), None, item)
        return self._appraisal(self._choice(item, facts), facts.published, item)

    def _choice(self, item: HeldItem, facts: Facts) -> Choice:
        return choose(
            self.decided,
            facts.published,
            account=item.account,
            direction=facts.direction,
            scenario=facts.scenario.value,
            share=facts.share,
            item=item.id,
        )

    def _appraisal(self, choice: Choice, published: date | None, item: HeldItem) -> Appraisal:
        row = choice.row
        begun = self._begun(row, choice.by, published, item) if row and row.term else None
        start = begun.day if begun else None
        return Appraisal(
            outcome=choice.outcome,
            row_outcome=choice.outcome,
            row=row.code if row else None,
            list=choice.list.ref if choice.list else None,
            process=row.process if row else None,
            result=row.result if row else None,
            trigger=row.trigger if row else None,
            start=start,
            begun=begun.why if begun else None,
            process_term=row.process_term if row else None,
            term=row.term if row else None,
            until=kept_until(row, start) if row else None,
            transfer_by=(self._transfer_by(published) if choice.outcome is Outcome.KEEP else None),
            lifted=(),
            held=(),
            reason=choice.reason,
        )

    def _begun(
        self, row: Row, by: Assignment | None, published: date | None, item: HeldItem
    ) -> Begun:
        return counted_from(
            row,
            published,
            set_day=by.starts if by else None,
            of_this=by is not None and by.target.item is not None,
            last_said=_day(item.said),
        )

    def _transfer_by(self, published: date | None) -> date | None:
        return add_term(published, self.regime.transfer_after) if published else None


def appraiser(workplace: Workplace, on: date | None = None) -> Appraiser:
    """Read all that is needed to appraise; `on` is the day of which the law is asked."""
    decided = read_selection(workplace)
    return Appraiser(
        decided,
        workplace.register().accounts,
        read_protection(workplace),
        regime_on(on or workplace.today(), decided.law_begins),
    )


def held_items(workplace: Workplace, *, threads: bool = False) -> Iterator[HeldItem]:
    """Give every item that is held and not being destroyed, by account and moment.

    In flat memory: the catalogue is asked for some at a time. With `threads` each tells when
    somebody last contributed to its thread.
    """
    gone = destroyed_keys(workplace)
    last: HeldItem | None = None

    def following(catalogue: Catalogue) -> list[HeldItem]:
        return catalogue.database.held.after(last, _AT_A_TIME, threads=threads)

    while found := consult(workplace, following):
        for item in found:
            if not gone or encode(item.key) not in gone:
                yield item
        last = found[-1]


def find_item(workplace: Workplace, name: str) -> HeldItem:
    """Find one item by its permanent address; WrongUse when it is not there."""
    refuse_destroyed(workplace, name)
    found = consult(workplace, lambda catalogue: catalogue.database.held.by_id(address(name)))
    if found is None:
        raise WrongUse(UNKNOWN_ITEM, item=name)
    return found


def due(workplace: Workplace, on: date, counts: Counts | None = None) -> Iterator[Due]:
    """Give what may be destroyed on a day by the selection list, by account and moment.

    Its last day is past, no adopted hotspot, legal hold or Woo dossier keeps it. `counts` is told
    of every item on the way.
    """
    judge = appraiser(workplace, on)
    for item in held_items(workplace, threads=judge.asks_threads):
        found = judge.of(item)
        if counts is not None:
            counts.take(found, on)
        if found.until is not None and found.is_due(on):
            yield Due(
                id=item.id,
                account=item.account,
                until=found.until,
                ground=Ground.SELECTION,
                row=found.row or "",
                list=found.list or "",
            )


def _published(item: HeldItem) -> date | None:
    """Give the day in Europe/Amsterdam on which an item was published, where that is known."""
    return _day(item.created)


def _day(moment: int) -> date | None:
    return civil_day(datetime.fromtimestamp(moment, UTC)) if moment else None
