"""The fields of Instagram's API, and what each holds.

Source: the reference of the Instagram Platform (IG Media, IG Comment, IG User), Graph API v26.0. A
field that is not here is sealed and counted, and shows up in the report. Dropped are addresses of
files, which bear a signature and are others each time, and the numbers of persons.
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

#: A post, reel or story.
MEDIA: Shape = {
    **_FILE,
    "media_product_type": Field.KEEP,
    "caption": Field.TEXT,
    "permalink": Field.ITEM,
    "timestamp": Field.KEEP,
    "username": Field.HANDLE,
    "is_comment_enabled": Field.KEEP,
    "is_shared_to_feed": Field.KEEP,
    "like_count": Field.KEEP,
    "comments_count": Field.KEEP,
    "children": {"data": _FILE, "paging": Field.DROP},
}

#: A reply, without what hangs below it, which are records of their own, and the post above it.
COMMENT: Shape = {
    "id": Field.NUMBER,
    "text": Field.TEXT,
    "timestamp": Field.KEEP,
    "hidden": Field.KEEP,
    "like_count": Field.KEEP,
    "parent_id": Field.REFERENCE,
    "username": Field.HANDLE,
    "user": {"id": Field.DROP},
    "from": {
        "id": Field.DROP,
        "username": Field.HANDLE,
        "self_ig_scoped_id": Field.DROP,
    },
}

#: The account itself.
USER: Shape = {
    "id": Field.DROP,
    "user_id": Field.NUMBER,
    "username": Field.HANDLE,
    "name": Field.TEXT,
    "account_type": Field.KEEP,
    "biography": Field.TEXT,
    "website": Field.TEXT,
    "profile_picture_url": Field.DROP,
    "followers_count": Field.KEEP,
    "follows_count": Field.KEEP,
    "media_count": Field.KEEP,
}
