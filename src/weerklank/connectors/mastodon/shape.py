"""The fields of Mastodon's ActivityPub objects, and what each holds.

Source: the serializers of mastodon/mastodon (ActivityPub::NoteSerializer, ActorSerializer) up to
4.5, and real exports. A field that is not here is sealed and counted, and shows up in the report.
"""

from weerklank.model.raw import ByType, Either, Field, Language, Rule, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 1

_IMAGE: Shape = {
    "type": Field.KEEP,
    "mediaType": Field.KEEP,
    "url": Field.OWN,
    "name": Field.TEXT,
    "summary": Field.TEXT,
    "blurhash": Field.OWN,
    "width": Field.KEEP,
    "height": Field.KEEP,
    "focalPoint": Field.KEEP,
}
_ATTACHMENT: Shape = {**_IMAGE, "icon": _IMAGE, "duration": Field.KEEP}

_TAG = ByType(
    {
        "Mention": {"type": Field.KEEP, "href": Field.PERSON, "name": Field.HANDLE},
        "Hashtag": {"type": Field.KEEP, "href": Field.OWN, "name": Field.TEXT},
        "Emoji": {
            "type": Field.KEEP,
            "id": Field.OWN,
            "name": Field.TEXT,
            "updated": Field.KEEP,
            "icon": {"type": Field.KEEP, "mediaType": Field.KEEP, "url": Field.OWN},
        },
        "Link": {
            "type": Field.KEEP,
            "mediaType": Field.KEEP,
            "href": Field.REFERENCE,
            "name": Field.TEXT,
            "rel": Field.KEEP,
        },
    },
    {"type": Field.KEEP},
)

_PAGE: Shape = {
    "id": Field.ITEM,
    "type": Field.KEEP,
    "next": Field.REFERENCE,
    "partOf": Field.ITEM,
    "items": Field.REFERENCE,
    "totalItems": Field.KEEP,
}
_COLLECTION: Shape = {**_PAGE, "first": Either(_PAGE, Field.ITEM)}

_OPTION: Shape = {"type": Field.KEEP, "name": Field.TEXT, "replies": _COLLECTION}
_APPROVAL: Shape = {"automaticApproval": Field.PERSON, "manualApproval": Field.PERSON}

_NOTE: Shape = {
    "id": Field.ITEM,
    "type": Field.KEEP,
    "summary": Field.TEXT,
    "summaryMap": Language(Field.TEXT),
    "name": Field.TEXT,
    "inReplyTo": Field.REFERENCE,
    "inReplyToAtomUri": Field.REFERENCE,
    "published": Field.KEEP,
    "updated": Field.KEEP,
    "url": Field.ITEM,
    "attributedTo": Field.PERSON,
    "to": Field.PERSON,
    "cc": Field.PERSON,
    "sensitive": Field.KEEP,
    "atomUri": Field.ITEM,
    "conversation": Field.TALK,
    "context": Field.REFERENCE,  # names the post that the thread began with
    "content": Field.HTML,
    "contentMap": Language(Field.HTML),
    "attachment": _ATTACHMENT,
    "tag": Either(_TAG, Field.HASHTAG),
    "replies": Either(_COLLECTION, Field.ITEM),
    "likes": Either(_COLLECTION, Field.ITEM),
    "shares": Either(_COLLECTION, Field.ITEM),
    "quote": Field.REFERENCE,
    "quoteUri": Field.REFERENCE,
    "quoteUrl": Field.REFERENCE,
    "_misskey_quote": Field.REFERENCE,
    "quoteAuthorization": Field.ITEM,
    "interactionPolicy": {"canQuote": _APPROVAL, "canReply": _APPROVAL},
    "oneOf": _OPTION,
    "anyOf": _OPTION,
    "endTime": Field.KEEP,
    "closed": Field.KEEP,
    "votersCount": Field.KEEP,
    "directMessage": Field.KEEP,
}

_SIGNATURE: Rule = Either(
    {
        "type": Field.KEEP,
        "creator": Field.PERSON,
        "created": Field.KEEP,
        "signatureValue": Field.SIGNATURE,
    },
    Field.SIGNATURE,
)

#: One entry of outbox.json.
ACTIVITY: Shape = {
    "@context": Field.CONTEXT,
    "id": Field.ITEM,
    "type": Field.KEEP,
    "actor": Field.PERSON,
    "published": Field.KEEP,
    "to": Field.PERSON,
    "cc": Field.PERSON,
    "object": Either(_NOTE, Field.REFERENCE),
    "signature": _SIGNATURE,
}

#: actor.json.
ACTOR: Shape = {
    "@context": Field.CONTEXT,
    "id": Field.OWN,
    "type": Field.KEEP,
    "following": Field.OWN,
    "followers": Field.OWN,
    "inbox": Field.OWN,
    "outbox": Field.OWN,
    "featured": Field.OWN,
    "featuredTags": Field.OWN,
    "preferredUsername": Field.OWN,
    "webfinger": Field.OWN,
    "name": Field.TEXT,
    "summary": Field.HTML,
    "url": Field.OWN,
    "manuallyApprovesFollowers": Field.KEEP,
    "discoverable": Field.KEEP,
    "indexable": Field.KEEP,
    "published": Field.KEEP,
    "memorial": Field.KEEP,
    "suspended": Field.KEEP,
    "showFeatured": Field.KEEP,
    "showMedia": Field.KEEP,
    "showRepliesInMedia": Field.KEEP,
    "devices": Field.OWN,
    "publicKey": {"id": Field.OWN, "owner": Field.OWN, "publicKeyPem": Field.OWN},
    "tag": Either(_TAG, Field.HASHTAG),
    "attachment": {"type": Field.KEEP, "name": Field.TEXT, "value": Field.HTML},
    "attributionDomains": Field.OWN,
    "interactionPolicy": {"canQuote": _APPROVAL, "canReply": _APPROVAL, "canFeature": _APPROVAL},
    "endpoints": {"sharedInbox": Field.OWN},
    "icon": _IMAGE,
    "image": _IMAGE,
    "likes": Field.OWN,
    "bookmarks": Field.OWN,
    "movedTo": Field.PERSON,
    "alsoKnownAs": Field.PERSON,
}
