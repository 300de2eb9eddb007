"""*Platform gewijzigd* on the page of a run: picture, table, and saying why it may be so."""

import io
import re
import tarfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank import bootstrap
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.services.intake.import_export import import_export
from weerklank.services.people.add_person import add_person
from weerklank.services.runs.read_drift import read_drift
from weerklank.services.workplace import Workplace
from weerklank.testing.mastodon_export import write_export
from weerklank.web.plots.drift import NARROW, WIDE, FieldShares, drift

Json = dict[str, Any]
FIELDS = [FieldShares("post/content", 100, 0), FieldShares("post/media/description", 98, 41)]
GOLDEN = Path(__file__).parent / "golden"
POSTS = [posted(f"2026-03-{day:02}T10:00:00", f"Bericht {day}") for day in range(1, 29)]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_picture_is_as_it_was_agreed(width):
    drawn = drift(FIELDS, "nl", width, "d")
    assert drawn == (GOLDEN / f"drift-{width}.svg").read_text()


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_sound_in_both_languages_and_a_bar_is_as_long_as_its_share(width, language):
    drawn = drift(FIELDS, language, width, "d")
    root = ElementTree.fromstring(drawn.replace("<svg ", '<svg xmlns="x" ', 1))
    assert root.get("role") == "img"
    assert [one.text for one in root if one.tag in {"{x}title", "{x}desc"}] != [None, None]
    bars = [float(one.get("width")) for one in root.iter("{x}rect")]
    ends = [float(one.get("x")) + float(one.get("width")) for one in root.iter("{x}rect")]
    assert max(ends) < width - 60
    assert [round(100 * bar / bars[0]) for bar in bars] == [100, 98, 41]
    assert "style=" not in drawn


def test_a_name_that_is_long_is_cut_at_its_front():
    drawn = drift([FieldShares("a" * 99 + "/description", 100, 0)], "nl", WIDE, "d")
    (name,) = re.findall(r'class="t-ink"[^>]*>([^<]+)<', drawn)
    assert (len(name), name[0], name[-12:]) == (42, "…", "/description")


def without(export: Path, field: str, made: Path) -> Path:
    """Write an export again without a field of its posts."""
    return changed_by(export, made, lambda one: {k: v for k, v in one.items() if k != field})


def changed_by(export: Path, made: Path, change: Callable[[Json], Json]) -> Path:
    """Write an export again with each of its posts changed."""
    with tarfile.open(export) as before, tarfile.open(made, "w:gz") as after:
        for member in before.getmembers():
            stream = before.extractfile(member)
            content = stream.read() if stream else b""
            if member.name == "outbox.json":
                whole = orjson.loads(content)
                for one in whole["orderedItems"]:
                    one["object"] = change(one["object"])
                content = orjson.dumps(whole)
            member.size = len(content)
            after.addfile(member, io.BytesIO(content))
    return made


@pytest.fixture
def changed(shown: Shown, tmp_path: Path) -> tuple[Shown, str, str]:
    return made_to_drift(shown, tmp_path)


def made_to_drift(shown: Shown, tmp_path: Path) -> tuple[Shown, str, str]:
    """Serve an archive whose last run missed a field; gives its address and the finding's."""
    own = OwnArchive(tmp_path).make(POSTS)
    write_export(tmp_path / "weer.tar.gz", OURS, POSTS)
    file = without(tmp_path / "weer.tar.gz", "sensitive", tmp_path / "anders.tar.gz")
    workplace = own.serve()
    report = import_export(workplace, bootstrap.connectors(), file)
    (finding,) = report.findings
    served = Shown(own.folder, own.keys, workplace, shown.post)
    return served, f"/oogsten/{report.run}/", finding.id


def test_the_page_of_the_run_draws_and_tells_what_changed(changed):
    served, address, _ = changed
    page = unescape(served.get(SANNE, address))
    assert "Klaar, niet compleet." in page
    assert page.count('<svg class="plot') == 2
    assert "Van de 28 berichten die het platform telt, kwamen er 28." in page
    row = re.search(
        r"<th scope=\"row\"[^>]*>Het veld post/object/sensitive ontbreekt.*?</tr>", page
    )
    assert row
    assert re.findall(r'num"[^>]*>([^<]+)<', row[0]) == ["100%", "0%"]
    assert "te bekijken" in row[0]


def test_the_page_leads_to_the_posts_in_which_it_was_seen(changed):
    served, address, _ = changed
    page = served.get(SANNE, address)
    items = re.findall(r'href="(/id/[^"]+)">(\d+ \w+ 2026)<', page)
    assert [day for _, day in items] == [f"{day} maart 2026" for day in (1, 2, 3, 4, 5)]
    assert "Bericht 1" in served.get(SANNE, items[0][0])


