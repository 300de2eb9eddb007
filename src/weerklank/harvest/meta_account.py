"""Whose a token of Meta is: asked of the API before anything of an account is read."""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from weerklank.harvest.exchange import NO_SENSE, NoAnswer
from weerklank.harvest.feed import Given
from weerklank.harvest.json_fields import listed, parse_object, text_of
from weerklank.harvest.meta_graph import Graph
from weerklank.harvest.port import AccountRenamed, Held, Unreadable
from weerklank.model.errors import NotNow, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

NEEDS_PERMISSION = fault(
    "HARVEST-880",
    Text(
        nl="{account} is bij {platform} alleen te lezen met toestemming van wie het beheert.",
        en="{account} can be read at {platform} with permission of whoever manages it only.",
    ),
    Text(
        nl="Koppel het account met 'weerklank connect', of vraag de export van het account aan en "
        "neem die op met 'weerklank import'.",
        en="Connect the account by 'weerklank connect', or ask for the export of the account and "
        "take it in by 'weerklank import'.",
    ),
)
NOT_ANSWERED = fault(
    "HARVEST-881",
    Text(
        nl="{platform} gaf over {account} geen bruikbaar antwoord: {reason}.",
        en="{platform} gave no usable answer on {account}: {reason}.",
    ),
    Text(
        nl="Er is niets opgenomen en niets geldt als verwijderd. Probeer het later opnieuw.",
        en="Nothing was taken in and nothing counts as deleted. Try again later.",
    ),
)
OTHER_TOKEN = fault(
    "HARVEST-882",
    Text(
        nl="De toestemming bij {platform} is niet van {account}, maar van een ander account.",
        en="The permission at {platform} is not of {account}, but of another account.",
    ),
    Text(
        nl="Er is niets opgenomen. Koppel het account opnieuw, aangemeld als dit account.",
        en="Nothing was taken in. Connect the account again, signed in as this account.",
    ),
)
RENAMED = fault(
    "HARVEST-883",
    Text(
        nl="{account} heet op {platform} nu {handle}.",
        en="{account} is now called {handle} on {platform}.",
    ),
    Text(
        nl="Leg het nieuwe adres vast met 'weerklank account edit' en '--url ADRES', koppel het "
        "account opnieuw met 'weerklank connect', en oogst daarna nog eens.",
        en="Record the new address by 'weerklank account edit' and '--url URL', connect the "
        "account again by 'weerklank connect', and then harvest once more.",
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """An account as the API gives it."""

    given: Given
    record: JsonObject
    #: By what the platform knows it for good.
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How an API is asked who a token is of."""

    platform: str
    fields: str
    #: Field of the number that is the account's for good.
    number: str
    #: Gives what an account is called, the usual name first, in lower case.
    names: Callable[[JsonObject], tuple[str, ...]]


def account_in(given: Given) -> tuple[Given, JsonObject]:
    """Give the account of an answer: itself, or the first of a list, as the documents have it."""
    try:
        record = parse_object(given.content)
    except Unreadable:
        raise NoAnswer(NO_SENSE) from None
    for at, one in enumerate(listed(record.get("data"))):
        if isinstance(one, dict):
            return replace(given, pointer=f"/data/{at}"), one
    return given, record


def who_is_it(graph: Graph, asked: Asked) -> Found:
    """Give the account that a token is of; NoAnswer where that can't be told."""
    given, record = account_in(graph.one("me", "me", fields=asked.fields))
    number = text_of(record.get(asked.number))
    if number is None or not asked.names(record):
        raise NoAnswer(NO_SENSE)
    return Found(given, record, number)


def find_account(
    graph: Graph, asked: Asked, handle: str, held: Held, *, is_signed_in: bool
) -> Found:
    """Give the account of the register; NotNow when that is not whom the token is of.

    AccountRenamed when it is the same one under another name.
    """
    platform = asked.platform
    if not is_signed_in:
        raise NotNow(NEEDS_PERMISSION, account=handle, platform=platform)
    try:
        found = who_is_it(graph, asked)
    except NoAnswer as none:
        raise NotNow(NOT_ANSWERED, account=handle, platform=platform, reason=none.reason) from None
    names = asked.names(found.record)
    if handle.lower() in names:
        return found
    if held.number != found.number:
        raise NotNow(OTHER_TOKEN, account=handle, platform=platform)
    renamed = AccountRenamed(RENAMED, account=handle, platform=platform, handle=names[0])
    renamed.handle = names[0]
    raise renamed
