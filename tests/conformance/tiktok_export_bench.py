"""The bench of TikTok's export; its pictures are behind links."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from weerklank.connectors.tiktok import TikTok
from weerklank.testing.export_conformance import ExportBench, ExportScene
from weerklank.testing.file_double import FileDouble
from weerklank.testing.tiktok_export import (
    Generation,
    TikTokExportContent,
    TikTokPost,
    TikTokReply,
    post_json,
    write_tiktok_export,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
STORAGE = "https://v16.tiktokcdn-eu.com/"
FILES = FileDouble({f"{STORAGE}{number}.jpeg": b"\xff\xd8%d" % number for number in range(20)})


def _posts(scene: ExportScene) -> list[TikTokPost | bytes]:
    posts: list[TikTokPost | bytes] = []
    more = dict([scene.unknown]) if scene.unknown else {}
    # An answer to somebody counts as a post of the account.
    for number in range(scene.posts - bool(scene.person)):
        link = f"{STORAGE}{number}.jpeg" if number < scene.pictures else ""
        if scene.pictures <= number < scene.pictures + scene.lost_pictures:
            link = f"{STORAGE}weg-{number}.jpeg"
        posts.append(
            TikTokPost(
                published=NOON - timedelta(days=number),
                title=f"Bericht {number}",
                link=link,
                more=more,
            )
        )
    if scene.person:
        who = scene.person
        said = f"Zie {who.address} van @{who.handle}, @{who.local}"
        posts[3] = TikTokPost(
            published=NOON + timedelta(days=3),
            title=said,
            sound=f"original sound - {who.name}",
            more={"Location": said, "AddYoursText": said},
        )
    if scene.broken:
        whole = post_json(TikTokPost(published=NOON, title="Stuk"))
        posts.insert(5, orjson.dumps({**whole, "Date": "gisteren"}))
    return posts


def write_tiktok(path: Path, scene: ExportScene) -> None:
    replies = []
    if scene.person:
        theirs = f"https://www.tiktok.com/@{scene.person.local}/video/7300000000000000001"
        said = f"@{scene.person.local} dank!"
        replies = [TikTokReply(published=NOON, text=said, address=theirs)]
    content = TikTokExportContent(
        posts=_posts(scene),
        replies=replies,
        correspondent=scene.closed.name if scene.closed else "burger_01",
    )
    write_tiktok_export(path, content, generation=Generation.VIDEO, zipped=not scene.cut)
    if scene.cut:
        whole = path.read_bytes()
        path.write_bytes(whole[: whole.index(b"Bericht 6")])


TIKTOK = ExportBench(
    connector=TikTok(),
    url="https://www.tiktok.com/@voorbeelddam",
    profile_of=lambda person: (f"https://www.tiktok.com/@{person.local}", None),
    write=write_tiktok,
    file_name="TikTok_Data.zip",
    is_closed=lambda _: False,  # all of it is one file
    states_count=False,
    keeps_loose=False,
    way_out=FILES.way,
)
