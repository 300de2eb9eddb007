"""The fields of Bluesky's records, and what each holds.

Source: the lexicons app.bsky.feed.{post,repost,threadgate,postgate}, app.bsky.actor.profile,
app.bsky.embed.* and app.bsky.richtext.facet of bluesky-social/atproto (August 2026); of what the
API says besides (`view`) app.bsky.feed.defs#postView, app.bsky.actor.defs#profileViewDetailed and
com.atproto.label.defs#label. A field that is not here is sealed and counted, and shows up in the
report.

A CID is a digest of what it names: of a post of somebody else it would confirm a guess at that
post, and of ours it would outlive what is replaced in it (docs/adr/0013). So each is taken out.
"""

from weerklank.model.raw import ByType, Either, Field, Rule, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 4

_OTHER: Shape = {"$type": Field.KEEP, "uri": Field.REFERENCE, "cid": Field.DROP}
_BLOB: Shape = {
    "$type": Field.KEEP,
    "ref": Field.DROP,
    "mimeType": Field.KEEP,
    "size": Field.KEEP,
    "cid": Field.DROP,
    "original": Field.DROP,
}
_RATIO: Shape = {"$type": Field.KEEP, "width": Field.KEEP, "height": Field.KEEP}
_LABELS: Shape = {
    "$type": Field.KEEP,
    "values": {"$type": Field.KEEP, "val": Field.KEEP},
}

_FEATURE: Shape = {
    "$type": Field.KEEP,
    "did": Field.PERSON,
    "uri": Field.TEXT,
    "tag": Field.HASHTAG,
}
_FACET: Shape = {
    "$type": Field.KEEP,
    "index": {"$type": Field.KEEP, "byteStart": Field.KEEP, "byteEnd": Field.KEEP},
    "features": _FEATURE,
}
#: What stood there before facets: a link, or a mention, whose value is the DID of a person.
_LINKED: Shape = {
    "index": {"start": Field.KEEP, "end": Field.KEEP},
    "type": Field.KEEP,
    "value": Field.TEXT,
}
_ENTITY: Rule = ByType({"link": _LINKED}, {**_LINKED, "value": Field.PERSON})

#: Pictures, a film, or a page elsewhere: by their names no two kinds have the same field.
_MEDIA: Shape = {
    "$type": Field.KEEP,
    "images": {
        "$type": Field.KEEP,
        "image": _BLOB,
        "alt": Field.TEXT,
        "aspectRatio": _RATIO,
    },
    "video": _BLOB,
    "captions": {"$type": Field.KEEP, "lang": Field.KEEP, "file": _BLOB},
    "alt": Field.TEXT,
    "aspectRatio": _RATIO,
    "presentation": Field.KEEP,
    "external": {
        "$type": Field.KEEP,
        "uri": Field.TEXT,
        "title": Field.TEXT,
        "description": Field.TEXT,
        "thumb": _BLOB,
        # The records that stand for that page, and to whom they belong.
        "associatedRefs": _OTHER,
        "associatedProfiles": Field.PERSON,
    },
}
_EMBED: Shape = {
    **_MEDIA,
    # A quote; beside media one level deeper.
    "record": {**_OTHER, "record": _OTHER},
    "media": _MEDIA,
}

_POST: Shape = {
    "$type": Field.KEEP,
    "text": Field.TEXT,
    "createdAt": Field.KEEP,
    "facets": _FACET,
    "entities": _ENTITY,
    "reply": {"$type": Field.KEEP, "root": _OTHER, "parent": _OTHER},
    "embed": _EMBED,
    "langs": Field.KEEP,
    "labels": _LABELS,
    "tags": Field.HASHTAG,
    "via": Field.DROP,
}
_REPOST: Shape = {
    "$type": Field.KEEP,
    "subject": _OTHER,
    "createdAt": Field.KEEP,
    "via": Either(_OTHER, Field.DROP),
}

