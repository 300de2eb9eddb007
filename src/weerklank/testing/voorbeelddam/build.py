"""Write the exports of the accounts of Voorbeelddam: three on Mastodon, and those elsewhere."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from weerklank.testing.mastodon_archive import write_export
from weerklank.testing.mastodon_items import (
    ExportAccount,
    ExportItem,
    ExportMedium,
    ExportPost,
)
from weerklank.testing.voorbeelddam.content import BODIES, Reader
from weerklank.testing.voorbeelddam.elsewhere import ElsewhereFile, write_elsewhere
from weerklank.testing.voorbeelddam.pictures import HEIGHT, WIDTH, draw
from weerklank.testing.voorbeelddam.website import GEMEENTE_PROFILE

_HOST = "social.voorbeelddam.example"
_REGION = "vaardeland.example"

GEMEENTE = ExportAccount(
    host=_HOST,
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html=GEMEENTE_PROFILE,
    actor_id=f"https://{_HOST}/users/gemeente",
    created=datetime(2022, 12, 1, tzinfo=UTC),
)
BURGEMEESTER = ExportAccount(
    host=_HOST,
    name="burgemeester",
    display_name="Burgemeester van Voorbeelddam",
    summary_html="<p>Account van de burgemeester van Voorbeelddam. Bij spoed: bel 112.</p>",
    actor_id=f"https://{_HOST}/ap/users/115130000000000217",
    created=datetime(2025, 9, 1, tzinfo=UTC),
)
WETHOUDER = ExportAccount(
    host=_REGION,
    name="wethouder_linde",
    display_name="Jorrit Linde",
    summary_html="<p>Wethouder in Voorbeelddam, lid van Lokaal Voorbeelddam, tuinman.</p>",
    actor_id=f"https://{_REGION}/ap/users/115150000000000041",
    created=datetime(2025, 9, 4, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFiles:
    """Where the exports are, and what there is to know of their accounts."""

    gemeente: Path
    burgemeester: Path
    wethouder: Path
    gemeente_url: str
    burgemeester_url: str
    wethouder_url: str
    #: Addresses of the posts of the alderman that are government information.
    wethouder_official: tuple[str, ...]
    #: Those of the gemeente on other platforms.
    elsewhere: tuple[ElsewhereFile, ...]


def write_demo_exports(folder: Path) -> DemoFiles:
    """Write the exports into a folder; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    gemeente = folder / "archive-20261120090000-5f0c6e9ad1b24c7d8e21a3b4c5d6e7f8.tar.gz"
    burgemeester = folder / "archive-20261120091500-0b9a8d7c6e5f4a3b2c1d0e9f8a7b6c5d.zip"
    wethouder = folder / "archive-20261121203000-77aa31c0de5519be42f08d6613c9e5a2.zip"

    reader = Reader(GEMEENTE)
    posts = reader.read("gemeente", "hoogwater")
    likes = [f"{BODIES['waterschap']}/statuses/115300000000000001"]
    write_export(
        gemeente,
        GEMEENTE,
        posts,
        style="tar.gz",
        modern=False,
        likes=likes,
        avatar=picture("avatar.png", "wapen"),
        header=picture("header.png", "dijk"),
    )
    known = {f"gemeente:{key}": uri for key, (uri, _) in reader.keyed.items()}
    write_export(
        burgemeester,
        BURGEMEESTER,
        _slashed(Reader(BURGEMEESTER, known).read("burgemeester")),
        style="zip",
        likes=likes,
        avatar=picture("avatar.png", "wapen"),
    )
    private = Reader(WETHOUDER)
    write_export(
        wethouder,
        WETHOUDER,
        private.read("wethouder"),
        style="zip",
        bookmarks=[f"{BODIES['tuinclub']}/statuses/115400000000000002"],
        avatar=picture("avatar.png", "park"),
    )
    return DemoFiles(
        gemeente=gemeente,
        burgemeester=burgemeester,
        wethouder=wethouder,
        gemeente_url=GEMEENTE.url,
        burgemeester_url=BURGEMEESTER.url,
        wethouder_url=WETHOUDER.url,
        wethouder_official=tuple(private.official),
        elsewhere=write_elsewhere(folder),
    )


def picture(name: str, topic: str) -> ExportMedium:
    """Draw a picture of a profile."""
    return ExportMedium(
        path=name,
        content_type="image/png",
        alt=None,
        width=WIDTH,
        height=HEIGHT,
        data=draw(topic),
    )


def _slashed(items: list[ExportItem]) -> list[ExportItem]:
    """Put the slash before the paths of media that servers with object storage write."""
    return [
        replace(item, media=tuple(replace(m, path=f"/{m.path}") for m in item.media))
        if isinstance(item, ExportPost)
        else item
        for item in items
    ]
