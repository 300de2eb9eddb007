"""The fields of TikTok's Display API, and what each holds.

Source: developers.tiktok.com, User Object of `/v2/user/info/` and Video Object of
`/v2/video/list/`, as of August 2026. A field that is not here is sealed and counted, and shows up
in the report.

Not asked for: `embed_html` and `embed_link`, which say nothing that is not in the others;
`share_url`, of which the address of the video is made as readers see it, without the key of the
app that TikTok puts in; `union_id`, the other pictures of the profile and `profile_deep_link`.
"""

from weerklank.model.raw import Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 2

#: A video. The link to its cover expires, and holds a key.
VIDEO: Shape = {
    "id": Field.NUMBER,
    "create_time": Field.KEEP,
    "cover_image_url": Field.DROP,
    "video_description": Field.TEXT,
    "title": Field.TEXT,
    "duration": Field.KEEP,
    "height": Field.KEEP,
    "width": Field.KEEP,
    "like_count": Field.KEEP,
    "comment_count": Field.KEEP,
    "share_count": Field.KEEP,
    "view_count": Field.KEEP,
    "is_aigc": Field.KEEP,
}

#: The account. Its `open_id` is another one for each app that asks.
USER: Shape = {
    "open_id": Field.DROP,
    "username": Field.OWN,
    "display_name": Field.TEXT,
    "bio_description": Field.TEXT,
    "avatar_large_url": Field.DROP,
    "is_verified": Field.KEEP,
    "follower_count": Field.KEEP,
    "following_count": Field.KEEP,
    "likes_count": Field.KEEP,
    "video_count": Field.KEEP,
}
