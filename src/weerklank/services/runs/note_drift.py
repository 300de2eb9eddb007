"""Note drift: lay what a run read beside what runs read before, and say what is otherwise."""

from dataclasses import replace

from weerklank.model.account import Account
from weerklank.model.coverage import NOT_TOLD
from weerklank.model.drift import (
    Drift,
    DriftKind,
    Finding,
    HeldBefore,
    ReadNow,
    compare,
)
from weerklank.model.run import RunReport, Shortfall
from weerklank.model.text import Text, verbatim
from weerklank.services.runs.read_drift import DriftSoFar, place_of, read_drift, scope_of
from weerklank.services.workplace import Workplace

FIELDS_MISSING = Text(
    "velden die eerder in (bijna) elk bericht stonden, ontbreken of staan er veel minder vaak",
    "fields that stood in (nearly) every post before are missing or stand much less often",
)
_MISSING = (DriftKind.VANISHED, DriftKind.FELL)
_UNNAMED = f"/{NOT_TOLD}"


def note_drift(workplace: Workplace, account: Account, report: RunReport) -> None:
    """Put into the report of a run what is otherwise than before, before it is written down.

    A field that went away is a gap: the run holds less than it should. It stays one until the
    finding is acknowledged. An unknown field is a finding alone: its value is sealed. What does
    not fit on pages is a gap already.
    """
    so_far = read_drift(workplace, keep=True)
    report.scope = place_of(account, report.technique)
    own = _before(so_far, DriftKind.VANISHED, report)
    before = replace(
        own,
        unknown=_before(so_far, DriftKind.UNKNOWN, report).unknown,
        pages=_before(so_far, DriftKind.PAGE_MAP, report).pages,
    )
    # A name that may be a person's was made unreadable before; nobody can be asked about it.
    unknown = {
        path: count for path, count in report.unknown_fields.items() if not path.endswith(_UNNAMED)
    }
    counts = {what: counted.standing for what, counted in report.counts.items()}
    stated = {what: standing for what, standing in counts.items() if standing is not None}
    now = ReadNow(
        coverage=report.fields, unknown=unknown, counts=stated, tested=tuple(report.tested)
    )
    found = compare(before, now)
    report.findings = [
        _finding(so_far, drift, report, number) for number, drift in enumerate(found, 1)
    ]
    missing = [one.what for one in found if one.kind in _MISSING]
    if missing:
        report.gaps.append(
            Shortfall(
                kind="fields_missing",
                count=len(missing),
                reason=FIELDS_MISSING,
                where=tuple(map(verbatim, missing)),
            )
        )


def _before(so_far: DriftSoFar, kind: DriftKind, report: RunReport) -> HeldBefore:
    return so_far.before.get(scope_of(kind, report.account, report.scope), HeldBefore())


def _finding(so_far: DriftSoFar, drift: Drift, report: RunReport, number: int) -> Finding:
    """Give a finding its number: that of the one that waits already, where there is one."""
    scope = scope_of(drift.kind, report.account, report.scope)
    items = report.items_of.get(drift.what, ())
    for known in so_far.waiting():
        if (known.scope, known.finding.drift.what) == (scope, drift.what):
            return Finding(
                id=known.finding.id, drift=drift, since=known.finding.since, items=items
            )
    return Finding(id=f"{report.run}-{number}", drift=drift, since=report.run, items=items)
