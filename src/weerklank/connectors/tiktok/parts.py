"""Which parts of a TikTok export there are, and which of them are read.

Names as TikTok wrote them from 2023 to 2025: real exports of several donors (names only) and one
of December 2024. What is read is named here; all else is stepped over.
"""

from weerklank.harvest.json_subtrees import Take, Wanted

#: Sections by name, with the parts of each by which an export is known.
SECTIONS: dict[str, frozenset[str]] = {
    "Activity": frozenset(
        {
            *("Activity Summary", "Favorite Effects", "Favorite Hashtags", "Favorite Sounds"),
            *("Favorite Videos", "Follower List", "Following List", "Hashtag", "Like List"),
            *("Login History", "Most Recent Location Data", "Purchase History", "Search History"),
            *("Share History", "Status", "Video Browsing History"),
        }
    ),
    "Your Activity": frozenset(
        {
            *("Activity Summary", "Favorite Collection", "Favorite Effects", "Favorite Hashtags"),
            *("Favorite Location", "Favorite Sounds", "Favorite Videos", "Follower", "Following"),
            *("Hashtag", "Like List", "Login History", "Most Recent Location Data", "Purchases"),
            *("Searches", "Share History", "Status", "Watch History"),
        }
    ),
    "Ads and data": frozenset(
        {"Ad Interests", "Instant Form Ads Responses", "Off TikTok Activity"}
    ),
    "App Settings": frozenset({"Block", "Block List", "Settings"}),
    "Comment": frozenset({"Comments"}),
    "Direct Message": frozenset({"Direct Messages"}),
    "Direct Messages": frozenset({"Chat History"}),
    "Income Plus Wallet Transactions": frozenset(
        {"Income Plus Wallet Transaction", "Transaction History"}
    ),
    "Location Review": frozenset({"Location Reviews"}),
    "Poi Review": frozenset({"POI Review"}),
    "Post": frozenset({"Posts", "Recently Deleted Posts"}),
    "Profile": frozenset(
        {"AI-Moji", "AIMoji", "Auto Fill", "Autofill", "Profile Info", "Profile Information"}
    ),
    "TikTok Shop": frozenset({"Communication With Shops", "Current Payment Information"}),
    "Tiktok Live": frozenset({"Go Live History", "Go Live Settings", "Watch Live History"}),
    "Tiktok Shopping": frozenset({"Communication History", "Current Payment Information"}),
    "Video": frozenset({"RecentlyDeletedPosts", "Videos"}),
}
#: Sections that hold direct messages. The names of fields in them are names of persons.
MESSAGES = frozenset({"Direct Message", "Direct Messages"})
#: Sections that hold what the account published, before and since 2025.
PUBLISHED = frozenset({"Post", "Video"})
#: Parts of those of which nothing is missed.
_DELETED: Wanted = {"PostList": Take.EACH}

#: What is read to know whose export it is, and whether the account as a whole is shielded.
OWNER: Wanted = {
    "Profile": {
        "Profile Information": {"ProfileMap": Take.WHOLE},
        "Profile Info": {"ProfileMap": Take.WHOLE},
    },
    "App Settings": {"Settings": {"SettingsMap": {"Private Account": Take.WHOLE}}},
}
#: What comes in.
ITEMS: Wanted = {
    "Video": {"Videos": {"VideoList": Take.EACH}, "RecentlyDeletedPosts": _DELETED},
    "Post": {
        "Posts": {"VideoList": Take.EACH},
        "Recently Deleted Posts": _DELETED,
        "RecentlyDeletedPosts": _DELETED,
    },
    "Comment": {"Comments": {"CommentsList": Take.EACH}},
}
