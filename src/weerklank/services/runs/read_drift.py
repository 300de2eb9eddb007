"""Read drift: what platforms gave until now, and which findings wait for somebody to look.

It follows from the ends of runs in the journal, taken in order: what a run held, what it found
to be otherwise, and what was acknowledged since. The rule by which it was found is not asked
again: what a run told then is what it found.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from weerklank.model.account import Account
from weerklank.model.coverage import Standing, coverage_of
from weerklank.model.drift import (
    OF_PAGES,
    Drift,
    DriftKind,
    Finding,
    HeldBefore,
    PagesTested,
    ReadNow,
    acknowledged,
    after,
    fitting_again,
)
from weerklank.model.event import Event
from weerklank.model.host_form import host_form
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.services.runs.kept_fold import KeptFold, fold_journal
from weerklank.services.workplace import Workplace

ACKNOWLEDGED = "drift.acknowledged"
REPORTED = "drift.reported"
#: Signs between the parts of a place.
_STEPS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDrift:
    """A finding with what became of it."""

    finding: Finding
    account: AccountId
    technique: str
    #: Where the run read that found it first, and what it is compared within.
    place: str
    scope: str
    #: When the run ended that found it first, and that which found it last.
    first: datetime
    last: datetime
    last_run: str
    #: How many runs found it.
    runs: int = 1
    #: Of pages: when a run ended that laid pages of the kind beside it and found that all fits
    #: again, and which; None as long as none did.
    over: datetime | None = None
    over_run: str | None = None
    #: Whether the last run that could tell still found it.
    is_so_now: bool = True
    #: Who acknowledged it, when and why; None while it waits.
    by: str | None = None
    at: datetime | None = None
    reason: str | None = None
    #: Who told the operator of it and when; None as long as nobody did.
    reported_by: str | None = None
    reported_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Tell whether somebody must still look at it: it is not over by itself either."""
        return self.at is None and self.over is None


@dataclass(frozen=True, slots=True)
class DriftSoFar:
    """What runs until now held, by scope, and all findings by their ids, the oldest first."""

    before: dict[str, HeldBefore]
    found: dict[str, FoundDrift]

    def waiting(self) -> list[FoundDrift]:
        """Give the findings that nobody has acknowledged, and that are not over by themselves."""
        return [one for one in self.found.values() if one.is_waiting]


def read_drift(workplace: Workplace, *, keep: bool = False) -> DriftSoFar:
    """Read it from the journal; with `keep` the next run need not read that again."""
    return fold_journal(workplace, _KEPT, keep=keep)


def place_of(account: Account, technique: str) -> str:
    """Name where a run read: platform, server, technique."""
    return f"{account.platform} {host_form(urlsplit(account.url).netloc)} {technique}"


def scope_of(kind: DriftKind, account: str, place: str) -> str:
    """Name what something is compared within.

    Fields and counts within the account as long as it is on one server: others are of another
    version, or were exported on another day. What no mapping knows is one matter for all accounts
    of a platform, since the mapping is. Pages are alike for all accounts of a server.
    """
    if kind in OF_PAGES:
        return place
    if kind is DriftKind.UNKNOWN:
        platform, _, technique = place.split(" ")
        return f"{platform} {technique}"
    return f"{account} {place}"


