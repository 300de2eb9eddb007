"""Read the policy's history: each version, by whom and when, and the proposals made on them."""

from dataclasses import dataclass
from datetime import datetime

from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json
from weerklank.model.policy import (
    POLICY_APPROVED,
    POLICY_SEALED,
    Change,
    FieldClass,
    SealedOriginals,
    changes_in,
)
from weerklank.services.workplace import Workplace

PROPOSED = "policy.proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many held items a change would have treated otherwise."""

    account: AccountId
    field: FieldClass
    items: int
    #: Whether it is no more than that: what was taken out can't be counted in what is held.
    is_at_most: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Another policy, not in force."""

    id: str
    #: Version that it was made on.
    base: int
    changes: tuple[Change, ...]
    by: str
    at: datetime
    #: What was counted when it was made; None of one that doesn't tell.
    counted: tuple[Counted, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """How the policy became what it was from then on."""

    number: int
    by: str
    at: datetime
    #: What was chosen about sealed originals; None where something else was decided.
    sealed: SealedOriginals | None = None
    #: What was approved; empty where it was about sealed originals.
    changes: tuple[Change, ...] = ()
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyHistory:
    """What was decided, oldest first, and what was proposed and not approved."""

    versions: tuple[Version, ...]
    #: On the version in force, by number.
    waiting: dict[str, Proposal]
    #: On an earlier version: passed by, and not to be approved any more.
    lapsed: dict[str, Proposal]

    def version_of(self, proposal: str) -> Version | None:
        """Give the version that a proposal became; None if it did not."""
        made = (one for one in self.versions if one.proposal and one.proposal.id == proposal)
        return next(made, None)


def read_policy_history(workplace: Workplace) -> PolicyHistory:
    """Read the history of the policy."""
    return workplace.events.fold(Book.DECISIONS, _HistoryFold)


def counted_json(counted: tuple[Counted, ...]) -> list[Json]:
    """Write counts as the event of a proposal holds them."""
    return [
        {
            "account": one.account,
            "at_most": one.is_at_most,
            "field": one.field.value,
            "items": one.items,
        }
        for one in counted
    ]


class _HistoryFold:
    """What the events so far tell."""

    def __init__(self) -> None:
        self._versions: list[Version] = []
        self._open: dict[str, Proposal] = {}

    def take(self, event: Event) -> None:
        number = len(self._versions) + 1
        if event.kind == PROPOSED:
            self._open[event.subject] = _proposal(event)
        elif event.kind == POLICY_SEALED:
            months = event.data["months"]
            chosen = SealedOriginals(months=months if isinstance(months, int) else None)
            by = event.actor.known_as
            self._versions.append(Version(number=number, by=by, at=event.at, sealed=chosen))
        elif event.kind == POLICY_APPROVED:
            self._versions.append(
                Version(
                    number=number,
                    by=event.actor.known_as,
                    at=event.at,
                    changes=changes_in(event.data),
                    proposal=self._open.pop(event.subject, None),
                )
            )

    def result(self) -> PolicyHistory:
        now = len(self._versions)
        return PolicyHistory(
            versions=tuple(self._versions),
            waiting={name: one for name, one in self._open.items() if one.base == now},
            lapsed={name: one for name, one in self._open.items() if one.base != now},
        )


def _proposal(event: Event) -> Proposal:
    return Proposal(
        id=event.subject,
        base=int(str(event.data["base"])),
        changes=changes_in(event.data),
        by=event.actor.known_as,
        at=event.at,
        counted=_counted(event.data.get("counts")),
    )


def _counted(told: Json) -> tuple[Counted, ...] | None:
    if not isinstance(told, list):
        return None
    return tuple(
        Counted(
            account=AccountId(str(one["account"])),
            field=FieldClass(str(one["field"])),
            items=int(str(one["items"])),
            is_at_most=one["at_most"] is True,
        )
        for one in told
        if isinstance(one, dict)
    )
