"""Whose page it is: which organisation LinkedIn has at an address, and whether it is ours.

The name in the address of a page may be changed, and may then be another's; the number of the
organisation goes to nobody else.
"""

from urllib.parse import urlsplit

from weerklank.connectors.linkedin.dma import (
    ACCESS,
    FORBIDDEN,
    MISSING,
    OK,
    ORGANISATIONS,
    OUTDATED,
    VERSION,
    Dma,
)
from weerklank.connectors.linkedin.urns import number_of_page
from weerklank.harvest.exchange import NO_SENSE, Exchange, NoAnswer
from weerklank.harvest.json_fields import number_written, text_of, texts_in
from weerklank.harvest.port import AccountGone, AccountRenamed, AccountTaken, Held
from weerklank.model.errors import NotNow, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

NO_PAGE = fault(
    "HARVEST-890",
    Text(
        nl="{account} is een profiel van een lid. LinkedIn geeft langs de API alleen pagina's van "
        "organisaties.",
        en="{account} is the profile of a member. By its API LinkedIn gives pages of "
        "organisations alone.",
    ),
    Text(
        nl="Laat het lid de eigen export aanvragen en neem die op met 'weerklank import'.",
        en="Let the member ask for their own export and take it in with 'weerklank import'.",
    ),
)
SIGN_IN_ASKED = fault(
    "HARVEST-891",
    Text(
        nl="LinkedIn laat van {account} niets lezen zonder toestemming van wie de pagina beheert.",
        en="LinkedIn lets nothing of {account} be read without leave of who manages the page.",
    ),
    Text(
        nl="Koppel het account met 'weerklank connect {account}'.",
        en="Connect the account with 'weerklank connect {account}'.",
    ),
)
REFUSED = fault(
    "HARVEST-892",
    Text(
        nl="LinkedIn weigert {account} met deze toestemming.",
        en="LinkedIn refuses {account} by this permission.",
    ),
    Text(
        nl="Wie toestemming gaf, moet beheerder of contentbeheerder van de pagina zijn, en de app "
        "moet het product Pages Data Portability hebben. Koppel daarna opnieuw.",
        en="Whoever gave it must be an administrator or content administrator of the page, and "
        "the app must have the product Pages Data Portability. Then connect again.",
    ),
)
OUTDATED_HERE = fault(
    "HARVEST-893",
    Text(
        nl="LinkedIn geeft versie {version} van zijn API niet meer.",
        en="LinkedIn no longer gives version {version} of its API.",
    ),
    Text(
        nl="Neem een nieuwere versie van Weerklank in gebruik. Wat er is, blijft.",
        en="Take a newer version of Weerklank into use. What is held stays.",
    ),
)
NOT_ANSWERED = fault(
    "HARVEST-894",
    Text(
        nl="LinkedIn gaf van {account} geen bruikbaar antwoord: {reason}.",
        en="LinkedIn gave no usable answer about {account}: {reason}.",
    ),
    Text(nl="Probeer het later opnieuw.", en="Try again later."),
)
NOT_KNOWN = fault(
    "HARVEST-895",
    Text(
        nl="LinkedIn kent geen pagina onder de geregistreerde naam van {account}.",
        en="LinkedIn knows no page by the registered name of {account}.",
    ),
    Text(
        nl="Controleer het adres met 'weerklank account show' en leg het nieuwe vast met "
        "'weerklank account edit {account} --url ADRES', of dat de pagina is gesloten.",
        en="Check the address with 'weerklank account show' and record the new one by 'weerklank "
        "account edit {account} --url URL', or that the page is closed.",
    ),
)
RENAMED = fault(
    "HARVEST-896",
    Text(
        nl="De pagina van {account} heet bij LinkedIn nu {handle}.",
        en="The page of {account} is now called {handle} at LinkedIn.",
    ),
    Text(
        nl="Leg het nieuwe adres vast met 'weerklank account edit {account} --url ADRES' en oogst "
        "daarna nog eens.",
        en="Record the new address by 'weerklank account edit {account} --url URL' and then "
        "harvest once more.",
    ),
)
ANOTHER_PAGE = fault(
    "HARVEST-897",
    Text(
        nl="Onder de naam van {account} staat nu een pagina van een andere organisatie dan toen "
        "zij voor het laatst werd gelezen. Er is niets van opgenomen; niets geldt als verwijderd.",
        en="By the name of {account} stands a page of another organisation now than when it was "
        "last read. Nothing of it was taken in, and nothing counts as deleted.",
    ),
    Text(
        nl="Is de pagina van u, koppel haar dan opnieuw als beheerder. Is zij van een ander, leg "
        "dan vast dat de uwe is gesloten: 'weerklank account edit {account} --status closed'.",
        en="If the page is yours, connect it again as its administrator. If it is somebody "
        "else's, record that yours is closed: 'weerklank account edit {account} --status closed'.",
    ),
)