def test_it_is_reported_to_the_operator_and_waits_on_the_home_of_each(changed):
    served, address, finding = changed
    for name, role in (("Ops Fictema", "operator"), ("Pri Fictema", "privacy")):
        add_person(served.workplace, name, (Role(role),))
    ours, theirs = "Platform gewijzigd: Gemeente Dorp", "Gewijzigd platform gemeld: Gemeente Dorp"
    assert ours in served.get(SANNE, "/")
    assert theirs not in served.get("Ops Fictema", "/")
    form = f"{address}melden/{finding}/"
    assert served.client("Ops Fictema").post(form).status_code == 403
    for _ in range(2):  # told a second time nothing is added
        assert served.client(SANNE).post(form).status_code == 302
    assert theirs in served.get("Ops Fictema", "/")
    assert "Nieuwe onbekende velden" not in served.get("Pri Fictema", "/")
    page = served.get(SANNE, address)
    assert "gemeld door Sanne Fictema" in page
    assert "Meld aan beheer" not in page
    # The operator sees no content: days, and no way to the posts.
    seen = served.get("Ops Fictema", address)
    assert "5 maart 2026" in seen
    assert 'href="/id/' not in seen
    served.client(SANNE).post(f"{address}bekeken/{finding}/", {"reason": "Nieuwe versie"})
    assert theirs not in served.get("Ops Fictema", "/")
    assert ours not in served.get(SANNE, "/")
    assert served.client(SANNE).post(form).status_code == 422


def test_unknown_fields_wait_for_the_privacy_officer_and_name_posts(shown, tmp_path):
    own = OwnArchive(tmp_path).make(POSTS)
    write_export(tmp_path / "weer.tar.gz", OURS, POSTS)
    file = changed_by(
        tmp_path / "weer.tar.gz", tmp_path / "anders.tar.gz", lambda post: post | {"mood": "blij"}
    )
    workplace = own.serve()
    report = import_export(workplace, bootstrap.connectors(), file)
    served = Shown(own.folder, own.keys, workplace, shown.post)
    add_person(workplace, "Pri Fictema", (Role.PRIVACY,))
    assert "Nieuwe onbekende velden: Gemeente Dorp" in served.get("Pri Fictema", "/")
    page = served.get("Pri Fictema", f"/oogsten/{report.run}/")
    assert "Staat onder meer in" in page
    assert re.search(r'href="/id/[^"]+">1 maart 2026<', page)
    assert "Meld aan beheer" not in page
    assert "blij" not in page


def test_an_archivist_says_why_and_then_it_is_done(changed):
    served, address, finding = changed
    client = served.client(SANNE)
    form = f"{address}bekeken/{finding}/"
    answer = client.post(form, {"reason": "  "})
    assert answer.status_code == 422
    assert "Zonder reden wordt geen bevinding afgesloten." in answer.content.decode()
    assert client.post(form, {"reason": "Nieuwe versie"}).status_code == 302
    assert read_drift(served.workplace).found[finding].reason == "Nieuwe versie"
    page = served.get(SANNE, address)
    assert "bekeken door Sanne Fictema: Nieuwe versie" in page
    assert '<form method="post" action="/oogsten' not in page
    assert client.post(form, {"reason": "Nog eens"}).status_code == 422


def told_of_pages(workplace: Workplace, misfits: Json, *findings: Json) -> str:
    """Write down a run by pages that came to its end; gives it."""
    run = str(workplace.new_run())
    began = {"account": "a0001", "posts": 0, "technique": "browser"}
    tested = [{"kind": "page_map", "page": "post", "of": 4, "misfits": misfits}]
    ended = {
        "account": "a0001",
        "complete": not findings,
        "findings": [*findings],
        "scope": "mastodon social.voorbeelddam.example browser",
        "technique": "browser",
        "tested": tested,
    }
    workplace.record(Book.JOURNAL, "run.started", run, {**began})
    workplace.record(Book.JOURNAL, "run.finished", run, {**ended})
    return run


def test_what_does_not_fit_on_pages_stands_until_it_is_over(changed):
    """Beside drift of fields, which only somebody who looked ends."""
    served, _, of_fields = changed
    workplace = served.workplace
    finding = {
        "finding": "f1",
        "kind": "page_map",
        "what": "post: other_form",
        "before": {"holding": 0, "of": 0},
        "now": {"holding": 1, "of": 4},
        "since": "r1",
        "items": [],
    }
    first = told_of_pages(workplace, {"other_form": 3}, {**finding})
    told_of_pages(workplace, {"other_form": 3}, {**finding})
    page = unescape(served.get(SANNE, f"/oogsten/{first}/"))
    said = "De kaart past niet op 3 van de 4 pagina's van een bericht: zij zijn anders gebouwd."
    row = page.partition(said)[2].partition("</tr>")[0]
    assert "in 2 runs, het laatst" in row
    assert "te bekijken" in row
    assert "Welke pagina's, staat onder Gaten." in page
    last = told_of_pages(workplace, {})
    page = unescape(served.get(SANNE, f"/oogsten/{first}/"))
    row = page.partition(said)[2].partition("</tr>")[0]
    assert "voorbij: past weer sinds" in row
    assert f'href="/oogsten/{last}/"' in row
    assert "te bekijken" not in row
    assert [one.finding.id for one in read_drift(workplace).waiting()] == [of_fields]
