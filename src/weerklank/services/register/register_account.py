"""Register account: enter an account in the register, and read back what the register knows."""

from dataclasses import replace
from datetime import date

from weerklank.model.account import Account, DatedKind, DatedReplies, Replies
from weerklank.model.clock import iso
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.text import Text
from weerklank.register.admission import admit, refuse_twice
from weerklank.register.book import account_to_json
from weerklank.register.bounds import refuse_beyond
from weerklank.services.register.account_facts import Facts, linked, with_facts
from weerklank.services.register.account_notices import notices
from weerklank.services.register.edit_account import Edited, refuse_future, require_keeper
from weerklank.services.register.former_handles import with_former
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_KIND = fault(
    "REGISTER-035",
    Text(
        nl="Er is niet gezegd van wie het account is.", en="It was not said whose account it is."
    ),
    Text(
        nl="Kies --kind corporate, hybrid of personal.",
        en="Choose --kind corporate, hybrid or personal.",
    ),
)


def register(
    workplace: Workplace,
    address: str,
    facts: Facts,
    *,
    platform: Platform | None = None,
) -> Edited:
    """Register the account at an address; `platform` overrides what the address says."""
    require_keeper(workplace)
    if facts.kind is None:
        raise WrongUse(NO_KIND)
    admitted = admit(address, platform)
    today = workplace.today()
    if facts.status:
        refuse_future(workplace, facts.since)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        book = workplace.register()
        refuse_twice(admitted, book.accounts.values())
        since = facts.since or today
        # 'Unknown' is a dated fact too: what is learned later says nothing of the days before.
        replies = DatedReplies(value=facts.replies or Replies.UNKNOWN, start=since)
        account = with_facts(
            Account(
                id=book.next_account(),
                platform=admitted.platform,
                handle=admitted.handle,
                url=admitted.url,
                kind=facts.kind,
                kinds=(DatedKind(value=facts.kind, start=since),),
                registered=today,
                replies=(replies,),
            ),
            facts,
            today,
        )
        account = linked(account, facts, book)
        account = with_former(account, book, facts.former_urls, facts.without_former_urls)
        refuse_beyond(account, None, today)
        workplace.record(Book.REGISTER, "account.registered", account.id, account_to_json(account))
    return Edited(account, notices(book, account, today))


def account_json(account: Account, day: date) -> JsonObject:
    """Give all facts of an account, with what follows from them for a day."""
    facts = account_to_json(replace(account, kind=account.kind_on(day)))
    return {
        "account": facts.pop("id"),
        "scenario": account.scenario_on(day).value,
        "one_way": account.is_one_way_on(day),
        **facts,
    }


def account_history(workplace: Workplace, account: Account) -> list[JsonObject]:
    """Give every event of an account in order: when, who, what changed."""
    return [*account_histories(workplace).get(account.id, ())]


def account_histories(workplace: Workplace) -> dict[str, tuple[JsonObject, ...]]:
    """Give by name what happened to all that the register holds, each in order."""
    return workplace.events.fold(Book.REGISTER, _HistoriesFold)


class _HistoriesFold:
    """What happened to each account, and to all else that has a name, so far."""

    def __init__(self) -> None:
        self._histories: dict[str, list[JsonObject]] = {}

    def take(self, event: Event) -> None:
        self._histories.setdefault(event.subject, []).append(_happened(event))

    def result(self) -> dict[str, tuple[JsonObject, ...]]:
        return {name: tuple(events) for name, events in self._histories.items()}


def _happened(event: Event) -> JsonObject:
    return {
        "at": iso(event.at),
        "actor": event.actor.known_as,
        "system_user": event.actor.system_user,
        "kind": event.kind,
        "change": event.data.get("changes", event.data),
        "since": event.data.get("since", event.data.get("date")),
        "run": event.data.get("run"),
        "without_harvest": event.data.get("without_harvest"),
    }
