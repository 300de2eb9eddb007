"""The fields of the export of Facebook, and what each holds.

Source: the shapes of files in exports of European accounts of 2025. A field that is not here is
sealed and counted, and shows up in the report. Dropped is where, with what and from which address
on the internet a picture was made, and a title: the platform writes who did what to whom in it.
"""

from weerklank.harvest.meta_media import MEDIUM
from weerklank.model.raw import Either, Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 2

_LINK: Shape = {"url": Field.TEXT, "name": Field.TEXT, "source": Field.TEXT}
_PLACE: Shape = {
    "name": Field.TEXT,
    "address": Field.TEXT,
    "url": Field.TEXT,
    "coordinate": Field.DROP,
}
_EVENT: Shape = {
    "name": Field.TEXT,
    "start_timestamp": Field.KEEP,
    "end_timestamp": Field.KEEP,
    "description": Field.TEXT,
    "place": _PLACE,
}
_POLL: Shape = {
    "question": Field.TEXT,
    "options": {"option": Field.TEXT, "votes": Field.KEEP, "voted": Field.KEEP},
}
_ATTACHMENT: Shape = {
    "media": MEDIUM,
    "external_context": _LINK,
    "place": _PLACE,
    "event": _EVENT,
    "poll": _POLL,
    "life_event": {"title": Field.TEXT, "start_date": Field.DROP, "place": _PLACE},
    "text": Field.TEXT,
    "name": Field.TEXT,
}
_ATTACHMENTS: Shape = {"data": _ATTACHMENT}

#: A post, reel or story.
POST: Shape = {
    "timestamp": Field.KEEP,
    "title": Field.DROP,
    "fbid": Field.ITEM,
    "data": {
        "post": Field.TEXT,
        "update_timestamp": Field.KEEP,
        "backdated_timestamp": Field.KEEP,
    },
    "attachments": _ATTACHMENTS,
    "tags": Either({"name": Field.HANDLE}, Field.HANDLE),
}

#: A picture or film that no post names.
PICTURE: Shape = MEDIUM

#: A reply of the account itself.
REPLY: Shape = {
    "timestamp": Field.KEEP,
    "title": Field.DROP,
    "data": {
        "comment": {"timestamp": Field.KEEP, "comment": Field.TEXT, "author": Field.TEXT},
    },
    "attachments": _ATTACHMENTS,
}

#: What a post was made into by an edit.
EDIT: Shape = {
    "timestamp": Field.KEEP,
    "fbid": Field.ITEM,
    "media": MEDIUM,
    "label_values": {"label": Field.TEXT, "value": Field.TEXT, "timestamp_value": Field.KEEP},
}

#: What of a profile tells of a private life, or is for nobody but the platform.
_PRIVATE = (
    "ad_account_emails birthday blood_info current_city education_experiences emails "
    "family_members favorite_quotes gender groups hometown interested_in languages "
    "name_pronunciation other_names pages phone_numbers places_lived political_view "
    "previous_relationships relationship religious_view screen_names work_experiences"
).split()
_NAMED: Shape = {"name": Field.TEXT, "timestamp": Field.KEEP}

#: What profile_information.json tells of the account.
PROFILE: Shape = {
    "name": Either(
        {
            "full_name": Field.TEXT,
            "first_name": Field.TEXT,
            "middle_name": Field.TEXT,
            "last_name": Field.TEXT,
        },
        Field.TEXT,
    ),
    "username": Field.HANDLE,
    "profile_uri": Field.PERSON,
    "websites": Either({"address": Field.TEXT}, Field.TEXT),
    "intro_bio": Either(_NAMED, Field.TEXT),
    "previous_names": Either(_NAMED, Field.TEXT),
    "registration_timestamp": Field.KEEP,
    **dict.fromkeys(_PRIVATE, Field.DROP),
}
