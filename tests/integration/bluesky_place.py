"""A repository written by hand, and an archive with its account in the register."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from weerklank.testing.bluesky_export import (
    RepoAccount,
    RepoItem,
    RepoMedium,
    RepoPost,
    beside,
    car,
    document,
    records,
    write_zip,
)
from weerklank.testing.bluesky_repo import Record
from weerklank.testing.png import encode_png

ME = RepoAccount(
    did="did:plc:gemeentevoorbeelddamgeme",
    handle="voorbeelddam.example",
    display_name="Gemeente Voorbeelddam",
    description="Het account van de gemeente. Vragen? https://voorbeelddam.example/contact",
)
CITIZEN = "did:plc:trijntjevliertrijntjevli"
HANDLE = "trijntje-vlier.bsky.example"
MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)


def moment(day: int) -> datetime:
    return datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)


def post(day: int, text: str, **more: Any) -> RepoPost:
    return RepoPost(published=moment(day), text=text, **more)


def medium(mark: str = "een", **more: Any) -> RepoMedium:
    data = encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8) + mark.encode()
    return RepoMedium(data=data, alt=f"Foto van de {mark}", **more)


def theirs(day: int, did: str = CITIZEN) -> str:
    return post(day, "").address(did)


def bare(path: Path, *items: RepoItem, more: tuple[Record, ...] = (), **how: Any) -> Path:
    """Write repo.car as the app gives it."""
    path.write_bytes(car(ME, [*records(ME, items), *more], how.get("made", MADE), how.get("key")))
    return path


def zipped(path: Path, *items: RepoItem, more: tuple[Record, ...] = (), **how: Any) -> Path:
    """Write a zip with the repository, its DID document and its media."""
    content = car(ME, [*records(ME, items), *more], how.get("made", MADE))
    named = document(ME, how.get("key"))
    return write_zip(path, [("repo.car", content), ("did.json", named), *beside(items)])
