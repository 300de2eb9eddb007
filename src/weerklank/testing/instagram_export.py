"""Synthetic exports of Instagram, in the language and layout that are asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from weerklank.testing.meta_json import Members, meta_json, meta_list, seconds, write_zip

Json = dict[str, Any]
#: Labels of the export in English, in Dutch.
_DUTCH = {
    "Comment": "Opmerking",
    "Media Owner": "Media-eigenaar",
    "Time": "Tijd",
    "Username": "Gebruikersnaam",
    "Name": "Naam",
    "Bio": "Bio",
    "Private Account": "Privéaccount",
    "Profile Photo": "Profielfoto",
    "Email": "E-mailadres",
    "Phone Number": "Telefoonnummer",
}
_FIRST = datetime(2020, 1, 1, 9, tzinfo=UTC)
#: Numbers of media on Instagram are of 17 figures.
_FIRST_NUMBER = 17_900_000_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class InstagramMedium:
    """A picture or film; `name` is that of its file, with the number at its end."""

    folder: str
    name: str
    data: bytes
    title: str = ""
    exif: Json = field(default_factory=dict)

    @property
    def uri(self) -> str:
        """Give the path in the export."""
        return f"media/{self.folder}/{self.name}"

    @property
    def is_film(self) -> bool:
        """Tell whether it is a film."""
        return self.name.endswith(".mp4")


@dataclass(frozen=True, slots=True, kw_only=True)
class InstagramPost:
    """A post, reel or story."""

    when: datetime
    text: str
    media: tuple[InstagramMedium, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstagramReply:
    """A reply of the account itself, to a post of somebody."""

    when: datetime
    text: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstagramAccount:
    """The account whose export it is."""

    username: str
    name: str
    bio: str = ""
    is_private: bool = False
    picture: InstagramMedium | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstagramContent:
    """What an export holds."""

    posts: Iterable[InstagramPost] = ()
    reels: Iterable[InstagramPost] = ()
    stories: Iterable[InstagramPost] = ()
    archived: Iterable[InstagramPost] = ()
    deleted: Iterable[InstagramPost] = ()
    #: Posts of Threads, which may have no medium.
    threads: Iterable[InstagramPost] = ()
    replies: Iterable[InstagramReply] = ()
    replies_to_reels: Iterable[InstagramReply] = ()
    #: Texts that stand in folders of messages and in other files that nobody may open.
    never: Iterable[str] = ()
    others: Iterable[tuple[str, bytes]] = ()


def medium_json(medium: InstagramMedium, when: datetime, title: str) -> Json:
    """Give the record of a medium."""
    metadata: Json = {"camera_metadata": {"has_camera_metadata": False}}
    if medium.exif:
        of = "video_metadata" if medium.is_film else "photo_metadata"
        metadata = {of: {"exif_data": [medium.exif]}, **metadata}
    return {
        "uri": medium.uri,
        "creation_timestamp": seconds(when),
        "media_metadata": metadata,
        "title": title,
        "cross_post_source": {"source_app": "FB"},
    }


def post_json(post: InstagramPost) -> Json:
    """Give the record of a post; that of one medium has its text there."""
    alone = len(post.media) == 1
    media = [medium_json(one, post.when, post.text if alone else one.title) for one in post.media]
    if alone:
        return {"media": media}
    return {"media": media, "title": post.text, "creation_timestamp": seconds(post.when)}


def thread_json(post: InstagramPost) -> Json:
    """Give the record of a post on Threads; one of words alone names a file that is none."""
    if post.media:
        return post_json(post)
    words = {"uri": "", "creation_timestamp": seconds(post.when), "title": post.text}
    return {"media": [{**words, "text_app_post": {"reply_control": "everyone"}}]}


def story_json(post: InstagramPost) -> Json:
    """Give the record of a story, which is a medium."""
    return medium_json(post.media[0], post.when, post.text)


def reply_json(reply: InstagramReply, *, dutch: bool = True) -> Json:
    """Give the record of a reply of the account itself."""
    values: Json = {
        "Comment": {"value": reply.text},
        "Media Owner": {"value": reply.owner},
        "Time": {"timestamp": seconds(reply.when)},
    }
    return {"media_list_data": [{"uri": ""}], "string_map_data": _labels(values, dutch=dutch)}


def profile_json(account: InstagramAccount, *, dutch: bool = True) -> Json:
    """Give personal_information.json."""
    texts = {
        "Email": "webredactie@voorbeelddam.example",
        "Phone Number": "+31612345678",
        "Username": account.username,
        "Name": account.name,
        "Bio": account.bio,
        "Private Account": str(account.is_private),
    }
    values: Json = {
        label: {"href": "", "value": text, "timestamp": 0} for label, text in texts.items()
    }
    media: Json = {}
    if account.picture:
        media["Profile Photo"] = medium_json(account.picture, _FIRST, "")
    user = {
        "title": "User Information",
        "media_map_data": _labels(media, dutch=dutch),
        "string_map_data": _labels(values, dutch=dutch),
    }
    return {"profile_user": [user]}


def _labels(values: Json, *, dutch: bool) -> Json:
    return {_DUTCH.get(label, label): one for label, one in values.items()} if dutch else values


def members(
    account: InstagramAccount,
    content: InstagramContent,
    *,
    dutch: bool = True,
    layout: Literal["2025", "2023", "2021"] = "2025",
) -> Members:
    """Give the members of an export, JSON first and media last.

    `layout` 2023 calls the folder of posts `content`; 2021 has no folder around the subjects.
    """
    base = "" if layout == "2021" else "your_instagram_activity/"
    media = f"{base}{'media' if layout == '2025' else 'content'}"
    posts, stories, threads = map(list, (content.posts, content.stories, content.threads))
    reels, archived, deleted = map(list, (content.reels, content.archived, content.deleted))
    yield from _never(content.never)
    # One post is no list.
    single = meta_json(post_json(posts[0])) if len(posts) == 1 else None
    yield f"{media}/posts_1.json", single or meta_list(map(post_json, posts))
    lists: list[tuple[str, str | None, list[Json]]] = [
        (f"{media}/reels.json", "ig_reels_media", [*map(post_json, reels)]),
        (f"{media}/archived_posts.json", "ig_archived_post_media", [*map(post_json, archived)]),
        (
            f"{media}/recently_deleted_content.json",
            "ig_recently_deleted_media",
            [*map(post_json, deleted)],
        ),
        (f"{media}/stories.json", "ig_stories", [*map(story_json, stories)]),
        (
            f"{base}threads/threads_and_replies.json",
            "text_post_app_text_posts",
            [*map(thread_json, threads)],
        ),
        (
            f"{base}comments/post_comments_1.json",
            None,
            [reply_json(one, dutch=dutch) for one in content.replies],
        ),
        (
            f"{base}comments/reels_comments.json",
            "comments_reels_comments",
            [reply_json(one, dutch=dutch) for one in content.replies_to_reels],
        ),
    ]
    yield from ((name, meta_list(found, key)) for name, key, found in lists if found)
    folder = "account_information" if layout == "2021" else "personal_information"
    folder += "" if layout != "2025" else "/personal_information"
    yield f"{folder}/personal_information.json", meta_json(profile_json(account, dutch=dutch))
    yield from content.others
    if threads:
        (user,) = profile_json(account, dutch=dutch)["profile_user"]
        of_threads = {"text_post_app_text_post_app_profile": [user]}
        yield f"{base}threads/personal_information.json", meta_json(of_threads)
    all_posts = (*posts, *reels, *archived, *deleted, *stories, *threads)
    shown = [one for post in all_posts for one in post.media]
    pictures = (account.picture,) if account.picture else ()
    # A post may stand in two files, and its media once.
    yield from {one.uri: one.data for one in (*shown, *pictures)}.items()


def _never(texts: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Give files that nobody may open, with a text in each place where one can be."""
    for text in texts:
        said = {
            "participants": [{"name": text}],
            "messages": [{"sender_name": text, "timestamp_ms": 1, "content": text}],
            "title": text,
        }
        inbox = f"your_instagram_activity/messages/inbox/{text}_123"
        yield f"{inbox}/message_1.json", meta_json(said)
        yield f"{inbox}/photos/1.jpg", text.encode()
        yield f"your_instagram_activity/{text}/message_1.json", meta_json(said)
        for name in (
            f"your_instagram_activity/messages/message_requests/{text}_9/message_1.json",
            "your_instagram_activity/messages/secret_conversations.json",
            "your_instagram_activity/messages/reported_conversations.json",
            "your_instagram_activity/likes/liked_posts.json",
            "your_instagram_activity/saved/saved_posts.json",
            "your_instagram_activity/media/other_content.json",
            "connections/followers_and_following/followers_1.json",
            "connections/contacts/synced_contacts.json",
            "ads_information/ads_and_topics/ads_viewed.json",
            "logged_information/recent_searches/profile_searches.json",
            "logged_information/link_history/link_history.json",
            "security_and_login_information/login_and_profile_creation/login_activity.json",
        ):
            yield name, meta_json(said)


