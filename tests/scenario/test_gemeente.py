"""Een dag in een Nederlandse gemeente, van een leeg archief tot een vernietigd bericht.

What people see on their screen, in Dutch, command by command; each a process of its own. The
first and the last are started as people start them, the others without waiting for Python.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from forked import forked
from weerklank.testing.mastodon_export import (
    ExportAccount,
    ExportMedium,
    ExportPost,
    snowflake,
    write_export,
)
from weerklank.testing.png import encode_png

WEERKLANK = (sys.executable, "-c", "from weerklank.cli.main import main; main()")
ADDRESS = re.compile(r"\b[a-z]{3}-\d{4}-\d{2}-\d{2}-[0-9a-z]{5,}\b")
CITIZEN = ("https://mast.example/users/trijntje_vlier", "@trijntje_vlier@mast.example")
ME = ExportAccount(
    host="social.grootdam.example",
    name="gemeente",
    display_name="Gemeente Grootdam",
    summary_html="<p>Nieuws van de gemeente Grootdam.</p>",
    actor_id="https://social.grootdam.example/users/gemeente",
    created=datetime(2022, 11, 1, tzinfo=UTC),
)


def post(day: int, html: str, **more: object) -> ExportPost:
    when = datetime(2026, 3, day, 9, tzinfo=UTC)
    return ExportPost(number=snowflake(when), published=when, html=f"<p>{html}</p>", **more)  # type: ignore[arg-type]


PICTURE = ExportMedium(
    path="media_attachments/files/1/original/ijsbaan.png",
    content_type="image/png",
    alt="De ijsbaan op het plein, vol schaatsers",
    width=8,
    height=8,
    data=encode_png(8, 8, [(9, 90, 200)], [bytes(8)] * 8),
)
POSTS = (
    post(2, "Maandag halen wij het oud papier op in het centrum."),
    post(3, "De ijsbaan op het plein gaat zaterdag om tien uur open!", media=(PICTURE,)),
    post(
        4,
        '<a href="https://mast.example/@trijntje_vlier" class="u-url mention">'
        "@<span>trijntje_vlier</span></a> Dank voor uw melding over de ijsbaan.",
        in_reply_to="https://mast.example/users/trijntje_vlier/statuses/8",
        mentions=(CITIZEN,),
    ),
    post(
        5, "Dit is een privébericht over een uitkering.", visibility="direct", mentions=(CITIZEN,)
    ),
    post(6, "Voor onze volgers: een kijkje achter de schermen.", visibility="followers"),
)


@dataclass
class Scherm:
    """A terminal of the municipality: remembers nothing but what was said last."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str | Path, code: int = 0) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        return self.said(done, code)

    def said(self, done: CompletedProcess[str], code: int) -> str:
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def started(self, *arguments: str) -> str:
        return self.run(*WEERKLANK, *arguments)

    def weerklank(self, *arguments: str, code: int = 0) -> str:
        done = forked(*arguments, environment=self.environment, folder=self.folder)
        return self.said(done, code)

    def als(self, name: str, *arguments: str, code: int = 0) -> str:
        return self.weerklank(*arguments, "--as", name, code=code)


@pytest.fixture
def scherm(tmp_path) -> Scherm:
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "WEERKLANK"))}
    return Scherm(
        tmp_path,
        {
            **keep,
            "LANG": "nl_NL.UTF-8",
            "PYTHONUTF8": "1",
            "WEERKLANK_ARCHIVE": str(tmp_path / "archief"),
            "WEERKLANK_KEYS": str(tmp_path / "sleutels"),
        },
    )


