"""Import of the exports of other platforms than Mastodon: speed, and flat memory.

Each in a process of its own, at two sizes of which one is four times the other; memory that grows
with the export shows in the ratio of the two peaks. `WEERKLANK_EXPORT_POSTS` sets the smaller one.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, Run, weerklank
from weerklank.testing import bluesky_export, x_big, youtube_export
from weerklank.testing.facebook_export import big_facebook
from weerklank.testing.instagram_export import big_instagram
from weerklank.testing.linkedin_export import big_linkedin_export
from weerklank.testing.snapchat_export import big_snapchat_export
from weerklank.testing.tiktok_export import big_tiktok_export

POSTS = int(os.environ.get("WEERKLANK_EXPORT_POSTS", "20000"))
_MORE = 4
#: quality.md: of a Mastodon export between 100,000 and a million posts at most a tenth.
_GROWTH = 1.1
_MOST_MEMORY = 250


@dataclass(frozen=True, slots=True)
class _Kind:
    """An export as its platform writes it."""

    name: str
    file: str
    url: str
    write: Callable[[Path, int], object]


_KINDS = (
    _Kind("x", "a.zip", "https://x.com/voorbeelddam", x_big.big_export),
    _Kind("youtube", "a.zip", "https://www.youtube.com/@gemeentevoorbeelddam",
          youtube_export.big_export),
    _Kind("instagram", "a.zip", "https://www.instagram.com/gemeentevoorbeelddam", big_instagram),
    _Kind("facebook", "a.zip", "https://www.facebook.com/gemeentevoorbeelddam", big_facebook),
    _Kind("linkedin", "a.zip", "https://www.linkedin.com/in/sannevoorbeeld", big_linkedin_export),
    _Kind("tiktok", "user_data_tiktok.json", "https://www.tiktok.com/@voorbeelddam",
          big_tiktok_export),
    _Kind("snapchat", "a.zip", "https://www.snapchat.com/add/voorbeelddam", big_snapchat_export),
    _Kind("bluesky", "repo.car", "https://bsky.app/profile/did:plc:voorbeelddamvoorbeeldda2",
          bluesky_export.big_export),
)  # fmt: skip


def _imported(kind: _Kind, folder: Path, posts: int) -> tuple[Run, int]:
    """Import an export of so many posts into a fresh archive; gives the run and its bytes."""
    folder.mkdir()
    export, archive = folder / kind.file, folder / "archive"
    kind.write(export, posts)
    weerklank("init", str(archive), "--organisation", "Maat", "--sealed", "12", archive=archive)
    weerklank("account", "add", kind.url, "--kind", "corporate", archive=archive)
    run = weerklank("import", str(export), "--account", "a0001", archive=archive)
    return run, export.stat().st_size


def run() -> list[Figure]:
    """Measure each platform."""
    found: list[Figure] = []
    for kind in _KINDS:
        with tempfile.TemporaryDirectory() as name:
            few, _ = _imported(kind, Path(name) / "few", POSTS)
            many, size = _imported(kind, Path(name) / "many", POSTS * _MORE)
        found += [
            Figure(f"{kind.name}, posts per CPU-second", POSTS * _MORE / many.cpu, None, ""),
            Figure(f"{kind.name}, export per CPU-second", size / many.cpu / 1e6, None, "MB"),
            Figure(f"{kind.name}, peak memory", many.peak / 1e6, _MOST_MEMORY, "MB", at_most=True),
            Figure(f"{kind.name}, its growth", many.peak / few.peak, _GROWTH, "x", at_most=True),
        ]
    return found
