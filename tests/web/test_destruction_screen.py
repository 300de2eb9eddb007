"""Destruction lists on the screens: three persons, nothing by accident, and gone in the end."""

import re
import shutil
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from at_field import at_field
from django.http import HttpResponse
from django.test import Client
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.services.workplace import Workplace
from weerklank.web.task_count import COUNTS
from weerklank.web.work import WORKS, Work

PIA, RUUD, ANNA, INA = "Pia Fictema", "Ruud Fictema", "Anna Fictema", "Ina Fictema"
CSV = (
    "code;proces;resultaat;waardering;bewaartermijn;procestermijn\n"
    "6.1;Verzoeken;Ingewilligd;V;P30D;\n"
    "6.2;Verzoeken;Afgewezen;V;P90D;\n"
)
WHY = ("--reason", "Volgens besluit.", "--body", "College", "--decided", "2026-02-03")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    place = OwnArchive(tmp_path_factory.mktemp("lijst")).make(
        [
            posted("2026-03-02T09:00:00", "De brug is weer dicht."),
            posted("2026-03-03T09:00:00", "De markt is er weer."),
            posted("2026-03-04T09:00:00", "Morgen is de optocht."),
        ]
    )
    for name, role in (
        (PIA, "privacy"),
        (RUUD, "reviewer"),
        (ANNA, "archivist"),
        (INA, "inspector"),
    ):
        place.run("person", "add", name, "--role", role, "--as", SANNE)
    return place


@pytest.fixture
def own(made: OwnArchive, tmp_path: Path) -> OwnArchive:
    shutil.copytree(made.root, tmp_path / "copy", copy_function=shutil.copy2)
    place = OwnArchive(tmp_path / "copy")
    place.serve()
    COUNTS.forget()
    return place


def the(own: OwnArchive, word: str) -> str:
    return str(own.run("search", word)["hits"][0]["id"])


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def add(own: OwnArchive, pia: Client, *words: str) -> str:
    """Propose what has some words; gives the address of the list."""
    items = "\n".join(f"https://archief.example/id/{the(own, word)}/" for word in words)
    given = {"ground": "unlawful", "items": items, "reason": "Zonder grondslag."}
    sent = pia.post("/vernietigen/nieuw/?grond=anders", given)
    assert sent.status_code == 302, text(sent)
    return str(sent["Location"].partition("?")[0])


def lists(own: OwnArchive) -> list[dict[str, object]]:
    return list(own.run("destroy", "list")["lists"])


def ended(client: Client, address: str) -> str:
    """Wait until a work has ended; gives its page."""
    work = WORKS.find(address.strip("/").rpartition("/")[2])
    assert work is not None, address
    for _ in range(600):
        if work.ended:
            return text(client.get(address))
        time.sleep(0.1)
    raise AssertionError(work.steps)