class _DriftFold:
    """Drift as the journal so far tells it."""

    def __init__(self, so_far: DriftSoFar | None = None) -> None:
        self._before: dict[str, HeldBefore] = dict(so_far.before) if so_far else {}
        self._found: dict[str, FoundDrift] = dict(so_far.found) if so_far else {}

    def take(self, event: Event) -> None:
        if event.kind == "run.finished" and str(event.data.get("scope")).count(" ") == _STEPS:
            self._take_run(event)
        elif event.kind == ACKNOWLEDGED and event.subject in self._found:
            self._acknowledge(event)
        elif event.kind == REPORTED and event.subject in self._found:
            self._report(event)

    def _take_run(self, event: Event) -> None:
        place, account = str(event.data["scope"]), str(event.data.get("account"))
        findings = findings_of(event.data.get("findings"))
        for found in self._found.values():
            is_of_pages = found.finding.drift.kind in OF_PAGES
            is_here = not is_of_pages and (found.account, found.place) == (account, place)
            if found.at is None and is_here:
                self._found[found.finding.id] = replace(found, is_so_now=False)
        for finding in findings:
            self._note(finding, place, event)
        self._take_pages(place, event)
        scope = scope_of(DriftKind.VANISHED, account, place)
        read = ReadNow(coverage=coverage_of(event.data.get("fields")))
        before = self._before.get(scope, HeldBefore())
        self._before[scope] = after(before, read, [one.drift.what for one in findings])

    def _take_pages(self, place: str, event: Event) -> None:
        """Close what fits again on the pages that this run tested; others it says nothing of."""
        tested = tested_of(event.data.get("tested"))
        for found in self._found.values():
            drift = found.finding.drift
            if found.scope == place and found.over is None and _fits_again(drift, tested):
                self._found[found.finding.id] = replace(
                    found, is_so_now=False, over=event.at, over_run=event.subject
                )
        if place in self._before:
            self._before[place] = fitting_again(self._before[place], tested)

    def _note(self, finding: Finding, place: str, event: Event) -> None:
        known = self._found.get(finding.id)
        account = str(event.data.get("account", ""))
        self._found[finding.id] = FoundDrift(
            finding=finding,
            account=known.account if known else AccountId(account),
            technique=str(event.data.get("technique", "")),
            place=known.place if known else place,
            scope=scope_of(finding.drift.kind, account, place),
            first=known.first if known else event.at,
            last=event.at,
            last_run=event.subject,
            runs=known.runs + 1 if known else 1,
            reported_by=known.reported_by if known else None,
            reported_at=known.reported_at if known else None,
        )

    def _report(self, event: Event) -> None:
        found = self._found[event.subject]
        if found.reported_at is None:
            self._found[event.subject] = replace(
                found, reported_by=event.actor.known_as, reported_at=event.at
            )

    def _acknowledge(self, event: Event) -> None:
        found = self._found[event.subject]
        if not found.is_waiting:
            return
        self._found[event.subject] = replace(
            found,
            by=event.actor.known_as,
            at=event.at,
            reason=str(event.data.get("reason", "")),
        )
        before = self._before.get(found.scope, HeldBefore())
        self._before[found.scope] = acknowledged(before, found.finding.drift)

    def result(self) -> DriftSoFar:
        return DriftSoFar(dict(self._before), dict(self._found))


_KEPT = KeptFold("drift", DriftSoFar, _DriftFold, _DriftFold)


def _fits_again(drift: Drift, tested: list[PagesTested]) -> bool:
    of_it = [one for one in tested if one.has_told(drift.kind, drift.what)]
    return bool(of_it) and not any(drift.what in one.broken() for one in of_it)


def tested_json(tested: list[PagesTested]) -> list[Json]:
    """Write for the journal which pages were tested, by which findings of pages are closed."""
    return [
        {
            "kind": one.kind.value,
            "misfits": {**one.misfits},
            "of": one.of,
            "page": one.page,
        }
        for one in tested
    ]


def tested_of(written: Json) -> list[PagesTested]:
    """Read them from the journal; what has not their form is passed over."""
    found = []
    for one in written if isinstance(written, list) else ():
        if isinstance(one, dict) and one.get("kind") in set(OF_PAGES):
            of, misfits = one.get("of"), one.get("misfits")
            told = misfits if isinstance(misfits, dict) else {}
            found.append(
                PagesTested(
                    kind=DriftKind(str(one["kind"])),
                    page=str(one.get("page")),
                    of=of if isinstance(of, int) else 0,
                    misfits={k: n for k, n in told.items() if isinstance(n, int)},
                )
            )
    return found


def findings_json(findings: list[Finding]) -> list[Json]:
    """Write findings for the journal and the command line."""
    return [finding_json(one) for one in findings]


def finding_json(finding: Finding) -> JsonObject:
    """Write one finding."""
    drift = finding.drift
    return {
        "before": _standing_json(drift.before),
        "finding": finding.id,
        "items": [*finding.items],
        "kind": drift.kind.value,
        "now": _standing_json(drift.now),
        "since": finding.since,
        "what": drift.what,
    }


def _standing_json(standing: Standing) -> JsonObject:
    return {"holding": standing.holding, "of": standing.of}


def findings_of(written: Json) -> list[Finding]:
    """Read findings from the journal; what has not their form is passed over."""
    kinds = set(DriftKind)
    return [
        Finding(
            id=str(one.get("finding")),
            drift=Drift(
                kind=DriftKind(str(one["kind"])),
                what=str(one.get("what")),
                before=_standing(one.get("before")),
                now=_standing(one.get("now")),
            ),
            since=str(one.get("since")),
            items=_texts(one.get("items")),
        )
        for one in (written if isinstance(written, list) else ())
        if isinstance(one, dict) and one.get("kind") in kinds
    ]


def _texts(written: Json) -> tuple[str, ...]:
    return tuple(map(str, written)) if isinstance(written, list) else ()


def _standing(written: Json) -> Standing:
    told = written if isinstance(written, dict) else {}
    holding, of = told.get("holding"), told.get("of")
    return Standing(holding if isinstance(holding, int) else 0, of if isinstance(of, int) else 0)