_OF_MEMBER = ("/in/", "/pub/")


def find_page(url: str, handle: str, dma: Dma, held: Held) -> tuple[JsonObject, str, int]:
    """Give the organisation, its number, and that of the answer.

    AccountGone when LinkedIn knows it no more, under that name or at all; NotNow when it gives
    nothing to go by.
    """
    if urlsplit(url).path.startswith(_OF_MEMBER):
        raise NotNow(NO_PAGE, account=handle)
    if not dma.is_signed_in:
        raise NotNow(SIGN_IN_ASKED, account=handle)
    try:
        return _found(handle, dma, held)
    except NoAnswer as none:
        raise NotNow(NOT_ANSWERED, account=handle, reason=none.reason) from None


def _found(handle: str, dma: Dma, held: Held) -> tuple[JsonObject, str, int]:
    exchange, record = _called(handle, dma)
    number = number_in(record)
    if not record:
        raise _gone(handle, dma, held.number)
    if number is None:
        raise NoAnswer(NO_SENSE)
    if held.number not in (None, number) and not _is_managed(number, dma):
        raise AccountTaken(ANOTHER_PAGE, account=handle)
    return record, number, dma.noted(ORGANISATIONS, exchange, 1)


def _called(handle: str, dma: Dma) -> tuple[Exchange, JsonObject]:
    """Ask for the organisation by the name of its page, or the number that stands there."""
    if handle.isascii() and handle.isdecimal():
        exchange, record = dma.organisation(handle)
        _demand_answer(exchange, handle)
        return exchange, record
    exchange, records = dma.organisation_called(handle)
    _demand_answer(exchange, handle)
    same = (one for one in records if (text_of(one.get("vanityName")) or "").lower() == handle)
    return exchange, next(same, {})


def number_in(record: JsonObject) -> str | None:
    """Give the number of an organisation; None where it has none."""
    found = number_written(record.get("id"))
    return str(found) if found is not None else number_of_page(text_of(record.get("id")) or "")


def _demand_answer(exchange: Exchange, handle: str) -> None:
    if exchange.status == OUTDATED:
        raise NotNow(OUTDATED_HERE, version=VERSION)
    if exchange.status == FORBIDDEN:
        raise NotNow(REFUSED, account=handle)
    if exchange.status not in {OK, MISSING}:
        raise NoAnswer(NO_SENSE)


def _gone(handle: str, dma: Dma, number: str | None) -> NotNow:
    """Tell of a page that no longer has its name whether the organisation is there still.

    It is gone when it is missing by its number too, and nobody has a role there any more.
    """
    if number is None:
        return NotNow(NOT_KNOWN, account=handle)
    exchange, record = dma.organisation(number)
    _demand_answer(exchange, handle)
    name = (text_of(record.get("vanityName")) or "").lower()
    if exchange.status == OK and name:
        renamed = AccountRenamed(RENAMED, account=handle, handle=name)
        renamed.handle = name
        return renamed
    if exchange.status == MISSING and _is_managed(number, dma) is False:
        return AccountGone(NOT_KNOWN, account=handle)
    return NotNow(NOT_KNOWN, account=handle)


def _is_managed(number: str, dma: Dma) -> bool | None:
    """Tell whether whoever gave permission has a role there; None where that is not told."""
    exchange, records = dma.managed()
    dma.noted(ACCESS, exchange, len(records))
    return number in managed_in(records) if exchange.status == OK else None


def managed_in(records: list[JsonObject]) -> frozenset[str]:
    """Give the numbers of the organisations for which somebody has a role."""
    numbers = (number_of_page(text) for one in records for text in texts_in(one))
    return frozenset(filter(None, numbers))
