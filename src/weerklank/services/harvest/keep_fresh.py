"""Keep the token of a connection fresh: before it ends, a new one is had for it and kept.

Of one platform a refresh token serves once, of another for a year; so it is spent by one process
at a time, and what came of it is on disk before it is used (docs/adr/0087).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from weerklank.harvest.connecting import Refreshes
from weerklank.harvest.exchange import SIGN_IN_REFUSED, NoAnswer
from weerklank.harvest.port import Connector
from weerklank.model.connection import Connection, Granted, RegisteredApp
from weerklank.model.platform import Platform
from weerklank.model.secret import Secret
from weerklank.services.harvest.held_connection import changing
from weerklank.services.harvest.server_signing import TransportFor, signing_in
from weerklank.services.workplace import Workplace
from weerklank.store.secrets_store import SecretsStore

#: How long a server is not asked again on account of time alone, whether it gave a token or none:
#: one whose tokens last no longer than that would else be asked before every question.
_PAUSE = timedelta(minutes=1)


class KeepsFresh:
    """Gives the tokens of one connection, one after the other, for as long as somebody reads."""

    def __init__(
        self,
        workplace: Workplace,
        connectors: list[Connector],
        platform: Platform,
        held: Connection,
        transport_for: TransportFor,
    ) -> None:
        self._workplace = workplace
        self._connectors = connectors
        self._platform = platform
        #: The connection, with the newest token that is known here.
        self.held = held
        self._transport_for = transport_for
        self._margin = self._margin_of(held)
        self._not_before: datetime | None = None

    def __call__(self, refused: Secret | None = None) -> Secret | None:
        """Give a newer token: when the one of now is about to end, or the server refused it.

        None where there is none. NoAnswer when it has ended and no other comes; its reason is
        SIGN_IN_REFUSED when a person has to permit it again.
        """
        now = self._workplace.clock.now()
        if refused is None and not self._is_due(now):
            return None
        try:
            return self._newer(refused)
        except NoAnswer as none:
            ends = self.held.granted.expires
            if refused is None and none.reason != SIGN_IN_REFUSED and ends and ends > now:
                self._not_before = now + _PAUSE
                return None
            raise

    def _is_due(self, now: datetime) -> bool:
        if self._not_before is not None and now < self._not_before:
            return False
        return self._is_ending(self.held.granted, now)

    def _is_ending(self, granted: Granted, now: datetime) -> bool:
        ends = granted.expires
        return self._margin is not None and ends is not None and ends - now <= self._margin

    def _newer(self, refused: Secret | None) -> Secret | None:
        """Take what another process was given, or ask the server; in the one turn to do so."""
        before = self.held.granted.token
        with changing(self._workplace, self.held.account) as store:
            held = store.connection(self.held.account, self.held.purpose)
            if held is None or held.url != self.held.url:
                raise NoAnswer(SIGN_IN_REFUSED)  # it was disconnected meanwhile
            is_new = held.granted.token != before
            if is_new and not self._is_ending(held.granted, self._workplace.clock.now()):
                self.held = held
                return held.granted.token
            if held.granted.refresh is None or held.app is None:
                return None
            store.keep(held)  # where nothing can be kept, nothing that serves once is spent
            granted = self._refreshed(held, held.app)
            if granted is None:
                return None
            self.held = replace(held, granted=granted)
            self._not_before = self._workplace.clock.now() + _PAUSE
            store.keep(self.held)
        return granted.token if granted.token != refused else None

    def _refreshed(self, held: Connection, app: RegisteredApp) -> Granted | None:
        ways = self._connectors, self._transport_for, self._platform
        with signing_in(*ways, held.endpoint, held.purpose) as signing:
            if not isinstance(signing, Refreshes):
                return None
            return signing.refresh(app_of_now(self._workplace, self._platform, app), held.granted)

    def _margin_of(self, held: Connection) -> timedelta | None:
        """Give how long before its end a token is left; None where no new one can be had."""
        if held.granted.refresh is None or held.app is None:
            return None
        ways = self._connectors, self._transport_for, self._platform
        with signing_in(*ways, held.endpoint, held.purpose) as signing:
            return signing.margin if isinstance(signing, Refreshes) else None


def app_of_now(workplace: Workplace, platform: Platform, app: RegisteredApp) -> RegisteredApp:
    """Give an app with the secret that the organisation set last: platforms let it be renewed."""
    ours = SecretsStore(workplace.keys).app(platform)
    return ours.app if ours is not None and ours.app.identifier == app.identifier else app