_RULE: Shape = {"$type": Field.KEEP, "list": Field.REFERENCE}
#: Who may reply, and which replies the account hid.
_THREADGATE: Shape = {
    "$type": Field.KEEP,
    "post": Field.ITEM,
    "allow": _RULE,
    "createdAt": Field.KEEP,
    "hiddenReplies": Field.REFERENCE,
}
#: Who may quote, and from which quotes the account took its post out.
_POSTGATE: Shape = {
    "$type": Field.KEEP,
    "post": Field.ITEM,
    "createdAt": Field.KEEP,
    "detachedEmbeddingUris": Field.REFERENCE,
    "embeddingRules": {"$type": Field.KEEP},
}

#: What somebody said of a post or an account; who did is of no use.
_MODERATION: Shape = {
    "$type": Field.KEEP,
    "ver": Field.KEEP,
    "src": Field.DROP,
    "uri": Field.DROP,
    "cid": Field.DROP,
    "val": Field.KEEP,
    "neg": Field.KEEP,
    "cts": Field.KEEP,
    "exp": Field.KEEP,
    "sig": Field.DROP,
}
#: What the API says of a post besides the record: what stands in that is not kept twice, and what
#: a moderator thinks of somebody else's post is not kept at all.
_VIEW_OF_OTHERS: Shape = {
    "$type": Field.KEEP,
    "cid": Field.DROP,
    "author": Field.DROP,
    "embed": Field.DROP,
    "bookmarkCount": Field.KEEP,
    "replyCount": Field.KEEP,
    "repostCount": Field.KEEP,
    "likeCount": Field.KEEP,
    "quoteCount": Field.KEEP,
    "indexedAt": Field.KEEP,
    "viewer": Field.DROP,
    "labels": Field.DROP,
    "threadgate": Field.DROP,
    "debug": Field.DROP,
}
_VIEW: Shape = {**_VIEW_OF_OTHERS, "labels": _MODERATION}
#: Of an account likewise: name, words and pictures stand in its record.
_VIEW_OF_PROFILE: Shape = {
    "$type": Field.KEEP,
    "did": Field.DROP,
    "handle": Field.OWN,
    "displayName": Field.DROP,
    "description": Field.DROP,
    "pronouns": Field.DROP,
    "website": Field.DROP,
    "avatar": Field.DROP,
    "banner": Field.DROP,
    "followersCount": Field.KEEP,
    "followsCount": Field.KEEP,
    "postsCount": Field.KEEP,
    "associated": Field.DROP,
    "joinedViaStarterPack": Field.DROP,
    "indexedAt": Field.KEEP,
    "createdAt": Field.KEEP,
    "viewer": Field.DROP,
    "labels": _MODERATION,
    "pinnedPost": Field.DROP,
    "verification": {
        "$type": Field.KEEP,
        "verifications": Field.DROP,
        "verifiedStatus": Field.KEEP,
        "trustedVerifierStatus": Field.KEEP,
    },
    "status": Field.DROP,
    "debug": Field.DROP,
}

#: A post or a repost as `com.atproto.repo.getRecord` gives one, without its CID, and what the
#: account decided on replies and quotes of it.
RECORD: Shape = {
    "uri": Field.ITEM,
    "value": {**_POST, **_REPOST},
    "threadgate": _THREADGATE,
    "postgate": _POSTGATE,
    "view": _VIEW,
}

#: A reply by somebody else.
REPLY: Shape = {"uri": Field.ITEM, "value": _POST, "view": _VIEW_OF_OTHERS}

#: The profile, in the same form.
PROFILE: Shape = {
    "uri": Field.ITEM,
    "value": {
        "$type": Field.KEEP,
        "displayName": Field.TEXT,
        "description": Field.TEXT,
        "pronouns": Field.TEXT,
        "website": Field.TEXT,
        "avatar": _BLOB,
        "banner": _BLOB,
        "labels": _LABELS,
        "joinedViaStarterPack": _OTHER,
        "pinnedPost": _OTHER,
        "createdAt": Field.KEEP,
    },
    "view": _VIEW_OF_PROFILE,
}
