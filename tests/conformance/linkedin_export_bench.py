"""The bench of LinkedIn: pictures are behind links, and no export says whose it is."""

import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from weerklank.connectors.linkedin import LinkedIn
from weerklank.testing.export_conformance import ExportBench, ExportScene
from weerklank.testing.file_double import FileDouble
from weerklank.testing.linkedin_export import (
    LinkedInExportContent,
    LinkedInPost,
    LinkedInReply,
    write_linkedin_export,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
STORAGE = "https://media.licdn.com/dms/"
FILES = FileDouble({f"{STORAGE}{number}": b"\xff\xd8%d" % number for number in range(20)})
READ = ("Shares", "Comments", "InstantReposts", "Rich_Media", "Profile", "Articles/")


def _posts(scene: ExportScene) -> list[LinkedInPost]:
    posts = []
    # An answer to somebody counts as a post of the account.
    for number in range(scene.posts - bool(scene.person)):
        medium = f"{STORAGE}{number}" if number < scene.pictures else ""
        if scene.pictures <= number < scene.pictures + scene.lost_pictures:
            medium = f"{STORAGE}weg-{number}"
        who = scene.person if number == 3 else None
        posts.append(
            LinkedInPost(
                published=NOON - timedelta(days=number),
                text=f"Zie {who.address}, @{who.handle}" if who else f"Bericht {number}\n\nMeer",
                urn=f"urn:li:share:7{number:018}",
                shared=f"https://www.linkedin.com/in/{who.local}" if who else "",
                medium=medium,
                more=dict([scene.unknown]) if scene.unknown else {},
            )
        )
    return posts


def write_linkedin(path: Path, scene: ExportScene) -> None:
    replies = []
    if scene.person:
        said = f"Dank @{scene.person.handle} {scene.person.address}"
        replies = [LinkedInReply(published=NOON, text=said, urn="urn:li:activity:71")]
    content = LinkedInExportContent(
        posts=_posts(scene),
        replies=replies,
        correspondent=scene.closed.name if scene.closed else "Een Burger",
        odd="gisteren,geen link,Stuk,,,PUBLIC\r\n" if scene.broken else "",
    )
    write_linkedin_export(path, content)
    if scene.cut:
        with zipfile.ZipFile(path) as whole:
            members = {name: whole.read(name) for name in whole.namelist()}
        shares = members["Shares.csv"]
        members["Shares.csv"] = shares[: shares.index(b"Bericht 6") + 4]
        with zipfile.ZipFile(path, "w") as made:
            for name, data in members.items():
                made.writestr(name, data)


LINKEDIN = ExportBench(
    connector=LinkedIn(),
    url="https://www.linkedin.com/in/sannevoorbeeld",
    write=write_linkedin,
    file_name="Complete_LinkedInDataExport.zip",
    is_closed=lambda name: not any(part in name for part in READ),
    states_count=False,
    keeps_loose=True,
    way_out=FILES.way,
    says_whose=False,
)
