"""Begin and end a run on an account: what an import and a harvest do alike around their work."""

from weerklank.harvest.map_again import FIRST, mapping_of
from weerklank.harvest.port import Connector, Export, HasNotices
from weerklank.model.account import Account
from weerklank.model.clock import iso
from weerklank.model.errors import BrokenInput
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.run import RunReport, Technique
from weerklank.register.book import Register
from weerklank.services.change.close_months import close_past_months
from weerklank.services.change.execute_destruction import Waiting
from weerklank.services.change.recover import recover
from weerklank.services.intake.import_report import (
    add_limits,
    add_notices,
    destruction_waits,
    left_open,
)
from weerklank.services.runs.run_report import report_json
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace


class AccountRun:
    """One run on an account, under that account's lock."""

    def __init__(
        self,
        workplace: Workplace,
        connector: Connector,
        register: Register,
        account: Account,
        technique: Technique,
        waiting: list[Waiting],
    ) -> None:
        """Recover what a run that died left, and close the months that are past.

        `waiting` are destructions of other accounts that can't go on.
        """
        self._workplace = workplace
        self._connector = connector
        self._register = register
        self._account = account
        self._waiting = waiting
        self._damaged: list[BrokenInput] = []
        corrected = recover(workplace, account.id)
        close_past_months(workplace, account.id, self._damaged.append)
        self.report = RunReport(
            run=workplace.new_run(),
            account=account.id,
            technique=technique,
            started=workplace.clock.now(),
            corrected=corrected,
        )

    def begin(
        self,
        posts: tuple[str, ...],
        *,
        as_registered: bool,
        job: str | None = None,
        numbers_alone: bool = False,
    ) -> None:
        """Write down that it begins and what was asked: all, or single posts by their addresses.

        An export under another name, or of numbers alone, is no harvest of the whole. `job` is the
        portability job of which it takes in the archive: with the end of this run that is done.
        """
        report = self.report
        asked: JsonObject = {
            "account": report.account,
            "at": iso(report.started),
            "posts": len(posts),
            "technique": report.technique,
        }
        told: JsonObject = asked if as_registered else {**asked, "other_name": True}
        if job is not None:
            told = {**told, "job": job}
        mapping = mapping_of(self._connector, report.technique)
        if mapping > FIRST:
            told = {**told, "mapping": mapping}
        if numbers_alone:
            told = {**told, "numbers_alone": True}
        self._workplace.record(Book.JOURNAL, "run.started", report.run, told)

    def tell(self, export: Export, *, as_registered: bool) -> None:
        """Put into the report what the platform never gives, and what there is to mind."""
        report = self.report
        add_limits(report, self._connector, export)
        add_notices(
            report, self._connector, self._register, self._account, as_registered=as_registered
        )
        if isinstance(export, HasNotices):
            report.notices.extend(export.notices())
        report.notices.extend(map(left_open, self._damaged))
        report.notices.extend(destruction_waits(w.list, w.damage) for w in self._waiting)

    def end(self) -> None:
        """Write down what came of it."""
        self.report.ended = self._workplace.clock.now()
        self._workplace.record(
            Book.JOURNAL, "run.finished", self.report.run, report_json(self.report)
        )
        seal_events(self._workplace)
