"""The signed-in browser of an account: taken from a file, kept beside the keys, and let go."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from weerklank.harvest.browser.profile_state import MOST_BYTES, origin_of, read_state
from weerklank.harvest.page_port import OffersPages
from weerklank.harvest.port import Connector
from weerklank.model.account import Account, Scenario
from weerklank.model.browser_profile import BrowserProfile, ProfileState
from weerklank.model.clock import iso
from weerklank.model.connection import Finding
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import TITLES
from weerklank.model.run import Technique
from weerklank.model.secret import Secret
from weerklank.model.text import Text
from weerklank.services.harvest.connect_account import (
    MAY_CONNECT,
    NOT_AS_A_WHOLE,
    NOT_CONNECTED,
    Looked,
)
from weerklank.services.harvest.demand_decision import demand_decision
from weerklank.services.harvest.held_connection import changing
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.plain_file import read_plain
from weerklank.store.secrets_store import SecretsStore

FILE_ALONE = fault(
    "BROWSER-023",
    Text(
        nl="Een browser wordt aangemeld met een bestand, en met niets anders.",
        en="A browser is signed in with a file, and with nothing else.",
    ),
    Text(
        nl="Gebruik 'weerklank connect A --technique browser --token-file BESTAND'.",
        en="Use 'weerklank connect A --technique browser --token-file FILE'.",
    ),
)
NO_PROFILE = fault(
    "BROWSER-021",
    Text(
        nl="In bestand {file} staat geen aangemelde browser voor {account}.",
        en="File {file} holds no signed-in browser for {account}.",
    ),
    Text(
        nl="Meld een browser aan op {origin} en bewaar daarvan de 'storage state' van Playwright "
        "(JSON) in het bestand. Alleen wat van die server is wordt gelezen.",
        en="Sign a browser in at {origin} and save its 'storage state' of Playwright (JSON) in "
        "the file. Only what is of that server is read.",
    ),
)
NO_PAGES_OF = fault(
    "BROWSER-022",
    Text(
        nl="Van {platform} worden geen pagina's vastgelegd; een browser aanmelden heeft geen zin.",
        en="No pages of {platform} are recorded; there is no use in signing a browser in.",
    ),
    Text(
        nl="Koppel het account zonder --technique browser.",
        en="Connect the account without --technique browser.",
    ),
)
#: What the journal calls it.
_PURPOSE = Technique.BROWSER.value


def give_profile(
    workplace: Workplace, connectors: list[Connector], name: str, file: Path
) -> BrowserProfile:
    """Keep the signed-in browser of an account, in the place of the one before.

    The file is JSON as Playwright writes it (storage state), 8 MiB at most; only cookies and
    stored names of the server of the account are taken of it. Refused as connecting is; WrongUse
    where the file holds nothing of that server, which tells nothing of what it does hold.
    """
    account = _demand(workplace, connectors, name)
    try:
        state = read_state(read_plain(file, MOST_BYTES), account.url)
    except (OSError, ValueError):  # of which none may tell content
        origin = origin_of(account.url)
        raise WrongUse(NO_PROFILE, file=file, account=account.id, origin=origin) from None
    now = workplace.clock.now()
    given = BrowserProfile(
        account=account.id,
        url=account.url,
        state=_packed(state),
        at=now,
        by=workplace.actor.known_as,
        changed=now,
    )
    with changing(workplace, account.id) as store:
        told: JsonObject = {"endpoint": origin_of(account.url), "purpose": _PURPOSE, "way": "file"}
        workplace.record(Book.JOURNAL, "account.connected", account.id, told)
        store.keep_profile(given)
    seal_events(workplace)
    return given


def forget_profile(workplace: Workplace, name: str) -> Looked:
    """Let the signed-in browser of an account go; told is that its server keeps the sign-in."""
    _demand_role(workplace)
    account = workplace.register().find(name)
    with changing(workplace, account.id) as store:
        if store.profile(account.id) is None:
            raise WrongUse(NOT_CONNECTED, account=account.id)
        told: JsonObject = {
            "endpoint": origin_of(account.url),
            "purpose": _PURPOSE,
            "withdrawn": False,
        }
        workplace.record(Book.JOURNAL, "account.disconnected", account.id, told)
        store.forget_profile(account.id)
    seal_events(workplace)
    return Looked(connection=None, findings=(Finding(kind="not_signed_out"),))


def held_profile(workplace: Workplace, account: AccountId) -> BrowserProfile | None:
    """Give what is kept of the signed-in browser of an account; None where there is none."""
    return SecretsStore(workplace.keys).profile(account)


def ended_on(held: BrowserProfile, now: datetime) -> datetime | None:
    """Give when the sign-in of a browser ended, as far as it tells itself: its last cookie.

    None while a cookie holds, for one that ends with its session (only the server knows when),
    and where there are no cookies.
    """
    cookies = _unpacked(held).cookies
    last = max((one.expires for one in cookies), default=-1.0)
    if last <= 0 or any(one.expires <= 0 for one in cookies) or last > now.timestamp():
        return None
    return datetime.fromtimestamp(last, UTC)


def profile_json(held: BrowserProfile) -> JsonObject:
    """Write what was kept as scripts read it, in the words of a connection."""
    return {
        "account": held.account,
        "ok": True,
        "findings": [],
        "state": "connected",
        "at": iso(held.at),
        "by": held.by,
        "ends": None,
        "endpoint": origin_of(held.url),
        "scopes": None,
    }


class HeldProfile:
    """With what the browser of a harvest is signed in; nothing where nobody gave that."""

    def __init__(self, workplace: Workplace, account: Account) -> None:
        self._workplace = workplace
        held = SecretsStore(workplace.keys).profile(account.id)
        # One of an address of before is shown to no other server.
        self._held = held if held is not None and held.url == account.url else None
        #: As it is now; None for a browser that is nobody.
        self.state = _unpacked(self._held) if self._held else None

    def note(self, state: ProfileState | None) -> None:
        """Go on with what a visit gave back, and keep it for the next harvest."""
        held = self._held
        if held is None or state is None or state.is_empty or state == self.state:
            return
        self.state = state
        with changing(self._workplace, held.account) as store:
            latest = store.profile(held.account)
            if latest is not None and latest.at == held.at:  # not of one given anew, or let go
                changed = self._workplace.clock.now()
                store.keep_profile(replace(latest, state=_packed(state), changed=changed))


def _packed(state: ProfileState) -> Secret:
    return Secret(msgspec.json.encode(state).decode())


def _unpacked(held: BrowserProfile) -> ProfileState:
    return msgspec.json.decode(held.state.reveal(), type=ProfileState)


def _demand(workplace: Workplace, connectors: list[Connector], name: str) -> Account:
    _demand_role(workplace)
    account = workplace.register().find(name)
    if account.scenario_on(workplace.today()) is Scenario.C:
        raise Refused(NOT_AS_A_WHOLE, account=account.id)
    demand_decision(workplace, connectors, account.platform)
    offers = (one.manifest.platform for one in connectors if isinstance(one, OffersPages))
    if account.platform not in set(offers):
        raise WrongUse(NO_PAGES_OF, platform=TITLES[account.platform])
    return account


def _demand_role(workplace: Workplace) -> None:
    if workplace.actor.name is not None:
        workplace.require(*MAY_CONNECT)
    workplace.demand_sound()
