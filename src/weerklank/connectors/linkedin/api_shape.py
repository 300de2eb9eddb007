"""The fields of LinkedIn's API for pages, and what each holds.

Source: LinkedIn's documentation of the Pages Data Portability API and of the Posts, Comments and
Social Metadata APIs whose records those are, and schemas that others made of their answers. What
`api_posts`, `api_replies` and `api_page` leave out or write otherwise before minimisation is said
there. A field that is not here is sealed and counted, and shows up in the report.
"""

from weerklank.model.raw import Either, Field, Language, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
API_MAPPING = 3

#: Who did something for a page is an employee of it, and not needed.
_STAMP: Shape = {"actor": Field.DROP, "impersonator": Field.DROP, "time": Field.NUMBER}
#: A file: its address holds a key and ends soon.
_FILE: Shape = {
    "captions": Field.DROP,
    "downloadUrl": Field.DROP,
    "downloadUrlExpiresAt": Field.DROP,
    "status": Field.TEXT,
    "thumbnails": Field.DROP,
    "aspectRatioHeight": Field.KEEP,
    "aspectRatioWidth": Field.KEEP,
    "duration": Field.NUMBER,
    "id": Field.TEXT,
}
_MEDIA: Shape = {"document": _FILE, "image": _FILE, "video": _FILE}
_TAGGED: Shape = {"entity": Field.PERSON, "position": Field.DROP, "type": Field.TEXT}
_MEDIUM: Shape = {
    "altText": Field.TEXT,
    "id": Field.TEXT,
    "media": _MEDIA,
    "taggedEntities": _TAGGED,
    "title": Field.TEXT,
}
#: A page elsewhere, as LinkedIn shows it; its picture is somebody else's.
_ARTICLE: Shape = {
    "description": Field.TEXT,
    "source": Field.TEXT,
    "thumbnail": Field.DROP,
    "thumbnailAltText": Field.DROP,
    "title": Field.TEXT,
}
_POLL: Shape = {
    "options": {"isVotedByViewer": Field.DROP, "text": Field.TEXT, "voteCount": Field.KEEP},
    "question": Field.TEXT,
    "settings": {
        "duration": Field.TEXT,
        "isVoterVisibleToAuthor": Field.KEEP,
        "voteSelectionType": Field.TEXT,
    },
    "uniqueVotersCount": Field.KEEP,
}
_CONTENT: Shape = {
    "article": _ARTICLE,
    "carousel": Field.DROP,  # of advertisements alone
    "celebration": Field.DROP,
    "media": _MEDIUM,
    "multiImage": {"altText": Field.TEXT, "images": _MEDIUM},
    "poll": _POLL,
    "reference": {"id": Field.REFERENCE},
}
#: Numbers beside a post: no list of who reacted is ever asked for.
_REACTIONS: Shape = {"count": Field.KEEP, "reactionType": Field.TEXT}
_SOCIAL: Shape = {
    "commentSummary": {"count": Field.KEEP, "topLevelCount": Field.KEEP},
    "commentsState": Field.TEXT,
    "reactionSummaries": dict.fromkeys(
        "LIKE PRAISE EMPATHY INTEREST APPRECIATION ENTERTAINMENT MAYBE "
        "CELEBRATE SUPPORT LOVE INSIGHTFUL FUNNY".split(),
        _REACTIONS,
    ),
}
POST: Shape = {
    "adContext": {
        "dscAdAccount": Field.DROP,
        "dscAdType": Field.TEXT,
        "dscName": Field.DROP,
        "dscStatus": Field.TEXT,
        "isDsc": Field.KEEP,
        "objective": Field.TEXT,
    },
    "author": Field.TEXT,
    "commentary": Field.TEXT,
    "container": Field.REFERENCE,
    "content": _CONTENT,
    "contentCallToActionLabel": Field.TEXT,
    "contentLandingPage": Field.TEXT,
    "created": _STAMP,
    "createdAt": Field.NUMBER,
    "distribution": {
        "feedDistribution": Field.TEXT,
        "targetEntities": Field.DROP,
        "thirdPartyDistributionChannels": Field.TEXT,
    },
    "id": Field.TEXT,
    "isReshareDisabledByAuthor": Field.KEEP,
    "lastModified": _STAMP,
    "lastModifiedAt": Field.NUMBER,
    "lifecycleState": Field.TEXT,
    "lifecycleStateInfo": {
        "contentStatus": Field.TEXT,
        "isEditedByAuthor": Field.KEEP,
        "reviewStatus": Field.TEXT,
    },
    "mentionedPages": Field.TEXT,
    "mentions": Field.PERSON,
    "publishedAt": Field.NUMBER,
    "reshareContext": {"parent": Field.REFERENCE, "root": Field.REFERENCE},
    "socialMetadata": _SOCIAL,
    "visibility": Field.TEXT,
}
#: What a comment of anyone has.
_COMMENT: Shape = {
    "actor": Field.PERSON,
    "agent": Field.DROP,
    "commentsSummary": Field.DROP,  # its numbers are those of `socialMetadata`
    "content": Field.DROP,
    "created": _STAMP,
    "lastModified": _STAMP,
    "likesSummary": Field.DROP,  # names some of who reacted
    "mentionedPages": Field.TEXT,
    "mentions": Field.PERSON,
    "message": {"text": Field.TEXT},
    "object": Field.REFERENCE,
    "parentComment": Field.REFERENCE,
    "reactionsSummary": Field.DROP,
    "socialMetadata": _SOCIAL,
}
#: One of somebody else: its name leads to who wrote it.
REPLY: Shape = {**_COMMENT, "id": Field.ITEM}
#: One of the page itself.
OWN_REPLY: Shape = {**_COMMENT, "id": Field.TEXT}

