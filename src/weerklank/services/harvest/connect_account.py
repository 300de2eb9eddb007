"""Connect: get permission of an account to read it by the API, keep it, and look at it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from weerklank.harvest.connecting import SignsIn
from weerklank.harvest.exchange import SIGN_IN_REFUSED, NoAnswer
from weerklank.harvest.port import Connector
from weerklank.model.account import Account, Scenario
from weerklank.model.connection import (
    Asked,
    Connection,
    Finding,
    Granted,
    Permission,
    Purpose,
    RegisteredApp,
)
from weerklank.model.connection_words import PERMISSION_REFUSED, findings_at, is_ok
from weerklank.model.errors import NotNow, Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.model.platform import TITLES
from weerklank.model.secret import Secret
from weerklank.model.text import Text
from weerklank.services.harvest.demand_decision import demand_decision, lacks_decision_on
from weerklank.services.harvest.held_connection import changing
from weerklank.services.harvest.keep_fresh import KeepsFresh, app_of_now
from weerklank.services.harvest.organisation_app import platforms_with_app
from weerklank.services.harvest.server_signing import (
    TransportFor,
    home_of,
    server_named,
    signing_in,
)
from weerklank.services.people.proof_of_asking import challenge_of, drawn
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.secrets_store import SecretsStore

NOT_AS_A_WHOLE = fault(
    "CONNECT-006",
    Text(
        nl="{account} is scenario C en wordt nooit als geheel gelezen; koppelen is niet nodig.",
        en="{account} is scenario C and is never read as a whole; connecting is not needed.",
    ),
    Text(
        nl="Lever losse berichten aan: de maker kiest en beoordeelt ze.",
        en="Hand in single posts: the maker chooses and judges them.",
    ),
)
NOT_BEGUN_HERE = fault(
    "CONNECT-007",
    Text(
        nl="Dit antwoord hoort niet bij een koppeling die hier is begonnen, of kwam te laat.",
        en="This answer belongs to no connection that was begun here, or came too late.",
    ),
    Text(nl="Begin het koppelen opnieuw.", en="Begin connecting anew."),
)
NOT_PERMITTED = fault(
    "CONNECT-008",
    Text(
        nl="De server meldt dat de toestemming niet is gegeven.",
        en="The server reports that the permission was not given.",
    ),
    Text(
        nl="Begin opnieuw, en laat wie het account bij de server beheert, toestemming geven.",
        en="Begin anew, and let whoever manages the account at the server permit it.",
    ),
)
NOT_CONNECTED = fault(
    "CONNECT-009",
    Text(nl="{account} is niet gekoppeld.", en="{account} is not connected."),
    Text(
        nl="Er valt niets te ontkoppelen. Koppelen begint bij het account.",
        en="There is nothing to disconnect. Connecting begins with the account.",
    ),
)
NO_APP = fault(
    "CONNECT-023",
    Text(
        nl="Voor {title} heeft de organisatie hier nog geen app gezet; zonder die vraagt "
        "{title} niemand om toestemming.",
        en="The organisation has set no app for {title} here yet; without one {title} asks "
        "nobody for permission.",
    ),
    Text(
        nl="Laat de technisch beheerder een app aanmaken bij het platform en haar hier zetten met "
        "'weerklank app set {platform} --client-id ID --secret-file BESTAND'. Exports opnemen kan "
        "intussen.",
        en="Let the operator make an app at the platform and set it here with "
        "'weerklank app set {platform} --client-id ID --secret-file FILE'. Exports can be taken "
        "in meanwhile.",
    ),
)
NO_TOKEN = fault(
    "CONNECT-024",
    Text(
        nl="De toestemming voor {account} moet worden vernieuwd, en dat lukt nu niet: {reason}.",
        en="The permission for {account} has to be renewed, and that fails now: {reason}.",
    ),
    Text(
        nl="De koppeling blijft zoals zij is. Probeer het later opnieuw.",
        en="The connection stays as it is. Try again later.",
    ),
)

#: Who sees to it that accounts are kept, and who owns the register.
MAY_CONNECT = (Role.COMMUNICATION, Role.REGISTER_OWNER)
#: Asks a server to show its code instead of sending it: in no RFC, and known by all of them.
PASTED = "urn:ietf:wg:oauth:2.0:oob"
#: A code lives for ten minutes; who must first find who manages the account gets longer.
ANSWER_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A connection that waits for whoever manages the account."""

    #: Where the permission is given, and where when its code is to be pasted; None where no page
    #: of the server shows one.
    address: str = field(repr=False)
    address_to_paste: str | None = field(repr=False)
    state: Secret
    permissions: tuple[Permission, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of connecting."""

    #: None when it can't be read with this, so that nothing was kept.
    connection: Connection | None
    findings: tuple[Finding, ...]

    @property
    def is_ok(self) -> bool:
        """Tell whether nothing that was found is wrong."""
        return self.connection is not None and is_ok(self.findings)


class Connecting:
    """Connects accounts of one archive; `transport_for` makes the way out to a server.

    A permission for portability jobs is another one than that to read, and is given, looked at
    and withdrawn by itself.
    """

    def __init__(
        self,
        workplace: Workplace,
        connectors: list[Connector],
        transport_for: TransportFor,
        purpose: Purpose = Purpose.READING,
    ) -> None:
        self._purpose = purpose
        self._workplace = workplace
        self._connectors = connectors
        self._transport_for = transport_for
        self._store = SecretsStore(workplace.keys)

    def permissions(self, account: Account) -> tuple[Permission, ...]:
        """Give what the server of an account would be asked; nothing where it can't be."""
        try:
            with self._signing(account, self._home(account)) as signing:
                return signing.permissions
        except WrongUse:
            return ()

    def needs_app(self, name: str) -> bool:
        """Tell whether the platform of an account is asked by an app of the organisation."""
        platform = self._workplace.register().find(name).platform
        return platform in platforms_with_app(self._connectors)

    def is_open(self, account: Account) -> bool:
        """Tell whether its platform shows all of it to everyone, so that nobody need permit it."""
        manifests = (one.manifest for one in self._connectors)
        return any(one.platform is account.platform and one.is_open for one in manifests)

    def lacks_app(self, account: Account) -> bool:
        """Tell whether its platform needs an app of the organisation, and none is set."""
        return self.needs_app(account.id) and self._store.app(account.platform) is None

    def demand_ready(self, name: str) -> None:
        """Refuse what can't be begun, before anything is done for it; as `begin` does."""
        account = self._demand(name)
        if self.lacks_app(account):
            raise NotNow(NO_APP, platform=account.platform, title=TITLES[account.platform])

    def begin(self, name: str, redirect: str, endpoint: str | None = None) -> Begun:
        """Ask the server of an account for a way to permit; its answer goes to `redirect`.

        Refused for scenario C and for who may not; NotNow when the server does not answer.
        """
        account = self._demand(name)
        server = self._home(account) if endpoint is None else server_named(endpoint)
        state, verifier = drawn(), drawn()
        with self._signing(account, server) as signing:
            app = self._app(signing, account, redirect)
            way = state, challenge_of(verifier)
            address = signing.consent_address(app, redirect, *way)
            to_paste = None
            if signing.shows_code:
                to_paste = signing.consent_address(app, PASTED, *way)
            self._forget_old()
            self._store.keep_asked(
                Asked(
                    account=account.id,
                    endpoint=server,
                    app=app,
                    state=state,
                    verifier=verifier,
                    at=self._workplace.clock.now(),
                    by=self._workplace.actor.known_as,
                    purpose=self._purpose,
                )
            )
            return Begun(
                address=address,
                address_to_paste=to_paste,
                state=state,
                permissions=signing.permissions,
            )

    def finish(self, state: Secret, code: Secret | None, redirect: str) -> Looked:
        """Change the code of a server's answer for a token, look at that, and keep it.

        `code` is None when the server answered that it was not permitted. Refused when this was
        not begun here, by this person and in time, or when the token is of another account.
        """
        asked = self._store.asked(state)
        self._store.forget_asked(state)
        now, who = self._workplace.clock.now(), self._workplace.actor.known_as
        if asked is None or asked.by != who or now - asked.at > ANSWER_WITHIN:
            raise Refused(NOT_BEGUN_HERE)
        self._purpose = asked.purpose
        account = self._demand(asked.account)
        if code is None:
            raise NotNow(NOT_PERMITTED)
        with self._signing(account, asked.endpoint) as signing:
            granted = signing.exchange(asked.app, redirect, code, asked.verifier)
            return self._keep(signing, account, asked.endpoint, granted, asked.app)

    def with_token(self, name: str, token: Secret, endpoint: str | None = None) -> Looked:
        """Look at a token that was made elsewhere, and keep it."""
        account = self._demand(name)
        server = self._home(account) if endpoint is None else server_named(endpoint)
        with self._signing(account, server) as signing:
            return self._keep(signing, account, server, Granted(token=token, scopes=None), None)

    def look_again(self, name: str) -> Looked:
        """Look at the permission that an account has, and keep what was found with it."""
        account = self._demand(name)
        held = self._store.connection(account.id, self._purpose)
        if held is None:
            raise WrongUse(NOT_CONNECTED, account=account.id)
        granted, found = self._look(account, held)
        findings = (*found, *self._of_endpoint(account, held.endpoint))
        with changing(self._workplace, account.id) as store:
            latest = store.connection(account.id, self._purpose)
            if latest is None:
                raise WrongUse(NOT_CONNECTED, account=account.id)
            if latest.granted.token not in (held.granted.token, granted.token):
                granted = latest.granted  # renewed while this one was looked at
            checked = self._workplace.clock.now()
            looked = replace(latest, granted=granted, findings=findings, checked=checked)
            store.keep(looked)
        return Looked(connection=looked, findings=findings_at(looked, checked))

    def _look(self, account: Account, held: Connection) -> tuple[Granted, list[Finding]]:
        """Look at a permission that is held, with a token that has not ended."""
        ways = self._connectors, account.platform, held, self._transport_for
        fresh = KeepsFresh(self._workplace, *ways)
        try:
            fresh()
        except NoAnswer as none:
            if none.reason == SIGN_IN_REFUSED:
                return held.granted, [Finding(kind=PERMISSION_REFUSED)]
            raise NotNow(NO_TOKEN, account=account.id, reason=none.reason) from None
        with self._signing(account, held.endpoint) as signing:
            return signing.check(account.handle, account.url, fresh.held.granted)

    def disconnect(self, name: str) -> Looked:
        """Withdraw the permission of an account at its server, and let it go here in any case.

        Where nothing may be asked of the platform (any more), it only goes here, and that is told.
        """
        self._demand_role()
        account = self._workplace.register().find(name)
        with changing(self._workplace, account.id) as store:
            held = store.connection(account.id, self._purpose)
            if held is None:
                raise WrongUse(NOT_CONNECTED, account=account.id)
            is_withdrawn = False
            is_shut = lacks_decision_on(self._workplace, self._connectors, account.platform)
            # Platforms hold all that a person gave to an app for one thing.
            is_kept_besides = held.app is not None and self._has_other(account, held.app)
            if held.app is not None and not is_shut and not is_kept_besides:
                with self._signing(account, held.endpoint) as signing:
                    app = app_of_now(self._workplace, account.platform, held.app)
                    is_withdrawn = signing.withdraw(app, held.granted)
            self._workplace.record(
                Book.JOURNAL,
                "account.disconnected",
                account.id,
                {
                    "endpoint": held.endpoint,
                    "purpose": self._purpose,
                    "withdrawn": is_withdrawn,
                },
            )
            store.forget(account.id, self._purpose)
        seal_events(self._workplace)
        return Looked(
            connection=None, findings=() if is_withdrawn else (Finding(kind="not_withdrawn"),)
        )

    def _keep(
        self,
        signing: SignsIn,
        account: Account,
        endpoint: str,
        granted: Granted,
        app: RegisteredApp | None,
    ) -> Looked:
        """Look at a token and keep it when it reads; else withdraw what we asked for."""
        is_kept = False
        try:
            told, found = signing.check(account.handle, account.url, granted)
            findings = (*found, *self._of_endpoint(account, endpoint))
            is_kept = not _UNREADABLE & {one.kind for one in findings}
        finally:
            if not is_kept and app is not None and not self._is_shared(account, endpoint, app):
                signing.withdraw(app, granted)
        if not is_kept:
            return Looked(connection=None, findings=findings)
        now = self._workplace.clock.now()
        kept = Connection(
            account=account.id,
            endpoint=endpoint,
            url=account.url,
            granted=told,
            app=app,
            at=now,
            by=self._workplace.actor.known_as,
            findings=findings,
            checked=now,
            purpose=self._purpose,
        )
        with changing(self._workplace, account.id) as store:
            before = store.connection(account.id, self._purpose)
            self._workplace.record(
                Book.JOURNAL,
                "account.connected",
                account.id,
                {
                    "endpoint": endpoint,
                    "purpose": self._purpose,
                    "scopes": None if told.scopes is None else [*told.scopes],
                    "way": "oauth" if app else "token",
                },
            )
            store.keep(kept)
        if before is not None and before.app is not None:
            self._withdraw(account, before, before.app)
        seal_events(self._workplace)
        return Looked(connection=kept, findings=findings_at(kept, now))

    def _withdraw(self, account: Account, before: Connection, app: RegisteredApp) -> None:
        """Withdraw the permission that another one took the place of."""
        if not self._is_shared(account, before.endpoint, app):
            with self._signing(account, before.endpoint) as old:
                old.withdraw(app, before.granted)

    def _is_shared(self, account: Account, endpoint: str, app: RegisteredApp) -> bool:
        """Tell whether a permission that is kept was given to the same app.

        Withdrawing one would end that too where a platform holds all that one person gave to an
        app for one thing, as Google does.
        """
        apps = ((one.endpoint, one.app) for one in self._store.connections())
        is_there = (at == endpoint and of and of.identifier == app.identifier for at, of in apps)
        return any(is_there) or self._has_other(account, app)

    def _has_other(self, account: Account, app: RegisteredApp) -> bool:
        """Tell whether the account gave the same app a permission for something else too."""
        held = (self._store.connection(account.id, one) for one in Purpose)
        others = (one for one in held if one is not None and one.purpose is not self._purpose)
        return any(one.app and one.app.identifier == app.identifier for one in others)

    def _app(self, signing: SignsIn, account: Account, redirect: str) -> RegisteredApp:
        """Give the app to ask with: made now, or the one that the organisation has."""
        made = signing.register(tuple(dict.fromkeys((redirect, PASTED))))
        if made is not None:
            return made
        ours = self._store.app(account.platform)
        if ours is None:
            raise NotNow(NO_APP, platform=account.platform, title=TITLES[account.platform])
        return ours.app

    def _demand(self, name: str) -> Account:
        """Give an account that may be connected, by who may."""
        self._demand_role()
        account = self._workplace.register().find(name)
        if account.scenario_on(self._workplace.today()) is Scenario.C:
            raise Refused(NOT_AS_A_WHOLE, account=account.id)
        demand_decision(self._workplace, self._connectors, account.platform)
        return account

    def _demand_role(self) -> None:
        if self._workplace.actor.name is not None:
            self._workplace.require(*MAY_CONNECT)
        self._workplace.demand_sound()

    def _forget_old(self) -> None:
        """Let go what was asked and never answered."""
        now = self._workplace.clock.now()
        for asked in self._store.all_asked():
            if now - asked.at > ANSWER_WITHIN:
                self._store.forget_asked(asked.state)

    def _of_endpoint(self, account: Account, endpoint: str) -> tuple[Finding, ...]:
        if endpoint == self._home(account):
            return ()
        return (Finding(kind="other_endpoint", values=(("endpoint", endpoint),)),)

    def _signing(self, account: Account, endpoint: str) -> AbstractContextManager[SignsIn]:
        ways = self._connectors, self._transport_for, account.platform
        return signing_in(*ways, endpoint, self._purpose)

    def _home(self, account: Account) -> str:
        return home_of(self._connectors, account, self._purpose)


#: With these nothing can be read: such a token is not kept.
_UNREADABLE = frozenset({PERMISSION_REFUSED, "scope_missing"})
