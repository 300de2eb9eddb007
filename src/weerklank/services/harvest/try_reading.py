"""Try reading: after connecting, ten posts show what will come; nothing of it is written."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from weerklank.catalogue.catalogue import Catalogue
from weerklank.harvest.exchange import TOO_BUSY, NoAnswer
from weerklank.harvest.port import Connector, LiveAccount
from weerklank.harvest.transport import Transport
from weerklank.harvest.trial import Gathered, HoldsNothing, KeepsNoAnswers, Tried, gather
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.minimiser import Circumstances, Minimiser
from weerklank.minimise.who import Whois
from weerklank.model.account import Account, Scenario
from weerklank.model.clock import civil_day, iso
from weerklank.model.connection import Connection
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.ids import ItemId
from weerklank.model.item import ItemKind, Visibility
from weerklank.model.platform import TITLES
from weerklank.model.run import Technique
from weerklank.model.symbols import decode, encode
from weerklank.model.text import Text
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.harvest.connect_account import (
    MAY_CONNECT,
    NOT_AS_A_WHOLE,
    NOT_CONNECTED,
)
from weerklank.services.harvest.demand_decision import demand_decision
from weerklank.services.harvest.held_connection import connection_of
from weerklank.services.harvest.keep_fresh import KeepsFresh
from weerklank.services.harvest.server_signing import NO_CONNECTING, TransportFor
from weerklank.services.register.accounts_of_ours import listed_accounts
from weerklank.services.seal.open_blind import open_blind
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.seal.read_judged import free_words
from weerklank.services.workplace import Workplace

#: Posts that a trial shows (`screens.md` 5.4).
MOST = 10
#: Stands in place of an address: nothing of a trial has one.
_NOWHERE = ItemId("trial")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPost:
    """One post as a harvest would keep it."""

    #: RFC 3339, UTC.
    created_at: str
    kind: ItemKind
    #: None where it has none, and of what is shown to followers only.
    text: str | None
    title: str | None
    is_shielded: bool
    media: int
    #: Replies by others that came with it.
    replies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What would come of an account, by its newest posts."""

    posts: tuple[TrialPost, ...]
    #: Among them, and not opened.
    direct_messages: int
    #: Among them, and no business of a harvest.
    passed: int
    unreadable: int
    #: Posts that the server counts; None when it does not say.
    stated: int | None
    #: Why the list of posts ended before its end.
    broken_off: Text | None


def try_reading(
    workplace: Workplace, connectors: list[Connector], name: str, transport_for: TransportFor
) -> Trial:
    """Read the newest posts of a connected account as a harvest would, into memory alone.

    Refused for who may not connect, for scenario C, and while the platform needs a decision that
    is not in force; WrongUse when it is not connected; NotNow when its server does not answer, or
    does not know it.
    """
    if workplace.actor.name is not None:
        workplace.require(*MAY_CONNECT)
    workplace.demand_sound()
    account = workplace.register().find(name)
    if account.scenario_on(workplace.today()) is Scenario.C:
        raise Refused(NOT_AS_A_WHOLE, account=account.id)
    demand_decision(workplace, connectors, account.platform)
    held = connection_of(workplace, account)
    if held is None:
        raise WrongUse(NOT_CONNECTED, account=account.id)
    transport = transport_for(held.endpoint, _wait_for_none)
    try:
        ways = connectors, account.platform, held, transport_for
        fresh = KeepsFresh(workplace, *ways)
        transport.sign_in(held.granted.token, fresh, known_as=account.id)
        live = _opened(connectors, account, held, transport)
        keys = ItemKeys(workplace.keys.ids)
        found = gather(live, MOST, _comes(workplace, account, keys))
        posts = _minimised(workplace, account, live, found, keys)
    finally:
        transport.close()
    return Trial(
        posts=posts,
        direct_messages=found.direct_messages,
        passed=found.passed,
        unreadable=found.unreadable + len(found.posts) - len(posts),
        stated=live.stated_items,
        broken_off=found.broken_off,
    )


