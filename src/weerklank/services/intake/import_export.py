"""Import: take in an official export of a platform."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from weerklank.harvest.port import Connector, Export, tells_numbers_alone
from weerklank.harvest.stated_owner import says_whose
from weerklank.model.errors import INTERRUPTED, RunInterrupted, WeerklankError
from weerklank.model.run import RunReport, Technique
from weerklank.model.text import Text
from weerklank.services.change.correct_after_import import correct_after_import
from weerklank.services.change.execute_destruction import finish_destructions, refuse_waiting
from weerklank.services.intake.account_run import AccountRun
from weerklank.services.intake.export_number import demand_same_number
from weerklank.services.intake.export_owner import is_as_registered, whose
from weerklank.services.intake.fetch_linked import WayOut, with_media_fetched
from weerklank.services.intake.import_report import (
    broken_off,
    notice_of_owner,
    notice_of_platforms,
)
from weerklank.services.intake.note_stated_deletions import note_stated_deletions
from weerklank.services.intake.take_in import TakeIn
from weerklank.services.register.admit_import import (
    demand_admissible,
    open_export,
    platforms_beside,
)
from weerklank.services.register.former_handles import report_handle
from weerklank.services.register.record_hand_in import confirm_judged
from weerklank.services.register.report_change import report_found
from weerklank.services.runs.note_drift import note_drift
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked


@dataclass(frozen=True, slots=True)
class JobArchive:
    """An archive that a platform made for us, opened (docs/adr/0090)."""

    #: By what the platform knows the job.
    job: str
    connector: Connector
    export: Export


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
    way_out: WayOut | None = None,
    archive: JobArchive | None = None,
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

    An export that holds links in place of media has those fetched by `way_out`; without one each
    is a gap. `archive` is what a portability job brought, of which `file` is the first.
    """
    named = workplace.register().find(account) if account else None
    if archive is not None:
        connector, export = archive.connector, archive.export
    else:
        connector, export = open_export(connectors, file, named.platform if named else None)
    beside = platforms_beside(connectors, connector, file) if not posts else []
    workplace.demand_sound()
    waiting = finish_destructions(workplace)
    register = workplace.register()
    says_so = says_whose(export)
    target = whose(register, export, account)
    as_registered = is_as_registered(target, export)
    policy = workplace.policy()
    demand_admissible(workplace, target, policy, posts, process)
    refuse_waiting(waiting, [target.id])
    with locked(workplace.layout.lock(f"account-{target.id}"), str(target.id)):
        technique = Technique.PORTABILITY if archive else Technique.EXPORT
        run = AccountRun(workplace, connector, register, target, technique, waiting)
        report = run.report
        job = archive.job if archive else None
        run.begin(
            posts,
            as_registered=as_registered,
            job=job,
            numbers_alone=tells_numbers_alone(export),
        )
        workplace.reporter.step(READING, platform=connector.manifest.title)
        try:
            demand_same_number(workplace, target, export, report.run)
            with ExitStack() as working:
                export = with_media_fetched(workplace, target, export, way_out, working)
                taken = TakeIn(
                    workplace, register, target, policy, export, report, posts, process, working
                )
                taken.take_in(
                    lambda: confirm_judged(
                        workplace,
                        target,
                        report,
                        taken.chosen if hand_in else taken.judged,
                        process,
                        hand_in,
                    )
                )
            correct_after_import(workplace, report, taken.due)
        except WeerklankError as error:
            error.runs = (broken_off(report, error.code),)
            raise
        except KeyboardInterrupt as stop:
            raise RunInterrupted(broken_off(report, INTERRUPTED)) from stop
        run.tell(export, as_registered=as_registered)
        if beside:
            report.notices.append(notice_of_platforms(beside))
        if not says_so:
            report.notices.append(notice_of_owner(target.id))
        taken.observe()
        note_stated_deletions(workplace, report, taken.stated_gone, taken.restored)
        report_handle(workplace, target, export, report.run)
        if taken.profile_changed:
            report_found(workplace, target, report.run)
        note_drift(workplace, target, report)
        run.end()
    return report
