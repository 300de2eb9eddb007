"""Synthetic exports of TikTok for those who test connectors: one JSON file, or a zip with it.

Sections, names and forms are those of real exports of December 2024 (`Generation.VIDEO`) and of
2025 (`Generation.POST`). Posts are written one after another, so that a million fit.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, cast

from weerklank.model.json_value import Json, JsonObject

#: Until when links lead somewhere that nobody asks for.
_LONG_AGO = 1_700_000_000
_BEGIN = datetime(2025, 1, 1, 9, tzinfo=UTC)


class Generation(StrEnum):
    """What the section with posts is called."""

    VIDEO = "Video"
    POST = "Post"


@dataclass(frozen=True, slots=True, kw_only=True)
class TikTokAccount:
    """The account that an export is of."""

    handle: str = "voorbeelddam"
    display_name: str = "Gemeente Voorbeelddam"
    bio: str = "Het account van de gemeente."
    private: str = "Disabled"
    #: Of whoever manages it; none of it may come in.
    manager: str = "N/A"


@dataclass(frozen=True, slots=True, kw_only=True)
class TikTokPost:
    """A film or a series of pictures."""

    published: datetime
    title: str
    link: str = ""
    likes: int = 0
    shown_to: str | None = "Everyone"
    sound: str = "original sound - voorbeelddam"
    deleted: datetime | None = None
    more: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TikTokReply:
    """A reply by the account itself."""

    published: datetime
    text: str
    address: str = ""
    photo: str = "N/A"


@dataclass(frozen=True, slots=True, kw_only=True)
class TikTokExportContent:
    """What an export holds."""

    posts: Iterable[TikTokPost | bytes] = ()
    replies: Iterable[TikTokReply] = ()
    #: Somebody who wrote a direct message, and stands in all else that must stay closed.
    correspondent: str = "burger_01"


def expired_link(number: int) -> str:
    """Give a link to a film as TikTok writes it, that led somewhere long ago."""
    return (
        f"https://video-i18n.tiktokv.com/storage/v1/tos-example-v-0068/film{number}?a=1233"
        f"&mime_type=video_mp4&x-tos-expires={_LONG_AGO}&x-tos-signature=X"
    )


def post_json(post: TikTokPost) -> JsonObject:
    """Give a post as the export has it."""
    made: JsonObject = {"Date": _written(post.published)}
    if post.deleted:
        made["DateDeleted"] = _written(post.deleted)
    made |= {"Link": post.link, "Likes": str(post.likes)}
    if post.shown_to is not None:
        made |= {"WhoCanView": post.shown_to, "AllowComments": "Yes", "AllowStitches": "Yes"}
        made |= {"AllowDuets": "No", "AllowStickers": "Yes", "AllowSharingToStory": "Yes"}
    made |= {"ContentDisclosure": "", "AIGeneratedContent": "", "Sound": post.sound}
    return {**made, "Location": "", "Title": post.title, "AddYoursText": "N/A", **post.more}


def write_tiktok_export(
    path: Path,
    content: TikTokExportContent,
    *,
    account: TikTokAccount | None = None,
    generation: Generation = Generation.POST,
    zipped: bool = False,
) -> Path:
    """Write an export; gives its path."""
    sections = _sections(content, account or TikTokAccount(), generation)
    with ExitStack() as open_files:
        if zipped:
            archive = open_files.enter_context(zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED))
            member = archive.open("user_data_tiktok.json", "w", force_zip64=True)
            stream = cast("BinaryIO", open_files.enter_context(member))
        else:
            stream = open_files.enter_context(path.open("wb"))
        for piece in _document(sections):
            stream.write(piece)
    return path


def big_tiktok_export(path: Path, posts: int, *, zipped: bool = False) -> Path:
    """Write an export of so many invented posts, in flat memory."""
    made = (
        TikTokPost(
            published=_BEGIN + timedelta(minutes=number),
            title=f"Film {number} van de gemeente: de brug is open, dank @burger_{number % 500} "
            f"#verkeer #dam{number % 40}",
            link=expired_link(number),
            likes=number % 900,
        )
        for number in reversed(range(posts))
    )
    return write_tiktok_export(path, TikTokExportContent(posts=made), zipped=zipped)


def _sections(
    content: TikTokExportContent, account: TikTokAccount, generation: Generation
) -> Iterator[tuple[str, object]]:
    """Give the sections in the order of the file; a list of its own stands as an iterator."""
    is_new = generation is Generation.POST
    who = content.correspondent
    at = _written(_BEGIN)
    yield (
        "Your Activity" if is_new else "Activity",
        {
            "Activity Summary": {"ActivitySummaryMap": {"note": "data may have delays"}},
            "Follower" if is_new else "Follower List": {
                "App": 1,
                "FansList": [{"Date": at, "UserName": who}],
            },
            "Like List": {
                "ItemFavoriteList": [{"date": at, "link": f"https://www.tiktok.com/@{who}/"}]
            },
            "Login History": {
                "LoginHistoryList": [{"Date": at, "IP": "192.0.2.7", "DeviceModel": who}]
            },
            "Searches" if is_new else "Search History": {
                "SearchList": [{"Date": at, "SearchTerm": who}]
            },
        },
    )
    yield "Ads and data", {"Ad Interests": {"AdInterestCategories": who}}
    yield (
        "App Settings",
        {
            "Block": {"App": 1, "BlockList": [{"Date": at, "UserName": who}]},
            "Settings": {"App": 1, "SettingsMap": {"Private Account": account.private}},
        },
    )
    replies = (
        {"date": _written(r.published), "comment": r.text, "photo": r.photo, "url": r.address}
        for r in content.replies
    )
    yield "Comment", {"Comments": {"App": 1, "CommentsList": replies}}
    talk = [{"Date": at, "From": who, "Content": f'Privé van {who}: \\ " }} ]'}] * 3
    chats = {"ChatHistory": {f"Chat History with {who}:": talk}}
    yield (
        ("Direct Message", {"Direct Messages": chats})
        if is_new
        else ("Direct Messages", {"Chat History": chats})
    )
    if is_new:
        yield "Post", _published(content, "Posts", "Recently Deleted Posts")
    yield (
        "Profile",
        {
            "AIMoji": {"CreateDate": "", "AIMojiList": None},
            "Auto Fill": {"Email": account.manager, "FirstName": account.manager},
            "Profile Info" if is_new else "Profile Information": {
                "App": 1,
                "ProfileMap": _profile(account),
            },
        },
    )
    yield (
        "TikTok Shop" if is_new else "Tiktok Shopping",
        {"Order History": {"OrderHistories": {"1": {"Receiver": {"Name": who}}}}},
    )
    if not is_new:
        yield "Video", _published(content, "Videos", "RecentlyDeletedPosts")


def _published(content: TikTokExportContent, posts: str, deleted: str) -> dict[str, object]:
    """Give the two lists; those that were deleted are few, and held."""
    gone: list[TikTokPost] = []

    def there() -> Iterator[JsonObject | bytes]:
        for post in content.posts:
            if isinstance(post, bytes):
                yield post
            elif post.deleted:
                gone.append(post)
            else:
                yield post_json(post)

    return {
        posts: {"VideoList": there()},
        deleted: {"PostList": (post_json(post) for post in gone)},
    }


def _profile(account: TikTokAccount) -> JsonObject:
    return {
        "PlatformInfo": [
            {"Description": "", "Name": account.manager, "Platform": "Facebook"},
        ],
        "bioDescription": account.bio,
        "birthDate": "01-Jan-2000",
        "displayName": account.display_name,
        "emailAddress": account.manager,
        "followerCount": 1200,
        "followingCount": 12,
        "likesReceived": "59",
        "profilePhoto": "",
        "profileVideo": "None",
        "telephoneNumber": account.manager,
        "userName": account.handle,
    }


def _document(sections: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    yield b"{"
    for number, (name, value) in enumerate(sections):
        yield b"," if number else b""
        yield json.dumps(name).encode() + b":"
        yield from _value(value)
    yield b"}"


def _value(value: object) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, dict):
        yield from _document(value.items())
    elif isinstance(value, Iterator):
        yield b"["
        for number, one in enumerate(value):
            yield b"," if number else b""
            yield from _value(one)
        yield b"]"
    else:
        yield json.dumps(value).encode()


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