_LOCALISED: Shape = {
    "localized": Language(Field.TEXT),
    "preferredLocale": {"country": Field.TEXT, "language": Field.TEXT},
}
_PICTURE: Shape = {
    "cropInfo": Field.DROP,
    "cropped": Either(_FILE, Field.TEXT),
    "original": Either(_FILE, Field.TEXT),
}
PAGE: Shape = {
    "alternativeNames": Field.TEXT,
    "autoCreated": Field.KEEP,
    "callToAction": Field.DROP,
    "coverPhoto": Field.DROP,
    "coverPhotoV2": _PICTURE,
    "created": _STAMP,
    "defaultLocale": {"country": Field.TEXT, "language": Field.TEXT},
    "description": _LOCALISED,
    "entityStatus": Field.TEXT,
    "foundedOn": {"day": Field.KEEP, "month": Field.KEEP, "year": Field.KEEP},
    "groups": Field.DROP,
    "id": Field.NUMBER,
    "industries": Field.TEXT,
    "industriesV2": Field.TEXT,
    "lastModified": _STAMP,
    "localizedDescription": Field.TEXT,
    "localizedName": Field.TEXT,
    "localizedSpecialties": Field.TEXT,
    "localizedTagline": Field.TEXT,
    "localizedWebsite": Field.TEXT,
    "locations": Field.DROP,
    "logoV2": _PICTURE,
    "name": _LOCALISED,
    "organizationStatus": Field.TEXT,
    "organizationType": Field.TEXT,
    "overviewPhotoV2": Field.DROP,
    "parentCareersUsed": Field.DROP,
    "parentRelationship": Field.DROP,
    "pinnedPost": Field.REFERENCE,
    "primaryOrganizationType": Field.TEXT,
    "primaryPhoneNumber": Field.DROP,
    "schoolAttributes": Field.DROP,
    "specialties": Field.DROP,
    "staffCountRange": Field.TEXT,
    "tagline": _LOCALISED,
    "vanityName": Field.TEXT,
    "versionTag": Field.DROP,
    "website": _LOCALISED,
}
