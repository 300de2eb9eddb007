"""Whose an account is: by its name at the AppView and its DID in the directory, and who keeps it.

A name can go to somebody else; the DID goes to nobody. What the directory says counts above what
the AppView remembers.
"""

from dataclasses import dataclass

from weerklank.connectors.bluesky.commit import DID
from weerklank.connectors.bluesky.did_document import DidDocument, read_document
from weerklank.connectors.bluesky.live_places import Places
from weerklank.harvest.api_client import ApiClient, error_of
from weerklank.harvest.exchange import NO_SENSE, NOT_THERE, Exchange, NoAnswer
from weerklank.harvest.json_fields import text_of
from weerklank.harvest.port import (
    AccountGone,
    AccountRenamed,
    AccountTaken,
    Asks,
    Held,
    NotesAnswers,
)
from weerklank.model.change_report import Reported
from weerklank.model.errors import NotNow, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

NOT_ANSWERED = fault(
    "HARVEST-910",
    Text(
        nl="Bluesky gaf over {account} geen bruikbaar antwoord: {reason}.",
        en="Bluesky gave no usable answer on {account}: {reason}.",
    ),
    Text(
        nl="Probeer het later opnieuw. Blijft het zo, open dan het profiel in een browser.",
        en="Try again later. If it stays so, open the profile in a browser.",
    ),
)
NOT_KNOWN = fault(
    "HARVEST-911",
    Text(
        nl="Bluesky kent geen account {account} (meer) onder de geregistreerde naam.",
        en="Bluesky knows no account {account} (any more) by the registered name.",
    ),
    Text(
        nl="Controleer het adres met 'weerklank account show'. Heet het account nu anders, leg "
        "dat dan vast met 'weerklank account edit {account} --url ADRES'.",
        en="Check the address with 'weerklank account show'. If the account has another name "
        "now, record that by 'weerklank account edit {account} --url URL'.",
    ),
)
RENAMED = fault(
    "HARVEST-912",
    Text(
        nl="{account} heet op Bluesky nu {handle}.",
        en="{account} is now called {handle} on Bluesky.",
    ),
    Text(
        nl="Leg het nieuwe adres vast met 'weerklank account edit {account} --url ADRES' en "
        "oogst daarna nog eens.",
        en="Record the new address by 'weerklank account edit {account} --url URL' and then "
        "harvest once more.",
    ),
)
ANOTHER_ACCOUNT = fault(
    "HARVEST-913",
    Text(
        nl="Onder de naam van {account} staat nu een ander account (een andere DID) dan toen het "
        "voor het laatst werd gelezen. Er is niets van opgenomen, en niets geldt als verwijderd.",
        en="By the name of {account} stands another account now (another DID) than when it was "
        "last read. Nothing of it was taken in, and nothing counts as deleted.",
    ),
    Text(
        nl="Open het profiel in een browser. Is het van u, dan wijst wie het accountoverzicht "
        "beheert de melding af dat het van een ander werd ('weerklank report list'). Is het van "
        "een ander, leg dan vast dat het uwe is gesloten: 'weerklank account edit {account} "
        "--status closed'.",
        en="Open the profile in a browser. If it is yours, the owner of the register rejects the "
        "report that it became somebody else's ('weerklank report list'). If it is somebody "
        "else's, record that yours is closed: 'weerklank account edit {account} --status closed'.",
    ),
)
SHUT = fault(
    "HARVEST-914",
    Text(
        nl="Bluesky geeft van {account} niets meer: het account is door zijn beheerder uitgezet "
        "of door een platform geschorst.",
        en="Bluesky gives nothing of {account} any more: the account was switched off by whoever "
        "manages it, or suspended by a platform.",
    ),
    Text(
        nl="Er geldt niets als verwijderd. Open het profiel in een browser; is het account "
        "voorgoed gesloten, leg dat dan vast: 'weerklank account edit {account} --status closed'.",
        en="Nothing counts as deleted. Open the profile in a browser; if the account is closed "
        "for good, record that: 'weerklank account edit {account} --status closed'.",
    ),
)
NO_SERVER = Text(
    "het DID-document noemt geen server die het account bewaart",
    "the DID document names no server that keeps the account",
)
OTHER_NAME = Text(
    "het DID-document noemt een andere naam dan de geregistreerde",
    "the DID document has another name than the registered one",
)
SAYS_BOTH = Text(
    "de ene server zegt dat het account er niet is, de andere dat het er is",
    "one server says that the account is not there, the other that it is",
)

PROFILE_ASKED = "GET /xrpc/app.bsky.actor.getProfile"
DOCUMENT_ASKED = "GET /:did"
_RESOLVED_ASKED = "GET /xrpc/com.atproto.identity.resolveHandle"
_GONE = frozenset({404, 410})
_WRONG = 400
_SUSPENDED, _SWITCHED_OFF = "AccountTakedown", "AccountDeactivated"


