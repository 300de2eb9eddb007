"""The fields of the records that X's API gives, and what each holds.

Source: X's OpenAPI document 2.167 (schemas Post, Media, Poll and User), and the names that its
manual and real answers of 2022 have for the same. A field that is not here is sealed and counted,
and shows up in the report.
"""

from weerklank.model.raw import Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 3

_TAG: Shape = {"end": Field.KEEP, "start": Field.KEEP, "tag": Field.TEXT}
_LINK: Shape = {
    "description": Field.DROP,  # of the page that it leads to: somebody else's words
    "display_url": Field.DROP,  # the first letters of the link: half the name of an account
    "end": Field.KEEP,
    "expanded_url": Field.TEXT,
    "images": Field.DROP,
    "media_key": Field.DROP,
    "start": Field.KEEP,
    "status": Field.KEEP,
    "title": Field.DROP,
    "unwound_url": Field.DROP,
    "url": Field.TEXT,
}
_MENTION: Shape = {
    "end": Field.KEEP,
    "id": Field.PERSON,
    "start": Field.KEEP,
    "username": Field.HANDLE,
}
_ENTITIES: Shape = {
    "annotations": Field.DROP,  # what X takes names in a text to be
    "cashtags": _TAG,
    "hashtags": _TAG,
    "mentions": _MENTION,
    "urls": _LINK,
}
_METRICS: Shape = {
    "bookmark_count": Field.NUMBER,
    "impression_count": Field.NUMBER,
    "like_count": Field.NUMBER,
    "quote_count": Field.NUMBER,
    "reply_count": Field.NUMBER,
    "repost_count": Field.NUMBER,
    "retweet_count": Field.NUMBER,
}
#: Of the account alone; of somebody else the reader leaves it out.
_WITHHELD: Shape = {"copyright": Field.KEEP, "country_codes": Field.TEXT, "scope": Field.TEXT}
_REFERENCED: Shape = {"id": Field.REFERENCE, "type": Field.KEEP}
_NOTE: Shape = {"entities": _ENTITIES, "text": Field.TEXT}
_MEDIUM: Shape = {
    "alt_text": Field.TEXT,
    "duration_ms": Field.NUMBER,
    "height": Field.KEEP,
    "media_key": Field.DROP,
    "preview_image_url": Field.OWN,
    "public_metrics": {"view_count": Field.NUMBER},
    "type": Field.KEEP,
    "url": Field.OWN,
    "variants": {"bit_rate": Field.NUMBER, "content_type": Field.KEEP, "url": Field.OWN},
    "width": Field.KEEP,
}
_POLL: Shape = {
    "duration_minutes": Field.KEEP,
    "end_datetime": Field.KEEP,
    "id": Field.NUMBER,
    "options": {"label": Field.TEXT, "position": Field.KEEP, "votes": Field.NUMBER},
    "voting_status": Field.KEEP,
}
#: Long text with a title. Its beginning stands in it twice, and its pictures are not asked for.
_ARTICLE: Shape = {
    "cover_media": Field.DROP,
    "entities": _ENTITIES,
    "media_entities": Field.DROP,
    "plain_text": Field.TEXT,
    "preview_text": Field.DROP,
    "title": Field.TEXT,
}
#: A post, with what the answer had of it beside: its media and its poll.
POST: Shape = {
    "article": _ARTICLE,
    "article_title": Field.DROP,
    "attachments": {
        "media_keys": Field.DROP,  # the media themselves stand in `includes`
        "media_source_tweet_id": Field.REFERENCE,
        "poll_ids": Field.NUMBER,
    },
    "author_id": Field.PERSON,
    "card_uri": Field.DROP,
    "community_id": Field.NUMBER,
    "context_annotations": Field.DROP,
    "conversation_id": Field.REFERENCE,
    "created_at": Field.KEEP,
    "display_text_range": Field.KEEP,
    "edit_controls": {
        "editable_until": Field.KEEP,
        "edits_remaining": Field.NUMBER,
        "is_edit_eligible": Field.KEEP,
    },
    "edit_history_post_ids": Field.NUMBER,
    "edit_history_tweet_ids": Field.NUMBER,
    "entities": _ENTITIES,
    "geo": Field.DROP,
    "id": Field.NUMBER,
    "in_reply_to_user_id": Field.PERSON,
    "includes": {"media": _MEDIUM, "polls": _POLL},
    "lang": Field.TEXT,
    "matched_media_notes": Field.DROP,
    "media_metadata": Field.DROP,
    "non_public_metrics": Field.DROP,
    "note_post": _NOTE,
    "note_request_suggestions": Field.DROP,
    "note_tweet": _NOTE,
    "organic_metrics": Field.DROP,
    "paid_partnership": Field.KEEP,
    "possibly_sensitive": Field.KEEP,
    "promoted_metrics": Field.DROP,
    "public_metrics": _METRICS,
    "referenced_posts": _REFERENCED,
    "referenced_tweets": _REFERENCED,
    "reply_settings": Field.KEEP,
    "scopes": {"followers": Field.KEEP},
    "source": Field.TEXT,
    "suggested_source_links": Field.DROP,
    "suggested_source_links_with_counts": Field.DROP,
    "text": Field.TEXT,
    "username": Field.DROP,
    "withheld": _WITHHELD,
}
_OF_ACCOUNT: Shape = {"description": _ENTITIES, "url": {"urls": _LINK}}
#: The account itself.
ACCOUNT: Shape = {
    "affiliation": Field.DROP,
    "confirmed_email": Field.DROP,
    "connection_status": Field.DROP,
    "created_at": Field.KEEP,
    "description": Field.TEXT,
    "entities": _OF_ACCOUNT,
    "id": Field.NUMBER,
    "is_identity_verified": Field.KEEP,
    "location": Field.TEXT,
    "most_recent_post_id": Field.DROP,
    "most_recent_tweet_id": Field.DROP,
    "name": Field.TEXT,
    "parody": Field.KEEP,
    "pinned_post_id": Field.REFERENCE,
    "pinned_tweet_id": Field.REFERENCE,
    "profile_banner_url": Field.OWN,
    "profile_image_url": Field.OWN,
    "protected": Field.KEEP,
    "public_metrics": {
        "followers_count": Field.NUMBER,
        "following_count": Field.NUMBER,
        "like_count": Field.NUMBER,
        "listed_count": Field.NUMBER,
        "media_count": Field.NUMBER,
        "post_count": Field.NUMBER,
        "tweet_count": Field.NUMBER,
    },
    "receives_your_dm": Field.DROP,
    "subscriber_count": Field.NUMBER,
    "subscribes_to_you": Field.DROP,
    "subscription": Field.DROP,
    "subscription_type": Field.DROP,
    "url": Field.TEXT,
    "username": Field.OWN,
    "verified": Field.KEEP,
    "verified_followers_count": Field.NUMBER,
    "verified_type": Field.KEEP,
    "withheld": _WITHHELD,
}