def _wait_for_none(_: float) -> None:
    """Give up what a server lets somebody wait for who looks on; shorter waits are not told."""
    raise NoAnswer(TOO_BUSY)


def _opened(
    connectors: list[Connector], account: Account, held: Connection, transport: Transport
) -> LiveAccount:
    for connector in connectors:
        if connector.manifest.platform is account.platform:
            live = connector.open_live(
                account.url,
                account.handle,
                transport,
                KeepsNoAnswers(),
                HoldsNothing(),
                held.endpoint,
            )
            if live is not None:
                return live
    raise WrongUse(NO_CONNECTING, platform=TITLES[account.platform])


def _comes(workplace: Workplace, account: Account, keys: ItemKeys) -> Callable[[str, str], bool]:
    """Say of which posts a harvest would take in: none that was destroyed, or is for a hand-in."""
    destroyed = {decode(key) for key in destroyed_keys(workplace)}

    def comes(native_id: str, created_at: str) -> bool:
        if keys.tag(account.platform, native_id) in destroyed:
            return False
        try:
            day = civil_day(created_at)
        except ValueError:
            return True  # it is told to be unreadable
        return account.scenario_on(day) is not Scenario.C

    return comes


def _minimised(
    workplace: Workplace, account: Account, live: LiveAccount, found: Gathered, keys: ItemKeys
) -> tuple[TrialPost, ...]:
    """Minimise the posts by a blind index that is read, and written to in memory alone.

    All of them are one thread: who is named in one is looked for in all, and so is who takes part
    in the threads of the archive that they belong to.
    """
    blind = open_blind(workplace, writes=False)
    try:
        now = workplace.clock.now()
        about = Circumstances(
            account=account.id,
            run=workplace.new_run(),
            technique=Technique.API,
            policy=workplace.policy(),
            captured_at=iso(now),
        )
        who = Whois(live.owner, listed_accounts(workplace.register()), blind.epochs[-1])
        minimiser = Minimiser(about, account.platform, who, keys, blind, free_words(workplace))
        thread = secrets.token_bytes(16)
        minimiser.note_participants(thread, tuple(found.persons))
        items = (*(one.post.native_id for one in found.posts), *found.beside)
        tags = [keys.tag(account.platform, one) for one in items]
        for known in _threads_of(workplace, tags):
            blind.join_threads(thread, known)
        shown = (_shown(minimiser, account, one, encode(thread)) for one in found.posts)
        return tuple(one for one in shown if one is not None)
    finally:
        blind.close()


def _threads_of(workplace: Workplace, tags: list[bytes]) -> list[bytes]:
    """Give the threads that items are part of, and those that hang together with one of them."""

    def known(catalogue: Catalogue) -> list[bytes]:
        threads = catalogue.database.threads
        waiting = [threads.of_item(tag) or tag for tag in tags]
        waiting += [thread for tag in tags for thread in threads.answering(tag)]
        met = dict.fromkeys(waiting)
        while waiting:
            further = [one for one in threads.linked(waiting.pop()) if one not in met]
            met |= dict.fromkeys(further)
            waiting += further
        return list(met)

    return consult(workplace, known)


def _shown(minimiser: Minimiser, account: Account, tried: Tried, thread: str) -> TrialPost | None:
    try:
        prepared = minimiser.prepare(tried.post)
    except ValueError:
        return None
    item = minimiser.minimise(
        prepared,
        address=_NOWHERE,
        thread=thread,
        scenario=account.scenario_on(civil_day(prepared.created_at)),
    ).item
    is_shielded = item.visibility is Visibility.FOLLOWERS
    return TrialPost(
        created_at=item.created_at,
        kind=item.kind,
        text=None if is_shielded else item.text,
        title=None if is_shielded else item.title,
        is_shielded=is_shielded,
        media=len(prepared.media),
        replies=tried.replies,
    )