def home(client: Client) -> str:
    COUNTS.forget()
    return text(client.get("/"))


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_from_proposal_to_certificate_by_three_persons(own: OwnArchive, shown: Shown) -> None:
    pia, ruud, anna = shown.client(PIA), shown.client(RUUD), shown.client(ANNA)
    assert "Hier komen vernietigingslijsten" in text(anna.get("/vernietigen/"))
    new = "/vernietigen/nieuw/?grond=anders"
    assert "Noem ten minste één bericht" in text(pia.post(new, {"ground": "court"}))
    assert "Kies een grond" in text(pia.post(new, {"items": "x", "reason": "x"}))
    wrong = pia.post(new, {"ground": "court", "items": "x", "reason": "Vonnis."})
    assert (wrong.status_code, "SEARCH-001" in text(wrong)) == (422, True)
    assert ruud.get(new).status_code == 403
    # Why stays as long as the archive: there is a reason, and it is a sentence.
    named = {"ground": "court", "items": the(own, "brug")}
    for reason in ("", "x" * 501):
        assert "USE-003" in text(pia.post(new, {**named, "reason": reason}))
    many = " ".join(f"vbd-2026-01-01-{n:05d}" for n in range(1001))
    assert "ten hoogste 1000 berichten" in text(pia.post(new, {**named, "items": many}))
    one = add(own, pia, "brug", "optocht")
    bridge, parade = the(own, "brug"), the(own, "optocht")

    # Who made it has no button, and who reviews sees all of it.
    mine = text(pia.get(one))
    assert "U hebt deze lijst gemaakt. Een ander moet beoordelen." in mine
    assert "Akkoord" not in mine
    assert pia.post(f"{one}beoordelen/", {"besluit": "akkoord"}).status_code == 403
    assert "wacht op u" in home(ruud)
    whole = text(ruud.get(one))
    assert "De brug is weer dicht." in whole
    assert "Morgen is de optocht." in whole

    # Back to who made it, who takes something off and answers; then only what changed is shown.
    assert "USE" in text(ruud.post(f"{one}beoordelen/", {"besluit": "terug", "reason": "@jan"}))
    assert "USE-003" in text(ruud.post(f"{one}beoordelen/", {"besluit": "terug", "reason": " "}))
    back = {"besluit": "terug", "reason": "De optocht is van ons."}
    assert ruud.post(f"{one}beoordelen/", back).status_code == 302
    assert "De optocht is van ons." in text(pia.get(one))
    waits = text(ruud.post(f"{one}beoordelen/", {"besluit": "akkoord", "seen": "2"}))
    assert "DESTROY-007" in waits
    assert "destroy answer" not in waits
    assert "Kies ten minste één stuk" in text(pia.post(f"{one}eruit/", {"reason": "x"}))
    off = {"item": [parade], "reason": "Is van de gemeente."}
    assert pia.post(f"{one}eruit/", off).status_code == 302
    assert "DESTROY-010" in text(pia.post(f"{one}eruit/", {"item": [bridge], "reason": "ook"}))
    assert pia.post(f"{one}antwoorden/", {"reason": "Eruit gehaald."}).status_code == 302
    changed = text(ruud.get(one))
    assert "Wat veranderde sinds de vorige beoordeling" in changed
    assert parade in changed
    assert "De brug is weer dicht." not in changed
    assert "De brug is weer dicht." in text(ruud.get(f"{one}?alles=ja"))

    # Who decides on another number than there is decides nothing.
    assert "DESTROY-013" in text(
        ruud.post(f"{one}beoordelen/", {"besluit": "akkoord", "seen": "2"})
    )
    assert ruud.post(f"{one}beoordelen/", {"besluit": "akkoord", "seen": "1"}).status_code == 302
    assert "Een archivaris machtigt haar." in text(ruud.get(one))
    assert shown.client(INA).get(one).status_code == 200
    assert "Machtigen" not in text(shown.client(INA).get(one))

    # Authorising takes the typed word, and names the first day.
    today = own.serve().today()
    week = today + timedelta(days=7)
    assert re.search(rf'name="not_before"[^>]*value="{week}"', text(anna.get(one)))
    yes = {"besluit": "akkoord", "seen": "1", "not_before": f"{today}"}
    assert "Typ het woord vernietigen" in text(anna.post(f"{one}machtigen/", yes))
    # A day that is none must not leave the list free to execute at once.
    no_day = yes | {"word": "vernietigen", "not_before": "4 december"}
    assert "Geef een dag als" in at_field(anna.post(f"{one}machtigen/", no_day), "not_before")
    assert lists(own)[0]["state"] == "reviewed"
    assert anna.post(f"{one}machtigen/", yes | {"word": "Vernietigen "}).status_code == 302

    # Executing asks for the count, goes on in a process of its own, and searches every byte.
    go = f"{one}uitvoeren/"
    assert pia.get(go).status_code == 403
    assert "Typ het aantal stukken" in text(anna.post(go, {"count": "2"}))
    assert lists(own)[0]["state"] == "approved"
    sent = anna.post(go, {"count": "1"})
    work = ended(anna, sent["Location"])
    assert "Uitgevoerd. Niets teruggevonden in" in work
    assert f'href="{one}"' in work
    gone = text(anna.get(one))
    assert "1 record vernietigd" in gone
    assert "De brug is weer dicht." not in gone
    assert ruud.get(f"/id/{bridge}/").status_code == 410
    assert ruud.get(f"/id/{parade}/").status_code == 200

    assert anna.get(f"{one}verklaring/pdf/").status_code == 404
    no_day = anna.post(f"{one}verklaren/", {"backups_until": "eind januari"})
    assert "Geef een dag als" in at_field(no_day, "backups_until")
    assert anna.post(f"{one}verklaren/", {"backups_until": "2027-01-31"}).status_code == 302
    pdf, xml = (ruud.get(f"{one}verklaring/{form}/") for form in ("pdf", "xml"))
    assert pdf.content.startswith(b"%PDF-")
    assert "verklaring-v0001.pdf" in pdf["Content-Disposition"]
    assert b"2027-01-31" in xml.content
    assert ruud.get(f"{one}verklaring/docx/").status_code == 404
    listed = text(ruud.get("/vernietigen/"))
    assert "Afgerond" in listed
    assert "Er is niets te vernietigen." in listed
    assert "wacht op u" not in home(anna)


