"""The bench of Snapchat's download: stories without words; nobody else is named in them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from weerklank.connectors.snapchat import Snapchat
from weerklank.testing.export_conformance import ExportBench, ExportScene
from weerklank.testing.snapchat_export import (
    SnapchatExportContent,
    SnapchatStory,
    write_snapchat_export,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
READ = ("json/account.json", "json/shared_story.json")


def _story(number: int, scene: ExportScene) -> SnapchatStory:
    address = f"https://story.snapchat.com/s/W7_{number:08}"
    if scene.person and number == 3:
        address = f"https://www.snapchat.com/add/{scene.person.local}?n={scene.person.number}"
    return SnapchatStory(
        shared=NOON - timedelta(days=number),
        address=address,
        more=dict([scene.unknown]) if scene.unknown else {},
    )


def write_snapchat(path: Path, scene: ExportScene) -> None:
    stories = [_story(number, scene) for number in range(scene.posts)]
    broken = [SnapchatStory(shared=NOON, more={"Story Date": "ooit"})] if scene.broken else []
    # As Spotlights: of those is known that everybody sees them.
    content = SnapchatExportContent(
        spotlights=[*stories[:5], *broken, *stories[5:]],
        files={f"los-{number}.jpg": b"\xff\xd8%d" % number for number in range(scene.loose)},
        correspondent=scene.closed.name if scene.closed else "Een Burger",
    )
    if scene.cut:
        records = [
            {"Story Date": f"2026-01-{n + 1:02} 12:00:00", "Story URL": ""} for n in range(12)
        ]
        whole = orjson.dumps({"Spotlight History": records})
        content = SnapchatExportContent(odd=whole[: whole.index(b"2026-01-07")])
    write_snapchat_export(path, content)


SNAPCHAT = ExportBench(
    connector=Snapchat(),
    url="https://www.snapchat.com/add/voorbeelddam",
    write=write_snapchat,
    file_name="mydata.zip",
    is_closed=lambda name: name not in READ and not name.startswith("shared_story/"),
    states_count=False,
    keeps_loose=True,
    matches_media=False,
    has_words=False,
)
