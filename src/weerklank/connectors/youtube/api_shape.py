"""The fields of the YouTube Data API v3, and what each holds.

Source: the discovery document `youtube.v3`, for the parts that are asked for. What `api_records`
writes otherwise before minimisation is said there. A field that is not here is sealed and counted,
and shows up in the report.
"""

from weerklank.model.raw import Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 2

_PICTURE: Shape = {"url": Field.OWN, "width": Field.KEEP, "height": Field.KEEP}
#: The sizes in which a picture comes, by their names.
SIZES = (
    *("default", "medium", "high", "standard", "maxres"),
    *("fhd", "qhd", "uhd", "shortsAspectRatio"),
)
_PICTURES: Shape = dict.fromkeys(SIZES, _PICTURE)
_WORDS: Shape = {"title": Field.TEXT, "description": Field.TEXT}
#: Written by `api_records` as a list: names of fields would be languages.
_LOCALIZATIONS: Shape = {"language": Field.TEXT, **_WORDS}

#: The picture at the top of a channel, in the forms that are still given; others are of the past.
_BANNERS = ("bannerExternalUrl", "bannerImageUrl")

#: A video of the channel, live broadcasts too.
VIDEO: Shape = {
    "kind": Field.TEXT,
    "etag": Field.DROP,
    "id": Field.TEXT,
    "snippet": {
        **_WORDS,
        "publishedAt": Field.KEEP,
        "channelId": Field.TEXT,
        "channelTitle": Field.TEXT,
        "thumbnails": _PICTURES,
        "tags": Field.TEXT,
        "categoryId": Field.NUMBER,
        "liveBroadcastContent": Field.TEXT,
        "defaultLanguage": Field.TEXT,
        "defaultAudioLanguage": Field.TEXT,
        "localized": _WORDS,
    },
    "contentDetails": {
        "duration": Field.KEEP,
        "dimension": Field.TEXT,
        "definition": Field.TEXT,
        "caption": Field.TEXT,
        "licensedContent": Field.KEEP,
        "regionRestriction": {"allowed": Field.TEXT, "blocked": Field.TEXT},
        "countryRestriction": {"allowed": Field.KEEP, "exception": Field.TEXT},
        "contentRating": {"system": Field.TEXT, "rating": Field.TEXT},
        "projection": Field.TEXT,
        "hasCustomThumbnail": Field.KEEP,
    },
    "status": {
        "uploadStatus": Field.TEXT,
        "failureReason": Field.TEXT,
        "rejectionReason": Field.TEXT,
        "privacyStatus": Field.TEXT,
        "publishAt": Field.KEEP,
        "license": Field.TEXT,
        "embeddable": Field.KEEP,
        "publicStatsViewable": Field.KEEP,
        "madeForKids": Field.KEEP,
        "selfDeclaredMadeForKids": Field.KEEP,
        "containsSyntheticMedia": Field.KEEP,
    },
    "statistics": {
        "viewCount": Field.NUMBER,
        "likeCount": Field.NUMBER,
        "dislikeCount": Field.NUMBER,
        "favoriteCount": Field.NUMBER,
        "commentCount": Field.NUMBER,
    },
    "liveStreamingDetails": {
        "scheduledStartTime": Field.KEEP,
        "scheduledEndTime": Field.KEEP,
        "actualStartTime": Field.KEEP,
        "actualEndTime": Field.KEEP,
        "concurrentViewers": Field.NUMBER,
        # Leads to the chat, which nobody asks for.
        "activeLiveChatId": Field.DROP,
    },
    "localizations": _LOCALIZATIONS,
    "topicDetails": {
        "topicIds": Field.TEXT,
        "relevantTopicIds": Field.TEXT,
        "topicCategories": Field.TEXT,
    },
    "paidProductPlacementDetails": {"hasPaidProductPlacement": Field.KEEP},
}

#: The same of the mapping of playlists.
PLAYLIST_MAPPING = 1