def write_instagram(
    path: Path,
    account: InstagramAccount,
    content: InstagramContent,
    *,
    dutch: bool = True,
    layout: Literal["2025", "2023", "2021"] = "2025",
) -> Path:
    """Write an export."""
    return write_zip(path, members(account, content, dutch=dutch, layout=layout))


def big_instagram(path: Path, posts: int) -> Path:
    """Write an export of many posts with one small picture each, without holding them."""
    account = InstagramAccount(username="gemeentevoorbeelddam", name="Gemeente Voorbeelddam")

    def one(number: int) -> InstagramPost:
        when = _FIRST + timedelta(minutes=7 * number)
        name = f"{_FIRST_NUMBER + number}.jpg"
        medium = InstagramMedium(folder=f"posts/{when:%Y%m}", name=name, data=b"\xff\xd8\xff")
        text = f"Bericht {number} van de gemeente: de brug is weer open. #voorbeelddam café"
        return InstagramPost(when=when, text=text, media=(medium,))

    def parts() -> Members:
        records = (post_json(one(number)) for number in range(posts))
        yield "your_instagram_activity/media/posts_1.json", meta_list(records)
        folder = "personal_information/personal_information"
        yield f"{folder}/personal_information.json", meta_json(profile_json(account))
        for number in range(posts):
            (medium,) = one(number).media
            yield medium.uri, medium.data

    return write_zip(path, parts())
