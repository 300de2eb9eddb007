"""*Bestandsformaten*: findings with advice, the table of formats loaded by hand, and viruses."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from shown import Shown, copied

from weerklank.model.person import Role
from weerklank.services.appraise.format_tables import table_in_force
from weerklank.services.appraise.list_formats import ListedFile
from weerklank.web import format_counts
from weerklank.web.configure import configure
from weerklank.web.format_counts import FormatsTold
from weerklank.web.site import Site
from weerklank.web.views import formats
from weerklank.web.work import WORKS

LIST = "/overbrengen/formaten/"
LOAD = f"{LIST}tabel/laden/"
ARCHIVIST = Role.ARCHIVIST
NORM = "Formaat naam;Status;PUID\nPNG;Voorkeur;fmt/11\nMP4;Acceptabel;fmt/199\n"


@pytest.fixture
def own(shown: Shown, tmp_path: Path) -> Shown:
    made = copied(shown, tmp_path)
    configure(Site(archive=made.archive, keys=made.keys, address="http://testserver"))
    return made


def sent(content: str | bytes, **more: str) -> dict[str, object]:
    raw = content.encode() if isinstance(content, str) else content
    about = {"name": "Norm", "source": "Nationaal Archief", "dated": "2024-12-12", **more}
    return {**about, "file": SimpleUploadedFile("norm.csv", raw)}


def test_files_are_listed_with_findings_and_advice(shown: Shown) -> None:
    page = shown.get(ARCHIVIST, LIST)
    assert "Niemand vergeleek haar rijen met de norm" in page
    assert "nog nooit" in page
    assert "weerklank " not in re.sub(r"<[^>]+>", "", page)
    every = shown.get(ARCHIVIST, f"{LIST}?toon=ja")
    assert "fmt/" in every
    (finding,) = re.findall(r"href=\"\?(\S+wat=unconfirmed)\"", every)[:1]
    some = shown.get(ARCHIVIST, f"{LIST}?{finding.replace('&amp;', '&')}")
    assert "Alleen:" in some
    assert "niet vergeleken met de norm" in some
    assert shown.get(ARCHIVIST, f"{LIST}?toon=ja&wat=virus-not-checked").count("mono breakable")
    assert "geen bestand" in shown.get(ARCHIVIST, f"{LIST}?toon=ja&tot=2000-01-01")
    # What an address says that is nonsense does nothing, or is told.
    assert "fmt/" in shown.get(ARCHIVIST, f"{LIST}?toon=ja&wat=<b>&account=a9999")
    assert shown.client(ARCHIVIST).get(f"{LIST}?toon=ja&van=ooit").status_code == 422
    assert "PRONOM" in shown.get(ARCHIVIST, f"{LIST}tabel/")
    # Who inspects sees it, and does nothing.
    seen = shown.get(Role.INSPECTOR, f"{LIST}?toon=ja")
    assert "Tabel laden" not in seen
    assert shown.client(Role.INSPECTOR).post(f"{LIST}virussen/").status_code == 403
    assert shown.client(Role.READER).get(LIST).status_code == 403


def test_a_request_counts_for_a_while_and_the_next_goes_on(
    own: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(format_counts, "FORMATS_TOLD", FormatsTold())
    monkeypatch.setattr(formats, "FORMATS_TOLD", format_counts.FORMATS_TOLD)
    read = [0]
    inner = format_counts.list_formats

    def counted(*given: object, **more: object) -> Iterator[ListedFile]:
        for one in inner(*given, **more):  # type: ignore[arg-type]  # as it was called
            read[0] += 1
            yield one

    monkeypatch.setattr(format_counts, "list_formats", counted)
    whole = own.get(ARCHIVIST, f"{LIST}?toon=ja&van=2026-01-01")
    assert "Verder tellen" not in whole
    files = read[0]
    assert files > 3
    # Asked again, by whom and how narrowed also: nothing is read.
    again = own.get(ARCHIVIST, f"{LIST}?toon=ja&van=2026-01-01")
    assert numbers(again) == numbers(whole)
    own.get(Role.INSPECTOR, f"{LIST}?toon=ja&van=2026-01-01&wat=unconfirmed")
    assert read[0] == files
    # Where there is time for one file a request, it takes as many, and comes to the same.
    monkeypatch.setattr(format_counts, "SECONDS", 0.0)
    path, pages = f"{LIST}?toon=ja&van=2026-01-02&tot=2026-03-01", []
    while not pages or "Verder tellen" in pages[-1]:
        pages.append(own.get(ARCHIVIST, path))
        assert read[0] <= files + len(pages)
    assert len(pages) > 3
    assert "In deze keuze is geen bestand" not in pages[0]
    monkeypatch.setattr(format_counts, "FORMATS_TOLD", FormatsTold())
    monkeypatch.setattr(formats, "FORMATS_TOLD", format_counts.FORMATS_TOLD)
    monkeypatch.setattr(format_counts, "SECONDS", 60.0)
    assert numbers(own.get(ARCHIVIST, path)) == numbers(pages[-1])
    # Another table judges anew.
    before = read[0]
    own.client(ARCHIVIST).post(LOAD, sent(NORM))
    assert "niet vergeleken met de norm" not in own.get(ARCHIVIST, path)
    assert read[0] > before


def numbers(page: str) -> list[str]:
    return re.findall(r">([^<>]*\d[^<>]*)<", page.partition('id="files-told"')[2])


def test_a_table_is_loaded_whole_or_not_at_all(own: Shown) -> None:
    client = own.client(ARCHIVIST)
    before = table_in_force(own.workplace)
    wrong = "Formaat naam;Status;PUID\n;Voorkeur;fmt/11\nPNG;Mooi;fmt/11\nMP4;Voorkeur;fmt/x\n"
    page = client.post(LOAD, sent(wrong))
    assert page.status_code == 422
    said = page.content.decode()
    assert all(f"rij {number}:" in said for number in (2, 3, 4))
    hostile = (
        b"", b"\0" * 100, b"PK\3\4" + b"x" * 50, b"\xff\xfe\0\xd8", b"<script>" * 9,
        NORM.encode() + b"x" * (1 << 20), ("Formaat naam;Status;PUID\n" + '"' * 9).encode(),
        ("Formaat naam;Status;PUID\n" + "A;Voorkeur;fmt/1\n" * 5_001).encode(),
    )  # fmt: skip
    for content in hostile:
        answer = client.post(LOAD, sent(content))
        assert answer.status_code == 422, content[:9]
        assert b"<script>" not in answer.content.replace(b"<script>window", b"")[:200_000]
    for name, value in (("dated", "2999-01-01"), ("dated", "ooit"), ("source", ""), ("name", "")):
        assert client.post(LOAD, sent(NORM, **{name: value})).status_code == 422, name
    assert table_in_force(own.workplace) == before
    done = client.post(LOAD, sent(NORM))
    assert done["Location"] == f"{LIST}?geladen=ja"
    held = table_in_force(own.workplace)
    assert (held.version, held.name, len(held.rows)) == (before.version + 1, "Norm", 2)
    page = client.get(done["Location"]).content.decode()
    assert "Deze tabel geldt nu." in page
    assert "Niemand vergeleek" not in page
    assert before.name in client.get(f"{LIST}tabel/").content.decode()


def test_a_scan_is_asked_and_told(own: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEERKLANK_CLAMD", "/nergens/clamd.ctl")
    assert "er antwoordt geen clamd" in own.get(ARCHIVIST, LIST)
    client = own.client(ARCHIVIST)
    begun = client.post(f"{LIST}virussen/")
    name = begun["Location"].rstrip("/").rpartition("/")[2]
    work = WORKS.find(name)
    assert work is not None
    for _ in range(600):
        if work.ended:
            break
        time.sleep(0.1)
    page = client.get(begun["Location"]).content.decode()
    assert "virus" in page.lower()
    assert "Het archief staat zoals het stond" not in page
