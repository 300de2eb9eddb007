"""What is due in an archive: its register, decisions and journal, and the function that says."""

from collections.abc import Collection
from dataclasses import dataclass

from weerklank.harvest.port import Connector
from weerklank.jobs.due import Known, Standing, standings
from weerklank.jobs.interval import IntervalFold, Intervals
from weerklank.jobs.past import PastFold, lie_ahead, pasts_until
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.services.harvest.held_connection import is_connected
from weerklank.services.register.agreements import api_decision
from weerklank.services.workplace import Workplace
from weerklank.store.lock import is_held

#: The shells know services, and what those give.
__all__ = ["Harvestable", "Standing", "intervals_of", "platforms_of", "whats_due"]


@dataclass(frozen=True, slots=True)
class Harvestable:
    """Of which platforms an account can be harvested by the API."""

    platforms: frozenset[Platform]
    #: Those of them of which nothing is asked before a decision on it is in force (0081).
    needing: frozenset[Platform] = frozenset()
    #: Those of them that let nothing be read of an account that is not connected (0087).
    closed: frozenset[Platform] = frozenset()


def platforms_of(connectors: Collection[Connector]) -> Harvestable:
    """Give the platforms of which an account can be harvested by the API."""
    manifests = [one.manifest for one in connectors if Technique.API in one.manifest.techniques]
    return Harvestable(
        frozenset(one.platform for one in manifests),
        frozenset(one.platform for one in manifests if one.needs_decision is not None),
        frozenset(one.platform for one in manifests if one.needs_app),
    )


def intervals_of(workplace: Workplace) -> Intervals:
    """Give how often accounts are harvested, as was decided."""
    return workplace.events.fold(Book.DECISIONS, IntervalFold)


def whats_due(
    workplace: Workplace, platforms: Harvestable, only: AccountId | None = None
) -> list[Standing]:
    """Say of every account whether it is due now and why; first what is, in the order of going.

    `only` asks of one account.
    """
    register, today = workplace.register(), workplace.today()
    accounts = register.accounts
    if only is not None:
        accounts = {only: accounts[only]}
    pasts, now = workplace.events.fold(Book.JOURNAL, PastFold), workplace.clock.now()
    if lie_ahead(pasts.values(), now):
        pasts = pasts_until(workplace.events.read(Book.JOURNAL), now)
    known = Known(
        now=now,
        today=today,
        pasts=pasts,
        intervals=intervals_of(workplace),
        platforms=platforms.platforms,
        undecided=frozenset(
            one for one in platforms.needing if api_decision(register, one, today) is None
        ),
        unconnected=frozenset(
            one.id
            for one in accounts.values()
            if one.platform in platforms.closed and not is_connected(workplace, one)
        ),
        is_chosen=workplace.policy().sealed is not None,
        running=frozenset(
            account for account in accounts if is_held(workplace.layout.lock(f"account-{account}"))
        ),
    )
    return standings(accounts.values(), known)
