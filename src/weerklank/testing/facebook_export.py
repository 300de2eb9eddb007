"""Synthetic exports of Facebook: of a page, and of a profile in its layouts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from weerklank.testing.meta_json import Members, meta_json, meta_list, seconds, write_zip

Json = dict[str, Any]
Layout = Literal["page", "profile 2024", "profile 2023", "profile 2020"]
_BASES: dict[Layout, str] = {
    "page": "this_profile's_activity_across_facebook/",
    "profile 2024": "your_facebook_activity/",
    "profile 2023": "your_activity_across_facebook/",
    "profile 2020": "",
}
_POSTS: dict[Layout, str] = {
    "page": "profile_posts",
    "profile 2024": "your_posts__check_ins__photos_and_videos",
    "profile 2023": "your_posts__check_ins__photos_and_videos",
    "profile 2020": "your_posts",
}
_FIRST = datetime(2016, 1, 1, 9, tzinfo=UTC)
_FIRST_NUMBER = 10_158_000_000_000_000
#: Address on the internet that the platform notes with a picture.
UPLOAD_IP = "203.0.113.77"


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookMedium:
    """A picture or film; `name` is that of its file, with the number at its end."""

    name: str
    data: bytes
    when: datetime
    description: str = ""
    folder: str = "posts/media/Tijdlijnfotos_1"
    #: Under which folder of the export, as that of a page is called otherwise.
    layout: Layout = "page"

    @property
    def uri(self) -> str:
        """Give the path in the export."""
        return f"{_BASES[self.layout]}{self.folder}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookPost:
    """A post; `title` is the sentence that the platform writes above it."""

    when: datetime
    text: str = ""
    media: tuple[FacebookMedium, ...] = ()
    title: str = ""
    link: str = ""
    updated: datetime | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookReply:
    """A reply of the account itself."""

    when: datetime
    text: str
    author: str
    title: str
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookEdit:
    """An edit: what it made of a text, with the number that edits of one post share."""

    when: datetime
    text: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookAccount:
    """The page or profile whose export it is."""

    name: str
    username: str | None = None
    number: int | None = None
    bio: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookContent:
    """What an export holds."""

    posts: Iterable[FacebookPost] = ()
    albums: Iterable[tuple[str, tuple[FacebookMedium, ...]]] = ()
    videos: Iterable[FacebookMedium] = ()
    loose: Iterable[FacebookMedium] = ()
    stories: Iterable[FacebookPost] = ()
    replies: Iterable[FacebookReply] = ()
    edits: Iterable[FacebookEdit] = ()
    #: Texts that stand in folders of messages and in other files that nobody may open.
    never: Iterable[str] = ()
    others: Iterable[tuple[str, bytes]] = ()


def medium_json(medium: FacebookMedium) -> Json:
    """Give the record of a medium."""
    of = "video_metadata" if medium.name.endswith(".mp4") else "photo_metadata"
    return {
        "uri": medium.uri,
        "creation_timestamp": seconds(medium.when),
        "media_metadata": {of: {"exif_data": [{"upload_ip": UPLOAD_IP, "iso": 100}]}},
        "title": "",
        **({"description": medium.description} if medium.description else {}),
    }


def post_json(post: FacebookPost) -> Json:
    """Give the record of a post."""
    attached: list[Json] = [{"data": [{"media": medium_json(one)}]} for one in post.media]
    if post.link:
        attached.append({"data": [{"external_context": {"url": post.link}}]})
    data: list[Json] = [{"post": post.text}] if post.text else []
    if post.updated:
        data.append({"update_timestamp": seconds(post.updated)})
    made: Json = {"timestamp": seconds(post.when)}
    if attached:
        made["attachments"] = attached
    made["data"] = data
    if post.title:
        made["title"] = post.title
    if post.tags:
        made["tags"] = [{"name": name} for name in post.tags]
    return made


def reply_json(reply: FacebookReply) -> Json:
    """Give the record of a reply."""
    when = seconds(reply.when)
    said = {"timestamp": when, "comment": reply.text, "author": reply.author}
    if reply.group:
        said["group"] = reply.group
    return {"timestamp": when, "data": [{"comment": said}], "title": reply.title}


def edit_json(edit: FacebookEdit) -> Json:
    """Give the record of an edit."""
    return {
        "timestamp": seconds(edit.when),
        "media": [],
        "label_values": [{"label": "Text", "value": edit.text}],
        "fbid": str(edit.number),
    }


def profile_json(account: FacebookAccount) -> Json:
    """Give profile_information.json."""
    profile: Json = {
        "name": {"full_name": account.name},
        "emails": {"emails": ["webredactie@voorbeelddam.example"]},
        "phone_numbers": [{"phone_number": "+31612345678"}],
        "registration_timestamp": seconds(_FIRST),
    }
    if account.username:
        profile["username"] = account.username
    if account.number:
        profile["profile_uri"] = f"https://www.facebook.com/profile.php?id={account.number}"
    if account.bio:
        profile["intro_bio"] = {"name": account.bio, "timestamp": seconds(_FIRST)}
    return {"profile_v2": profile}


def members(
    account: FacebookAccount, content: FacebookContent, *, layout: Layout = "page"
) -> Members:
    """Give the members of an export, JSON first and media last."""
    base, page = _BASES[layout], layout == "page"
    posts, stories = list(content.posts), list(content.stories)
    videos, loose, albums = list(content.videos), list(content.loose), list(content.albums)
    yield from _never(base, content.never)
    if posts:
        single = meta_json(post_json(posts[0])) if len(posts) == 1 else None
        yield (
            f"{base}posts/{_POSTS[layout]}_1.json",
            single or meta_list(map(post_json, posts)),
        )
    lists: list[tuple[str, str | None, list[Json]]] = [
        (
            f"{base}posts/{'videos' if page else 'your_videos'}.json",
            "videos_v2",
            [*map(medium_json, videos)],
        ),
        (
            f"{base}posts/{'unanchored' if page else 'your_uncategorized_photos'}.json",
            "photos" if page else "other_photos_v2",
            [*map(medium_json, loose)],
        ),
        (
            f"{base}stories/archived_stories.json",
            "archived_stories_v2",
            [*map(post_json, stories)],
        ),
        (
            f"{base}comments_and_reactions/comments.json",
            "comments_v2",
            [*map(reply_json, content.replies)],
        ),
        (f"{base}posts/edits_you_made_to_posts.json", None, [*map(edit_json, content.edits)]),
    ]
    yield from ((name, meta_list(found, key)) for name, key, found in lists if found)
    for number, (name, photos) in enumerate(albums):
        album = {"name": name, "photos": [*map(medium_json, photos)], "description": ""}
        yield f"{base}posts/album/{number}.json", meta_json(album)
    folder = (
        "profile_information" if layout in ("page", "profile 2020") else "personal_information"
    )
    folder += "" if folder == "profile_information" else "/profile_information"
    yield f"{folder}/profile_information.json", meta_json(profile_json(account))
    yield from content.others
    shown = [one for post in (*posts, *stories) for one in post.media]
    shown += [*videos, *loose, *(one for _, photos in albums for one in photos)]
    files = {one.uri: one.data for one in shown}
    yield from files.items()


def _never(base: str, texts: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Give files that nobody may open, with a text in each place where one can be."""
    for text in texts:
        said = {
            "participants": [{"name": text}],
            "messages": [{"sender_name": text, "timestamp_ms": 1, "content": text}],
            "title": text,
        }
        yield f"{base}messages/inbox/{text}_123/message_1.json", meta_json(said)
        yield f"{base}messages/inbox/{text}_123/photos/1.jpg", text.encode()
        for name in (
            f"{base}messages/archived_threads/{text}_4/message_1.json",
            f"{base}messages/your_cross-app_messaging_settings.json",
            f"{base}groups/your_group_messages/{text}/message_1.json",
            f"{base}groups/group_posts_and_comments.json",
            f"{base}posts/trash.json",
            f"{base}comments_and_reactions/likes_and_reactions_1.json",
            f"{base}facebook_payments/payment_history.json",
            "connections/followers/followers_1.json",
            "connections/friends/your_friends.json",
            "ads_information/advertisers_you've_interacted_with.json",
            "logged_information/search/your_search_history.json",
            "security_and_login_information/account_activity.json",
        ):
            yield name, meta_json(said)


def write_facebook(
    path: Path, account: FacebookAccount, content: FacebookContent, *, layout: Layout = "page"
) -> Path:
    """Write an export."""
    return write_zip(path, members(account, content, layout=layout))


def big_facebook(path: Path, posts: int) -> Path:
    """Write an export of a page with many posts of one small picture, without holding them."""
    account = FacebookAccount(name="Gemeente Voorbeelddam", username="gemeentevoorbeelddam")

    def one(number: int) -> FacebookPost:
        when = _FIRST + timedelta(minutes=5 * number)
        name = f"{_FIRST_NUMBER + number}.jpg"
        medium = FacebookMedium(name=name, data=b"\xff\xd8\xff", when=when)
        text = f"Bericht {number} van de gemeente: de brug is weer open. #voorbeelddam café"
        return FacebookPost(when=when, text=text, media=(medium,))

    def parts() -> Members:
        base = _BASES["page"]
        records = (post_json(one(number)) for number in range(posts))
        yield f"{base}posts/profile_posts_1.json", meta_list(records)
        profile = meta_json(profile_json(account))
        yield "profile_information/profile_information.json", profile
        for number in range(posts):
            (medium,) = one(number).media
            yield medium.uri, medium.data

    return write_zip(path, parts())
