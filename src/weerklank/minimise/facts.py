"""Facts: values that can name nobody, known by their form and not by who wrote them."""

import re

import msgspec

from weerklank.model.item import Counts
from weerklank.model.json_value import Json

#: A number from here on is an id rather than a count or a size.
_LARGEST_NUMBER = 10**11
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
#: The same as X writes it: `Wed Jun 05 13:45:22 +0000 2024`, or, before 2018,
#: `2013-01-31 12:00:00 +0000`.
_MOMENT_OF_X = re.compile(
    "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4} [0-9]{4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}"
)
_DURATION = re.compile(
    r"P(?=.)(?:[0-9]{1,4}[YMWD])*(?:T(?:[0-9]{1,6}(?:\.[0-9]{1,9})?[HMS])+)?|[0-9]{1,6}"
)
_MEDIA_TYPE = re.compile(
    r"image/(?:jpeg|png|gif|webp|avif|heic|heif|svg\+xml|bmp|tiff)"
    r"|video/(?:mp4|webm|ogg|mpeg|quicktime|3gpp|x-m4v|x-matroska)"
    r"|audio/(?:mpeg|mp3|mp4|ogg|opus|wav|wave|x-wav|vnd\.wave|flac|x-flac|aac|x-m4a|m4a|webm|3gpp)"
    r"|text/(?:html|plain|markdown|vtt)"
    r"|application/(?:json|pdf|activity\+json|ld\+json"
    r"(?:; ?profile=\"https://www\.w3\.org/ns/activitystreams\")?)"
)
#: Words that say what something is: of ActivityStreams, its extensions, and relations of links.
_WORDS = frozenset(
    "Accept Activity Add Announce Application Article Audio Block Collection "
    "CollectionPage Create Delete Document Emoji EmojiReact Event Flag Follow Group "
    "Hashtag IdentityProof Image IntransitiveActivity Join Key Leave Like Link Listen "
    "Mention Move Note Object Offer OrderedCollection OrderedCollectionPage Organization "
    "Page Person Place Profile PropertyValue Question QuoteAuthorization QuoteRequest "
    "Read Reject Relationship Remove RsaSignature2017 Service TentativeAccept "
    "TentativeReject Tombstone Travel Undo Update Video View alternate author bookmark "
    "canonical external me nofollow noopener noreferrer quote self tag ugc "
    "https://misskey-hub.net/ns#_misskey_quote".split()
)
#: The same of Mastodon's API: kinds of media and cards, visibility, state and policy of quotes.
_WORDS_OF_API = frozenset(
    "accepted audio automatic blocked_account blocked_domain deleted denied followers following "
    "gifv image link manual missing muted_account pending photo private public rejected revoked "
    "unauthorized unknown unlisted unsupported_policy video animated_gif crop fit".split()
)
#: The same of X's API: kinds of pointers at posts, who may reply, whom an account is checked as.
_WORDS_OF_X = frozenset(
    "application/x-mpegURL blue business closed everyone government mentionedUsers none open "
    "other quoted replied_to retweeted subscribers verified".split()
)
#: The same of Bluesky: kinds of records and of what stands in them, labels that an account gives
#: itself or its moderators give, and languages as its posts name them.
_WORDS_OF_LEXICONS = frozenset(
    "app.bsky.actor.profile app.bsky.embed.defs#aspectRatio app.bsky.embed.external "
    "app.bsky.embed.external#external app.bsky.embed.images app.bsky.embed.images#image "
    "app.bsky.embed.record app.bsky.embed.recordWithMedia app.bsky.embed.video "
    "app.bsky.embed.video#caption app.bsky.feed.post app.bsky.feed.post#replyRef "
    "app.bsky.feed.postgate app.bsky.feed.postgate#disableRule app.bsky.feed.repost "
    "app.bsky.feed.threadgate app.bsky.feed.threadgate#followerRule "
    "app.bsky.feed.threadgate#followingRule app.bsky.feed.threadgate#listRule "
    "app.bsky.feed.threadgate#mentionRule app.bsky.richtext.facet "
    "app.bsky.richtext.facet#byteSlice app.bsky.richtext.facet#link "
    "app.bsky.richtext.facet#mention app.bsky.richtext.facet#tag blob "
    "com.atproto.label.defs#selfLabel com.atproto.label.defs#selfLabels "
    "com.atproto.repo.strongRef mention default gif "
    "!no-unauthenticated graphic-media nudity porn sexual "
    "!hide !takedown !warn engagement-farming extremist hate illicit impersonation inauthentic "
    "intolerant misinformation misleading rude rumor scam security self-harm sensitive "
    "sexual-figurative spam threat unsafe-link "
    "app.bsky.actor.defs#profileViewDetailed app.bsky.actor.defs#verificationState "
    "app.bsky.feed.defs#postView com.atproto.label.defs#label invalid none valid "
    "ar cs da de en es fi fr fy it nb nl no pap pl pt ro ru sv tr uk zh "
    "de-DE en-GB en-US es-ES fr-FR nl-BE nl-NL pt-BR pt-PT".split()
)
#: The same of Meta's Graph API: kinds of media, posts and attachments, and who may see and answer.
_WORDS_OF_META = frozenset(
    "IMAGE VIDEO CAROUSEL_ALBUM AUDIO TEXT_POST REPOST_FACADE AD FEED STORY REELS THREADS "
    "EVERYONE ALL_FRIENDS FRIENDS_OF_FRIENDS SELF CUSTOM ACCOUNTS_YOU_FOLLOW MENTIONED_ONLY "
    "PARENT_POST_AUTHOR_ONLY FOLLOWERS_ONLY NOT_HUSHED UNHUSHED HIDDEN COVERED BLOCKED RESTRICTED "
    "BUSINESS MEDIA_CREATOR added_photos added_video shared_story mobile_status_update "
    "published_story created_event created_note tagged_in_photo wall_post album share event note "
    "video_inline video_direct_response video_share_youtube profile_media cover_photo "
    "multi_share new_album native_templates blue_verified gray_verified not_verified".split()
)
_LANGUAGE = re.compile(
    r"(?:[a-z]{2}|ast|chr|ckb|cnr|csb|fil|gsw|jbo|kab|ldn|lfn|moh|mul|nds|pdc|sco|sma|smj|szl|tok"
    r"|und|vai|xal|zba|zgh)(?:-(?:Arab|Cyrl|Hans|Hant|Latn|YUE))?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
)

