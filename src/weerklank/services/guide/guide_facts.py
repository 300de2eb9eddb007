"""Guide facts: the settings of this archive that a policy or a guide tells of."""

from dataclasses import dataclass
from datetime import date, datetime

from weerklank.appraise.choose_row import Decided
from weerklank.appraise.law import Regime, regime_on
from weerklank.jobs.interval import IntervalFold, Intervals
from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.agreement import Agreement
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.model.platform import Platform
from weerklank.model.policy import Policy
from weerklank.model.profile_template import ProfilePages
from weerklank.model.selection import SelectionList
from weerklank.register.book import PlatformStatus
from weerklank.services.appraise.selection_findings import SelectionFinding, selection_findings
from weerklank.services.people.access_term import access_months
from weerklank.services.people.list_office_holders import OfficeHolders, list_office_holders
from weerklank.services.register.agreements import in_force
from weerklank.services.seal.read_selection import read_selection
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFacts:
    """What is set in an archive on a moment."""

    organisation: str
    at: datetime
    today: date
    #: All that is not closed, in the order of the register.
    accounts: tuple[Account, ...]
    closed: int
    #: Who holds a role today, by name.
    holders: dict[Role, tuple[str, ...]]
    office_holders: OfficeHolders
    pages: ProfilePages
    #: Calendar months within which each account is reviewed.
    review_months: int
    #: What was decided of each platform in use.
    platforms: dict[Platform, PlatformStatus]
    #: Agreement, or decision to do without, in force on each platform in use.
    agreements: dict[Platform, Agreement]
    policy: Policy
    #: Months that it is kept who looked at what.
    access_months: int
    intervals: Intervals
    selection: Decided
    law: Regime
    #: What is still to be decided on selection.
    selection_open: tuple[SelectionFinding, ...]

    @property
    def list_in_force(self) -> SelectionList | None:
        """The selection list by work process that is for what is published today."""
        return self.selection.in_force(self.today)

    @property
    def platforms_in_use(self) -> tuple[Platform, ...]:
        """Platforms that have an account that is not closed, in the order of the register."""
        return tuple(dict.fromkeys(one.platform for one in self.accounts))

    def scenario(self, account: Account) -> Scenario:
        """Give the scenario of an account today."""
        return account.scenario_on(self.today)

    def in_scenario(self, scenario: Scenario) -> tuple[Account, ...]:
        """Give the accounts of a scenario."""
        return tuple(one for one in self.accounts if self.scenario(one) is scenario)


def guide_facts(workplace: Workplace) -> GuideFacts:
    """Read the settings as they are now; no record is read."""
    register, today = workplace.register(), workplace.today()
    selection = read_selection(workplace)
    used = [one for one in register.accounts.values() if one.status is not AccountStatus.CLOSED]
    platforms = dict.fromkeys(one.platform for one in used)
    agreed = ((one, in_force(register, one, today)) for one in platforms)
    return GuideFacts(
        organisation=workplace.organisation.name,
        at=workplace.clock.now(),
        today=today,
        accounts=tuple(used),
        closed=len(register.accounts) - len(used),
        holders={
            role: tuple(
                sorted(
                    one.name for one in register.persons.values() if role in one.roles_on(today)
                )
            )
            for role in Role
        },
        office_holders=list_office_holders(register, today),
        pages=register.pages,
        review_months=register.review_term,
        platforms={one: register.platforms[one] for one in platforms if one in register.platforms},
        agreements={platform: found for platform, found in agreed if found},
        policy=workplace.policy(),
        access_months=access_months(workplace),
        intervals=workplace.events.fold(Book.DECISIONS, IntervalFold),
        selection=selection,
        law=regime_on(today, selection.law_begins),
        selection_open=tuple(selection_findings(selection, today)),
    )
