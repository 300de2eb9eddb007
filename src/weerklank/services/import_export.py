"""Import: take in an official export of a platform."""

from contextlib import ExitStack
from pathlib import Path

from weerklank.harvest.port import Connector
from weerklank.model.errors import INTERRUPTED, BrokenInput, RunInterrupted, WeerklankError
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.run import RunReport, Technique
from weerklank.model.text import Text
from weerklank.services.admit_import import demand_admissible, open_export
from weerklank.services.close_months import close_past_months
from weerklank.services.correct_after_import import correct_after_import
from weerklank.services.execute_destruction import finish_destructions, refuse_waiting
from weerklank.services.export_owner import is_as_registered, whose
from weerklank.services.former_handles import report_handle
from weerklank.services.import_report import (
    add_limits,
    add_notices,
    broken_off,
    destruction_waits,
    left_open,
)
from weerklank.services.note_drift import note_drift
from weerklank.services.record_hand_in import confirm_judged
from weerklank.services.recover import recover
from weerklank.services.report_change import report_found
from weerklank.services.run_report import report_json
from weerklank.services.seal_events import seal_events
from weerklank.services.take_in import TakeIn
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

READING = Text("{platform}-export wordt gelezen.", "Reading the {platform} export.")


def import_export(
    workplace: Workplace,
    connectors: list[Connector],
    file: Path,
    *,
    account: str | None = None,
    posts: tuple[str, ...] = (),
    process: str | None = None,
    hand_in: str | None = None,
) -> RunReport:
    """Take an export into the archive; gives the honest report of the run.

    `process` is the work process that the items serve, instead of the account's own of the day.
    Without either it stays unknown, and the report warns of that.
    Posts of scenario C come in as a hand-in: judged by whoever acts, who must hold a role for it;
    `hand_in` is the number of the one that waits for confirmation, where there is one.

    The platform is recognised by the content of the file, the account by the export's owner.
    The scenario of its day decides of each post: what is of a day of scenario C comes in by name
    only, however the account is now, and else is passed over and told.
    Refused without named posts for an account that never was anything but C, and for scenario B
    before there is a choice on sealed originals. What was sealed before an error or an
    interruption stays.
    """
    connector, export = open_export(connectors, file)
    workplace.demand_sound()
    waiting_destructions = finish_destructions(workplace)
    register = workplace.register()
    target = whose(register, export, account)
    as_registered = is_as_registered(target, export)
    policy = workplace.policy()
    demand_admissible(workplace, target, policy, posts, process)
    refuse_waiting(waiting_destructions, [target.id])
    with ExitStack() as stack:
        layout = workplace.layout
        stack.enter_context(locked(layout.lock(f"account-{target.id}"), str(target.id)))
        corrected = recover(workplace, target.id)
        damaged: list[BrokenInput] = []
        close_past_months(workplace, target.id, damaged.append)
        report = RunReport(
            run=workplace.new_run(),
            account=target.id,
            technique=Technique.EXPORT,
            started=workplace.clock.now(),
            corrected=corrected,
        )
        workplace.record(
            Book.JOURNAL,
            "run.started",
            report.run,
            _asked(report, posts, as_registered=as_registered),
        )
        workplace.reporter.step(READING, platform=connector.manifest.title)
        try:
            with ExitStack() as working:
                run = TakeIn(
                    workplace, register, target, policy, export, report, posts, process, working
                )
                run.take_in(
                    lambda: confirm_judged(
                        workplace,
                        target,
                        report,
                        run.chosen if hand_in else run.judged,
                        process,
                        hand_in,
                    )
                )
            correct_after_import(workplace, report, run.due)
        except WeerklankError as error:
            error.runs = (broken_off(report, error.code),)
            raise
        except KeyboardInterrupt as stop:
            raise RunInterrupted(broken_off(report, INTERRUPTED)) from stop
        add_limits(report, connector, export)
        add_notices(report, connector, register, target, as_registered=as_registered)
        report.notices.extend(map(left_open, damaged))
        report.notices.extend(destruction_waits(w.list, w.damage) for w in waiting_destructions)
        run.observe()
        report_handle(workplace, target, export, report.run)
        if run.profile_changed:
            report_found(workplace, target, report.run)
        note_drift(workplace, target, report)
        report.ended = workplace.clock.now()
        workplace.record(Book.JOURNAL, "run.finished", report.run, report_json(report))
        seal_events(workplace)
    return report


def _asked(report: RunReport, posts: tuple[str, ...], *, as_registered: bool) -> JsonObject:
    """Tell what was asked of a run; an export under another name is no harvest of the whole."""
    asked: JsonObject = {
        "account": report.account,
        "posts": len(posts),
        "technique": report.technique,
    }
    return asked if as_registered else {**asked, "other_name": True}