#: Facebook writes that of a page before that of its post.
_NUMBER = re.compile(r"[0-9]{1,20}(?:_[0-9]{1,20})?")
_HASHTAG = re.compile(r"[#\uff03]?\w{1,100}")


def is_moment(text: str) -> bool:
    """Say whether a text is a moment or a day, and nothing else."""
    return _MOMENT.fullmatch(text) is not None


def is_media_type(text: str) -> bool:
    """Say whether a text is the type of a medium that is known."""
    return _MEDIA_TYPE.fullmatch(text) is not None


def is_language(code: str) -> bool:
    """Say whether a text is a language code; anybody can write a name in its place."""
    return _LANGUAGE.fullmatch(code) is not None


def is_fact(text: str) -> bool:
    """Say whether a text is a fact that can name nobody: it has the form of one."""
    if text in _WORDS or text in _WORDS_OF_API or is_moment(text) or is_media_type(text):
        return True
    if text in _WORDS_OF_LEXICONS or text in _WORDS_OF_META or text in _WORDS_OF_X:
        return True
    if _DURATION.fullmatch(text) or _MOMENT_OF_X.fullmatch(text):
        return True
    return all(word in _WORDS for word in text.split(" "))


def is_hashtag(text: str) -> bool:
    """Say whether a text is one hashtag, with or without its sign."""
    return _HASHTAG.fullmatch(text) is not None


def is_number(item: Json) -> bool:
    """Say whether a value is a whole number, as such or written as text."""
    if isinstance(item, str):
        return _NUMBER.fullmatch(item) is not None
    return isinstance(item, int) and not isinstance(item, bool)


def is_plain_fact(item: Json) -> bool:
    """Say whether a single value, text or number, is a fact that can name nobody."""
    if isinstance(item, str):
        return is_fact(item)
    if isinstance(item, (int, float)):
        return abs(item) < _LARGEST_NUMBER
    return item is None


def stated_counts(counts: Counts | None) -> Counts | None:
    """Give what a platform counts; below zero, by which some say that they don't tell, is none."""
    if counts is None:
        return None
    told = {name: getattr(counts, name) for name in counts.__struct_fields__}
    untold = {name: None for name, count in told.items() if count is not None and count < 0}
    return msgspec.structs.replace(counts, **untold) if untold else counts
