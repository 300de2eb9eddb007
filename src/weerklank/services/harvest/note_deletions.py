"""Note deletions: write what a harvest found out about posts that are held, and that it looked."""

from collections.abc import Iterator, Sequence

from weerklank.model.change_report import Reported
from weerklank.model.clock import iso
from weerklank.model.deletion import CONFIRMED, SEEN, WITHDRAWN
from weerklank.model.event import Book
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.notice import Notice
from weerklank.model.run import RunReport, Shortfall
from weerklank.model.text import Text, verbatim
from weerklank.services.harvest.held_items import Outcome
from weerklank.services.harvest.read_looks import LOOKED
from weerklank.services.workplace import Workplace

NOT_LOOKED_AT = Text(
    "kon niet worden bekeken; of het is verwijderd, is niet bekend",
    "could not be looked at; whether it was deleted is not known",
)
ONLY_BY_ITSELF = Text(
    "De lijst van het account bevat {count} berichten niet meer die op hun eigen adres nog "
    "antwoorden; zij gelden niet als verwijderd: {posts}.",
    "The list of the account no longer holds {count} posts that still answer at their own "
    "address; they are not marked as deleted: {posts}.",
)
#: Posts that one event names, and that a gap or a notice does.
_MOST, _NAMED = 5_000, 20


def tell_deletions(report: RunReport, outcome: Outcome) -> None:
    """Put into a report what came of the posts that were looked for."""
    report.deletions = len(outcome.missed)
    report.deletions_confirmed = len(outcome.confirmed)
    report.deletions_withdrawn = len(outcome.withdrawn)
    missing = [*outcome.not_looked_at.values()]
    if missing:
        named = dict.fromkeys(filter(None, missing))
        where = tuple(map(verbatim, [*named][:_NAMED]))
        report.gaps.append(
            Shortfall(kind="not_looked_at", count=len(missing), reason=NOT_LOOKED_AT, where=where)
        )
    answering = outcome.only_by_itself
    if answering:
        values = {"count": str(len(answering)), "posts": ", ".join(answering[:_NAMED])}
        report.notices.append(Notice("answers-by-itself", ONLY_BY_ITSELF, values))


def note_deletions(workplace: Workplace, report: RunReport, outcome: Outcome) -> None:
    """Write the marks that a run sets, sets right, confirms and takes back."""
    told: JsonObject = {"at": iso(report.started), "run": report.run}
    missed = outcome.missed | outcome.set_right
    for some in _by(sorted(missed)):
        posts: JsonObject = {key: missed[key] for key in some}
        workplace.record(Book.JOURNAL, SEEN, report.account, {**told, "posts": posts})
    for kind, keys in ((CONFIRMED, outcome.confirmed), (WITHDRAWN, outcome.withdrawn)):
        for some in _by(keys):
            workplace.record(Book.JOURNAL, kind, report.account, {**told, "posts": [*some]})


def note_look(
    workplace: Workplace,
    report: RunReport,
    outcome: Outcome,
    passed: int,
    standing: Sequence[Reported],
) -> None:
    """Write that a run looked at an account, and how far: what is due next follows from it.

    `standing` is what the account told of itself: once it no longer does, the next time is new.
    """
    unlooked: list[Json] = [*outcome.not_looked_at]
    told: list[Json] = [what.value for what in standing]
    data: JsonObject = {
        "at": iso(report.started),
        "passed": passed,
        "run": report.run,
        "since": iso(outcome.since) if outcome.since else None,
        "standing": told,
        "unlooked": unlooked,
    }
    workplace.record(Book.JOURNAL, LOOKED, report.account, data)


def _by(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(keys), _MOST):
        yield keys[first : first + _MOST]
