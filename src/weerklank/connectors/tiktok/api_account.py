"""Whose account a permission of TikTok reads, and whether it is the one of the register.

TikTok gives an account to who has its permission and to nobody else. The number that it tells
(`open_id`) is another one for each app, so the name decides; a permission stays with the account
that gave it, so that whoever takes the name over can't be read by it.
"""

from weerklank.connectors.tiktok.api_client import USER_INFO, TikTokClient
from weerklank.connectors.tiktok.api_objects import USER_FIELDS, owner_of
from weerklank.harvest.exchange import NO_SENSE, NoAnswer
from weerklank.harvest.json_fields import text_of
from weerklank.harvest.port import AccountRenamed, Held, NotesAnswers, Unreadable
from weerklank.model.errors import NotNow, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import RawPerson
from weerklank.model.text import Text

SIGN_IN_ASKED = fault(
    "HARVEST-900",
    Text(
        nl="TikTok laat van {account} niets lezen zonder toestemming van het account.",
        en="TikTok lets nothing of {account} be read without permission of the account.",
    ),
    Text(
        nl="Koppel het account met 'weerklank connect {account}', of vraag de export van het "
        "account aan en neem die op met 'weerklank import'.",
        en="Connect the account with 'weerklank connect {account}', or ask for the export of the "
        "account and take it in with 'weerklank import'.",
    ),
)
NOT_ANSWERED = fault(
    "HARVEST-901",
    Text(
        nl="TikTok gaf over {account} geen bruikbaar antwoord: {reason}.",
        en="TikTok gave no usable answer on {account}: {reason}.",
    ),
    Text(
        nl="Probeer het later opnieuw. Blijft het zo, koppel het account dan opnieuw met "
        "'weerklank connect {account}'.",
        en="Try again later. If it stays so, connect the account again with 'weerklank connect "
        "{account}'.",
    ),
)
OTHER_NAME = fault(
    "HARVEST-902",
    Text(
        nl="De toestemming voor {account} is van een account dat anders heet. Er is niets van "
        "opgenomen.",
        en="The permission for {account} is of an account with another name. Nothing of it was "
        "taken in.",
    ),
    Text(
        nl="Koppel het account opnieuw met 'weerklank connect {account}', aangemeld bij TikTok "
        "als {account}.",
        en="Connect the account again with 'weerklank connect {account}', signed in at TikTok as "
        "{account}.",
    ),
)
RENAMED = fault(
    "HARVEST-903",
    Text(
        nl="{account} heet op TikTok nu {handle}.",
        en="{account} is now called {handle} on TikTok.",
    ),
    Text(
        nl="Leg het nieuwe adres vast met 'weerklank account edit {account} --url ADRES' en oogst "
        "daarna nog eens.",
        en="Record the new address by 'weerklank account edit {account} --url URL' and then "
        "harvest once more.",
    ),
)


class Whose:
    """The account that gave its permission, as TikTok has it now."""

    def __init__(
        self, handle: str, client: TikTokClient, answers: NotesAnswers, held: Held
    ) -> None:
        """Ask for it; NotNow when TikTok gives nothing, AccountRenamed under another name."""
        if not client.is_signed_in:
            raise NotNow(SIGN_IN_ASKED, account=handle)
        self._handle = handle
        try:
            told = client.user(name for names in USER_FIELDS.values() for name in names)
            self.owner: RawPerson = owner_of(told.data)
        except NoAnswer as none:
            raise NotNow(NOT_ANSWERED, account=handle, reason=none.reason) from None
        except Unreadable as odd:
            raise NotNow(NOT_ANSWERED, account=handle, reason=odd.reason) from None
        self.user: JsonObject = told.data
        number = text_of(told.data.get("open_id"))
        if number is None:
            raise NotNow(NOT_ANSWERED, account=handle, reason=NO_SENSE)
        self.number = number
        self._demand_the_name(held)
        self.answer = answers.note(USER_INFO, told.exchange, {"accounts": 1})

    def _demand_the_name(self, held: Held) -> None:
        now = self.owner.handle or ""
        if now == self._handle.lower():
            return
        if held.number != self.number:
            raise NotNow(OTHER_NAME, account=self._handle)
        renamed = AccountRenamed(RENAMED, account=self._handle, handle=now)
        renamed.handle = now
        raise renamed
