"""A Woo request on the screens: one gathers and redacts, another reads and freezes."""

import io
import shutil
import time
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.http import HttpResponse
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank.model.event import Book
from weerklank.services.seal.read_dossiers import find_dossier
from weerklank.testing.mastodon_export import write_export
from weerklank.web.configure import configure
from weerklank.web.site import Site
from weerklank.web.task_count import COUNTS
from weerklank.web.work import WORKS

WOUT, RUUD, LEES = "Wout Fictema", "Ruud Fictema", "Lees Fictema"
NEW = {"request": "Alles over de brug", "received": "2026-03-20", "case": "Z-2026-1"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    place = OwnArchive(tmp_path_factory.mktemp("woo")).make(
        [
            posted("2026-03-02T09:00:00", "De brug is dicht. Gulden Vlies zegt: lang."),
            posted("2026-03-03T09:00:00", "Ook de brug bij het gulden vlies is dicht."),
            posted("2026-04-03T09:00:00", "De markt is er weer."),
            posted("2026-05-03T09:00:00", "Kermis! Bel Wilma Proefstra op 06 12345678."),
            posted("2026-05-04T09:00:00", "Kermis! Bel Wilma Proefstra op 06 12345678."),
        ]
    )
    for name, role in ((WOUT, "woo"), (RUUD, "reviewer"), (LEES, "reader")):
        place.run("person", "add", name, "--role", role, "--as", SANNE)
    return place


@pytest.fixture
def own(made: OwnArchive, tmp_path: Path) -> OwnArchive:
    shutil.copytree(made.root, tmp_path / "copy", copy_function=shutil.copy2)
    place = OwnArchive(tmp_path / "copy")
    configure(Site(archive=place.folder, keys=place.keys, address="http://testserver"))
    COUNTS.forget()
    return place


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_one_redacts_and_another_freezes(own: OwnArchive, shown: Shown) -> None:
    wout, ruud = shown.client(WOUT), shown.client(RUUD)
    assert "Er is nog geen verzoek vastgelegd." in text(wout.get("/woo/"))
    assert shown.client(LEES).get("/woo/").status_code == 403
    assert ruud.get("/woo/nieuw/").status_code == 403
    assert "Dag van ontvangst" in text(wout.get("/woo/nieuw/"))
    wrong = wout.post("/woo/nieuw/", NEW | {"received": "2999-01-01"})
    assert (wrong.status_code, "kan die dag niet zijn" in text(wrong)) == (422, True)
    assert wout.post("/woo/nieuw/", NEW)["Location"] == "/woo/w0001/"
    assert "over tijd" in text(ruud.get("/woo/"))
    nothing = wout.post("/woo/w0001/toevoegen/", {})
    assert "Geef woorden, accounts, een periode of adressen." in text(nothing)
    assert wout.post("/woo/w0001/toevoegen/", {"query": "brug"}).status_code == 302
    shows = text(wout.get("/woo/w0001/"))
    assert "/woo/w0001/rechten/" in shows
    missing = wout.get("/woo/w0001/rechten/")
    assert (missing.status_code, "Rechten die ontbreken" in text(missing)) == (200, True)
    assert wout.get("/woo/w0099/rechten/").status_code == 404
    assert "Nog niets besloten: 2" in shows
    assert "Een ander moet het lezen en vaststellen." in shows
    found = own.run("dossier", "show", "w0001", "--as", WOUT)
    first, second = (f"/woo/w0001/stuk/{one['id']}/" for one in found["documents"])

    # A sentence by its box; the same words stand in the other document too.
    assert "Kies zinnen, geef een passage" in text(wout.post(f"{first}lakken/", {"ground": "5.2"}))
    bad = wout.post(f"{first}lakken/", {"ground": "5.9", "sentence": "1"})
    assert "DOSSIER-001" in text(bad)
    assert ruud.post(f"{first}lakken/", {"ground": "5.2", "sentence": "1"}).status_code == 403
    typed = {"ground": "5.1.2e", "passage": "Gulden Vlies"}
    assert wout.post(f"{first}lakken/", typed).status_code == 302
    page = text(wout.get(first))
    assert 'class="bar"' in page
    assert "Deels openbaar: 5.1.2e" in page
    seen = {"seen": str(find_dossier(own.serve(), "w0001").acts)}
    refused = ruud.post("/woo/w0001/gelezen/", seen)
    assert (refused.status_code, "is nog te lezen in stuk 0002" in text(refused)) == (422, True)
    assert wout.post(f"{second}lakken/", {"ground": "5.1.2e", "whole": "text"}).status_code == 302
    for number in ("9", "9" * 5000):
        assert wout.post(f"{second}ongedaan/", {"number": number}).status_code == 422
    assert wout.post(f"{second}ongedaan/", {"number": "2"}).status_code == 302
    assert wout.post(f"{second}lakken/", {"ground": "5.1.2e", "sentence": "0"}).status_code == 302
    assert "(gelakt)" in text(wout.get(second))
    elsewhere = {"number": "1", "reason": "Zo heet ook het plein."}
    assert "DOSSIER-021" in text(
        wout.post(f"{first}elders/", elsewhere | {"reason": "Gulden vlies"})
    )
    assert ruud.post(f"{first}elders/", elsewhere).status_code == 403
    assert wout.post(f"{first}elders/", elsewhere).status_code == 302
    for page in (first, "/woo/w0001/"):
        assert "Zo heet ook het plein." in text(ruud.get(page))

    # What changed since its page was opened has to be looked at once more.
    assert "DOSSIER-027" in text(ruud.post("/woo/w0001/gelezen/", seen))
    assert "DOSSIER-027" in text(ruud.post("/woo/w0001/gelezen/", {"seen": "x"}))
    seen = {"seen": str(find_dossier(own.serve(), "w0001").acts)}
    assert f'name="seen" value="{seen["seen"]}"' in text(ruud.get("/woo/w0001/"))
    assert wout.post("/woo/w0001/gelezen/", seen).status_code == 422
    assert ruud.post("/woo/w0001/gelezen/", seen).status_code == 302
    assert "Vaststellen" in text(ruud.get("/woo/w0001/"))
    assert ruud.post("/woo/w0001/vaststellen/").status_code == 302
    frozen = text(wout.get("/woo/w0001/"))
    assert "Er verandert niets meer." in frozen
    assert "Stukken toevoegen" not in frozen
    assert "Lakken" not in text(wout.get(first)).split("workbench")[1]
    _goes_out(own, shown)
    assert wout.post(f"{first}lakken/", typed).status_code == 422


def _goes_out(own: OwnArchive, shown: Shown) -> None:
    """Have the set made by a process of its own, and download it."""
    wout, lees = shown.client(WOUT), shown.client(LEES)
    assert lees.post("/woo/w0001/uitgeven/").status_code == 403
    begun = wout.post("/woo/w0001/uitgeven/")["Location"]
    name = begun.strip("/").rpartition("/")[2]
    work = WORKS.find(name)
    assert work is not None
    assert work.process is not None
    work.process.wait(120)
    deadline = time.monotonic() + 30
    while not work.ended and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "Klaar om te downloaden." in text(wout.get(begun))
    forgotten = "20261128T143402Z-2qsk9x"
    lost = wout.get(f"/werk/{forgotten}/")  # as after the server was killed and started anew
    assert (lost.status_code, "begin het dan opnieuw" in text(lost)) == (404, True)
    asks = wout.get(f"/werk/{forgotten}/", headers={"HX-Request": "true"})
    assert (asks.status_code, asks["HX-Refresh"]) == (404, "true"), "a page that waits learns it"
    fetch = f"/woo/w0001/uitgeven/{name}/"
    assert lees.get(fetch).status_code == 403
    answer = wout.get(fetch)
    content = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"] == 'attachment; filename="woo-w0001.zip"'
    with ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        names = pack.namelist()
        assert "w0001/stukken/0002.pdf" in names
        assert len(names) == len({*names}) == work.result["files"]
        said = pack.read("w0001/stukken.jsonl").decode()
    assert "[█ 5.1.2e █]" in said
    assert "vlies" not in said.casefold()
    (offered,) = own.serve().events.read_backwards(Book.JOURNAL, ("export.offered",))
    assert offered.data["files"] == len(names)
    # What is not there (any more), or is of another dossier, leads to where it is made again.
    gone = wout.get("/woo/w0001/uitgeven/anders/")
    assert (gone.status_code, "Deze set is er niet meer" in text(gone)) == (404, True)
    assert "Stukken klaarzetten" in text(gone)
    wout.post("/woo/nieuw/", NEW)
    assert wout.get(f"/woo/w0002/uitgeven/{name}/").status_code == 404
    assert wout.post("/woo/w0002/uitgeven/")["Location"] == "/woo/w0002/"
    assert wout.get(f"/woo/w0009/uitgeven/{name}/").status_code == 404


def test_a_document_is_judged_and_taken_out_and_the_term_moves(
    own: OwnArchive, shown: Shown
) -> None:
    wout = shown.client(WOUT)
    wout.post("/woo/nieuw/", NEW)
    wout.post("/woo/w0001/toevoegen/", {"query": "brug"})
    found = own.run("dossier", "show", "w0001", "--as", WOUT)
    first = f"/woo/w0001/stuk/{found['documents'][0]['id']}/"
    judge = f"{first}oordeel/"
    assert "Kies een beoordeling." in text(wout.post(judge, {}))
    assert wout.post(judge, {"judgement": "refused"}).status_code == 422
    assert wout.post(judge, {"judgement": "refused", "ground": "5.1.1d"}).status_code == 302
    assert "Niet openbaar: 5.1.1d" in text(wout.get(first))
    looked = {"judgement": "already-public", "looked": "2026-03-21", "ground": "5.2"}
    assert wout.post(judge, looked).status_code == 302
    assert "Reeds openbaar" in text(wout.get(first))
    assert wout.post(f"{first}eruit/", {"reason": ""}).status_code == 422
    assert wout.post(f"{first}eruit/", {"reason": "Gaat over iets anders."}).status_code == 302
    assert wout.get(first).status_code == 404
    late = wout.post("/woo/w0001/termijn/verlengen/", {"reason": "Er is veel."})
    assert (late.status_code, "al verlengd, of al voorbij" in text(late)) == (422, True)
    assert wout.get("/woo/w0001/termijn/anders/").status_code == 404
    why = {"reason": "Zienswijze gevraagd."}
    assert wout.post("/woo/w0001/termijn/opschorten/", why).status_code == 302
    assert "de termijn staat stil" in text(wout.get("/woo/w0001/"))
    assert wout.post("/woo/w0001/termijn/hervatten/").status_code == 302
    assert "de termijn staat stil" not in text(wout.get("/woo/w0001/"))
    assert wout.get("/woo/w0009/").status_code == 404


def test_proposals_are_taken_or_left_and_twins_go_once(own: OwnArchive, shown: Shown) -> None:
    wout, ruud = shown.client(WOUT), shown.client(RUUD)
    wout.post("/woo/nieuw/", NEW)
    assert "Geen stuk zegt hetzelfde als een ander." in text(wout.get("/woo/w0001/dubbel/"))
    wout.post("/woo/w0001/toevoegen/", {"query": "kermis"})
    found = own.run("dossier", "show", "w0001", "--as", WOUT)
    first, second = (f"/woo/w0001/stuk/{one['id']}/" for one in found["documents"])
    page = text(wout.get(first))
    assert page.count("data-offer=") == 2
    assert "06 12345678" in page
    assert "Telefoonnummer." in page
    seen = text(ruud.get(first))
    assert ("data-offer=" in seen, "heeft dit stuk ook open" in seen) == (False, True)
    given = {"ground": "5.1.2e", "act": "redact"}
    assert wout.post(f"{first}lakken/", given | {"span": "text:x"}).status_code == 422
    assert wout.post(f"{first}lakken/", given | {"span": "andere:1-2"}).status_code == 422
    assert wout.post(f"{first}lakken/", given | {"span": "text:900-999"}).status_code == 422
    start = len("Kermis! Bel ")
    end = start + len("Wilma Proefstra")
    leave = {"ground": "5.1.2e", "act": "leave", "span": f"text:{start}-{end}"}
    assert ruud.post(f"{first}lakken/", leave).status_code == 403
    assert wout.post(f"{first}lakken/", leave).status_code == 302
    assert wout.post(f"{first}lakken/", leave).status_code == 422
    page = text(wout.get(first))
    assert "<bdi>Wilma Proefstra</bdi>" in page.partition("Laten staan</h2>")[2]
    assert page.count("data-undo") == 1
    again = leave | {"act": "offer"}
    assert wout.post(f"{first}lakken/", again).status_code == 302
    assert page.count("data-offer=") + 1 == text(wout.get(first)).count("data-offer=")
    assert wout.post(f"{first}lakken/", again).status_code == 422
    assert wout.post(f"{first}lakken/", leave).status_code == 302
    number = f"text:{end + 4}-{end + 15}"
    marked = given | {"span": [number, "author:0-99"]}
    assert wout.post(f"{first}lakken/", marked).status_code == 302
    page = text(wout.get(first))
    assert page.count('class="bar"') == 2, "in the text, and of who wrote it above it"
    assert "afzender, Wout Fictema" in page

    assert "stuk/" in text(ruud.get("/woo/w0001/dubbel/"))
    assert ruud.post("/woo/w0001/dubbel/weg/").status_code == 403
    assert wout.post("/woo/w0001/dubbel/weg/").status_code == 302
    assert "Niet openbaar: dubbel" in text(wout.get("/woo/w0001/dubbel/"))
    assert "Niet openbaar: dubbel" in text(wout.get(second))
    assert wout.get("/woo/w0009/dubbel/").status_code == 404


def test_several_are_judged_at_once_and_the_list_stays_where_it_was(
    own: OwnArchive, shown: Shown
) -> None:
    wout, ruud = shown.client(WOUT), shown.client(RUUD)
    wout.post("/woo/nieuw/", NEW)
    wout.post("/woo/w0001/toevoegen/", {"since": "2026-03-01"})
    found = own.run("dossier", "show", "w0001", "--as", WOUT)
    items = [one["id"] for one in found["documents"]]
    assert len(items) == 5
    waits = "/woo/w0001/?toon=open"
    assert text(wout.get(waits)).count('name="item"') == 5
    assert text(wout.get(waits)).count("2 voorstellen wachten") == 2  # not blindly: a telephone
    assert text(wout.get(waits)).count("data-by-hand") == 3
    assert "/oordelen/" not in text(ruud.get(waits)), "who reads judges nothing"
    many = "/woo/w0001/oordelen/?toon=open&blad=1"
    two = {"item": items[:2], "judgement": "refused", "ground": "5.1.2e"}
    assert ruud.post(many, two).status_code == 403
    nothing = wout.post(many, {"judgement": "public"})
    assert (nothing.status_code, "Vink stukken aan" in text(nothing)) == (422, True)
    assert 'href="?' not in text(nothing), "there they would lead to what takes no question"
    assert 'href="/woo/w0001/?toon=open#documents"' in text(nothing)
    assert wout.post(many, two | {"item": [*items[:2], "elders"]}).status_code == 422
    assert "Nog niets besloten: 5" in text(wout.get(waits)), "all or nothing"
    assert wout.post(many, two)["Location"] == "/woo/w0001/?toon=open&blad=1#documents"
    left = text(wout.get(waits))
    assert ("Nog niets besloten: 3" in left, items[0] in left, items[2] in left) == (
        True, False, True,
    )  # fmt: skip
    assert "Niet openbaar: 2" in left
    assert items[0] in text(wout.get("/woo/w0001/?toon=refused"))

    # One by one: from each to the next on which nobody decided.
    judge = f"/woo/w0001/stuk/{items[2]}/oordeel/"
    onward = wout.post(judge, {"judgement": "public", "go": "next"})["Location"]
    assert onward == f"/woo/w0001/stuk/{items[3]}/"
    assert f'data-waits href="/woo/w0001/stuk/{items[4]}/"' in text(wout.get(onward))
    wout.post(many, {"item": items[3:], "judgement": "public"})
    assert "data-waits" not in text(wout.get(onward))
    assert "Hiervan zijn er geen" in text(wout.get(waits))


def test_the_second_reader_does_not_agree_and_is_answered(own: OwnArchive, shown: Shown) -> None:
    wout, ruud = shown.client(WOUT), shown.client(RUUD)
    wout.post("/woo/nieuw/", NEW)
    wout.post("/woo/w0001/toevoegen/", {"query": "brug"})
    items = [one["id"] for one in own.run("dossier", "show", "w0001", "--as", WOUT)["documents"]]
    first, second = (f"/woo/w0001/stuk/{one}/" for one in items)
    no, listed = "/woo/w0001/niet-akkoord/vastleggen/", "/woo/w0001/niet-akkoord/"
    assert no in text(ruud.get("/woo/w0001/"))
    assert no in text(ruud.get(first))
    for page in ("/woo/w0001/", first):
        assert no not in text(wout.get(page)), "who works on it is not asked"
    assert "ging." in text(wout.get(listed))
    for lacks in ({"item": items}, {"reason": "Te veel."}):
        assert "Vink stukken aan en zeg waarom." in text(ruud.post(no, lacks))
    assert "DOSSIER-017" in text(wout.post(no, {"item": items, "reason": "Te veel."}))
    assert ruud.post(no, {"item": items, "reason": "Te veel."})["Location"] == listed
    one = {"item": items[:1], "reason": "Welke brug?", "post": items[0]}
    assert ruud.post(no, one)["Location"] == first

    # Who works on it sees where and why, and can't have it frozen.
    assert "Woo-verzoek w0001: tweede lezer niet akkoord" in text(wout.get("/"))
    assert "niet akkoord" not in text(ruud.get("/")), "who said so is not asked to answer"
    assert "2 niet akkoord" in text(wout.get("/woo/"))
    shows = text(wout.get("/woo/w0001/?toon=niet-akkoord"))
    assert ("Niet akkoord: 2" in shows, "Met 2 stukken gaat een tweede" in shows) == (True, True)
    assert shows.count("<b>tweede lezer niet akkoord</b>") == 2
    assert "Ik heb alles gelezen" not in text(ruud.get("/woo/w0001/"))
    assert "Welke brug?" in text(wout.get(first))
    answer, agree = f"{listed}antwoorden/", f"{listed}akkoord/"
    assert "DOSSIER-029" in text(wout.post(answer, {"number": "x", "reason": "Zo."}))
    assert ruud.post(answer, {"number": "2", "reason": "Zo."}).status_code == 403
    why = {"number": "2", "reason": "Er is er een.", "post": items[1]}
    assert wout.post(answer, why)["Location"] == second
    assert "Er is er een." in text(ruud.get(second))
    wout.post(f"{first}lakken/", {"ground": "5.2", "whole": "text"})
    assert "Woo-verzoek w0001: antwoord op wat niet akkoord was" in text(ruud.get("/"))
    both = text(ruud.get(listed))
    assert ("Het stuk is daarna veranderd" in both, both.count("Alsnog akkoord")) == (True, 2)
    assert "DOSSIER-017" in text(wout.post(agree, {"number": "2"}))
    for number in ("2", "3"):
        assert ruud.post(agree, {"number": number})["Location"] == listed
    assert "Er loopt er geen meer." in text(wout.get(listed))
    assert "Ik heb alles gelezen" in text(ruud.get("/woo/w0001/"))


def test_the_second_reader_points_at_what_they_do_not_agree_with(
    own: OwnArchive, shown: Shown
) -> None:
    wout, ruud = shown.client(WOUT), shown.client(RUUD)
    wout.post("/woo/nieuw/", NEW)
    wout.post("/woo/w0001/toevoegen/", {"query": "brug"})
    items = [one["id"] for one in own.run("dossier", "show", "w0001", "--as", WOUT)["documents"]]
    first, no = f"/woo/w0001/stuk/{items[0]}/", "/woo/w0001/niet-akkoord/vastleggen/"
    wout.post(f"{first}lakken/", {"ground": "5.2", "span": "text:0-4"})
    page = text(ruud.get(first))
    assert ('<option value="text:0-4">lakking 1' in page, "<option value" in page) == (True, True)
    said = {"item": items[0], "post": items[0], "seen": f"1:{items[0]}"}
    ruud.post(no, said | {"reason": "Grond past niet.", "span": "text:0-4"})
    # What is selected stands behind what the list gives.
    ruud.post(no, said | {"reason": "Meer dan nodig.", "span": ["", "text:6-12"]})
    for one in ({"span": "elders:1-2"}, {"span": "text:0-4", "item": items}):
        assert "Die plaats is er niet." in text(ruud.post(no, said | {"reason": "Zo."} | one))
    assert "DOSSIER-032" in text(ruud.post(no, said | {"reason": "Zo.", "span": "text:9000-9010"}))
    page = text(wout.get(first))
    assert page.count("is-pointed") == 2
    assert 'href="#niet-akkoord-2"' in page
    listed = text(wout.get("/woo/w0001/niet-akkoord/"))
    assert "tekst, letter 1 tot en met 4; lakking 1 (5.2)" in listed
    assert "tekst, letter 7 tot en met 12" in listed
    assert "Met 1 stuk gaat een tweede lezer niet akkoord" in text(wout.get("/woo/w0001/"))

    # What changes elsewhere in it is no answer; nor may a reader pass over a change.
    wout.post(f"{first}ongedaan/", {"number": "1"})
    told = own.run("dossier", "show", "w0001", "--as", WOUT)["disagreements"]
    assert [(one["span"], one["state"]) for one in told] == [
        ("text:0-4", "answered"),
        ("text:6-12", "open"),
    ]
    late = ruud.post(no, said | {"reason": "Nog eens."})
    assert "DOSSIER-031" in text(late)
    # Added anew its letters may stand elsewhere: nothing there is pointed at.
    wout.post(f"{first}eruit/", {"reason": "Opnieuw."})
    wout.post("/woo/w0001/toevoegen/", {"items": items[0]})
    again = text(ruud.get(first))
    assert ("is-pointed" in again, "Meer dan nodig." in again) == (False, True)


def test_who_judges_what_another_changed_meanwhile_is_told(own: OwnArchive, shown: Shown) -> None:
    own.run("person", "add", "Wim Fictema", "--role", "woo", "--as", SANNE)
    wout, wim = shown.client(WOUT), shown.client("Wim Fictema")
    wout.post("/woo/nieuw/", NEW)
    wout.post("/woo/w0001/toevoegen/", {"query": "brug"})
    first, second = (
        one["id"] for one in own.run("dossier", "show", "w0001", "--as", WOUT)["documents"]
    )
    judge, many = f"/woo/w0001/stuk/{first}/oordeel/", "/woo/w0001/oordelen/"
    assert 'name="seen" value="0"' in text(wout.get(f"/woo/w0001/stuk/{first}/"))
    assert f'name="seen" value="0:{first}"' in text(wout.get("/woo/w0001/"))
    no = {"judgement": "refused", "ground": "5.1.2e"}
    assert wim.post(judge, no | {"seen": "0"}).status_code == 302

    # Wout has the page still open from before: nothing of Wim's goes unseen.
    late = wout.post(judge, {"judgement": "public", "seen": "0"})
    assert (late.status_code, "Wim Fictema deed iets met stuk 0001" in text(late)) == (422, True)
    both = {"item": [first, second], "judgement": "public"}
    for stale in ([f"0:{first}", f"0:{second}"], [f"x:{first}"]):
        assert "DOSSIER-031" in text(wout.post(many, both | {"seen": stale}))
    documents = find_dossier(own.serve(), "w0001").documents
    assert [documents[one].judgement.value for one in (first, second)] == ["refused", "public"]
    assert documents[second].judged is None, "all or nothing"
    assert 'name="seen" value="1"' in text(late), "what stands there now can be judged"
    assert wout.post(judge, {"judgement": "public", "seen": "1"}).status_code == 302
    assert wout.post(many, both | {"seen": [f"2:{first}", f"0:{second}"]}).status_code == 302


def test_who_redacts_what_another_judged_is_told(own: OwnArchive, shown: Shown) -> None:
    own.run("person", "add", "Wim Fictema", "--role", "woo", "--as", SANNE)
    wout, wim = shown.client(WOUT), shown.client("Wim Fictema")
    wout.post("/woo/nieuw/", NEW)
    wout.post("/woo/w0001/toevoegen/", {"query": "brug"})
    one = own.run("dossier", "show", "w0001", "--as", WOUT)["documents"][0]["id"]
    here = f"/woo/w0001/stuk/{one}/"
    assert text(wout.get(here)).count('name="seen" value="0"') == 3  # redact, judge, take out
    wim.post(f"{here}oordeel/", {"judgement": "public", "seen": "0"})

    # Wout has the page still open from before.
    redact = {"ground": "5.2", "whole": "text"}
    for act, given in (
        ("lakken/", redact),
        ("lakken/", {"act": "leave", "span": "text:0-4"}),
        ("eruit/", {"reason": "Hoort er niet bij."}),
    ):
        late = wout.post(f"{here}{act}", given | {"seen": "0"})
        assert "Wim Fictema deed iets met stuk 0001" in text(late), act
        assert "Wim Fictema besloot: Openbaar. Lakt u hier iets" in text(late), act
    assert own.run("dossier", "show", "w0001", "--as", WOUT)["redactions"] == []

    # Who saw it may; what lapses by it stays to be seen.
    assert wout.post(f"{here}lakken/", redact | {"seen": "1"}).status_code == 302
    lapsed = "Wim Fictema besloot: Openbaar. Dat geldt niet meer: Wout Fictema lakte hier"
    assert lapsed in text(wim.get(here))
    assert "besluit van Wim Fictema vervallen" in text(wim.get("/woo/w0001/"))
    for act in ("ongedaan/", "elders/"):
        late = wim.post(f"{here}{act}", {"number": "1", "reason": "Straat.", "seen": "1"})
        assert "DOSSIER-031" in text(late), act
    undo = ("dossier", "undo", "w0001", "--redaction", "1", "--as", "Wim Fictema", "--seen")
    assert own.run(*undo, "2")["documents"][0]["lapsed"]["by"] == WOUT
    wim.post(f"{here}oordeel/", {"judgement": "public", "seen": "3"})
    assert lapsed not in text(wout.get(here))


def test_what_the_list_does_not_show_is_not_judged_along_with_the_rest(
    own: OwnArchive, shown: Shown
) -> None:
    """Of a post for followers no words stand there; judged, it would go out unread."""
    export = own.root / "more.tar.gz"
    write_export(
        export, OURS, [posted("2026-06-01T09:00:00", "Voor volgers.", visibility="followers")]
    )
    own.run("import", str(export))
    wout = shown.client(WOUT)
    wout.post("/woo/nieuw/", NEW)
    wout.post("/woo/w0001/toevoegen/", {"query": "markt"})
    (post,) = (one["id"] for one in own.run("search", "volgers", "--as", SANNE)["hits"])
    wout.post("/woo/w0001/toevoegen/", {"items": post})
    shows = text(wout.get("/woo/w0001/"))
    assert "Voor volgers" not in shows
    assert f'value="{post}" data-by-hand' in shows
    assert shows.count("data-by-hand") == 1
    items = [one["id"] for one in own.run("dossier", "show", "w0001", "--as", WOUT)["documents"]]
    told = wout.post("/woo/w0001/oordelen/", {"item": items, "judgement": "public"})
    assert told.status_code == 422
    assert "DOSSIER-023" in text(told)
    assert (
        wout.post(f"/woo/w0001/stuk/{post}/oordeel/", {"judgement": "public"}).status_code == 302
    )


def test_every_place_that_can_still_be_read_is_listed(own: OwnArchive, shown: Shown) -> None:
    wout, ruud = shown.client(WOUT), shown.client(RUUD)
    wout.post("/woo/nieuw/", NEW)
    wout.post("/woo/w0001/toevoegen/", {"since": "2026-03-01"})
    found = own.run("dossier", "show", "w0001", "--as", WOUT)
    items = [one["id"] for one in found["documents"]]
    at = "/woo/w0001/nog-te-lezen/"
    assert "Niets van wat is weggelaten, is elders te lezen." in text(wout.get(at))
    typed = {"ground": "5.1.2e", "passage": "Gulden Vlies"}
    wout.post(f"/woo/w0001/stuk/{items[0]}/lakken/", typed)
    refused = {"judgement": "refused", "ground": "5.1.2e"}
    wout.post(f"/woo/w0001/stuk/{items[3]}/oordeel/", refused)
    for who in (wout, ruud):
        told = text(who.get(at))
        assert "2 plaatsen." in told
        for there, kept, words in ((1, 0, "lakking 1"), (4, 3, "stuk 0004")):
            assert f'/woo/w0001/stuk/{items[there]}/">000{there + 1}</a>' in told
            assert f'/woo/w0001/stuk/{items[kept]}/">{words}</a>' in told
    assert shown.client(LEES).get(at).status_code == 403
    assert wout.get("/woo/w0009/nog-te-lezen/").status_code == 404
