"""The fields of the records in an archive of X, and what each holds.

Source: the shapes of real archives of 2025, archives as parsers of others describe them (2018 to
2026), and X's own documents of version 1.1 of its API, whose objects these are. A field that is
not here is sealed and counted, and shows up in the report.
"""

from weerklank.model.raw import Either, Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 2

_SIZE: Shape = {"w": Field.KEEP, "h": Field.KEEP, "resize": Field.KEEP}
_VARIANT: Shape = {"bitrate": Field.NUMBER, "content_type": Field.KEEP, "url": Field.OWN}
_MEDIUM: Shape = {
    "additional_media_info": Field.DROP,
    "display_url": Field.TEXT,
    "expanded_url": Field.TEXT,
    "ext_alt_text": Field.TEXT,
    "features": Field.DROP,
    "id": Field.NUMBER,
    "id_str": Field.NUMBER,
    "indices": Field.KEEP,
    "media_alt_text": Field.TEXT,
    "media_key": Field.DROP,
    "media_url": Field.OWN,
    "media_url_https": Field.OWN,
    "original_info": Field.DROP,
    "sizes": {
        **_SIZE,
        "large": _SIZE,
        "medium": _SIZE,
        "small": _SIZE,
        "thumb": _SIZE,
    },
    "source_status_id": Field.REFERENCE,
    "source_status_id_str": Field.REFERENCE,
    "source_user_id": Field.PERSON,
    "source_user_id_str": Field.PERSON,
    "type": Field.KEEP,
    "url": Field.OWN,
    "video_info": {
        "aspect_ratio": Field.KEEP,
        "duration_millis": Field.NUMBER,
        "variants": _VARIANT,
    },
}
_LINK: Shape = {
    "display_url": Field.TEXT,
    "expanded_url": Field.TEXT,
    "indices": Field.KEEP,
    "url": Field.TEXT,
}
_TAG: Shape = {"indices": Field.KEEP, "text": Field.TEXT}
_MENTION: Shape = {
    "id": Field.PERSON,
    "id_str": Field.PERSON,
    "indices": Field.KEEP,
    "name": Field.HANDLE,
    "screen_name": Field.HANDLE,
}
_EDITS: Shape = {
    "editTweetIds": Field.NUMBER,
    "editableUntil": Field.KEEP,
    "editsRemaining": Field.NUMBER,
    "isEditEligible": Field.KEEP,
}
_TWEET: Shape = {
    "community_id": Field.NUMBER,
    "community_id_str": Field.NUMBER,
    "contributors": Field.DROP,
    "coordinates": Field.DROP,
    "created_at": Field.KEEP,
    "deleted_at": Field.KEEP,
    "display_text_range": Field.KEEP,
    "edit_info": {
        "edit": {"editControlInitial": _EDITS, "initialTweetId": Field.NUMBER},
        "initial": _EDITS,
    },
    "entities": {
        "hashtags": _TAG,
        "media": _MEDIUM,
        "symbols": _TAG,
        "urls": _LINK,
        "user_mentions": _MENTION,
    },
    "extended_entities": {"media": _MEDIUM},
    "favorite_count": Field.NUMBER,
    "favorited": Field.KEEP,
    "full_text": Field.TEXT,
    "geo": Field.DROP,
    "id": Field.NUMBER,
    "id_str": Field.NUMBER,
    "in_reply_to_screen_name": Field.HANDLE,
    "in_reply_to_status_id": Field.REFERENCE,
    "in_reply_to_status_id_str": Field.REFERENCE,
    "in_reply_to_user_id": Field.PERSON,
    "in_reply_to_user_id_str": Field.PERSON,
    "is_quote_status": Field.KEEP,
    "lang": Field.TEXT,
    "place": Field.DROP,
    "possibly_sensitive": Field.KEEP,
    "possibly_sensitive_editable": Field.KEEP,
    "quote_count": Field.NUMBER,
    "quoted_status_id": Field.REFERENCE,
    "quoted_status_id_str": Field.REFERENCE,
    "quoted_status_permalink": {
        "display": Field.TEXT,
        "expanded": Field.TEXT,
        "url": Field.TEXT,
    },
    "reply_count": Field.NUMBER,
    "retweet_count": Field.NUMBER,
    "retweeted": Field.KEEP,
    "scopes": {"followers": Field.KEEP},
    "source": Field.HTML,
    "text": Field.TEXT,
    "truncated": Field.KEEP,
    "user": {
        "id": Field.NUMBER,
        "id_str": Field.NUMBER,
        "name": Field.TEXT,
        "profile_image_url_https": Field.OWN,
        "protected": Field.KEEP,
        "screen_name": Field.OWN,
        "verified": Field.KEEP,
    },
    "withheld_copyright": Field.KEEP,
    "withheld_in_countries": Field.TEXT,
    "withheld_scope": Field.TEXT,
}
_INDICES: Shape = {"fromIndex": Field.KEEP, "toIndex": Field.KEEP}
_NOTE: Shape = {
    "core": {
        "cashtags": {**_INDICES, "text": Field.TEXT},
        "hashtags": {**_INDICES, "text": Field.TEXT},
        "mentions": {**_INDICES, "screenName": Field.HANDLE},
        "styletags": Field.DROP,
        "text": Field.TEXT,
        "urls": {
            **_INDICES,
            "displayUrl": Field.TEXT,
            "expandedUrl": Field.TEXT,
            "shortUrl": Field.TEXT,
        },
    },
    "createdAt": Field.KEEP,
    "lifecycle": {
        "annotations": Field.DROP,
        "initialTweetId": Field.NUMBER,
        "name": Field.DROP,
        "originalName": Field.DROP,
        "value": Field.DROP,
    },
    "noteTweetId": Field.NUMBER,
    "updatedAt": Field.KEEP,
}
#: A record of tweets.js and its like; the oldest have the fields of the tweet at the top.
RECORD: Shape = {**_TWEET, "noteTweet": _NOTE, "tweet": _TWEET}

#: account.js, profile.js and verified.js together; before 2018 user_details.js. Neither address
#: nor number of whoever keeps the account is a fact of what it showed.
ACCOUNT: Shape = {
    "account": {
        "accountDisplayName": Field.TEXT,
        "accountId": Field.NUMBER,
        "createdAt": Field.KEEP,
        "createdVia": Field.DROP,
        "email": Field.DROP,
        "phoneNumber": Field.DROP,
        "username": Field.OWN,
    },
    "profile": {
        "avatarMediaUrl": Field.OWN,
        "description": Either(
            {"bio": Field.TEXT, "location": Field.TEXT, "website": Field.TEXT}, Field.TEXT
        ),
        "headerMediaUrl": Field.OWN,
    },
    "user_details": {
        "bio": Field.TEXT,
        "created_at": Field.KEEP,
        "display_url": Field.DROP,
        "expanded_url": Field.TEXT,
        "full_name": Field.TEXT,
        "id": Field.NUMBER,
        "location": Field.TEXT,
        "screen_name": Field.OWN,
        "url": Field.TEXT,
    },
    "verified": {"accountId": Field.NUMBER, "verified": Field.KEEP},
}
