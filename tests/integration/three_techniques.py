"""One account by export, API and browser, with differences that are known beforehand.

What a browser brings in is written by hand, as an export of which the archive is told that a
browser saw it.
"""

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from place import ME, Archive, harvest, medium, moment, post, serving

from weerklank.model.run import Technique
from weerklank.services.intake import import_export
from weerklank.testing.mastodon_export import ExportPost, write_export
from weerklank.testing.mastodon_shown import MastodonServer

PICTURE = medium("/media_attachments/files/foto.png", "brug")
ALIKE = post(1, "Maandag wordt het papier opgehaald.")
EDITED = post(2, "Het zwembad is dicht.")
EDITED_NOW = replace(EDITED, html="<p>Het zwembad is weer open.</p>", edited=moment(3))
PICTURED = post(4, "De brug is geschilderd.", media=(PICTURE,))
MOVED = post(5, "Wie helpt mee?", likes=3)
MOVED_NOW = replace(MOVED, likes=10)
GONE = post(6, "Dit is een vergissing.")
OTHERWISE = post(7, "De markt begint om tien uur.")
OTHERWISE_SEEN = replace(OTHERWISE, html="<p>De markt begint om elf uur.</p>")
UNSEEN = post(8, "De lampen zijn vervangen.")
LATER = post(60, "Het fietspad is klaar.")
#: The day on which the export was made.
EXPORTED = moment(30)

#: By its words: who saw it, and in what they differ. By hand.
TRUTH: dict[str, tuple[str, set[str]]] = {
    "papier": ("AEB", set()),
    "zwembad": ("AEB", {"edit"}),
    "geschilderd": ("AEB", {"files"}),
    "helpt": ("AEB", {"numbers"}),
    "vergissing": ("E", set()),
    "markt": ("AEB", {"words"}),
    "lampen": ("AE", set()),
    "fietspad": ("AB", set()),
}


def exported(
    place: Archive,
    server: MastodonServer,
    day: datetime,
    *items: ExportPost,
    without: str | None = None,
) -> Path:
    """Write an export of the served account as it was made on a day, but for one file in it."""
    here = replace(
        ME,
        host=server.address.removeprefix("http://"),
        actor_id=f"{server.address}/users/{ME.name}",
    )
    folder = place.root / f"exports{len(list(place.root.glob('exports*')))}"
    folder.mkdir()
    made = folder / "as-made.tar.gz"
    write_export(made, here, list(items))
    path = folder / "archive.tar.gz"
    with tarfile.open(made) as source, tarfile.open(path, "w:gz") as dated:
        for member in source:
            if without is None or not member.name.endswith(without):
                member.mtime = int(day.timestamp())
                dated.addfile(member, source.extractfile(member))
    return path


@contextmanager
def by_browser() -> Iterator[None]:
    """Let what is imported be what a browser saw."""
    told = SimpleNamespace(EXPORT=Technique.BROWSER, PORTABILITY=Technique.PORTABILITY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_export, "Technique", told)
        yield


def three_techniques(place: Archive) -> None:
    """Take the account in by each technique in turn."""
    old = (ALIKE, EDITED, PICTURED, MOVED, GONE, OTHERWISE, UNSEEN)
    now = (ALIKE, EDITED_NOW, PICTURED, MOVED_NOW, OTHERWISE, UNSEEN, LATER)
    seen = (ALIKE, EDITED_NOW, PICTURED, MOVED_NOW, OTHERWISE_SEEN, LATER)
    with serving(place, *now) as server:
        place.run("import", str(exported(place, server, EXPORTED, *old, without="foto.png")))
        harvest(place, 1)  # the server gives no earlier wording of what was edited
        today = datetime.now(tz=EXPORTED.tzinfo)
        with by_browser():
            place.run("import", str(exported(place, server, today, *seen)))


def told(place: Archive) -> dict[str, dict[str, Any]]:
    """Give what `post show` tells of each post, by the word that tells it apart."""
    return {
        word: place.good("post", "show", place.good("search", word)["hits"][0]["id"])
        for word in TRUTH
    }
