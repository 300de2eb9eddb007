"""Synthetic exports of Mastodon for those who test connectors; all names come together here.

`python -m weerklank.testing.mastodon_export PATH --posts N` writes a large one.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from weerklank.testing.mastodon_archive import Style, write_export
from weerklank.testing.mastodon_big import big_export
from weerklank.testing.mastodon_items import (
    ExportAccount,
    ExportBoost,
    ExportItem,
    ExportMedium,
    ExportPoll,
    ExportPost,
    Visibility,
    snowflake,
)
from weerklank.testing.mastodon_json import PUBLIC, activity

__all__ = [
    "PUBLIC",
    "ExportAccount",
    "ExportBoost",
    "ExportItem",
    "ExportMedium",
    "ExportPoll",
    "ExportPost",
    "Style",
    "Visibility",
    "activity",
    "big_export",
    "main",
    "snowflake",
    "write_export",
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a large export from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m weerklank.testing.mastodon_export",
        description="Write a synthetic Mastodon export with invented Dutch posts.",
    )
    parser.add_argument("path", type=Path, metavar="PATH")
    parser.add_argument("--posts", type=int, required=True, metavar="N")
    parser.add_argument("--style", choices=("tar.gz", "zip"), default="tar.gz")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--media-every", type=int, default=0, metavar="M")
    chosen = parser.parse_args(arguments)
    big_export(
        cast("Path", chosen.path),
        chosen.posts,
        seed=chosen.seed,
        style=chosen.style,
        media_every=chosen.media_every,
    )
    sys.stdout.write(f"{chosen.path}: {chosen.posts} posts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
