"""What waits of privacy: words and replies in doubt, vault, requests, scan, and policy."""

from collections.abc import Iterator

from weerklank.model.account import Account
from weerklank.model.clock import civil_day
from weerklank.model.errors import BrokenInput, NotNow
from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.model.person_request import PersonRequestState
from weerklank.model.vault import VaultState
from weerklank.services.appraise.mark_special import count_special
from weerklank.services.appraise.read_policy import read_policy_history
from weerklank.services.appraise.words_in_doubt import words_in_doubt
from weerklank.services.scan.read_scans import unresolved_scan
from weerklank.services.seal.read_requests import read_requests
from weerklank.services.vault.waiting_requests import waiting_requests
from weerklank.services.waits.task import ASKED, Ask, Task
from weerklank.services.workplace import Workplace


def of_words(workplace: Workplace, roles: set[Role]) -> Iterator[Task]:
    """Tell once on how many words in free text a detector doubts."""
    if roles.isdisjoint(ASKED[Ask.WORDS_WAIT]):
        return
    try:
        total = words_in_doubt(workplace, limit=0).total
    except (NotNow, BrokenInput):
        return  # the page itself says that the catalogue can't be asked now
    if total:
        yield Task(ask=Ask.WORDS_WAIT, count=total)


def of_special(workplace: Workplace, roles: set[Role]) -> Iterator[Task]:
    """Tell once how many replies wait for somebody to say whether they are special."""
    if roles.isdisjoint(ASKED[Ask.SPECIAL_WAITS]):
        return
    try:
        total = count_special(workplace)
    except (NotNow, BrokenInput):
        return  # the page itself says that the catalogue can't be asked now
    if total:
        yield Task(ask=Ask.SPECIAL_WAITS, count=total)


def of_scan(workplace: Workplace) -> Iterator[Task]:
    """Tell of the last leak scan, where it found somebody and nobody looked into it."""
    found = unresolved_scan(workplace)
    if found is not None:
        day = civil_day(found.at)
        yield Task(ask=Ask.SCAN_FOUND, subject=found.name, day=day, count=found.found)


def of_vault(workplace: Workplace) -> Iterator[Task]:
    """Tell of requests for the vault that wait, or may be opened now."""
    for one, state in waiting_requests(workplace):
        is_open = state is VaultState.APPROVED
        until = (is_open and one.holds_until) or one.waits_until
        ask = Ask.VAULT_OPENS if is_open else Ask.VAULT_WAITS
        yield Task(ask=ask, subject=one.id, day=civil_day(until))


def of_requests(workplace: Workplace) -> Iterator[Task]:
    """Tell of each open request of a person, with its term."""
    for one in read_requests(workplace).values():
        if one.state is PersonRequestState.OPEN:
            yield Task(ask=Ask.REQUEST_WAITS, subject=one.id, day=one.due)


def of_policy(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    """Tell that the choice on originals is missing, and of proposals for the policy."""
    if workplace.policy().sealed is None and accounts:
        yield Task(ask=Ask.POLICY_MISSING)
    for one in read_policy_history(workplace).waiting.values():
        yield Task(ask=Ask.POLICY_WAITS, subject=one.id, day=civil_day(one.at))
