"""The fields of the export of Instagram, and what each holds.

Source: the shapes of files in exports of European accounts of 2025. A field that is not here is
sealed and counted, and shows up in the report. Where and with what a picture was made is dropped.
"""

from weerklank.harvest.meta_media import MEDIUM
from weerklank.harvest.meta_text import LABELS
from weerklank.model.raw import Either, Field, Rule, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 1

#: A post, reel or story: a story is a medium by itself.
POST: Shape = {**MEDIUM, "media": MEDIUM}


def _labelled(rules: dict[str, Rule]) -> Shape:
    """Give a shape of labels in all known languages, by our words for them."""
    return {
        label: Either({"value": rule, "href": Field.TEXT, "timestamp": Field.KEEP}, Field.DROP)
        for word, rule in rules.items()
        for label in LABELS[word]
    }


#: A reply of the account itself.
REPLY: Shape = {
    "title": Field.HANDLE,
    "media_list_data": {"uri": Field.TEXT},
    "string_map_data": _labelled({"text": Field.TEXT, "owner": Field.HANDLE, "time": Field.KEEP}),
}

#: What personal_information.json tells of the account.
PROFILE: Shape = {
    "title": Field.TEXT,
    "media_map_data": dict.fromkeys(LABELS["picture"], MEDIUM),
    "string_map_data": _labelled(
        {
            "username": Field.HANDLE,
            "name": Field.TEXT,
            "bio": Field.TEXT,
            "website": Field.TEXT,
            "private": Field.TEXT,
            "email": Field.DROP,
            "phone": Field.DROP,
            "phone confirmed": Field.DROP,
            "phone method": Field.DROP,
            "gender": Field.DROP,
            "birth": Field.DROP,
        }
    ),
}
