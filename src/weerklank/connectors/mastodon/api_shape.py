"""The fields of Mastodon's API, and what each holds.

Source: the entities of docs.joinmastodon.org up to 4.7 and its OpenAPI document. What
`api_objects` leaves out or writes otherwise before minimisation is said there. A field that is
not here is sealed and counted, and shows up in the report.
"""

from weerklank.model.raw import Either, Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 1

_EMOJI: Shape = {
    "shortcode": Field.TEXT,
    "url": Field.OWN,
    "static_url": Field.OWN,
    "visible_in_picker": Field.KEEP,
    "category": Field.TEXT,
}
_SIZE: Shape = {
    "width": Field.KEEP,
    "height": Field.KEEP,
    "aspect": Field.KEEP,
    "duration": Field.KEEP,
    "bitrate": Field.KEEP,
}
_META: Shape = {
    **_SIZE,
    "original": _SIZE,
    "small": _SIZE,
    "focus": {"x": Field.KEEP, "y": Field.KEEP},
    "fps": Field.KEEP,
}
_MEDIUM: Shape = {
    "type": Field.KEEP,
    "url": Field.OWN,
    "preview_url": Field.OWN,
    "remote_url": Field.OWN,
    "preview_remote_url": Field.OWN,
    "text_url": Field.OWN,
    "meta": _META,
    "description": Field.TEXT,
    "blurhash": Field.OWN,
}
_POLL: Shape = {
    "expires_at": Field.KEEP,
    "expired": Field.KEEP,
    "multiple": Field.KEEP,
    "votes_count": Field.KEEP,
    "voters_count": Field.KEEP,
    "options": {"title": Field.TEXT, "votes_count": Field.KEEP},
    "emojis": _EMOJI,
}
#: A page elsewhere, as the server read it: who wrote that is no fact of the post.
CARD: Shape = {
    "url": Field.TEXT,
    "title": Field.TEXT,
    "description": Field.TEXT,
    "language": Field.DROP,
    "type": Field.KEEP,
    "authors": Field.DROP,
    "author_name": Field.DROP,
    "author_url": Field.DROP,
    # Of a page of one person that is their name; the address tells where it is.
    "provider_name": Field.DROP,
    "provider_url": Field.DROP,
    "html": Field.DROP,
    "width": Field.KEEP,
    "height": Field.KEEP,
    "image": Field.DROP,
    "image_description": Field.DROP,
    "embed_url": Field.DROP,
    "blurhash": Field.DROP,
    "published_at": Field.KEEP,
    "missing_attribution": Field.KEEP,
}
_APPROVAL: Shape = {"automatic": Field.KEEP, "manual": Field.KEEP, "current_user": Field.KEEP}

#: A post of the account.
STATUS: Shape = {
    "uri": Field.ITEM,
    "url": Field.ITEM,
    "created_at": Field.KEEP,
    "edited_at": Field.KEEP,
    "in_reply_to_id": Field.REFERENCE,
    "sensitive": Field.KEEP,
    "spoiler_text": Field.TEXT,
    "visibility": Field.KEEP,
    "replies_count": Field.KEEP,
    "reblogs_count": Field.KEEP,
    "favourites_count": Field.KEEP,
    "quotes_count": Field.KEEP,
    "pinned": Field.KEEP,
    "content": Field.HTML,
    "text": Field.TEXT,
    "reblog": Field.REFERENCE,
    "application": Field.DROP,
    "media_attachments": _MEDIUM,
    "mentions": {"username": Field.HANDLE, "acct": Field.HANDLE, "url": Field.PERSON},
    "tags": {"name": Field.TEXT, "url": Field.OWN},
    "emojis": _EMOJI,
    "tagged_collections": Field.DROP,
    "quote": {"state": Field.KEEP, "quoted_status": Field.REFERENCE},
    "quote_approval": _APPROVAL,
    "card": CARD,
    "poll": _POLL,
}

#: The account itself.
ACCOUNT: Shape = {
    "username": Field.OWN,
    "acct": Field.OWN,
    "uri": Field.OWN,
    "url": Field.OWN,
    "display_name": Field.TEXT,
    "note": Field.HTML,
    "avatar": Field.OWN,
    "avatar_static": Field.OWN,
    "avatar_description": Field.TEXT,
    "header": Field.OWN,
    "header_static": Field.OWN,
    "header_description": Field.TEXT,
    "locked": Field.KEEP,
    "bot": Field.KEEP,
    "group": Field.KEEP,
    "discoverable": Field.KEEP,
    "indexable": Field.KEEP,
    "noindex": Field.KEEP,
    "memorial": Field.KEEP,
    "suspended": Field.KEEP,
    "limited": Field.KEEP,
    "hide_collections": Field.KEEP,
    "show_featured": Field.KEEP,
    "show_media": Field.KEEP,
    "show_media_replies": Field.KEEP,
    "created_at": Field.KEEP,
    "last_status_at": Field.KEEP,
    "followers_count": Field.KEEP,
    "following_count": Field.KEEP,
    "statuses_count": Field.KEEP,
    "fields": {"name": Field.TEXT, "value": Field.HTML, "verified_at": Field.KEEP},
    "emojis": _EMOJI,
    "roles": {"name": Field.TEXT, "color": Field.DROP},
    "feature_approval": _APPROVAL,
    "moved": Either({"uri": Field.PERSON, "url": Field.PERSON}, Field.PERSON),
}
