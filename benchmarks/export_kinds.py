"""The exports that are measured, as their platforms write them, of as many posts as are asked."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from weerklank.testing import bluesky_export, mastodon_big, x_big, youtube_export
from weerklank.testing.facebook_export import big_facebook
from weerklank.testing.instagram_export import (
    InstagramAccount,
    InstagramMedium,
    InstagramPost,
    big_instagram,
    post_json,
    profile_json,
    thread_json,
)
from weerklank.testing.linkedin_export import big_linkedin_export
from weerklank.testing.meta_json import MADE, Members, meta_json, meta_list, write_zip
from weerklank.testing.snapchat_export import big_snapchat_export
from weerklank.testing.tiktok_export import big_tiktok_export

_FIRST = datetime(2020, 1, 1, 9, tzinfo=UTC)
_FIRST_NUMBER = 17_900_000_000_000_000
_ACCOUNT = InstagramAccount(username="gemeentevoorbeelddam", name="Gemeente Voorbeelddam")
#: Bytes of a film of the zip that is nearly all media.
_FILM = 5_000_000


@dataclass(frozen=True, slots=True)
class Kind:
    """An export as its platform writes it."""

    name: str
    file: str
    url: str
    write: Callable[[Path, int], object]
    #: Whether its posts are measured by number; else its media are, by size.
    is_counted: bool = True
    #: Bytes that each post adds; 0 where that says nothing.
    bytes_each: int = 0


def _big_threads(path: Path, posts: int) -> Path:
    """Write an export of Threads with many posts of words alone, without holding them."""

    def parts() -> Members:
        records = (
            thread_json(
                InstagramPost(
                    when=_FIRST + timedelta(minutes=7 * number),
                    text=f"Draad {number} van de gemeente: de brug is weer open. #voorbeelddam",
                    media=(),
                )
            )
            for number in range(posts)
        )
        folder = "your_instagram_activity/threads"
        yield f"{folder}/threads_and_replies.json", meta_list(records, "text_post_app_text_posts")
        (user,) = profile_json(_ACCOUNT)["profile_user"]
        of_threads = {"text_post_app_text_post_app_profile": [user]}
        yield f"{folder}/personal_information.json", meta_json(of_threads)

    return write_zip(path, parts())


def _film(number: int) -> Iterator[bytes]:
    """Give a film in pieces: no two are alike, and none takes time to make."""
    begin = b"\0\0\0\x18ftypmp42" + number.to_bytes(8, "big")
    yield begin
    block = bytes(range(256)) * 4096
    left = _FILM - len(begin)
    while left:
        yield block[: min(left, len(block))]
        left -= min(left, len(block))


def _big_media(path: Path, posts: int) -> Path:
    """Write an export of Instagram that is nearly all media, stored as they are."""

    def one(number: int) -> InstagramPost:
        when = _FIRST + timedelta(hours=7 * number)
        name = f"{_FIRST_NUMBER + number}.mp4"
        film = InstagramMedium(folder=f"posts/{when:%Y%m}", name=name, data=b"")
        return InstagramPost(when=when, text=f"Film {number} van de gemeente.", media=(film,))

    def parts() -> Members:
        records = (post_json(one(number)) for number in range(posts))
        yield "your_instagram_activity/media/posts_1.json", meta_list(records)
        folder = "personal_information/personal_information"
        yield f"{folder}/personal_information.json", meta_json(profile_json(_ACCOUNT))
        for number in range(posts):
            yield one(number).media[0].uri, _film(number)

    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
        for name, content in parts():
            with made.open(zipfile.ZipInfo(name, MADE), "w", force_zip64=True) as target:
                for piece in (content,) if isinstance(content, bytes) else content:
                    target.write(piece)
    return path


KINDS = {
    kind.name: kind
    for kind in (
        Kind("x", "a.zip", "https://x.com/voorbeelddam", x_big.big_export),
        Kind("youtube", "a.zip", "https://www.youtube.com/@gemeentevoorbeelddam",
             youtube_export.big_export),
        Kind("instagram", "a.zip", "https://www.instagram.com/gemeentevoorbeelddam",
             big_instagram),
        Kind("facebook", "a.zip", "https://www.facebook.com/gemeentevoorbeelddam", big_facebook),
        Kind("threads", "a.zip", "https://www.threads.com/@gemeentevoorbeelddam", _big_threads),
        Kind("linkedin", "a.zip", "https://www.linkedin.com/in/sannevoorbeeld",
             big_linkedin_export),
        Kind("tiktok", "user_data_tiktok.json", "https://www.tiktok.com/@voorbeelddam",
             big_tiktok_export),
        Kind("snapchat", "a.zip", "https://www.snapchat.com/add/voorbeelddam",
             big_snapchat_export),
        Kind("bluesky", "repo.car", "https://bsky.app/profile/did:plc:voorbeelddamvoorbeeldda2",
             bluesky_export.big_export),
        Kind("mastodon", "a.tar.gz", "https://grootdam.example/@gemeente",
             mastodon_big.big_export),
        Kind("media", "a.zip", "https://www.instagram.com/gemeentevoorbeelddam", _big_media,
             is_counted=False, bytes_each=_FILM),
    )
}  # fmt: skip
