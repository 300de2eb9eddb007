"""What several runs came to: one answer, and of several errors the one that counts."""

from collections.abc import Sequence

import click

from weerklank.cli.importing import show_run
from weerklank.cli.language import language
from weerklank.cli.options import Common
from weerklank.cli.output import answer
from weerklank.model.errors import WeerklankError
from weerklank.model.run import RunReport
from weerklank.services.runs.run_report import report_json

#: Of several errors the one that counts: by its exit code.
ORDER = (70, 6, 5, 4, 3, 2)


def tell_runs(given: Common, done: Sequence[RunReport], errors: Sequence[WeerklankError]) -> None:
    """Tell the runs, and leave with the exit code that they come to."""
    if errors:
        worst = min(errors, key=lambda error: ORDER.index(error.exit_code))
        worst.runs = tuple(done)
        worst.answer = {"runs": [], **worst.answer}
        raise worst
    runs = [report_json(run, language()) for run in done]
    answer({"runs": [*runs]}, as_json=given.json, text=lambda: _show(done))
    click.get_current_context().exit(0 if all(run.complete for run in done) else 1)


def _show(runs: Sequence[RunReport]) -> None:
    for run in runs:
        show_run(run)
