"""Open gaps: what runs told that is missing, as far as no later run looked there again."""

from collections.abc import Iterable, Iterator

from weerklank.services.runs.read_runs import PastRun, Told

#: Gaps of single items: a run that read a part of the account tells them of that part alone. All
#: others (how many posts there are, what the permission gives) each run tells anew.
_OF_ITEMS = frozenset(
    {
        "edits_broken",
        "edits_endless",
        "edits_missing",
        "field_broken",
        "media_damaged",
        "media_missing",
        "record_broken",
        "reference_missing",
        "replies_apart",
        "replies_coming",
        "replies_endless",
        "replies_missing",
        "replies_not_given",
    }
)
#: What a run tells whose list ended early: it did not read all either.
_BROKEN_OFF = "list_broken_off"


def open_gaps(runs: Iterable[PastRun]) -> Iterator[tuple[PastRun, Told]]:
    """Give the gaps that are open by the runs of one technique, newest first, each with its run.

    A run that read the list down to a day says nothing of what lies before: what an earlier one
    told of single items stands, until a run read all of it and does not tell it any more.
    """
    told: set[str] = set()
    for number, run in enumerate(runs):
        kinds = {gap.kind for gap in run.gaps}
        for gap in run.gaps:
            if gap.kind not in told and (number == 0 or gap.kind in _OF_ITEMS):
                yield run, gap
        told |= kinds
        if run.read_since is None and _BROKEN_OFF not in kinds:
            return
