"""Where the export of Facebook has what: of a page, and of a profile of a person since 2020.

Source: the files of exports of European accounts (of profiles), and readers that others wrote for
the exports of pages; see the README.
"""

import re

from weerklank.harvest.meta_archive import Layout, list_file

POSTS, REELS, STORIES = "posts", "reels", "stories"
ALBUMS, VIDEOS, LOOSE = "albums", "videos", "loose photos"
#: Replies of the account itself: by the name of this format.
COMMENTS = "comments"
EDITS = "edits"
#: Posts in the bin: their files are taken off the list of those that no post names, no more.
DELETED = "deleted"
PROFILE = "profile"

_PAGE = r"this_profile['_\u2019]s_activity_across_facebook/"
#: Until 2023 the folders of a profile stood by themselves.
_BASE = rf"(?:{_PAGE}|your_facebook_activity/|your_activity_across_facebook/)?"
_PICTURES = _BASE + r"(?:posts|photos_and_videos)/"


LAYOUT = Layout(
    title="Facebook",
    mark=re.compile(
        rf"(?:(?<=/)|^)(?:{_PAGE}|your_facebook_activity/|your_activity_across_facebook/"
        r"|posts/(?:your_posts|profile_posts)[^/]*\.(?:json|html)$)"
    ),
    lists={
        POSTS: list_file(
            _BASE + r"posts/(?:profile_posts|your_posts(?:__check_ins__photos_and_videos)?)"
        ),
        REELS: list_file(_BASE + r"reels/(?:your_|profile_)?reels"),
        STORIES: list_file(_BASE + "stories/archived_stories"),
        ALBUMS: re.compile(_PICTURES + r"album/[0-9]+\.json"),
        VIDEOS: list_file(_PICTURES + r"(?:your_)?videos"),
        LOOSE: list_file(_PICTURES + r"(?:unanchored|(?:your_)?uncategorized_photos)"),
        COMMENTS: list_file(_BASE + r"(?:comments_and_reactions|comments)/comments"),
        DELETED: list_file(_BASE + "posts/trash"),
        EDITS: list_file(_BASE + "posts/edits_you_made_to_posts"),
    },
    small={
        PROFILE: re.compile(
            r"(?:personal_information/)?profile_information/profile_information\.json"
        ),
    },
    media=re.compile(_BASE + r"(?:posts|photos_and_videos|stories|reels|videos|other)/"),
    loose=re.compile(_PAGE + r"posts/media/"),
)

#: Under what names a list may stand in an object around it.
NAMES: dict[str, tuple[str, ...]] = {
    REELS: ("lasso_videos_v2",),
    STORIES: ("archived_stories_v2",),
    ALBUMS: ("photos",),
    VIDEOS: ("videos_v2", "videos"),
    LOOSE: ("other_photos_v2", "other_photos", "photos"),
    COMMENTS: ("comments_v2", "comments"),
    DELETED: ("trash_v2",),
}
#: Posts come first: a picture that one names is no item of its own.
STEPS: tuple[tuple[str, ...], ...] = (
    (POSTS, REELS, STORIES),
    (ALBUMS,),
    (VIDEOS,),
    (LOOSE,),
    (COMMENTS, DELETED),
)
#: Of these there must be one.
ITEMS = (POSTS, REELS, STORIES, ALBUMS, VIDEOS, LOOSE, COMMENTS)


def is_of_page(marks: frozenset[str]) -> bool:
    """Tell whether an export is of a page, by what it was recognised by."""
    return any("profile" in mark for mark in marks)
