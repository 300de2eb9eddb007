"""The fields of the API of Facebook Pages, and what each holds.

Source: the references of Page, Page Post, Post Attachment and Comment, Graph API v26.0. A field
that is not here is sealed and counted, and shows up in the report. Dropped are addresses of files,
which bear a signature and are others each time, who is tagged or wrote something (the record has
those), and what the platform shows beside a link.
"""

from weerklank.model.raw import Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 2

_PICTURE: Shape = {"height": Field.KEEP, "width": Field.KEEP, "src": Field.DROP}
_PART: Shape = {
    "media_type": Field.KEEP,
    "type": Field.KEEP,
    "title": Field.TEXT,
    "description": Field.TEXT,
    "url": Field.DROP,
    "unshimmed_url": Field.TEXT,
    "media": {"image": _PICTURE, "source": Field.DROP},
    # Of what another shared it may be the number of a person.
    "target": {"id": Field.REFERENCE, "url": Field.DROP},
}
_ATTACHMENT: Shape = {**_PART, "subattachments": {"data": _PART, "paging": Field.DROP}}
_TOTAL: Shape = {
    "data": Field.DROP,
    "paging": Field.DROP,
    "summary": {
        "total_count": Field.KEEP,
        "viewer_reaction": Field.DROP,
        "order": Field.DROP,
        "can_comment": Field.KEEP,
    },
}

#: A post of the page.
POST: Shape = {
    "id": Field.NUMBER,
    "created_time": Field.KEEP,
    "message": Field.TEXT,
    "message_tags": Field.DROP,
    "permalink_url": Field.ITEM,
    "status_type": Field.KEEP,
    "is_hidden": Field.KEEP,
    "privacy": {
        "value": Field.KEEP,
        "description": Field.DROP,
        "friends": Field.DROP,
        "allow": Field.DROP,
        "deny": Field.DROP,
    },
    "from": Field.DROP,
    "attachments": {"data": _ATTACHMENT, "paging": Field.DROP},
    "shares": {"count": Field.KEEP},
    "reactions": _TOTAL,
    "comments": _TOTAL,
}

#: Version of the mapping of stories, which came later.
STORY_MAPPING = 1
#: A story of the page, of which no words are told.
STORY: Shape = {
    "id": Field.NUMBER,
    "creation_time": Field.NUMBER,
    "media_id": Field.NUMBER,
    "media_type": Field.KEEP,
    "post_id": Field.NUMBER,
    "status": Field.DROP,  # of the page's own archive
    "url": Field.OWN,
}

#: A reply.
COMMENT: Shape = {
    "id": Field.NUMBER,
    "created_time": Field.KEEP,
    "message": Field.TEXT,
    "message_tags": Field.DROP,
    "from": Field.DROP,
    "parent": {"id": Field.REFERENCE},
    "is_hidden": Field.KEEP,
    "like_count": Field.KEEP,
    "comment_count": Field.KEEP,
    "attachment": _PART,
}

#: The page itself.
PAGE: Shape = {
    "id": Field.NUMBER,
    "name": Field.TEXT,
    "username": Field.HANDLE,
    "link": Field.OWN,
    "about": Field.TEXT,
    "description": Field.TEXT,
    "website": Field.TEXT,
    "category": Field.TEXT,
    "fan_count": Field.KEEP,
    "followers_count": Field.KEEP,
    "picture": Field.DROP,
    "cover": Field.DROP,
    "verification_status": Field.KEEP,
}
