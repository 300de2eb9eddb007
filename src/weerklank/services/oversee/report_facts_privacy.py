"""Privacy facts of a report: the vault, terms of originals, scans and marks, in numbers."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from weerklank.model.clock import civil_day
from weerklank.model.data_key import kept_until
from weerklank.model.hand_in import add_months
from weerklank.model.ids import AccountId
from weerklank.model.special import SpecialState
from weerklank.model.vault import VaultAct
from weerklank.package.rewriter import names_of_keys
from weerklank.services.appraise.mark_special import count_special
from weerklank.services.change.term_certificate import read_certificates
from weerklank.services.find.read_marks import read_special_marks
from weerklank.services.people.access_term import access_months
from weerklank.services.scan.read_scans import PastScan, read_scans
from weerklank.services.seal.term_of_originals import sealed_packages
from weerklank.services.vault.read_requests import read_requests
from weerklank.services.workplace import Workplace

#: Calendar months that are looked back over.
PERIOD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyFacts:
    """What was done about privacy; of one account, where it can be told apart."""

    #: First day that is looked back over.
    since: date
    #: What people did since with requests to open an original, counted.
    vault: Counter[VaultAct]
    #: Last days until which originals are kept that lie here: the first and the last of them.
    kept: tuple[date, date] | None
    #: Whether originals lie here that have no term, sealed by an older version of the program.
    has_endless: bool
    #: Originals that were destroyed by their term or with a transfer, and when the last time was.
    destroyed: int
    destroyed_on: date | None
    #: Newest scan of the whole archive.
    scan: PastScan | None
    #: Of the whole archive: what people marked as special, by where it stands.
    special: Counter[SpecialState]
    #: What waits for a decision, what rules mark included.
    special_waiting: int
    #: Months that it is kept who looked at what.
    access_months: int


def privacy_facts(workplace: Workplace, of: AccountId | None) -> PrivacyFacts:
    """Gather them, of an account or of all; nothing sealed is opened or read."""
    today = workplace.today()
    since = add_months(today, -PERIOD)
    steps = Counter(
        step.act
        for one in read_requests(workplace).values()
        if of in (None, one.account)
        for step in one.steps
        if civil_day(step.at) >= since
    )
    days = {
        kept_until(name)
        for one in sealed_packages(workplace)
        if of in (None, one.package.name.account)
        for name in names_of_keys(one.vault)
    }
    dated = sorted(day for day in days if day is not None)
    gone = [one for one in read_certificates(workplace) if of in (None, one.term.account)]
    return PrivacyFacts(
        since=since,
        vault=steps,
        kept=(dated[0], dated[-1]) if dated else None,
        has_endless=None in days,
        destroyed=sum(_number(one.done.data["originals"]) for one in gone),
        destroyed_on=civil_day(gone[-1].done.at) if gone else None,
        scan=next((one for one in read_scans(workplace) if not one.accounts), None),
        special=Counter(one.state for one in read_special_marks(workplace).values()),
        special_waiting=count_special(workplace),
        access_months=access_months(workplace),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