@pytest.mark.needs("openssl")
def test_een_gemeente_archiveert_zoekt_bewijst_en_vernietigt(scherm, tmp_path):
    write_export(tmp_path / "export.tar.gz", ME, POSTS, likes=(CITIZEN[0],))

    # Archief maken.
    gezegd = scherm.started("init", "archief", "--organisation", "Gemeente Grootdam")
    assert f"Archief: {tmp_path}/archief" in gezegd
    assert "Hij wordt maar één keer getoond en staat nergens anders" in gezegd
    (kluissleutel,) = re.findall(r"AGE-SECRET-KEY-\w+", gezegd)

    # Personen: de eerste beheert het overzicht, de anderen komen door haar.
    assert "Ria Register: register-owner" in scherm.weerklank(
        "person", "add", "Ria Register", "--role", "register-owner"
    )
    geweigerd = scherm.weerklank("person", "add", "Ruud Revisor", "--role", "reviewer", code=3)
    assert "Dit mag alleen wie de rol register-owner heeft" in geweigerd
    for naam, rol in (
        ("Pia Privacy", "privacy"),
        ("Ruud Revisor", "reviewer"),
        ("Anna Archief", "archivist"),
    ):
        scherm.als("Ria Register", "person", "add", naam, "--role", rol)
    assert "Anna Archief" in scherm.weerklank("person", "list")

    # Account.
    besloten = ("platform", "status", "mastodon", "designated", "--decided", "2026-01-15")
    assert "aangewezen, besloten op 2026-01-15" in scherm.als("Ria Register", *besloten)
    gezegd = scherm.als(
        "Ria Register", "account", "add", ME.url, "--kind", "corporate",
        "--manager", "Ria Register", "--replies", "open",
    )  # fmt: skip
    assert "Geregistreerd." in gezegd
    assert "scenario vandaag        B (corporate, tweerichting)" in gezegd
    assert "1 account." in scherm.weerklank("account", "list")

    # Beleid gaat vooraf aan de export.
    geweigerd = scherm.weerklank("import", "export.tar.gz", code=3)
    assert "Over verzegelde originelen is nog niet beslist" in geweigerd
    assert "→ Laat de privacy officer kiezen" in geweigerd
    gezegd = scherm.als("Pia Privacy", "privacy", "policy", "--sealed", "12")
    assert "bewaartermijn van verzegelde originelen in maanden: 12" in gezegd

    # Export.
    gezegd = scherm.weerklank("import", "export.tar.gz")
    assert "Mastodon-export wordt gelezen." in gezegd
    for aantal, wat in (
        (1, "profielen"),
        (4, "berichten"),
        (1, "mediabestanden"),
        (1, "privéberichten overgeslagen"),
    ):
        assert re.search(rf"^ +{aantal}  {wat}$", gezegd, re.MULTILINE), wat
    assert "de export bevat geen reacties van anderen" in gezegd
    assert "Compleet." in gezegd

    # Zoeken en tonen.
    assert "0 gevonden" in scherm.weerklank("search", "uitkering")
    assert "0 gevonden" in scherm.weerklank("search", "trijntje_vlier")
    gezegd = scherm.weerklank("search", "ijsbaan")
    assert gezegd.startswith("2 gevonden")
    antwoord, bericht = ADDRESS.findall(gezegd)
    assert "reactie  gemeente@social.grootdam.example" in gezegd
    gezegd = scherm.weerklank("show", bericht)
    assert f"{bericht}  (bericht, aanwezig)" in gezegd
    assert "zichtbaarheid   openbaar" in gezegd
    assert "De ijsbaan op het plein gaat zaterdag om tien uur open!" in gezegd
    assert "De ijsbaan op het plein, vol schaatsers" in gezegd
    gezegd = scherm.weerklank("show", antwoord)
    assert "Burger-" in gezegd
    assert "trijntje" not in gezegd
    (volgers,) = ADDRESS.findall(scherm.weerklank("search", "volgers"))
    assert "zichtbaarheid   alleen voor volgers" in scherm.weerklank("show", volgers)

    # Bewijzen.
    gezegd = scherm.weerklank("prove", bericht, "-o", "bewijs.json")
    assert "Bewijs: bewijs.json" in gezegd
    (raad,) = re.findall(r"Controleer het met: python3 (.*)", gezegd)
    gezegd = scherm.run(sys.executable, *raad.split())
    assert "Uitslag / result: OK" in gezegd

    # Controleren.
    gezegd = scherm.weerklank("verify", "--deep")
    assert re.search(r"^ +5  berichten, één voor één$", gezegd, re.MULTILINE)
    assert "Geen schade gevonden." in gezegd

    # Vernietigen door drie personen.
    voorstel = (
        "destroy", "propose", "--id", bericht, "--ground", "selection",
        "--reason", "Bewaartermijn verstreken",
    )  # fmt: skip
    assert "heeft die niet" in scherm.weerklank(*voorstel, code=3)
    gezegd = scherm.als("Pia Privacy", *voorstel)
    assert "voorgesteld  (selectielijst: Bewaartermijn verstreken)" in gezegd
    (lijst,) = re.findall(r"^(v\d+)", gezegd, re.MULTILINE)
    scherm.als("Pia Privacy", "destroy", "review", lijst, code=3)
    scherm.als("Anna Archief", "destroy", "execute", lijst, code=3)
    scherm.als("Ruud Revisor", "destroy", "review", lijst)
    scherm.als("Ruud Revisor", "destroy", "approve", lijst, code=3)
    assert "gemachtigd   Anna Archief" in scherm.als("Anna Archief", "destroy", "approve", lijst)
    assert ADDRESS.findall(scherm.weerklank("search", "ijsbaan")) == [antwoord, bericht]
    gezegd = scherm.als("Anna Archief", "destroy", "execute", lijst)
    assert "0 waar nog iets in staat" in gezegd
    assert "opgegeven, niet aangemeld" in gezegd

    # Het is weg, en het blijft weg.
    for wat in (("show", bericht), ("prove", bericht, "-o", "tweede.json")):
        assert f"is vernietigd bij besluit {lijst}" in scherm.weerklank(*wat, code=2)
    assert not (tmp_path / "tweede.json").exists()
    assert ADDRESS.findall(scherm.weerklank("search", "ijsbaan")) == [antwoord]
    gezegd = scherm.weerklank("import", "export.tar.gz")
    assert re.search(r"^ +1  vernietigd, niet opnieuw opgenomen$", gezegd, re.MULTILINE)
    assert "Compleet." in gezegd
    assert ADDRESS.findall(scherm.weerklank("search", "ijsbaan")) == [antwoord]

    # Opnieuw controleren: met het programma, en zonder.
    gezegd = scherm.started("verify", "--deep")
    assert re.search(r"^ +4  berichten, één voor één$", gezegd, re.MULTILINE)
    assert "Geen schade gevonden." in gezegd
    gezegd = scherm.run(
        sys.executable, "-I", "-S", "archief/weerklank_verify.py", "--deep", "archief"
    )
    assert "Uitslag / result: OK" in gezegd
    assert "Uitslag / result: OK" in scherm.run(sys.executable, *raad.split())  # als het was

    # Van de burger, het privébericht en de sleutel van de kluis staat nergens iets.
    for pad in (*(tmp_path / "archief").rglob("*"), *(tmp_path / "sleutels").rglob("*")):
        if pad.is_file():
            inhoud = pad.read_bytes()
            for woord in (b"trijntje", b"uitkering", kluissleutel.encode(), PICTURE.data):
                assert woord not in inhoud, pad
