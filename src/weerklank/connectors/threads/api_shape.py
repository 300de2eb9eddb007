"""The fields of the API of Threads, and what each holds.

Source: the documents of the Threads API (Media, Replies and conversations, Profiles), v1.0. A
field that is not here is sealed and counted, and shows up in the report. Dropped are addresses of
files, which bear a signature and are others each time.
"""

from weerklank.model.raw import Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 2

_FILE: Shape = {
    "id": Field.NUMBER,
    "media_type": Field.KEEP,
    "media_url": Field.DROP,
    "thumbnail_url": Field.DROP,
    "alt_text": Field.TEXT,
}
_POLL: Shape = {
    **{f"option_{one}": Field.TEXT for one in "abcd"},
    **{f"option_{one}_votes_percentage": Field.KEEP for one in "abcd"},
    "total_votes": Field.KEEP,
    "expiration_timestamp": Field.KEEP,
}

#: A post or a reply, of whomever.
MEDIA: Shape = {
    **_FILE,
    "media_product_type": Field.KEEP,
    "text": Field.TEXT,
    "permalink": Field.ITEM,
    "timestamp": Field.KEEP,
    "username": Field.HANDLE,
    "children": {"data": _FILE, "paging": Field.DROP},
    "is_quote_post": Field.KEEP,
    "quoted_post": {"id": Field.REFERENCE},
    "reposted_post": {"id": Field.REFERENCE},
    "link_attachment_url": Field.TEXT,
    "poll_attachment": _POLL,
    "topic_tag": Field.TEXT,
    "has_replies": Field.KEEP,
    "is_reply": Field.KEEP,
    "root_post": {"id": Field.REFERENCE},
    "replied_to": {"id": Field.REFERENCE},
    "is_reply_owned_by_me": Field.KEEP,
    "reply_audience": Field.KEEP,
    "hide_status": Field.KEEP,
}

#: The account itself.
USER: Shape = {
    "id": Field.NUMBER,
    "username": Field.HANDLE,
    "name": Field.TEXT,
    "threads_biography": Field.TEXT,
    "threads_profile_picture_url": Field.DROP,
    "is_verified": Field.KEEP,
}
