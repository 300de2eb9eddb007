"""The bench of X's archive."""

import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from weerklank.connectors.x import X
from weerklank.testing.canaries import Canary
from weerklank.testing.export_conformance import ExportBench, ExportScene
from weerklank.testing.png import encode_png
from weerklank.testing.x_export import (
    CLOSED,
    XAccount,
    XPicture,
    XPost,
    number_at,
    part,
    write_export,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MADE = NOON + timedelta(days=300)
ME = XAccount(
    number="7000001", name="Voorbeelddam", display_name="Gemeente Voorbeelddam", bio="Ja"
)


def picture(mark: str) -> bytes:
    return encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8) + mark.encode()


def x_post(day: int, text: str, **more: object) -> XPost:
    at = NOON + timedelta(days=day)
    return XPost(number=number_at(at), published=at, text=text, **more)  # type: ignore[arg-type]


def flat(person: Canary) -> str:
    """Give the handle that somebody has on X."""
    return person.local.replace(".", "_")


def _posts(scene: ExportScene) -> list[XPost]:
    unknown = dict([scene.unknown]) if scene.unknown else {}
    posts = [
        x_post(
            day,
            f"Bericht {day}",
            more=unknown,
            pictures=(
                (
                    XPicture(
                        name=f"p{day}.png",
                        data=picture(f"{day}") if day < scene.pictures else None,
                    ),
                )
                if day < scene.pictures + scene.lost_pictures
                else ()
            ),
        )
        for day in range(scene.posts)
    ]
    person = scene.person
    if person:
        who = (str(person.number), flat(person), person.name)
        address = f"https://x.com/{flat(person)}"
        posts[-2:] = [
            x_post(
                98,
                f"@{flat(person)} Dag {person.name}, zie https://t.co/wie en @{person.handle}",
                links=(("https://t.co/wie", f"{address}/status/{person.number}"),),
                mentions=(who,),
                answers=(str(person.number), who[0], who[1]),
                pictures=(
                    XPicture(
                        name="wie.png", data=picture("wie"), alt=f"{person.name} bij {address}"
                    ),
                ),
            ),
            x_post(
                99,
                f"RT @{flat(person)}: Ik ben {person.name}, mijn adres is {address}",
                mentions=(who,),
            ),
        ]
    return posts


def write_x(path: Path, scene: ExportScene) -> None:
    members: list[tuple[str, bytes]] = []
    for number in range(scene.loose):
        at = number_at(NOON + timedelta(days=200 + number))
        members.append((f"data/tweets_media/{at}-los.png", picture(f"los {number}")))
    if scene.closed:
        told = [{"van": scene.closed.name, "naam": scene.closed.handle, "id": scene.closed.number}]
        members += [(f"data/{name}", part(name[:-3], told)) for name in CLOSED.values()]
        members.append((f"data/direct_messages_media/1-{flat(scene.closed)}.png", picture("dm")))
    write_export(path, ME, _posts(scene), made=MADE, members=members, hidden=scene.hidden)
    if scene.broken or scene.cut:
        _spoil(path, scene)


def _spoil(path: Path, scene: ExportScene) -> None:
    """Break the file with the posts, and leave the others."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "data/tweets.js"
    content = members[name]
    if scene.broken:
        second = content.index(b"\n},\n{") + 4
        content = content[:second] + b'{\n "tweet": {"id_str": }\n},\n' + content[second:]
    members[name] = content[: len(content) // 2] if scene.cut else content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, data in members.items():
            archive.writestr(one, data)


def is_closed(name: str) -> bool:
    return name.removeprefix("data/").startswith("direct_") or name.rpartition("/")[2] in {
        *CLOSED.values()
    }


X_BENCH = ExportBench(
    connector=X(),
    url=ME.url,
    write=write_x,
    file_name="twitter-2026-10-28.zip",
    is_closed=is_closed,
    states_count=True,
    keeps_loose=True,
)
