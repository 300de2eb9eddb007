"""The bench of Bluesky's export: a repository in a zip, as bad as wanted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from weerklank.connectors.bluesky import Bluesky
from weerklank.testing.bluesky_export import (
    RepoAccount,
    RepoMedium,
    RepoPost,
    beside,
    car,
    document,
    others,
    records,
    write_zip,
)
from weerklank.testing.bluesky_repo import split_blocks
from weerklank.testing.canaries import Canary
from weerklank.testing.export_conformance import ExportBench, ExportScene
from weerklank.testing.png import encode_png

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ME = RepoAccount(
    did="did:plc:gemeentevoorbeelddamgeme",
    handle="gemeente.voorbeelddam.example",
    display_name="Gemeente Voorbeelddam",
    description="Ja",
)


def picture(mark: str) -> RepoMedium:
    data = encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8) + mark.encode()
    return RepoMedium(data=data, alt="Een foto")


def did_of(person: Canary) -> str:
    """Give a DID that holds what is unique of somebody."""
    return f"did:web:{handle_of(person)}"


def handle_of(person: Canary) -> str:
    return f"{person.local}.{person.number}.example"


def _posts(scene: ExportScene) -> list[RepoPost]:
    posts = [
        RepoPost(published=NOON + timedelta(days=day), text=f"Bericht {day}")
        for day in range(scene.posts)
    ]
    for number in range(scene.pictures + scene.lost_pictures):
        posts[number] = replace(posts[number], images=(picture(f"{number}"),))
    if scene.unknown:
        name, value = scene.unknown
        posts = [replace(post, more={name: value}) for post in posts]
    if scene.person:
        posts[-2:] = _naming(scene.person, *posts[-2:])
    return posts


def _naming(person: Canary, one: RepoPost, other: RepoPost) -> list[RepoPost]:
    """Give posts that name somebody in every way that there is."""
    handle, did = handle_of(person), did_of(person)
    uri, page = (
        f"at://{did}/app.bsky.feed.post/3kaaaaaaaaaaa",
        f"https://bsky.app/profile/{handle}",
    )
    words = f"@{handle} zie {page} en {uri}, {person.address} of @{person.handle}"
    return [
        replace(one, text=words, dids={handle: did}, answers=uri, quotes=uri, hides=(uri,)),
        replace(other, text=words, page=(page, f"Van @{handle}", f"Door @{handle}: {did}")),
    ]


def write_bluesky(path: Path, scene: ExportScene) -> None:
    posts = _posts(scene)
    kept = posts[: scene.pictures] + posts[scene.pictures + scene.lost_pictures :]
    found = records(ME, posts)
    closed = scene.closed
    found += others(did_of(closed) if closed else "did:web:iemand.example", NOON, 2)
    hidden = [
        RepoPost(published=NOON - timedelta(days=day), text=f"Verborgen {day}")
        for day in range(1, scene.hidden + 1)
    ]
    found += [one for one in records(ME, hidden) if ".post/" in one[0]]
    if scene.broken:
        odd = RepoPost(published=NOON + timedelta(hours=1), text="")
        found.append((odd.key, {"$type": "app.bsky.feed.post", "text": 5}))
    content = car(ME, found, NOON + timedelta(days=40))
    members = [
        ("repo.car", _spoilt(content, scene)),
        ("did.json", document(ME)),
        *beside(kept),
        *((f"blobs/{one.name}", one.data) for one in map(picture, _marks(scene.loose))),
    ]
    if closed:
        members.append(("chat.bsky.convo/messages.json", closed.name.encode()))
    write_zip(path, members)


def _marks(count: int) -> list[str]:
    return [f"los {number}" for number in range(count)]


def _spoilt(content: bytes, scene: ExportScene) -> bytes:
    """Leave out what is to be missing: posts that are listed, or all behind half of the posts."""
    blocks = split_blocks(content)
    begin, rest = blocks[:2], blocks[2:]
    rest = [one for one in rest if b"Verborgen" not in one]
    if not scene.cut:
        return b"".join([*begin, *rest])
    tree = [one for one in rest if b"$type" not in one]
    others = [one for one in rest if b"$type" in one]
    return b"".join([*begin, *tree, *others[: len(others) // 2]]) + others[-1][:20]


BLUESKY = ExportBench(
    connector=Bluesky(),
    url=ME.url,
    profile_of=lambda person: (f"https://bsky.app/profile/{handle_of(person)}", did_of(person)),
    write=write_bluesky,
    file_name="repo.zip",
    is_closed=lambda name: name.startswith("chat."),
    states_count=True,
    keeps_loose=False,  # the repository lists all that its posts show (docs/adr/0077)
)
