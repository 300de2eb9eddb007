"""Permission to read at Instagram, Facebook and Threads: what they do otherwise than others.

Their token of an hour is changed for one of sixty days, which is changed for a newer one as long
as it holds; both by addresses that bear the token and the secret of the app, as the documents have
it ("Long-lived tokens", "Refresh access tokens"). None has a place to withdraw a token by itself.
"""

from abc import abstractmethod
from dataclasses import replace
from urllib.parse import urlencode

from weerklank.harvest.central_sign_in import CentralSignIn, Fields
from weerklank.harvest.exchange import NO_SENSE, SIGN_IN_REFUSED, NoAnswer
from weerklank.harvest.json_fields import objects_within, parse_object
from weerklank.harvest.meta_error import MetaError, meta_error
from weerklank.harvest.port import Unreadable
from weerklank.harvest.token_answer import granted_of, read_answer
from weerklank.harvest.wire import LARGEST_ANSWER
from weerklank.model.connection import Finding, Granted, RegisteredApp
from weerklank.model.errors import Refused, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.secret import Secret
from weerklank.model.text import Text

OTHER_ACCOUNT = fault(
    "CONNECT-880",
    Text(
        nl="De toestemming is niet van {account}, maar van een ander account.",
        en="The permission is not of {account}, but of another account.",
    ),
    Text(
        nl="Er is niets bewaard. Meld u bij het platform aan als {account} en koppel opnieuw.",
        en="Nothing was kept. Sign in at the platform as {account} and connect again.",
    ),
)
READS_MESSAGES = fault(
    "CONNECT-881",
    Text(
        nl="Geweigerd: deze toestemming geeft ook privéberichten ({scopes}).",
        en="Refused: this permission gives direct messages too ({scopes}).",
    ),
    Text(
        nl="Er is niets bewaard. Trek haar in bij het platform en koppel opnieuw met alleen de "
        "toestemmingen die Weerklank noemt.",
        en="Nothing was kept. Withdraw it at the platform and connect again with no more than the "
        "permissions that Weerklank names.",
    ),
)
_OK = 200
#: What permissions for direct messages have in their names, on each of the platforms.
_OF_MESSAGES = "messag"


#: A permission, and a question that is refused without it: its path and query.
Probe = tuple[str, str, dict[str, str]]


class MetaSignIn(CentralSignIn):
    """The sign-in of one of the three."""

    #: What paths of the API begin with.
    version: str
    separator = ","
    #: They refuse what they don't know in some places, and don't know PKCE.
    proves = False
    #: What is asked to see whether each permission is there.
    probes: tuple[Probe, ...] = ()
    #: Origin of the API of the platform itself.
    api: str
    #: How a token is changed for one of sixty days, and that for a newer one.
    long_lived: tuple[str, str]
    renewed: tuple[str, str]
    #: How the token that is changed is called, and whether the app is named besides its secret.
    shown_as = "access_token"
    names_app = False

    @abstractmethod
    def names_of(self, account: JsonObject) -> tuple[str, ...]:
        """Give what an account is called, in lower case."""

    @abstractmethod
    def account(self, granted: Granted, handle: str) -> tuple[Granted, JsonObject]:
        """Ask whose a token is; gives the one to keep, which may be another."""

    def check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:  # noqa: ARG002 - of the port
        """Look at the token: whose it is, whether it reads what it must and no messages."""
        self._sends.sign_in(granted.token)
        try:
            told, account = self.account(granted, handle)
            if handle.lower() not in self.names_of(account):
                raise Refused(OTHER_ACCOUNT, account=handle)
            self.demand_no_messages(told)
            missing = [scope for scope, path, query in self.probes if self._lacks(path, query)]
        except NoAnswer as none:
            return granted, self.unanswered(none)
        found = self.scope_findings(told)
        known = {dict(one.values).get("scope") for one in found}
        found += [
            Finding(kind="scope_missing", values=(("scope", scope),))
            for scope in missing
            if scope not in known
        ]
        return told, found

    def demand_no_messages(self, granted: Granted) -> None:
        """Refuse a token that reads direct messages, as far as the platform tells what it does."""
        of_messages = [one for one in granted.scopes or () if _OF_MESSAGES in one]
        if of_messages:
            raise Refused(READS_MESSAGES, scopes=", ".join(of_messages))

    def _lacks(self, path: str, query: dict[str, str]) -> bool:
        found = self.ask(path, **query)
        return isinstance(found, MetaError) and found.lacks_permission

    def ask(self, path: str, **query: str) -> JsonObject | MetaError:
        """Ask the API; NoAnswer where it says nothing that can be read."""
        exchange = self._sends.get(f"{self._base}/{self.version}/{path}?{urlencode(query)}")
        if exchange.status != _OK:
            error = meta_error(exchange)
            if error is None:
                raise NoAnswer(NO_SENSE)
            return error
        try:
            return parse_object(exchange.content(LARGEST_ANSWER))
        except (Unreadable, RecursionError):
            raise NoAnswer(NO_SENSE) from None

    def exchange(
        self, app: RegisteredApp, redirect: str, code: Secret, verifier: Secret
    ) -> Granted:
        """Change a code for a token, and that for one of sixty days."""
        short = super().exchange(app, redirect, code, verifier)
        path, kind = self.long_lived
        try:
            return self._changed(path, kind, short.token, short, app)
        except NoAnswer as none:
            raise self.failed(none) from None

    def refresh(self, app: RegisteredApp, granted: Granted) -> Granted:  # noqa: ARG002 - of the port
        """Change a token for a newer one."""
        if granted.refresh is None:
            raise NoAnswer(SIGN_IN_REFUSED)
        path, kind = self.renewed
        return self._changed(path, kind, granted.refresh, granted, None)

    def _changed(
        self, path: str, kind: str, token: Secret, before: Granted, app: RegisteredApp | None
    ) -> Granted:
        asked = {"grant_type": kind, self.shown_as: token.reveal()}
        if app is not None and app.secret is not None:
            asked["client_secret"] = app.secret.reveal()
        if app is not None and self.names_app:
            asked["client_id"] = app.identifier
        # With the secret of the app in it: to no server that a person named.
        origin = self._base if self._is_double else self.api
        exchange = self._sends.get(f"{origin}/{path}?{urlencode(asked)}")
        found = granted_of(read_answer(exchange), exchange.at, before)
        if found is None:
            raise NoAnswer(NO_SENSE)
        return replace(found, refresh=found.token, refresh_expires=found.expires)

    def token_for(self, app: RegisteredApp, fields: Fields, before: Granted | None) -> Granted:
        """Read the answer to a code: in a list, and with `permissions` for `scope`."""
        client, basic = self.client_of(app)
        exchange = self._sends.send(self.places.token, {**fields, **client}, basic=basic)
        told = read_answer(exchange)
        told = next(iter(objects_within(told, "data")), told)
        granted = granted_of({"scope": told.get("permissions"), **told}, exchange.at, before)
        if granted is None:
            raise NoAnswer(NO_SENSE)
        return granted