#: A playlist of the channel.
PLAYLIST: Shape = {
    "kind": Field.TEXT,
    "etag": Field.DROP,
    "id": Field.TEXT,
    "snippet": {
        **_WORDS,
        "publishedAt": Field.KEEP,
        "channelId": Field.TEXT,
        "channelTitle": Field.TEXT,
        # The cover of one of its videos, which may be somebody else's.
        "thumbnails": Field.DROP,
        "thumbnailVideoId": Field.REFERENCE,
        "tags": Field.TEXT,
        "defaultLanguage": Field.TEXT,
        "localized": _WORDS,
    },
    "status": {"privacyStatus": Field.TEXT, "podcastStatus": Field.TEXT},
    "contentDetails": {"itemCount": Field.NUMBER},
    "localizations": _LOCALIZATIONS,
    # What the list holds, by a question of its own; as a Takeout has it.
    "videos": Field.REFERENCE,
}

#: A comment below a video, by somebody else.
COMMENT: Shape = {
    "kind": Field.TEXT,
    "etag": Field.DROP,
    "id": Field.ITEM,
    "snippet": {
        "authorDisplayName": Field.HANDLE,
        "authorProfileImageUrl": Field.DROP,
        "authorChannelUrl": Field.PERSON,
        "authorChannelId": {"value": Field.DROP},
        # Whose video it is: the channel itself.
        "channelId": Field.TEXT,
        "videoId": Field.REFERENCE,
        "parentId": Field.REFERENCE,
        "textDisplay": Field.TEXT,
        "textOriginal": Field.TEXT,
        # A picture that somebody put there is not fetched, and its address may lead to them.
        "imageUrl": Field.DROP,
        # What who asks may do or did.
        "canRate": Field.DROP,
        "viewerRating": Field.DROP,
        "likeCount": Field.KEEP,
        "moderationStatus": Field.TEXT,
        "publishedAt": Field.KEEP,
        "updatedAt": Field.KEEP,
    },
    # Of the thread that it opens.
    "thread": {
        "canReply": Field.DROP,
        "isPublic": Field.KEEP,
        "totalReplyCount": Field.KEEP,
    },
}

#: The same of the channel itself: the id of its own comment leads to nobody else.
OWN_COMMENT: Shape = {**COMMENT, "id": Field.TEXT}

#: The channel itself.
CHANNEL: Shape = {
    "kind": Field.TEXT,
    "etag": Field.DROP,
    "id": Field.TEXT,
    "snippet": {
        **_WORDS,
        "customUrl": Field.TEXT,
        "publishedAt": Field.KEEP,
        "thumbnails": _PICTURES,
        "defaultLanguage": Field.TEXT,
        "localized": _WORDS,
        "country": Field.TEXT,
    },
    "contentDetails": {
        "relatedPlaylists": {
            "uploads": Field.TEXT,
            # What whoever manages the channel likes and watches is no business of an archive.
            "likes": Field.DROP,
            "favorites": Field.DROP,
            "watchHistory": Field.DROP,
            "watchLater": Field.DROP,
        }
    },
    "statistics": {
        "viewCount": Field.NUMBER,
        "subscriberCount": Field.NUMBER,
        "hiddenSubscriberCount": Field.KEEP,
        "videoCount": Field.NUMBER,
        "commentCount": Field.NUMBER,
    },
    "status": {
        "privacyStatus": Field.TEXT,
        "isLinked": Field.KEEP,
        "longUploadsStatus": Field.TEXT,
        "madeForKids": Field.KEEP,
        "selfDeclaredMadeForKids": Field.KEEP,
        "isChannelMonetizationEnabled": Field.KEEP,
    },
    "brandingSettings": {
        "channel": {
            **_WORDS,
            "keywords": Field.TEXT,
            "country": Field.TEXT,
            "defaultLanguage": Field.TEXT,
            "defaultTab": Field.TEXT,
            "profileColor": Field.TEXT,
            "moderateComments": Field.KEEP,
            "showBrowseView": Field.KEEP,
            "showRelatedChannels": Field.KEEP,
            "unsubscribedTrailer": Field.TEXT,
            "featuredChannelsTitle": Field.TEXT,
            # Other channels, of whomever.
            "featuredChannelsUrls": Field.DROP,
            "trackingAnalyticsAccountId": Field.DROP,
        },
        "image": dict.fromkeys(_BANNERS, Field.OWN),
        "watch": dict.fromkeys(("textColor", "backgroundColor", "featuredPlaylistId"), Field.TEXT),
        "hints": {"property": Field.TEXT, "value": Field.TEXT},
    },
    "localizations": _LOCALIZATIONS,
    "topicDetails": {"topicIds": Field.TEXT, "topicCategories": Field.TEXT},
}
