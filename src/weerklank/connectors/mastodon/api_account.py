"""Whose an account is: which one a server has by a name, and whether it is the one we know.

Names go to others once they are free, and the same name is another's on another server; the number
by which a server knows an account goes to nobody else.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from weerklank.connectors.mastodon.api_objects import id_of
from weerklank.connectors.mastodon.api_owner import of_itself
from weerklank.connectors.mastodon.client import Client
from weerklank.connectors.mastodon.fields import server_of
from weerklank.harvest.exchange import NO_SENSE, NoAnswer
from weerklank.harvest.json_fields import text_of
from weerklank.harvest.port import (
    AccountGone,
    AccountRenamed,
    AccountTaken,
    Held,
    NotesAnswers,
)
from weerklank.model.errors import NotNow, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

NOT_ANSWERED = fault(
    "HARVEST-002",
    Text(
        nl="De server van {account} gaf geen bruikbaar antwoord: {reason}.",
        en="The server of {account} gave no usable answer: {reason}.",
    ),
    Text(
        nl="Probeer het later opnieuw. Blijft het zo, open dan het profiel in een browser om te "
        "zien of de server er nog is.",
        en="Try again later. If it stays so, open the profile in a browser to see whether the "
        "server is still there.",
    ),
)
SIGN_IN_ASKED = fault(
    "HARVEST-003",
    Text(
        nl="De server van {account} laat niets lezen zonder toestemming van het account.",
        en="The server of {account} lets nothing be read without permission of the account.",
    ),
    Text(
        nl="Koppel het account met 'weerklank connect {account}', of vraag de export van het "
        "account aan en neem die op met 'weerklank import'.",
        en="Connect the account with 'weerklank connect {account}', or ask for the export of the "
        "account and take it in with 'weerklank import'.",
    ),
)
NOT_KNOWN = fault(
    "HARVEST-004",
    Text(
        nl="De server kent geen account {account} (meer) onder de geregistreerde naam.",
        en="The server knows no account {account} (any more) by the registered name.",
    ),
    Text(
        nl="Controleer het adres met 'weerklank account show'. Heet of staat het account nu "
        "anders, leg dat dan vast met 'weerklank account edit {account} --url ADRES'.",
        en="Check the address with 'weerklank account show'. If the account has another name or "
        "place now, record that by 'weerklank account edit {account} --url URL'.",
    ),
)

NO_API_HERE = fault(
    "HARVEST-007",
    Text(
        nl="De server kent {account}, en geeft het niet langs de API van Mastodon.",
        en="The server knows {account} and does not give it by Mastodon's API.",
    ),
    Text(
        nl="Vraag de export van het account aan en neem die op met 'weerklank import'.",
        en="Ask for the export of the account and take it in with 'weerklank import'.",
    ),
)

ANOTHER_ACCOUNT = fault(
    "HARVEST-090",
    Text(
        nl="Onder de naam van {account} staat nu een ander account dan toen het voor het laatst "
        "werd gelezen. Er is niets van opgenomen, en niets van wat er is geldt als verwijderd.",
        en="By the name of {account} stands another account now than when it was last read. "
        "Nothing of it was taken in, and nothing of what is held counts as deleted.",
    ),
    Text(
        nl="Open het profiel in een browser. Is het van u, koppel het dan met 'weerklank connect "
        "{account}': dat bewijst het. Een account van scenario C wordt niet gekoppeld: daarvan "
        "wijst wie het accountoverzicht beheert de melding af dat het van een ander werd "
        "('weerklank report list'). Is het van een ander, leg dan vast dat het uwe is gesloten: "
        "'weerklank account edit {account} --status closed'.",
        en="Open the profile in a browser. If it is yours, connect it by 'weerklank connect "
        "{account}': that proves it. One of scenario C is not connected: of that the owner of the "
        "register rejects the report that it became somebody else's ('weerklank report list'). If "
        "it is somebody else's, record that yours is closed: 'weerklank account edit {account} "
        "--status closed'.",
    ),
)

RENAMED = fault(
    "HARVEST-850",
    Text(
        nl="{account} heet op zijn server nu {handle}.",
        en="{account} is now called {handle} on its server.",
    ),
    Text(
        nl="Leg het nieuwe adres vast met 'weerklank account edit {account} --url ADRES' en oogst "
        "daarna nog eens.",
        en="Record the new address by 'weerklank account edit {account} --url URL' and then "
        "harvest once more.",
    ),
)
KNOWS_NOTHING = Text(
    "hij zegt van alles dat het er niet is, ook van zichzelf",
    "it says of everything that it is not there, of itself too",
)

_LOOK_UP = "GET /api/v1/accounts/lookup"
_WHO = "GET /api/v1/accounts/verify_credentials"
_REFUSED = frozenset({401, 403})
_GONE = frozenset({404, 410})
#: A server tells its moment in whole seconds.
_PART_OF_A_SECOND = timedelta(seconds=1)


class Whose:
    """The account of the register, as its server has it now."""

    def __init__(
        self, url: str, handle: str, client: Client, answers: NotesAnswers, held: Held
    ) -> None:
        self._url = url
        self._registered_host = urlsplit(url).netloc.lower()
        self._handle = handle
        self._client = client
        self._answers = answers
        self._held = held
        self._number = ""
        #: When the server told of the account, by the later of its clock and ours.
        self._told = datetime.max.replace(tzinfo=UTC)

    def find(self) -> tuple[JsonObject, str, int]:
        """Give the account, the number by which its server knows it, and that of the answer.

        AccountGone when the server knows none, or another; NotNow when it gives nothing to go by.
        """
        name = self._handle.partition("@")[0]
        account, answer = self._look_up(name)
        number = id_of(account.get("id")) or ""
        self._demand_the_same(number)
        return account, number, answer

    def is_later(self, created: datetime) -> bool:
        """Tell whether a post was surely made after the server told how many there are."""
        return created - self._told > _PART_OF_A_SECOND

    def _look_up(self, name: str) -> tuple[JsonObject, int]:
        try:
            exchange, account = self._client.ask(
                self._client.address("accounts/lookup", acct=name)
            )
        except NoAnswer as none:
            raise NotNow(NOT_ANSWERED, account=self._handle, reason=none.reason) from None
        if exchange.status in _REFUSED:
            raise NotNow(SIGN_IN_ASKED, account=self._handle)
        if exchange.status in _GONE:
            raise self._gone(name)
        if not isinstance(account, dict) or not _is_account(account):
            raise NotNow(NOT_ANSWERED, account=self._handle, reason=NO_SENSE)
        self._demand_the_name(account, name)
        if str(account["username"]).lower() != name or self._is_elsewhere(account):
            raise AccountGone(NOT_KNOWN, account=self._handle)
        answer = self._answers.note(_LOOK_UP, exchange, {"accounts": 1})
        self._told = max(exchange.at, exchange.at_server())
        return of_itself(account, self._url, {self._client.host, self._registered_host}), answer

    def _demand_the_name(self, account: JsonObject, name: str) -> None:
        """Refuse the account of the last harvest under another name, and tell that name."""
        now = str(account["username"]).lower()
        is_ours = self._held.number is not None and id_of(account.get("id")) == self._held.number
        if now != name and is_ours and not self._is_elsewhere(account):
            handle = f"{now}@{self._handle.partition('@')[2]}"
            renamed = AccountRenamed(RENAMED, account=self._handle, handle=handle)
            renamed.handle = handle
            raise renamed

    def _is_elsewhere(self, account: JsonObject) -> bool:
        """Tell whether a server gave the account of another one that bears the same name."""
        page = server_of(text_of(account.get("url")) or "")
        ours = {self._client.host, self._registered_host}
        return "@" in (text_of(account.get("acct")) or "") and page not in ours

    def _demand_the_same(self, number: str) -> None:
        """Refuse an account that took the name since; who is signed in as it proves it is ours."""
        self._number = number
        if self._held.number in (None, number):
            return
        if not self._client.is_signed_in or not self.is_owner():
            raise AccountTaken(ANOTHER_ACCOUNT, account=self._handle)

    def _gone(self, name: str) -> NotNow:
        """Tell of an account that was not found whether the server knows it in another way."""
        try:
            is_known = self._client.knows(name)
            is_at_work = is_known or self._client.is_at_work()
        except NoAnswer as none:
            return NotNow(NOT_ANSWERED, account=self._handle, reason=none.reason)
        if is_known:
            return NotNow(NO_API_HERE, account=self._handle)
        if not is_at_work:
            return NotNow(NOT_ANSWERED, account=self._handle, reason=KNOWS_NOTHING)
        return AccountGone(NOT_KNOWN, account=self._handle)

    def is_owner(self) -> bool:
        """Tell whether the permission shown is of this very account, by its number."""
        try:
            exchange, found = self._client.ask(self._client.address("accounts/verify_credentials"))
        except NoAnswer:
            return False
        is_theirs = isinstance(found, dict) and id_of(found.get("id")) == self._number
        self._answers.note(_WHO, exchange, {"accounts": int(is_theirs)})
        return is_theirs


def _is_account(account: JsonObject) -> bool:
    is_named = text_of(account.get("username")) is not None
    return is_named and id_of(account.get("id")) is not None
