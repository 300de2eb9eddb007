"""Synthetic archives of X for those who test connectors, post by post: never the whole in memory.

After the files of real archives, by the facts of their format; nothing in it is of a real account.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

Json = dict[str, Any]

_BEGAN = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
#: Files that stay closed, by the name of their type in manifest.js.
CLOSED = {
    "adImpressions": "ad-impressions.js",
    "contact": "contact.js",
    "directMessages": "direct-messages.js",
    "directMessagesGroup": "direct-messages-group.js",
    "follower": "follower.js",
    "following": "following.js",
    "grokChatItem": "grok-chat-item.js",
    "ipAudit": "ip-audit.js",
    "like": "like.js",
    "phoneNumber": "phone-number.js",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class XAccount:
    """The account whose archive it is."""

    number: str
    name: str
    display_name: str
    bio: str = ""
    website: str = ""
    #: Address of the picture of its profile; its file is a member of `profile_media`.
    avatar: str | None = None
    created: datetime = datetime(2012, 3, 1, 9, tzinfo=UTC)

    @property
    def url(self) -> str:
        """Give the address of the profile."""
        return f"https://x.com/{self.name.lower()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class XPicture:
    """A picture or film of a post, with its file."""

    name: str
    data: bytes | None
    kind: str = "photo"
    alt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class XPost:
    """A post: what differs from one that says no more than its text stands in `more`."""

    number: str
    published: datetime
    text: str
    likes: int = 0
    reposts: int = 0
    #: Pairs of a short link in the text and where it leads.
    links: tuple[tuple[str, str], ...] = ()
    #: Number, name and display name of whom it mentions.
    mentions: tuple[tuple[str, str, str], ...] = ()
    #: Number of the post that it answers; number and name of who wrote that.
    answers: tuple[str, str, str] | None = None
    pictures: tuple[XPicture, ...] = ()
    more: Json = field(default_factory=dict)


def number_at(moment: datetime, tail: int = 0) -> str:
    """Give a post its number: milliseconds since 2010 above 22 bits of its own."""
    since = (moment - _BEGAN) // timedelta(milliseconds=1)
    return str(since << 22 | tail & 0x3FFFFF)


def tweet(account: XAccount, post: XPost) -> Json:
    """Write a post as tweets.js has it, in its wrapper."""
    media = [_medium(account, post, one, at) for at, one in enumerate(post.pictures)]
    shown = "".join(f" {media[0]['url']}" if media else "")
    entities: Json = {
        "hashtags": [
            {"text": word[1:], "indices": ["0", "1"]}
            for word in post.text.split()
            if word.startswith("#")
        ],
        "symbols": [],
        "user_mentions": [
            {
                "name": name,
                "screen_name": handle,
                "indices": ["0", "9"],
                "id_str": number,
                "id": number,
            }
            for number, handle, name in post.mentions
        ],
        "urls": [
            {"url": short, "expanded_url": to, "display_url": to[8:30], "indices": ["0", "23"]}
            for short, to in post.links
        ],
    }
    made: Json = {
        "edit_info": {
            "initial": {
                "editTweetIds": [post.number],
                "editableUntil": f"{post.published:%Y-%m-%dT%H:%M:%S}.000Z",
                "editsRemaining": "5",
                "isEditEligible": True,
            }
        },
        "retweeted": False,
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": entities,
        "display_text_range": ["0", str(len(post.text))],
        "favorite_count": str(post.likes),
        "id_str": post.number,
        "truncated": False,
        "retweet_count": str(post.reposts),
        "id": post.number,
        "possibly_sensitive": False,
        "created_at": written(post.published),
        "favorited": False,
        "full_text": _escaped(post.text) + shown,
        "lang": "nl",
    }
    if media:
        entities["media"] = media[:1]
        made["extended_entities"] = {"media": media}
    if post.answers:
        status, number, name = post.answers
        made |= {
            "in_reply_to_status_id": status,
            "in_reply_to_status_id_str": status,
            "in_reply_to_user_id": number,
            "in_reply_to_user_id_str": number,
            "in_reply_to_screen_name": name,
        }
    return {"tweet": made | post.more}


def edited(versions: Sequence[str], until: datetime) -> Json:
    """Give the part of a post that tells of its versions, the first first."""
    return {
        "edit_info": {
            "edit": {
                "initialTweetId": versions[0],
                "editControlInitial": {
                    "editTweetIds": list(versions),
                    "editableUntil": f"{until:%Y-%m-%dT%H:%M:%S}.000Z",
                    "editsRemaining": str(6 - len(versions)),
                    "isEditEligible": True,
                },
            }
        }
    }


def long_text(number: str, published: datetime, text: str, *, of: str | None = None) -> Json:
    """Write a long text as note-tweet.js has it; `of` is its post, where that is told."""
    note: Json = {
        "noteTweetId": number,
        "updatedAt": f"{published:%Y-%m-%dT%H:%M:%S}.000Z",
        "createdAt": f"{published:%Y-%m-%dT%H:%M:%S}.000Z",
        "core": {
            "styletags": [],
            "urls": [],
            "text": _escaped(text),
            "mentions": [],
            "cashtags": [],
            "hashtags": [],
        },
    }
    if of:
        note["lifecycle"] = {"initialTweetId": of}
    return {"noteTweet": note}


def written(moment: datetime) -> str:
    """Write a moment as X does."""
    return f"{moment:%a %b %d %H:%M:%S +0000 %Y}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _medium(account: XAccount, post: XPost, picture: XPicture, at: int) -> Json:
    is_film = picture.kind != "photo"
    made: Json = {
        "expanded_url": f"https://twitter.com/{account.name}/status/{post.number}/photo/1",
        "indices": ["0", "23"],
        "url": f"https://t.co/m{post.number[-8:]}",
        "media_url": f"http://pbs.twimg.com/media/{picture.name}",
        "id_str": f"{post.number[:-1]}{at}",
        "id": f"{post.number[:-1]}{at}",
        "media_url_https": f"https://pbs.twimg.com/media/{picture.name}",
        "sizes": {"large": {"w": "1200", "h": "800", "resize": "fit"}},
        "type": picture.kind,
        "display_url": "pic.twitter.com/m",
    }
    if picture.alt:
        made["ext_alt_text"] = picture.alt
    if is_film:
        base = f"https://video.twimg.com/ext_tw_video/{post.number}/pu/vid"
        made["media_url_https"] = f"https://pbs.twimg.com/media/poster-{at}.jpg"
        made["video_info"] = {
            "aspect_ratio": ["16", "9"],
            "duration_millis": "6000",
            "variants": [
                {"content_type": "application/x-mpegURL", "url": f"{base}/list.m3u8?tag=12"},
                {
                    "bitrate": "256000",
                    "content_type": "video/mp4",
                    "url": f"{base}/klein.mp4?tag=12",
                },
                {
                    "bitrate": "2176000",
                    "content_type": "video/mp4",
                    "url": f"{base}/{picture.name}?tag=12",
                },
            ],
        }
    return made


def small_files(
    account: XAccount, made: datetime, counts: dict[str, tuple[str, int]]
) -> Iterator[tuple[str, bytes]]:
    """Give the files of the account, its profile and the archive itself.

    `counts` are how many records each file says to have, by its name, with the type of its data.
    """
    yield (
        "data/account.js",
        part(
            "account",
            [
                {
                    "account": {
                        "email": "webredactie@voorbeelddam.example",
                        "createdVia": "web",
                        "username": account.name,
                        "accountId": account.number,
                        "createdAt": f"{account.created:%Y-%m-%dT%H:%M:%S}.000Z",
                        "accountDisplayName": account.display_name,
                    }
                }
            ],
        ),
    )
    description = {"bio": account.bio, "website": account.website, "location": "Voorbeelddam"}
    profile: Json = {"description": description}
    if account.avatar:
        profile["avatarMediaUrl"] = account.avatar
    yield "data/profile.js", part("profile", [{"profile": profile}])
    types: Json = {}
    for name, (kind, count) in counts.items():
        files = types.setdefault(kind, {"files": []})["files"]
        files.append(
            {
                "fileName": f"data/{name}",
                "globalName": f"YTD.{kind}.part{len(files)}",
                "count": str(count),
            }
        )
    manifest: Json = {
        "userInfo": {
            "accountId": account.number,
            "userName": account.name,
            "displayName": account.display_name,
        },
        "archiveInfo": {
            "sizeBytes": "1",
            "generationDate": f"{made:%Y-%m-%dT%H:%M:%S}.000Z",
            "isPartialArchive": False,
            "maxPartSizeBytes": "53687091200",
        },
        "dataTypes": types,
    }
    yield (
        "data/manifest.js",
        b"window.__THAR_CONFIG = " + json.dumps(manifest, indent=2, ensure_ascii=False).encode(),
    )


def part(name: str, records: Iterable[Json], number: int = 0) -> bytes:
    """Write a file with records as X does."""
    target = io.BytesIO()
    write_part(target, name, records, number)
    return target.getvalue()


def write_part(target: IO[bytes], name: str, records: Iterable[Json], number: int = 0) -> int:
    """Write records as X does, one after another; gives how many."""
    target.write(f"window.YTD.{name}.part{number} = [\n".encode())
    count = 0
    for record in records:
        written_out = json.dumps(record, indent=2, ensure_ascii=False).encode()
        target.write((b",\n" if count else b"") + written_out)
        count += 1
    target.write(b"\n]")
    return count


def write_export(
    path: Path,
    account: XAccount,
    posts: Iterable[XPost],
    *,
    made: datetime,
    lists: Iterable[tuple[str, str, str, Sequence[Json]]] = (),
    members: Iterable[tuple[str, bytes]] = (),
    hidden: int = 0,
) -> int:
    """Write an archive and give the number of its posts; the same input gives the same bytes.

    `lists` are further files with records: name, type of their data, name in the file, records.
    `hidden` are posts that manifest.js counts and that are not there.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        pictures: list[tuple[str, bytes]] = []
        with archive.open(_info("data/tweets.js"), "w", force_zip64=True) as target:
            records = _noting(account, posts, pictures)
            count = write_part(target, "tweets", records)
        counts = {"tweets.js": ("tweets", count + hidden)}
        for name, kind, inside, content in lists:
            archive.writestr(_info(f"data/{name}"), part(inside, content))
            counts[name] = (kind, len(content))
        for name, data in (*small_files(account, made, counts), *pictures, *members):
            archive.writestr(_info(name), data)
    return count


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _noting(
    account: XAccount, posts: Iterable[XPost], pictures: list[tuple[str, bytes]]
) -> Iterator[Json]:
    for post in posts:
        pictures += [
            (f"data/tweets_media/{post.number}-{one.name}", one.data)
            for one in post.pictures
            if one.data is not None
        ]
        yield tweet(account, post)
