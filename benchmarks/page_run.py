"""A whole harvest by browser: what is found and kept of what is there, and bytes against bytes.

Stored is all that the run adds to the archive: records, proofs, and of each page a WACZ, pictures
and a print. Served is what the site answered with, packed as it went out. Pictures of a page lie
in its WACZ and beside it, so that each can be opened by itself.

The peer, brozzler with a recorder of pywb, is measured on one page, by the benchmark `recorder`.
"""

import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - a seeded generator: the pictures have to be the same

from benchmarks.figures import Figure, weerklank
from weerklank.package.names import packages
from weerklank.package.reader import read_items
from weerklank.store.layout import Layout
from weerklank.testing.mastodon_items import ExportAccount, ExportMedium, ExportPost, snowflake
from weerklank.testing.mastodon_pages import Shows, mastodon_site
from weerklank.testing.png import encode_png

_POSTS, _SIDE, _SHADES = 12, 400, 16
_BEGAN = datetime(2026, 11, 1, 12, tzinfo=UTC)
_ME = ExportAccount(
    host="voorbeelddam.example",
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html="<p>Nieuws van de gemeente.</p>",
    actor_id="https://voorbeelddam.example/users/gemeente",
    created=datetime(2019, 1, 1, tzinfo=UTC),
)


def run() -> list[Figure]:
    """Give posts and pages as a share of what is there, and bytes stored by bytes served."""
    posts = [_post(one) for one in range(_POSTS)]
    with tempfile.TemporaryDirectory() as folder, mastodon_site(_ME, posts, shows=Shows()) as site:
        archive = Path(folder) / "archive"
        begin = ("--organisation", "Maat", "--sealed", "12")
        weerklank("init", str(archive), *begin, archive=archive)
        weerklank("account", "add", site.account_page, "--kind", "corporate", archive=archive)
        before = _bytes_in(archive)
        spent = weerklank("harvest", "gemeente", "--technique", "browser", archive=archive)
        stored = _bytes_in(archive) - before
        kinds = _kinds_in(archive)
        return [
            Figure("page run: posts found of posts there", kinds["post"] / _POSTS, 1, "x"),
            Figure("page run: pages kept of pages there", kinds["page"] / (_POSTS + 1), 1, "x"),
            Figure("page run: bytes stored by served", stored / site.served, None, "x"),
            Figure("page run: bytes served a page", site.served / (_POSTS + 1) / 1000, None, "kB"),
            Figure("page run: wall a page", spent.wall / (_POSTS + 1), None, "s"),
            Figure(
                "page run: memory of our process", spent.peak / (1 << 20), 300, "MB", at_most=True
            ),
        ]


def _bytes_in(archive: Path) -> int:
    return sum(path.stat().st_size for path in archive.rglob("*") if path.is_file())


def _kinds_in(archive: Path) -> Counter[str]:
    found = (
        item for one in packages(Layout(archive)) for _, items in read_items(one) for item in items
    )
    return Counter(str(item.kind) for item in found)


def _post(number: int) -> ExportPost:
    published = _BEGAN + timedelta(hours=number)
    return ExportPost(
        number=snowflake(published, number),
        published=published,
        html=f"<p>Bericht {number} van de gemeente</p>",
        media=(_picture(number),),
    )


def _picture(number: int) -> ExportMedium:
    noise = Random(number)
    rows = [bytes(noise.choices(range(_SHADES), k=_SIDE)) for _ in range(_SIDE)]
    shades = [(one * 16, one * 16, one * 16) for one in range(_SHADES)]
    return ExportMedium(
        path=f"media_attachments/files/109/{number}/original/foto.png",
        content_type="image/png",
        alt=f"Foto {number}",
        width=_SIDE,
        height=_SIDE,
        data=encode_png(_SIDE, _SIDE, shades, rows),
    )
