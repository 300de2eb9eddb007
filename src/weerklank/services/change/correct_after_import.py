"""Correct after an import: what it made due, of its own account and of others."""

from weerklank.model.errors import BrokenInput, Locked
from weerklank.model.ids import AccountId
from weerklank.model.run import RunReport, Shortfall
from weerklank.model.text import Text, verbatim
from weerklank.services.change.correct_persons import PrivacyCorrected, correct_persons
from weerklank.services.change.recover import recover
from weerklank.services.seal.read_corrections import open_corrections
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

WAITS = Text(
    "wie bij een draad kwam, staat nog met naam in eerdere berichten; een volgende import maakt "
    "dit af",
    "who joined a thread still stands by name in earlier posts; a next import finishes this",
)
LEFT = Text(
    "na de correctie gevonden wat er niet meer hoort te staan; kijk in welk bestand",
    "found after the correction what should be gone; look in the file",
)


def correct_after_import(
    workplace: Workplace, report: RunReport, accounts: frozenset[str]
) -> None:
    """Do every correction that is due, under the lock of the account of the run.

    What can't be done now of that account, and of `accounts`, which the run made due, is a gap: a
    damaged package, or another account on which a run is busy. What a dead run left of others
    waits without a word.
    """
    done = PrivacyCorrected()
    told = {report.account, *accounts}
    left = {found.account for found in open_corrections(workplace)}
    for account in map(AccountId, sorted(left)):
        try:
            if account == report.account:
                _add(done, correct_persons(workplace, account))
            else:
                _add(done, _of_another(workplace, account))
        except (BrokenInput, Locked) as stop:
            if account in told:
                report.gaps.append(_waits(str(stop.values.get("path", account))))
    report.corrected += done.records
    if done.found:
        places = tuple(map(verbatim, sorted(set(done.found))))
        report.gaps.append(
            Shortfall(kind="correction_left", count=len(places), reason=LEFT, where=places)
        )


def _add(done: PrivacyCorrected, more: PrivacyCorrected) -> None:
    done.records += more.records
    done.found += more.found


def _of_another(workplace: Workplace, account: AccountId) -> PrivacyCorrected:
    with locked(workplace.layout.lock(f"account-{account}"), account):
        begun = recover(workplace, account)
        done = correct_persons(workplace, account)
        done.records += begun
        return done


def _waits(where: str) -> Shortfall:
    return Shortfall(kind="correction_waits", count=1, reason=WAITS, where=(verbatim(where),))
