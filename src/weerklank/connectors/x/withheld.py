"""Where X says that it does not show something of the account: in which countries, and why.

Source: X's OpenAPI document 2.167 (PostWithheld, UserWithheld), and X's documents of version 1.1
of its API, whose objects an archive has. X writes `XX` for all countries and `XY` for a claim.
"""

import re

from weerklank.harvest.json_fields import object_within
from weerklank.model.item import HeldBack, HeldBackScope
from weerklank.model.json_value import Json, JsonObject

_CODE = re.compile("[A-Z]{2}")
_SCOPES = {
    "post": HeldBackScope.POST,
    "status": HeldBackScope.POST,
    "tweet": HeldBackScope.POST,
    "user": HeldBackScope.USER,
}
#: What an archive has of it, by what the API calls that.
OF_TWEET = {
    "copyright": "withheld_copyright",
    "country_codes": "withheld_in_countries",
    "scope": "withheld_scope",
}


def withheld_of_tweet(tweet: JsonObject) -> HeldBack | None:
    """Read it of a tweet as an archive has it."""
    return _withheld({name: tweet.get(field) for name, field in OF_TWEET.items()})


def withheld_in(holder: JsonObject) -> HeldBack | None:
    """Read it of a post or account as the API has it."""
    return _withheld(object_within(holder, "withheld"))


def _withheld(told: JsonObject) -> HeldBack | None:
    """Read what is told; None where nothing is withheld, as of nearly all."""
    scope = told.get("scope")
    found = HeldBack(
        copyright=told.get("copyright") is True,
        countries=_countries(told.get("country_codes")),
        scope=_SCOPES.get(scope.lower()) if isinstance(scope, str) else None,
    )
    return None if found == HeldBack() else found


def _countries(told: Json) -> tuple[str, ...]:
    """Give codes of countries, each once, in order; version 1.1 has them in one text as well."""
    listed: Json = [*told.split(",")] if isinstance(told, str) else told
    parts = listed if isinstance(listed, list) else []
    codes = [one.strip().upper() for one in parts if isinstance(one, str)]
    return tuple(sorted({one for one in codes if _CODE.fullmatch(one)}))
