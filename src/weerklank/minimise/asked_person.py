"""Whom somebody means who asks by handle, address or id: their pseudonyms, by the blind index."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from weerklank.minimise.blind_epochs import Blind
from weerklank.minimise.blind_index import BlindIndex
from weerklank.model.errors import WrongUse, fault
from weerklank.model.host_form import handle_form, with_host_form
from weerklank.model.ids import Pseudonym
from weerklank.model.person_address import person_of
from weerklank.model.platform import Platform
from weerklank.model.text import Text

NOT_BY_NAME = fault(
    "PERSON-001",
    Text(
        nl="Zoeken op een naam kan niet: namen zijn niet uniek, en het antwoord zou van een ander "
        "kunnen zijn.",
        en="One can't ask by name: names are not unique, and the answer could be of another.",
    ),
    Text(
        nl="Vraag de accountnaam (op Mastodon met server: naam@server), het adres van het profiel "
        "of het nummer dat het platform geeft.",
        en="Ask for the handle (on Mastodon with its server: name@server), the address of the "
        "profile or the id that the platform gives.",
    ),
)
NO_HANDLE = fault(
    "PERSON-002",
    Text(
        nl="Dat is geen accountnaam, adres of nummer: leeg, te lang, of met een teken dat daar "
        "niet in kan staan.",
        en="That is no handle, address or id: empty, too long, or with a sign that can't be in "
        "it.",
    ),
    Text(
        nl="Geef haar in haar geheel; jokertekens zoals * zijn er niet.",
        en="Give it as a whole; there are no wildcards such as *.",
    ),
)
SERVER_MISSING = fault(
    "PERSON-003",
    Text(
        nl="Op Mastodon is een naam zonder server van velen.",
        en="On Mastodon a name without its server is of many.",
    ),
    Text(
        nl="Geef naam@server, of het adres van het profiel.",
        en="Give name@server, or the address of the profile.",
    ),
)
OTHER_PLATFORM = fault(
    "PERSON-005",
    Text(
        nl="Dat adres is van {found}, en er is naar {asked} gevraagd.",
        en="That address is of {found}, and {asked} was asked.",
    ),
    Text(
        nl="Kies het andere platform: een persoon heeft op elk een eigen pseudoniem.",
        en="Choose the other platform: a person has a pseudonym of their own on each.",
    ),
)
_LONGEST = 300
#: No platform has these in a handle, an id or an address.
_NEVER = re.compile(r"[*%?\\<>\"'`{}|^]|[\x00-\x1f\x7f]")
_NEVER_IN_ADDRESS = re.compile(r"[*\\<>\"'`{}|^]|[\x00-\x1f\x7f]")
_ID = re.compile(r"[0-9]+|did:[a-z]+:[\w.:-]+")


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Whom a handle, address or id is of."""

    #: None: nobody who is known here.
    pseudonyms: tuple[Pseudonym, ...]
    #: Handles that were looked for, in the form of the register: not to be kept.
    handles: tuple[str, ...]
    #: Whether it has letters that look like others, by which another person can be meant.
    is_written_oddly: bool


def find_person(blind: Blind, platform: Platform, given: str) -> AskedPerson:
    """Find whom somebody means; several where id and handle were of two persons in turn.

    And where somebody is known in several epochs: then one of each.

    WrongUse for a name, a wildcard, or what is no handle. Nothing of it is in the error.
    """
    asked = given.strip()
    _refuse(asked)
    ways = list(dict.fromkeys(_ways(platform, asked)))
    found: dict[str, Pseudonym] = {}
    for index in blind.epochs:
        for kind, value in ways:
            one = _ask(index, platform, kind, value)
            if one is not None:
                found.setdefault(one.tag, one)
    return AskedPerson(
        pseudonyms=tuple(found.values()),
        handles=tuple(value for kind, value in ways if kind == "handle"),
        is_written_oddly=not asked.isascii(),
    )


def _refuse(asked: str) -> None:
    never = _NEVER_IN_ADDRESS if "/" in asked else _NEVER
    if not asked.strip("@/ ") or len(asked) > _LONGEST or never.search(asked):
        raise WrongUse(NO_HANDLE)
    if any(sign.isspace() for sign in asked):
        raise WrongUse(NOT_BY_NAME)


def _ask(blind: BlindIndex, platform: Platform, kind: str, value: str) -> Pseudonym | None:
    if kind == "handle":
        return blind.called(platform, value)
    if kind == "id":
        return blind.with_id(platform, value)
    return blind.at(platform, value)


def _ways(platform: Platform, asked: str) -> Iterator[tuple[str, str]]:
    """Give in which ways to look: by what kind of name, written how."""
    if "/" in asked:
        yield from _by_address(platform, asked)
        return
    yield "id", asked
    if _ID.fullmatch(asked):
        return
    bare = handle_form(asked.removeprefix("acct:").removeprefix("@"))
    if platform is Platform.MASTODON and "@" not in bare:
        raise WrongUse(SERVER_MISSING)
    yield "handle", bare


def _by_address(platform: Platform, asked: str) -> Iterator[tuple[str, str]]:
    written = asked if "://" in asked else f"https://{asked}"
    profile = person_of(written)
    if profile is not None and profile.platform is not platform:
        raise WrongUse(OTHER_PLATFORM, found=profile.platform, asked=platform)
    plain = with_host_form(written.partition("#")[0].partition("?")[0].rstrip("/"))
    for address in dict.fromkeys((written, plain, f"{plain}/")):
        yield "id", address
        yield "url", address
    if profile is not None:
        if _ID.fullmatch(profile.handle):
            yield "id", profile.handle
        yield "handle", profile.handle
