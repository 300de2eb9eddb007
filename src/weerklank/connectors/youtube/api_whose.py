"""Whose a channel is: which one YouTube has by an address, and whether it is the one we know.

Handles go to others once they are free; the id of a channel goes to nobody else.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from weerklank.connectors.youtube.api_questions import NOT_PERMITTED, Answer, Questions
from weerklank.harvest.exchange import NO_SENSE, NoAnswer
from weerklank.harvest.json_fields import object_within, text_of
from weerklank.harvest.port import AccountGone, AccountRenamed, AccountTaken, Held
from weerklank.model.errors import NotNow, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

NOT_ANSWERED = fault(
    "HARVEST-870",
    Text(
        nl="YouTube gaf over {account} geen bruikbaar antwoord: {reason}.",
        en="YouTube gave no usable answer on {account}: {reason}.",
    ),
    Text(
        nl="Er geldt niets als verwijderd. Probeer het later opnieuw; is het dagquotum op, dan "
        "vanaf de volgende ochtend.",
        en="Nothing counts as deleted. Try again later; when the daily quota is used up, from the "
        "next morning on.",
    ),
)
ASKS_PERMISSION = fault(
    "HARVEST-871",
    Text(
        nl="YouTube laat van {account} niets lezen zonder toestemming of sleutel.",
        en="YouTube lets nothing of {account} be read without a permission or a key.",
    ),
    Text(
        nl="Koppel het account met 'weerklank connect {account}', of vraag een Google Takeout van "
        "het kanaal aan en neem die op met 'weerklank import'.",
        en="Connect the account with 'weerklank connect {account}', or ask for a Google Takeout "
        "of the channel and take it in with 'weerklank import'.",
    ),
)
NOT_KNOWN = fault(
    "HARVEST-872",
    Text(
        nl="YouTube kent geen kanaal (meer) onder het geregistreerde adres van {account}.",
        en="YouTube knows no channel (any more) by the registered address of {account}.",
    ),
    Text(
        nl="Controleer het adres met 'weerklank account show'. Een oud adres met /c/ kent de API "
        "niet: leg dan dat met @naam of /channel/ vast met 'weerklank account edit {account} "
        "--url ADRES'. Van een kanaal dat is verborgen zegt YouTube hetzelfde: zet het dan weer "
        "zichtbaar. Wat er is, geldt niet als verwijderd.",
        en="Check the address with 'weerklank account show'. The API does not know old addresses "
        "with /c/: then record the one with @name or /channel/ by 'weerklank account edit "
        "{account} --url URL'. Of a channel that was hidden YouTube says the same: then show it "
        "again. Nothing of what is held counts as deleted.",
    ),
)
RENAMED = fault(
    "HARVEST-873",
    Text(
        nl="Het kanaal {account} heet op YouTube nu @{handle}.",
        en="The channel {account} is now called @{handle} on YouTube.",
    ),
    Text(
        nl="Leg het nieuwe adres vast met 'weerklank account edit {account} --url ADRES' en oogst "
        "daarna nog eens.",
        en="Record the new address by 'weerklank account edit {account} --url URL' and then "
        "harvest once more.",
    ),
)
ANOTHER_CHANNEL = fault(
    "HARVEST-874",
    Text(
        nl="Onder de naam van {account} staat nu een ander kanaal dan toen het voor het laatst "
        "werd gelezen. Er is niets van opgenomen, en niets van wat er is geldt als verwijderd.",
        en="By the name of {account} stands another channel now than when it was last read. "
        "Nothing of it was taken in, and nothing of what is held counts as deleted.",
    ),
    Text(
        nl="Open het kanaal in een browser. Is het van u, koppel het dan met 'weerklank connect "
        "{account}': dat bewijst het. Is het van een ander, leg dan vast dat het uwe is gesloten: "
        "'weerklank account edit {account} --status closed'.",
        en="Open the channel in a browser. If it is yours, connect it by 'weerklank connect "
        "{account}': that proves it. If it is somebody else's, record that yours is closed: "
        "'weerklank account edit {account} --status closed'.",
    ),
)

CHANNELS = "channels"
_PARTS = "id,snippet,contentDetails,statistics,status,brandingSettings,localizations,topicDetails"
_ID = re.compile(r"UC[\w-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """The channel of the register, as YouTube has it now."""

    record: JsonObject
    #: Number of the answer that gave it.
    answer: int
    #: Whether who asks is the channel itself, and is shown what is private too.
    is_owner: bool


def asked_by(url: str, handle: str) -> dict[str, str]:
    """Give by what a channel is asked for: its id, its old user name or its handle.

    Nothing for an address of the years before handles (`/c/name`): who has that name as a handle
    now may be somebody else.
    """
    steps = urlsplit(url).path.strip("/").split("/")
    if steps[0].lower() == "channel":
        return {"id": handle}
    if steps[0].lower() == "user":
        return {"forUsername": handle}
    return {"forHandle": f"@{handle}"} if steps[0].startswith("@") else {}


def id_in(record: JsonObject) -> str | None:
    """Give the id of a channel; None where it has none that can be one."""
    written = text_of(record.get("id"))
    return written if written and _ID.fullmatch(written) else None


def uploads_of(channel: JsonObject) -> str:
    """Give the playlist of all that a channel uploaded: named after the channel itself."""
    told = text_of(object_within(channel, "contentDetails", "relatedPlaylists").get("uploads"))
    return told or f"UU{(id_in(channel) or '')[2:]}"


class Whose:
    """Finds one channel."""

    def __init__(self, url: str, handle: str, questions: Questions, held: Held) -> None:
        self._asked = asked_by(url, handle)
        self._handle = handle
        self._questions = questions
        #: Id of the channel of the last harvest or Takeout, which state it as an address.
        self._known = held.number.rpartition("/")[2] if held.number else None

    def find(self) -> Found:
        """Give the channel.

        AccountGone when YouTube knows none, or another; NotNow when it gives nothing to go by.
        """
        try:
            return self._find()
        except NoAnswer as none:
            raise self._not_answered(none.reason) from None

    def _find(self) -> Found:
        answer = self._channel(**self._asked) if self._asked else None
        if answer is None or not answer.items:
            answer = self._by_number()
        record = answer.first
        number = id_in(record)
        if number is None:
            raise self._not_answered(NO_SENSE)
        is_owner = self._questions.is_signed_in and self._is_mine(number)
        if self._known not in (None, number) and not is_owner:
            raise AccountTaken(ANOTHER_CHANNEL, account=self._handle)
        return Found(record, self._questions.note(CHANNELS, answer), is_owner)

    def _channel(self, **by: str) -> Answer:
        answer = self._questions.ask(CHANNELS, part=_PARTS, **by)
        if answer.is_ok:
            return answer
        if answer.is_missing:
            return Answer(answer.exchange)
        if not self._questions.is_signed_in:
            raise NotNow(ASKS_PERMISSION, account=self._handle)
        raise self._not_answered(NOT_PERMITTED)

    def _is_mine(self, number: str) -> bool:
        """Tell whether the permission that is shown is of this very channel."""
        answer = self._questions.ask(CHANNELS, part="id", mine="true")
        self._questions.note(CHANNELS, answer)
        return id_in(answer.first) == number

    def _by_number(self) -> Answer:
        """Look for the channel of the last harvest, which may have another name now."""
        known = self._known or self._asked.get("id")
        if known is None:
            raise NotNow(NOT_KNOWN, account=self._handle)
        answer = self._channel(id=known) if "id" not in self._asked else None
        if answer is None or not answer.items:
            raise self._gone(known)
        name = text_of(object_within(answer.first, "snippet").get("customUrl")) or ""
        handle = name.lstrip("@").lower()
        if "forHandle" in self._asked and handle and handle != self._handle:
            renamed = AccountRenamed(RENAMED, account=self._handle, handle=handle)
            renamed.handle = handle
            raise renamed
        return answer

    def _gone(self, number: str) -> NotNow:
        """Ask in a second way: of a channel that is gone its list of videos is gone as well."""
        answer = self._questions.ask(
            "playlistItems", part="id", playlistId=uploads_of({"id": number}), maxResults="1"
        )
        if answer.is_missing:
            return AccountGone(NOT_KNOWN, account=self._handle)
        return NotNow(NOT_KNOWN, account=self._handle)

    def _not_answered(self, reason: Text) -> NotNow:
        return NotNow(NOT_ANSWERED, account=self._handle, reason=reason)
