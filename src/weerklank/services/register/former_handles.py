"""Former handles: names that an account had before, and names that a run found instead of its own.

A former handle is the organisation's own name, in posts that come in later too, so a keeper of the
register states it. What a run finds is reported and no more: an export says of itself whose it is,
and a stranger's must not make the stranger's name one that stays.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from weerklank.harvest.port import Export
from weerklank.model.account import Account, FormerHandle
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.host_form import handle_form
from weerklank.model.ids import RunId
from weerklank.model.notice import Notice
from weerklank.model.text import Text
from weerklank.register.admission import Admitted, admit, refuse_twice
from weerklank.register.book import Register, changed
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_FORMER = fault(
    "REGISTER-040",
    Text(
        nl="{handle} is geen vroegere of gemelde naam van account {account}.",
        en="{handle} is no former or reported handle of account {account}.",
    ),
    Text(
        nl="Kijk met 'weerklank account show {account}' welke er zijn.",
        en="See with 'weerklank account show {account}' which there are.",
    ),
)
STAYS_OURS = Text(
    "{handle} blijft als vroegere naam van het account gelden en wordt niet vervangen. Heette dit "
    "account nooit zo, neem dat dan terug: 'weerklank account edit {account} "
    "--without-former-url {handle}'.",
    "{handle} keeps counting as a former handle of the account and is not replaced. If the "
    "account never bore it, take that back: 'weerklank account edit {account} "
    "--without-former-url {handle}'.",
)
#: A handle and no more: a file may have any text in its place.
_HANDLE = re.compile(r"[\w.-]{1,100}(?:@[\w.-]{1,253}(?::[0-9]{1,5})?)?")


def renamed(account: Account, admitted: Admitted) -> Account:
    """Give the account at another address; the handle that it had is a former one from then on."""
    after = replace(account, platform=admitted.platform, handle=admitted.handle, url=admitted.url)
    if (after.platform, after.handle) == (account.platform, account.handle):
        return after
    had = FormerHandle(platform=account.platform, handle=account.handle)
    return _with(after, (*account.former_handles, had))


def notice_of_name(before: Account, after: Account) -> list[Notice]:
    """Say that the handle that an account had until now stays one of ours."""
    had = FormerHandle(platform=before.platform, handle=before.handle)
    if had in before.former_handles or had not in after.former_handles:
        return []
    return [Notice("former-handle", STAYS_OURS, {"handle": had.handle, "account": after.id})]


def with_former(
    account: Account, register: Register, stated: Iterable[str], withdrawn: Iterable[str]
) -> Account:
    """Give the account with former handles stated by address, and without those withdrawn.

    To withdraw a name that a run reported says that it is none of the account's. WrongUse for a
    handle that is an account's own now, and for one to withdraw that is not there.
    """
    former, reported = [*account.former_handles], [*account.reported_handles]
    for name in withdrawn:
        meant = admit(name).handle if "/" in name else handle_form(name.strip().removeprefix("@"))
        kept = [one for one in former if one.handle != meant]
        waiting = [one for one in reported if one.handle != meant]
        if (kept, waiting) == (former, reported):
            raise WrongUse(NO_FORMER, handle=name, account=account.id)
        former, reported = kept, waiting
    for address in stated:
        admitted = admit(_as_address(address))
        others = [one for one in register.accounts.values() if one.id != account.id]
        refuse_twice(admitted, (*others, account))
        former.append(FormerHandle(platform=admitted.platform, handle=admitted.handle))
    return _with(replace(account, reported_handles=tuple(reported)), former)


def _as_address(written: str) -> str:
    """Give what is written as `account show` shows it, `name@server`, in a form to be admitted."""
    text = written.strip()
    return f"@{text}" if _HANDLE.fullmatch(text) and "@" in text else text


def _with(account: Account, former: Iterable[FormerHandle]) -> Account:
    """Give the account with these former handles, each once; what a run reported is settled."""
    now = FormerHandle(platform=account.platform, handle=account.handle)
    known = tuple(one for one in dict.fromkeys(former) if one != now)
    settled = {one.handle for one in (now, *known)}
    waiting = tuple(one for one in account.reported_handles if one.handle not in settled)
    return replace(account, former_handles=known, reported_handles=waiting)


def report_handle(workplace: Workplace, account: Account, export: Export, run: RunId) -> None:
    """Report that a run found the account under a handle that the register does not know.

    Writes only what is news. The caller seals the events.
    """
    found = export.owner.handle
    if found is None or not _HANDLE.fullmatch(found):
        return
    with locked(workplace.layout.lock("register"), "register", wait=True):
        now = workplace.register().accounts[account.id]
        known = {now.handle, *(one.handle for one in now.former_handles)}
        if found in known or any(one.handle == found for one in now.reported_handles):
            return
        changes = {"handle": changed(now.handle, found)}
        workplace.record(
            Book.REGISTER, "account.reported", account.id, {"changes": changes, "run": run}
        )
