"""Harvest an account so that others see it: how far it is, how to stop it, and why it failed.

The schedule and the command line harvest by this; what is due follows from what it notes.
"""

from collections.abc import Callable

from weerklank.jobs.past import FAILED, STOPPED, failure_json
from weerklank.model.clock import iso
from weerklank.model.errors import (
    BrokenInput,
    Defect,
    NotNow,
    RunInterrupted,
    WeerklankError,
    fault,
)
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.run import RunReport
from weerklank.model.text import Text
from weerklank.services.harvest.stop_harvest import Stop, stoppable
from weerklank.services.runs.live_progress import told_live
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

WAS_STOPPED = fault(
    "SCHEDULE-002",
    Text(
        nl="De oogst van {account} is gestopt door wie daar op een pagina om vroeg.",
        en="The harvest of {account} was stopped by who asked for that on a page.",
    ),
    Text(
        nl="Wat was afgesloten, is bewaard. Het account komt na de tussentijd weer aan de beurt, "
        "of als iemand erom vraagt.",
        en="What was closed is kept. The account is due again after its interval, or when "
        "somebody asks for it.",
    ),
)


def harvest_noted(
    workplace: Workplace, name: str, harvest: Callable[[Workplace], RunReport]
) -> RunReport:
    """Harvest an account by what is given, and note in the journal what went wrong.

    A failure of the outside world, broken input and a defect are noted; a refusal is none, nor is
    a lock that another holds. NotNow when somebody stopped it on a page.
    """
    account = workplace.register().find(name).id
    try:
        return _harvest(workplace, account, harvest)
    except (NotNow, BrokenInput, Defect) as error:
        if error.code != WAS_STOPPED:
            note_failure(workplace, account, error)
        raise


def harvest_followed(
    workplace: Workplace, name: str, harvest: Callable[[Workplace], RunReport]
) -> RunReport:
    """Harvest an account by what is given, so that others see how far it is and can stop it.

    Nothing is noted of how it ended: what the schedule has due does not follow from it. NotNow
    when somebody stopped it on a page.
    """
    return _followed(workplace, workplace.register().find(name).id, harvest)


def _harvest(
    workplace: Workplace, account: AccountId, harvest: Callable[[Workplace], RunReport]
) -> RunReport:
    try:
        return _followed(workplace, account, harvest)
    except NotNow as stopped:
        if stopped.code == WAS_STOPPED:
            run = stopped.runs[0].run if stopped.runs else None
            told: JsonObject = {"at": iso(workplace.clock.now()), "run": run}
            workplace.record(Book.JOURNAL, STOPPED, account, told)
            seal_events(workplace)
        raise


def _followed(
    workplace: Workplace, account: AccountId, harvest: Callable[[Workplace], RunReport]
) -> RunReport:
    stop = Stop()
    runs: tuple[RunReport, ...] = ()
    try:
        with stoppable(workplace, account) as stop, told_live(workplace, account) as followed:
            return harvest(followed)
    except KeyboardInterrupt as broken:
        if not stop.is_asked:
            raise
        if isinstance(broken, RunInterrupted):
            runs = (broken.run,)
    stopped = NotNow(WAS_STOPPED, account=account)
    stopped.runs = runs
    raise stopped


def note_failure(workplace: Workplace, account: AccountId, error: WeerklankError) -> None:
    """Note that a harvest failed, why, and what to do: sentences of ours, no content."""
    message = Text(error.message("nl"), error.message("en"))
    hint = Text(error.hint("nl"), error.hint("en"))
    run = error.runs[0].run if error.runs else None
    told = failure_json(error.code, message, hint, run)
    told["at"] = iso(workplace.clock.now())
    workplace.record(Book.JOURNAL, FAILED, account, told)
    seal_events(workplace)
