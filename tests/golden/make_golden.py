"""Make the archive that every later program must read: once for each version of the format.

    PYTHONPATH=tests/integration .venv/bin/python -m pytest -q -n 0 -p no:randomly \\
        tests/golden/make_golden.py

It refuses to write over one that is there, as what is frozen is never made anew. Keys and salts
are drawn, so that two makings differ in almost every byte; the clock is set, all persons invented.
"""

import io
import json
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from small_archive import PERSONS, Small, account, picture, post, posts, small_parts

from weerklank.model.clock import SystemClock
from weerklank.services.workplace import FORMAT
from weerklank.testing.mastodon_export import ExportAccount
from weerklank.testing.mastodon_server import mastodon_server

GOLDEN = Path(__file__).with_name(f"archive-{FORMAT}.tar.xz")
MADE = datetime(2026, 11, 2, 9, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 12, 3, 9, tzinfo=UTC)
#: No part of the record, or anew with every process.
_LEFT_OUT = ("index", "open/locks", "open/spool", "open/trash")


class Ticking:
    """A clock that goes on a millisecond each time that it is asked."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = MADE
        patch.setattr(SystemClock, "now", lambda _: self.tick())

    def tick(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_make_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not GOLDEN.exists(), "it is there, and frozen"
    clock = Ticking(monkeypatch)
    small_parts(monkeypatch)
    small = Small(tmp_path)
    identity = small.good(
        "init", str(small.archive), "--organisation", "Gemeente Grootdam", "--prefix", "gro",
        "--sealed", "12",
    )["identity"]  # fmt: skip
    small.good("account", "add", account().url, "--kind", "corporate")
    for name, role in PERSONS.items():
        small.good("person", "add", name, "--role", role)
    # Twice an export, the second with an edit: versions, citizens, media, originals, closed parts.
    small.take_in(posts().items)
    small.take_in(posts(edited=True).items)
    ids, told = small.ids(), posts()
    small.good("prove", ids[told.url("aan_y")], "-o", str(tmp_path / "proof.json"))
    # An account by its API: answers and their envelopes.
    live = ExportAccount(
        host="social.grootdam.example",
        name="bibliotheek",
        display_name="Bibliotheek Grootdam",
        summary_html="<p>Nieuws van de bibliotheek.</p>",
        actor_id="https://social.grootdam.example/users/bibliotheek",
        created=datetime(2020, 1, 1, tzinfo=UTC),
    )
    shelf = [
        post(11, "De leeskring begint weer op dinsdag.", media=(picture("leeskring", 30),)),
        post(12, "Zaterdag is de boekenmarkt op het plein."),
    ]
    with mastodon_server(live, shelf) as server:
        small.good("account", "add", server.url, "--kind", "corporate")
        small.good("harvest", "a0002")
    # One post destroyed: packages of a second generation, and a certificate.
    number = small.approve(ids[told.url("doel")])
    small.good("destroy", "execute", number, acting="Anna")
    # The month is past: what was open is merged; then something of the next.
    clock.now = NEXT_MONTH
    small.good("month", "close")
    small.take_in([*posts(edited=True).items, post(20, "In december is het gemeentehuis dicht.")])
    small.assert_verifies()
    said = {
        "destroyed": ids[told.url("doel")],
        "identity": identity,
        "ids": sorted(set(small.ids().values())),
        "searched": {
            word: sorted(hit["id"] for hit in small.good("search", word)["hits"])
            for word in ("feest", "plein", "boekenmarkt", "december", "kweepeertaart")
        },
        "texts": {
            one: small.good("post", "show", one).get("text")
            for one in sorted(set(small.ids().values()))
        },
        "versions": [list(one) for one in small.versions()],
    }
    (tmp_path / "expected.json").write_text(json.dumps(said, indent=1, ensure_ascii=False))
    pack(tmp_path)


def pack(root: Path) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:xz", preset=9) as out:
        for name in ("archive", "keys", "proof.json", "expected.json"):
            for path in [root / name, *sorted((root / name).rglob("*"))]:
                inside = path.relative_to(root).as_posix()
                if not any(inside.startswith(f"archive/{one}/") for one in _LEFT_OUT):
                    entry = out.gettarinfo(path, inside)
                    entry.uid = entry.gid = 0
                    entry.uname = entry.gname = ""
                    entry.mtime = int(NEXT_MONTH.timestamp())
                    with path.open("rb") if path.is_file() else io.BytesIO() as content:
                        out.addfile(entry, content if path.is_file() else None)
    assert made.tell() < 300_000
    GOLDEN.write_bytes(made.getvalue())
