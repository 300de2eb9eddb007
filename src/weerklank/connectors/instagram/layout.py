"""Where the export of Instagram has what, in the layouts of 2021 to 2026.

Source: the files of exports of European accounts, and the readers of others; see the README.
"""

import re

from weerklank.harvest.meta_archive import Layout, list_file

POSTS, ARCHIVED, REELS, IGTV, STORIES = "posts", "archived", "reels", "igtv", "stories"
#: Replies of the account itself: by the name of this format.
COMMENTS, REEL_COMMENTS, STORY_COMMENTS = "comments", "reel comments", "story comments"
#: All of those.
REPLIES = (COMMENTS, REEL_COMMENTS, STORY_COMMENTS)
#: Posts in the bin: their files are taken off the list of those that no post names, no more.
DELETED = "deleted"
#: Posts of Threads, an account with a connector of its own: the same is done with their files.
THREADS = "threads"
PROFILE = "profile"

#: Until 2023 the folders stood by themselves, and `media` was called `content`.
_BASE = r"(?:your_instagram_activity/)?"
_MEDIA = _BASE + r"(?:media|content)/"
#: How the paths of pictures end in a part that holds nothing else.
PICTURES = re.compile(
    r"(?:(?<=/)|^)media/(?:posts|reels|stories|igtv|archived_posts|other|profile|threads)"
    r"/[0-9]{6}/[^/]+$"
)


LAYOUT = Layout(
    title="Instagram",
    mark=re.compile(
        r"(?:(?<=/)|^)(?:your_instagram_activity/"
        r"|content/(?:posts_[0-9]+|stories|reels|profile_photos|archived_posts)\.(?:json|html)$)"
    ),
    lists={
        POSTS: list_file(_MEDIA + "posts"),
        ARCHIVED: list_file(_MEDIA + "archived_posts"),
        REELS: list_file(_MEDIA + "reels"),
        IGTV: list_file(_MEDIA + "igtv_videos"),
        STORIES: list_file(_MEDIA + "stories"),
        DELETED: list_file(_MEDIA + "recently_deleted_content"),
        COMMENTS: list_file(_BASE + "comments/post_comments"),
        REEL_COMMENTS: list_file(_BASE + "comments/reels_comments"),
        STORY_COMMENTS: list_file(_BASE + "comments/hype"),
        THREADS: list_file(_BASE + "threads/threads_and_replies"),
    },
    small={
        PROFILE: re.compile(
            r"(?:personal_information/){1,2}personal_information\.json"
            r"|account_information/personal_information\.json"
        ),
    },
    media=re.compile(_BASE + r"media/"),
    pictures=PICTURES,
    loose=re.compile(_BASE + r"media/(?:posts|reels|stories|igtv|archived_posts)/"),
)

#: Under what names a list may stand in an object around it.
NAMES: dict[str, tuple[str, ...]] = {
    POSTS: ("ig_posts_media",),
    ARCHIVED: ("ig_archived_post_media",),
    REELS: ("ig_reels_media",),
    IGTV: ("ig_igtv_media",),
    STORIES: ("ig_stories",),
    DELETED: ("ig_recently_deleted_media",),
    THREADS: ("text_post_app_text_posts",),
    COMMENTS: ("comments_media_comments",),
    REEL_COMMENTS: ("comments_reels_comments",),
    STORY_COMMENTS: ("comments_story_comments",),
}
#: Of these there must be one.
ITEMS = (POSTS, ARCHIVED, REELS, IGTV, STORIES, *REPLIES)
STEPS: tuple[tuple[str, ...], ...] = ((*ITEMS, DELETED, THREADS),)
