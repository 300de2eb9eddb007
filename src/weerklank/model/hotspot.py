"""Hotspots and legal holds: what is kept though the selection list, or anyone, says destroy.

Hotspot: requirement G2, whitepaper 4.2, art. 5 lid 1 sub e Archiefbesluit 1995; the selection list
of municipalities of 2020 asks for a periodic monitor and for adoption by a body. Legal hold:
requirement G3, whitepaper 6.1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.destruction import Ground
from weerklank.model.ids import AccountId
from weerklank.model.text import Text


class HotspotState(StrEnum):
    """Where a hotspot stands: only what is adopted keeps anything."""

    CANDIDATE = "candidate"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"


class Criterion(StrEnum):
    """Why an event is a hotspot; at least one of the four of the national method holds."""

    UNREST = "unrest"
    CONTRASTS = "contrasts"
    DEBATE = "debate"
    POLITICS = "politics"


#: How people say it.
STATES: dict[HotspotState, Text] = {
    HotspotState.CANDIDATE: Text("kandidaat", "candidate"),
    HotspotState.ADOPTED: Text("vastgesteld", "adopted"),
    HotspotState.WITHDRAWN: Text("ingetrokken", "withdrawn"),
}
CRITERIA: dict[Criterion, Text] = {
    Criterion.UNREST: Text(
        "veel maatschappelijke onrust, media-aandacht of bijzondere betekenis",
        "much social unrest, media attention or special meaning",
    ),
    Criterion.CONTRASTS: Text(
        "fundamentele tegenstellingen en emoties", "fundamental contrasts and emotions"
    ),
    Criterion.DEBATE: Text(
        "een fel openbaar debat over het functioneren van het bestuursorgaan",
        "an intense public debate on the functioning of the public body",
    ),
    Criterion.POLITICS: Text(
        "een politieke kwestie die het bestuur bedreigde",
        "a political issue that threatened the administration",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which items are meant: all that is asked must hold, and whole threads go along.

    What comes in later counts too.
    """

    #: Every account of the archive where none is named.
    accounts: tuple[AccountId, ...] = ()
    #: Days in Europe/Amsterdam, both included; no bound for None.
    since: date | None = None
    until: date | None = None
    #: Words of a search; empty for all of accounts and period.
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """The decision by which a hotspot is one."""

    body: str
    #: Day of the decision.
    on: date
    #: Who entered it, and when.
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotspot:
    """An event of such impact that what belongs to it is kept for ever."""

    id: str
    name: str
    state: HotspotState
    accounts: tuple[AccountId, ...]
    since: date | None
    until: date | None
    #: Any of these words, or words beside each other, must stand in it, or any of the hashtags.
    terms: tuple[str, ...]
    #: With their sign.
    hashtags: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    reason: str
    proposed_by: str
    proposed_at: datetime
    adoption: Adoption | None = None
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None
    #: Why it was withdrawn.
    withdrawn_reason: str = ""

    @property
    def is_adopted(self) -> bool:
        """Tell whether it keeps anything: adopted, and not withdrawn."""
        return self.state is HotspotState.ADOPTED

    @property
    def scope(self) -> Scope:
        """Give which items it holds, as a search asks it: exact words, any of them."""
        return Scope(
            accounts=self.accounts,
            since=self.since,
            until=self.until,
            query=words_sought(self.terms, self.hashtags),
        )


def words_sought(terms: Iterable[str], hashtags: Iterable[str]) -> str:
    """Give the question for any of some terms, each word beside word, or of some hashtags."""
    return " OR ".join((*(f'"{term}"' for term in terms), *hashtags))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A stop on destruction (bewaarplicht bij geschil), on every ground, until it is lifted."""

    id: str
    #: Why: what the dispute is about.
    ground: str
    #: Number of the case.
    case: str
    #: None where items are named alone.
    scope: Scope | None
    #: Permanent addresses of items that are named; their threads go along.
    items: tuple[str, ...]
    by: str
    since: datetime
    lifted_by: str | None = None
    lifted_at: datetime | None = None
    #: Why it was lifted.
    lifted_reason: str = ""

    @property
    def stands(self) -> bool:
        """Tell whether it was not lifted."""
        return self.lifted_at is None


@dataclass(frozen=True, slots=True)
class Blocked:
    """What keeps an item from being destroyed: at least one of these."""

    #: Permanent address.
    item: str
    #: Adopted hotspots that hold it.
    hotspots: tuple[str, ...]
    #: Legal holds that stand.
    holds: tuple[str, ...]
    #: Woo dossiers that are not decided on, or were a short time ago.
    dossiers: tuple[str, ...] = ()

    def by(self, ground: Ground | None) -> tuple[str, ...]:
        """Give what stops destruction on a ground; empty where nothing does.

        A hold stops it on each, None too; a hotspot only what the selection list says; a dossier
        each but what a court ordered, and of originals alone nothing: it is about the record.
        """
        return (
            *self.holds,
            *(self.hotspots if ground is Ground.SELECTION else ()),
            *(self.dossiers if ground not in (Ground.COURT, None) else ()),
        )
