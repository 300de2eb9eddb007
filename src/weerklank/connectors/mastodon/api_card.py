"""Link previews of Mastodon's API: a page elsewhere, as the server read it.

Who made the page, and whose it is, are persons like any other. A page of somebody on a social
medium, and a post of theirs, are theirs whole: of such a page the address is kept, without who it
is, and its kind.
"""

from msgspec.structs import replace

from weerklank.connectors.mastodon.activity import Reader
from weerklank.connectors.mastodon.api_shape import CARD, STATUS
from weerklank.harvest.json_fields import text_of
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import Field, RawPerson, Shape

#: Of a page of somebody: its words are theirs.
_OF_SOMEBODY: Shape = {
    **STATUS,
    "card": {**CARD, "title": Field.DROP, "description": Field.DROP},
}


def card_persons(status: JsonObject, reader: Reader) -> tuple[RawPerson, ...]:
    """Give whom the link preview of a post names: who made the page, and whose it is."""
    card = status.get("card")
    if not isinstance(card, dict):
        return ()
    persons = [*reader.addressed(card.get("url"))]
    persons += _named(reader, card.get("author_url"), card.get("author_name"))
    authors = card.get("authors")
    for one in authors if isinstance(authors, list) else ():
        if isinstance(one, dict):
            persons += _named(reader, one.get("url"), one.get("name"))
            account = one.get("account")
            if isinstance(account, dict):
                persons += _of_account(reader, account)
    return tuple(dict.fromkeys(persons))


def _named(reader: Reader, url: Json, name: Json) -> list[RawPerson]:
    return [replace(person, display_name=text_of(name)) for person in reader.addressed(url)]


def _of_account(reader: Reader, account: JsonObject) -> list[RawPerson]:
    url, handle = text_of(account.get("url")), text_of(account.get("acct"))
    if not url and not handle:
        return []
    shown = text_of(account.get("display_name"))
    found = reader.mention(url, handle)
    return [replace(person, user_id=None, display_name=shown) for person in found]


def status_shape(status: JsonObject, reader: Reader) -> Shape:
    """Give how to treat the fields of a post: of the page of somebody no words are kept."""
    card = status.get("card")
    url = card.get("url") if isinstance(card, dict) else None
    return _OF_SOMEBODY if any(reader.addressed(url)) else STATUS
