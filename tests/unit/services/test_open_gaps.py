"""A gap of single items stays open until a run read all of the account again."""

from datetime import UTC, datetime

import pytest

from weerklank.model.ids import AccountId
from weerklank.model.text import verbatim
from weerklank.services.runs.open_gaps import open_gaps
from weerklank.services.runs.read_runs import PastRun, Told

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def run(number: int, *kinds: str, since: datetime | None = None) -> PastRun:
    return PastRun(
        id=str(number),
        account=AccountId("a0001"),
        technique="api",
        started=NOON,
        by="iemand",
        read_since=since,
        gaps=tuple(Told(kind=kind, count=1, reason=verbatim(kind)) for kind in kinds),
    )


def kinds(*runs: PastRun) -> list[str]:
    return [gap.kind for _, gap in open_gaps(runs)]


@pytest.mark.parametrize(
    "kind",
    [
        "edits_broken",
        "edits_endless",
        "edits_missing",
        "media_missing",
        "reference_missing",
        "replies_apart",
        "replies_coming",
        "replies_endless",
        "replies_missing",
        "replies_not_given",
    ],
)
def test_what_a_run_on_a_part_did_not_look_at_stands(kind):
    assert kinds(run(3, since=NOON), run(2, since=NOON), run(1, kind)) == [kind]
    assert kinds(run(3), run(2, since=NOON), run(1, kind)) == []


def test_what_each_run_tells_anew_does_not():
    assert kinds(run(2, since=NOON), run(1, "pinned_missing")) == []
