"""Synthetic exports of Bluesky for those who test connectors.

`python -m weerklank.testing.bluesky_export PATH --posts N` writes a large one.
"""

import argparse
import io
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import orjson

from weerklank.testing.bluesky_repo import (
    Cbor,
    Record,
    RepoKey,
    did_document,
    link_to_file,
    tid_of,
    write_repo,
    written,
)

_MENTION = re.compile(r"@([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
_LINK = re.compile(r"https?://[^\s]+")
_TAG = re.compile(r"#(\w+)")
_FACET = "app.bsky.richtext.facet"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepoAccount:
    """Whose repository it is."""

    did: str
    handle: str
    display_name: str
    description: str
    key: RepoKey = field(default_factory=RepoKey)
    more: dict[str, Cbor] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Address of the profile, as people know it."""
        return f"https://bsky.app/profile/{self.handle}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepoMedium:
    """A picture, a film, or captions."""

    data: bytes
    content_type: str = "image/png"
    alt: str = ""

    @property
    def name(self) -> str:
        """The CID, by which the medium is known."""
        return written(link_to_file(self.data))

    @property
    def blob(self) -> Cbor:
        """The reference to it."""
        return {
            "$type": "blob",
            "ref": link_to_file(self.data),
            "mimeType": self.content_type,
            "size": len(self.data),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RepoPost:
    """One post; mentions, links and hashtags in its text get their facets."""

    published: datetime
    text: str
    #: By handle whose it is.
    dids: dict[str, str] = field(default_factory=dict)
    #: Addresses of what it answers and of what the thread began with.
    answers: str | None = None
    root: str | None = None
    quotes: str | None = None
    images: tuple[RepoMedium, ...] = ()
    video: RepoMedium | None = None
    captions: RepoMedium | None = None
    #: Address, title and description of a page that it shows.
    page: tuple[str, str, str] | None = None
    #: Who may reply: names of rules, such as `mentionRule`; None for everyone.
    allows: tuple[str, ...] | None = None
    hides: tuple[str, ...] = ()
    more: dict[str, Cbor] = field(default_factory=dict)
    #: The last part of its key, where that is not made of its moment.
    name: str = ""

    @property
    def key(self) -> str:
        """Its key in the repository."""
        return f"app.bsky.feed.post/{self.name or tid_of(self.published)}"

    @property
    def media(self) -> tuple[RepoMedium, ...]:
        """All its media."""
        return tuple(filter(None, (*self.images, self.video, self.captions)))

    def address(self, did: str) -> str:
        """Its address in the repository of an account."""
        return f"at://{did}/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepoRepost:
    """Somebody's post, shared."""

    published: datetime
    of: str


RepoItem = RepoPost | RepoRepost


def moment(when: datetime) -> str:
    """Write a moment as the app does."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _strong(address: str) -> Cbor:
    """Give a reference to a record, with a CID of its address in place of its own."""
    return {"uri": address, "cid": written(link_to_file(address.encode()))}


def _facets(post: RepoPost) -> Iterator[Cbor]:
    for form, kind in ((_MENTION, "mention"), (_LINK, "link"), (_TAG, "tag")):
        for match in form.finditer(post.text):
            begin, end = (len(post.text[:at].encode()) for at in match.span())
            feature: dict[str, Cbor] = {"$type": f"{_FACET}#{kind}"}
            if kind == "mention":
                if match[1] not in post.dids:
                    continue
                feature["did"] = post.dids[match[1]]
            elif kind == "link":
                feature["uri"] = match[0]
            else:
                feature["tag"] = match[1]
            index: Cbor = {"byteStart": begin, "byteEnd": end}
            yield {"index": index, "features": [feature]}


def _media(post: RepoPost) -> dict[str, Cbor] | None:
    if post.images:
        images: list[Cbor] = [{"image": one.blob, "alt": one.alt} for one in post.images]
        return {"$type": "app.bsky.embed.images", "images": images}
    if post.video:
        film: dict[str, Cbor] = {
            "$type": "app.bsky.embed.video",
            "video": post.video.blob,
            "alt": post.video.alt,
            "aspectRatio": {"width": 16, "height": 9},
        }
        if post.captions:
            film["captions"] = [{"lang": "nl", "file": post.captions.blob}]
        return film
    if post.page:
        uri, title, description = post.page
        page: Cbor = {"uri": uri, "title": title, "description": description}
        return {"$type": "app.bsky.embed.external", "external": page}
    return None


def _embed(post: RepoPost) -> Cbor:
    media = _media(post)
    if post.quotes is None:
        return cast("Cbor", media)
    quote: dict[str, Cbor] = {"$type": "app.bsky.embed.record", "record": _strong(post.quotes)}
    if media is None:
        return quote
    return {"$type": "app.bsky.embed.recordWithMedia", "record": quote, "media": media}


def record(item: RepoItem) -> dict[str, Cbor]:
    """Give what stands in the repository of a post or a repost."""
    made: dict[str, Cbor] = {"createdAt": moment(item.published)}
    if isinstance(item, RepoRepost):
        return {"$type": "app.bsky.feed.repost", "subject": _strong(item.of), **made}
    made |= {"$type": "app.bsky.feed.post", "text": item.text, "langs": ["nl"]}
    facets, embed = [*_facets(item)], _embed(item)
    if facets:
        made["facets"] = facets
    if embed:
        made["embed"] = embed
    if item.answers:
        made["reply"] = {
            "parent": _strong(item.answers),
            "root": _strong(item.root or item.answers),
        }
    return {**made, **item.more}


def records(account: RepoAccount, items: Iterable[RepoItem]) -> list[Record]:
    """Give the records of an account in order of their keys, likes and follows included."""
    profile: dict[str, Cbor] = {
        "$type": "app.bsky.actor.profile",
        "displayName": account.display_name,
        "description": account.description,
    }
    found: dict[str, Cbor] = {"app.bsky.actor.profile/self": {**profile, **account.more}}
    for item in items:
        if isinstance(item, RepoRepost):
            found[f"app.bsky.feed.repost/{tid_of(item.published)}"] = record(item)
            continue
        found[item.key] = record(item)
        if item.allows is not None or item.hides:
            name = item.key.replace(".post/", ".threadgate/")
            found[name] = _gate(account, item)
    return sorted(found.items())


def _gate(account: RepoAccount, post: RepoPost) -> Cbor:
    kind = "app.bsky.feed.threadgate"
    gate: dict[str, Cbor] = {
        "$type": kind,
        "post": post.address(account.did),
        "createdAt": moment(post.published),
    }
    if post.allows is not None:
        gate["allow"] = [{"$type": f"{kind}#{rule}"} for rule in post.allows]
    if post.hides:
        gate["hiddenReplies"] = list(post.hides)
    return gate


def others(whom: str, when: datetime, count: int = 1) -> list[Record]:
    """Give likes, follows, blocks and lists: what names others and is no post."""
    made: list[Record] = []
    for number in range(count):
        key, stamp = tid_of(when, number), moment(when)
        post: Cbor = {"uri": f"at://{whom}/app.bsky.feed.post/{key}", "cid": "bafyreicanary"}
        subject: dict[str, Cbor] = {"subject": whom, "createdAt": stamp}
        made += [
            (f"app.bsky.feed.like/{key}", {"subject": post, "createdAt": stamp}),
            (f"app.bsky.graph.block/{key}", subject),
            (f"app.bsky.graph.follow/{key}", subject),
            (f"app.bsky.graph.list/{key}", {"name": f"lijst {whom}", "createdAt": stamp}),
            (f"app.bsky.graph.listitem/{key}", {**subject, "list": f"at://{whom}/x/y"}),
        ]
    return made


def car(
    account: RepoAccount, found: Iterable[Record], made: datetime, key: RepoKey | None = None
) -> bytes:
    """Give a repository as the app gives it."""
    out = io.BytesIO()
    write_repo(out, account.did, sorted(found), key or account.key, made)
    return out.getvalue()


def document(account: RepoAccount, key: RepoKey | None = None) -> bytes:
    """Give the DID document of an account."""
    return orjson.dumps(did_document(account.did, account.handle, key or account.key))


def write_zip(path: Path, members: Iterable[tuple[str, bytes]]) -> Path:
    """Write a repository with what is beside it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return path


def beside(items: Iterable[RepoItem]) -> list[tuple[str, bytes]]:
    """Give the media of posts as files, each called after its CID."""
    posts = (item for item in items if isinstance(item, RepoPost))
    return [(f"blobs/{one.name}", one.data) for post in posts for one in post.media]


def big_export(path: Path, posts: int, *, begin: datetime | None = None) -> None:
    """Write a repository of many posts; of each ten one is a reply, one a repost."""
    account = RepoAccount(
        did="did:plc:voorbeelddamvoorbeeldda2",
        handle="voorbeelddam.example",
        display_name="Gemeente Voorbeelddam",
        description="Het account van de gemeente.",
    )
    first = begin or datetime(2023, 1, 1, tzinfo=UTC)
    citizen = "did:plc:burgerburgerburgerburger"

    def each() -> Iterator[Record]:
        yield from records(account, [])
        reposts: list[RepoRepost] = []
        for number in range(posts):
            when = first + timedelta(minutes=5 * number)
            answer = f"at://{citizen}/app.bsky.feed.post/{tid_of(when)}"
            if number % 10 == 9:
                reposts.append(RepoRepost(published=when, of=answer))
                continue
            text = f"Bericht {number} van de gemeente: de weg bij de brug is dicht. #verkeer"
            post = RepoPost(
                published=when, text=text, answers=answer if number % 10 == 5 else None
            )
            yield post.key, record(post)
        for repost in reposts:
            yield f"app.bsky.feed.repost/{tid_of(repost.published)}", record(repost)

    with path.open("wb") as out:
        write_repo(out, account.did, each(), account.key, first + timedelta(minutes=5 * posts))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a large export from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m weerklank.testing.bluesky_export",
        description="Write a synthetic Bluesky repository with invented Dutch posts.",
    )
    parser.add_argument("path", type=Path, metavar="PATH")
    parser.add_argument("--posts", type=int, required=True, metavar="N")
    chosen = parser.parse_args(arguments)
    big_export(cast("Path", chosen.path), chosen.posts)
    sys.stdout.write(f"{chosen.path}: {chosen.posts} posts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