class AccountShut(AccountGone):
    """An account that its manager switched off."""


class AccountSuspended(AccountGone):
    """An account that the platform suspended."""

    reported = Reported.SUSPENDED


@dataclass(frozen=True, slots=True)
class Found:
    """An account as it is now."""

    did: str
    handle: str | None
    #: What the AppView says of it, and the number of that answer.
    view: JsonObject
    answer: int
    #: Origin of the server that keeps it.
    server: str


class Whose:
    """Finds the account of the register."""

    def __init__(
        self, handle: str, asks: Asks, places: Places, answers: NotesAnswers, held: Held
    ) -> None:
        self._name = handle
        self._places = places
        self._appview = ApiClient(places.appview, asks)
        self._answers = answers
        self._held = held

    def find(self) -> Found:
        """Give the account; AccountGone when it is another's, has another name or is shut.

        NotNow when there is nothing to go by.
        """
        try:
            return self._find()
        except NoAnswer as none:
            raise NotNow(NOT_ANSWERED, account=self._name, reason=none.reason) from None

    def _find(self) -> Found:
        exchange, view = self._profile_of(self._name)
        if view is None:
            raise self._why_not(exchange)
        did = text_of(view.get("did")) or ""
        if not DID.fullmatch(did):
            raise NoAnswer(NO_SENSE)
        if self._held.number not in {None, did}:
            raise AccountTaken(ANOTHER_ACCOUNT, account=self._name)
        answer = self._answers.note(PROFILE_ASKED, exchange, {"accounts": 1})
        document = self._document_of(did)
        if document is None:
            raise NoAnswer(SAYS_BOTH)
        self._demand_name(document)
        server = self._places.server(document.server or "")
        if server is None:
            raise NoAnswer(NO_SERVER)
        return Found(did, document.handle, view, answer, server)

    def _demand_name(self, document: DidDocument) -> None:
        """Refuse an account whose own document has another name than the register."""
        if self._name in {document.handle, self._held.number} or self._name.startswith("did:"):
            return
        if self._held.number is None or document.handle is None:
            raise NoAnswer(OTHER_NAME)
        raise self._renamed(document.handle)

    def _renamed(self, handle: str) -> AccountRenamed:
        renamed = AccountRenamed(RENAMED, account=self._name, handle=handle)
        renamed.handle = handle
        return renamed

    def _profile_of(self, actor: str) -> tuple[Exchange, JsonObject | None]:
        exchange, found = self._appview.ask(
            self._appview.address("xrpc/app.bsky.actor.getProfile", actor=actor)
        )
        if found is not None and not isinstance(found, dict):
            raise NoAnswer(NO_SENSE)
        return exchange, found

    def _document_of(self, did: str) -> DidDocument | None:
        """Give the document of an account; None when the directory says that there is none."""
        exchange, found = self._appview.ask_for(self._places.document(did), bytes)
        if found is None and exchange.status in _GONE:
            return None
        document = read_document(found or b"", did)
        if document is None:
            raise NoAnswer(NO_SENSE)
        self._answers.note(DOCUMENT_ASKED, exchange, {"documents": 1})
        return document

    def _why_not(self, exchange: Exchange) -> NotNow:
        """Tell of an account that the AppView gives nothing of what became of it."""
        word = text_of(error_of(exchange).get("error"))
        if word == _SUSPENDED:
            return AccountSuspended(SHUT, account=self._name)
        if word == _SWITCHED_OFF:
            return AccountShut(SHUT, account=self._name)
        if exchange.status != _WRONG or not _says_not_found(exchange):
            raise NoAnswer(NOT_THERE)
        return self._without_name()

    def _without_name(self) -> NotNow:
        """Look for an account in another way, once the AppView knows nobody by its name."""
        number = self._held.number
        if number is None:
            address = self._appview.address(
                "xrpc/com.atproto.identity.resolveHandle", handle=self._name
            )
            exchange, found = self._appview.ask(address)
            if found is not None or exchange.status != _WRONG:
                raise NoAnswer(SAYS_BOTH)
            self._answers.note(_RESOLVED_ASKED, exchange, {"accounts": 0})
            return AccountGone(NOT_KNOWN, account=self._name)
        document = self._document_of(number)
        if document is None:
            return AccountGone(NOT_KNOWN, account=self._name)
        if document.handle and document.handle != self._name:
            return self._renamed(document.handle)
        raise NoAnswer(SAYS_BOTH)


def _says_not_found(exchange: Exchange) -> bool:
    said = (text_of(error_of(exchange).get("message")) or "").lower()
    return "not found" in said or "unable to resolve" in said
