"""Edit account: facts that changed, from which day they hold, and the scenario that follows."""

from dataclasses import dataclass
from datetime import date

from weerklank.model.account import Account, AccountStatus, Replies
from weerklank.model.clock import newest_day
from weerklank.model.day_words import day_said
from weerklank.model.errors import NotNow, WrongUse, fault
from weerklank.model.notice import Notice
from weerklank.model.person import Role
from weerklank.model.platform import Platform
from weerklank.model.text import Text, typed
from weerklank.register.admission import admit, refuse_twice
from weerklank.register.bounds import refuse_beyond, refuse_old
from weerklank.services.register.account_facts import Facts, linked, with_facts
from weerklank.services.register.account_notices import notices
from weerklank.services.register.former_handles import notice_of_name, renamed, with_former
from weerklank.services.register.last_harvest import require_last_harvest
from weerklank.services.register.observe_account import record_change
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

IN_FUTURE = fault(
    "REGISTER-038",
    Text(
        nl="{day} moet nog komen; vastleggen kan alleen wat al zo is of besloten is.",
        en="{day} is yet to come; only what is so or was decided can be recorded.",
    ),
    Text(nl="Controleer de datum.", en="Check the date."),
)
CHANGED_MEANWHILE = fault(
    "REGISTER-043",
    Text(
        nl="Iemand anders heeft account {account} intussen gewijzigd; er is niets vastgelegd.",
        en="Someone else changed account {account} meanwhile; nothing was recorded.",
    ),
    Text(
        nl="Kijk wat er nu staat en geef uw wijziging opnieuw op.",
        en="See what is there now and state your change again.",
    ),
)

LAST_HARVEST = Text(
    nl="Oogst het account nog één keer volledig zolang het bestaat.",
    en="Harvest the account once more in full as long as it exists.",
)
LATER_FACT = Text(
    nl="Voor een latere dag was al iets anders vastgelegd, en dat geldt nog; geef met --since ook "
    "die dag op als het niet klopt.",
    en="Something else was stated for a later day already, and that still holds; state it with "
    "--since for that day too if it is wrong.",
)
CLOSED_BEFORE = Text(
    nl="Lees de laatste export opnieuw in: een reactie of antwoord van na {day} telt mee voor het "
    "scenario.",
    en="Take in the last export once more: a reply or an answer from after {day} counts for the "
    "scenario.",
)


@dataclass(frozen=True, slots=True)
class Edited:
    """An account after the work on it, and what to mind."""

    account: Account
    notices: tuple[Notice, ...]


def require_keeper(workplace: Workplace) -> None:
    """Refuse a named person who keeps no register; the system user without a name may.

    `design/command-line.md`: without `--as` a command runs as the system user, who can do all
    but what takes two persons.
    """
    if workplace.actor.name is not None:
        workplace.require(Role.REGISTER_OWNER, Role.COMMUNICATION)


def refuse_future(workplace: Workplace, day: date | None) -> None:
    """Refuse the day of a decision or a status that is yet to come everywhere, or too old."""
    refuse_old(day)
    if day is not None and day > newest_day(workplace.clock.now()):
        raise WrongUse(IN_FUTURE, day=day_said(day))


def edit(
    workplace: Workplace,
    name: str,
    facts: Facts,
    *,
    url: str | None = None,
    platform: Platform | None = None,
    without_harvest: str | None = None,
    seen: Account | None = None,
) -> Edited:
    """Change what is known of an account (number, address or handle).

    Closing it asks for a last harvest of the whole of it, or for the reason why there is none.
    With `seen`, what someone had before them when they chose these facts, NotNow when the account
    is another by now: looked at under the lock, so that of two at one moment one is told.
    """
    require_keeper(workplace)
    without_harvest = typed(without_harvest or "") or None  # what says nothing is no reason
    today = workplace.today()
    if facts.status:
        refuse_future(workplace, facts.since)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        register = workplace.register()
        before = register.find(name)
        if seen is not None and before != seen:
            raise NotNow(CHANGED_MEANWHILE, account=before.id)
        closes = facts.status is AccountStatus.CLOSED and before.status is not facts.status
        last: tuple[Notice, ...] = ()
        if closes and without_harvest is None:
            last = require_last_harvest(workplace, before, facts.since or today)
        elif closes and workplace.actor.name is not None:
            workplace.require(Role.REGISTER_OWNER)
        after = linked(with_facts(before, facts, today), facts, register)
        if url is not None or platform is not None:
            admitted = admit(url or before.url, platform)
            refuse_twice(admitted, register.accounts.values(), but=before.id)
            after = renamed(after, admitted)
        after = with_former(after, register, facts.former_urls, facts.without_former_urls)
        refuse_beyond(after, before, today)
        record_change(
            workplace,
            before,
            after,
            since=facts.since or today,
            without_harvest=without_harvest,
        )
    minded = [*last, *notices(register, after, today), *_of_the_past(after, facts, today)]
    return Edited(after, (*minded, *notice_of_name(before, after)))


def _of_the_past(account: Account, facts: Facts, today: date) -> list[Notice]:
    """Give what to mind when something was stated of a day that is past."""
    found: list[Notice] = []
    if facts.since is None or facts.since >= today:
        return found
    overruled = facts.kind and account.kind_on(today) is not facts.kind
    if overruled or (facts.replies and account.replies_on(today) is not facts.replies):
        found.append(Notice("later-fact", LATER_FACT))
    if facts.replies is Replies.CLOSED and account.days_seen():
        # As `closed_after_seen` says of a file.
        found.append(Notice("closed-before", CLOSED_BEFORE.filled(day=day_said(facts.since))))
    return found


def closed_after_seen(before: Account, after: Account, today: date) -> date | None:
    """Give from when an account is stated to be closed now, where that may be false.

    Only the first reply or answer since each closing is kept: those after a closing that was not
    known then may be among what was passed over, and only another look at the export tells.
    """
    closed = {fact.start for fact in after.replies if fact.value is Replies.CLOSED}
    closed -= {fact.start for fact in before.replies if fact.value is Replies.CLOSED}
    first = min(after.days_seen(), default=None)
    return min((day for day in closed if first and first < day < today), default=None)


def close(
    workplace: Workplace,
    name: str,
    on: date | None = None,
    *,
    without_harvest: str | None = None,
) -> Edited:
    """Close an account on a day, by default today: it stays in the register and the archive.

    `without_harvest` says why a last harvest of the whole can't be had; without it the closing
    is refused as long as there is none.
    """
    facts = Facts(status=AccountStatus.CLOSED, since=on)
    closed = edit(workplace, name, facts, without_harvest=without_harvest)
    if not typed(without_harvest or ""):
        return closed
    return Edited(closed.account, (*closed.notices, Notice("last-harvest", LAST_HARVEST)))