def test_what_is_due_comes_on_a_list_by_its_row(
    own: OwnArchive, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, pia = shown.client(ANNA), shown.client(PIA)
    (own.root / "lijst.csv").write_text(CSV, encoding="utf-8")
    own.run("selection", "load", str(own.root / "lijst.csv"), "--as", ANNA)
    assign = ("selection", "assign", *WHY, "--as", ANNA)
    own.run(*assign, "--id", the(own, "brug"), "--row", "6.1")
    own.run(*assign, "--id", the(own, "markt"), "--row", "6.2")
    new = "/vernietigen/nieuw/"
    monkeypatch.setattr(Workplace, "today", lambda _place: date(2026, 3, 20))
    # Kept 30 days from 2 March: until 1 April.
    assert "Er is tot 2 april 2026 niets te vernietigen." in text(anna.get(new))
    assert "Er is tot 2 april 2026 niets te vernietigen." in text(anna.get("/vernietigen/"))
    assert "DESTROY-016" in text(pia.post(new, {"reason": "Termijn."}))
    assert pia.post(new, {"reason": "Termijn.", "account": "a9999"}).status_code == 404
    monkeypatch.setattr(Workplace, "today", lambda _place: date(2026, 8, 1))
    rows = re.findall(r'name="row" value="([^"]+)" checked', text(pia.get(new)))
    assert [row.partition("|")[2] for row in rows] == ["6.1", "6.2"]
    assert "Kies ten minste één rij" in text(pia.post(new, {"reason": "Termijn."}))
    made = pia.post(new, {"row": [rows[0]], "reason": "Termijn."})
    assert made.status_code == 302, text(made)
    one = text(pia.get(made["Location"]))
    assert "rij 6.1" in one
    assert "1 april 2026" in one
    (told,) = lists(own)
    assert [row["row"] for row in told["rows"]] == ["6.1"]  # type: ignore[attr-defined, index] # JSON
    # What stands on a list is not offered again.
    again = text(pia.get(f"{new}?account=a0001"))
    assert "1 stuk staat al op een lijst" in again
    assert [row.partition("|")[2] for row in re.findall(r'name="row" value="([^"]+)"', again)] == [
        "6.2"
    ]


def test_a_list_waits_and_what_a_hold_keeps_is_refused(own: OwnArchive, shown: Shown) -> None:
    pia, ruud, anna = shown.client(PIA), shown.client(RUUD), shown.client(ANNA)
    one = add(own, pia, "brug")
    ruud.post(f"{one}beoordelen/", {"besluit": "akkoord", "seen": "1"})
    hold = ("--ground", "Geschil", "--case", "Z-1", "--account", "a0001", "--query", "brug")
    held = own.run("hold", "add", *hold, "--as", ANNA)["hold"]
    later = datetime.now(UTC).date() + timedelta(days=30)
    yes = {"besluit": "akkoord", "seen": "1", "word": "destroy", "not_before": f"{later}"}
    assert "HOLD-004" in text(anna.post(f"{one}machtigen/", yes))
    own.run("hold", "lift", str(held), "--reason", "Geschikt.", "--as", ANNA)
    assert anna.post(f"{one}machtigen/", yes).status_code == 302
    assert "Uitvoering op zijn vroegst" in text(anna.get(one))
    refused = anna.post(f"{one}uitvoeren/", {"count": "1"})
    assert (refused.status_code, "DESTROY-019" in text(refused)) == (422, True)
    assert pia.get("/vernietigen/v0009/").status_code == 404


def test_an_execution_that_died_is_not_told_as_nothing_done(
    own: OwnArchive, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = own.serve().clock.now()
    died = Work(id="w1", kind="destroy", by=ANNA, started=now, about="v0001", onward="/")
    died.ended, died.result = True, {"error": True, "code": "DEFECT-001"}
    monkeypatch.setattr(WORKS, "find", {"w1": died}.get)
    page = text(shown.client(ANNA).get("/werk/w1/"))
    assert "gaat verder waar het was" in page
    assert "staat zoals het stond" not in page
