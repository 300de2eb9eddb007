"""Tables, bars and scans by the API: what their screens do, whole or not at all."""

import pytest
from api_asking import asking
from shown import Shown

from weerklank.model.person import Role
from weerklank.services.appraise.format_tables import table_in_force
from weerklank.services.find.read_rights import read_rights
from weerklank.web.work import WORKS, Works

FILE = "application/octet-stream"
NORM = "Formaat naam;Status;PUID\nPNG;Voorkeur;fmt/11\nMP4;Acceptabel;fmt/199\n"


def test_a_table_of_formats_is_loaded_and_a_wrong_one_is_not(own: Shown) -> None:
    archivist = asking(own, Role.ARCHIVIST)
    here = "/formaattabellen?name=Norm&source=Nationaal%20Archief&dated=2024-12-12"
    before = table_in_force(own.workplace)
    for content in (NORM.replace("fmt/11", "geen"), "<script>", NORM + "x" * (1 << 20)):
        answer = archivist.ask(here, "POST", data=content, content_type=FILE)
        assert answer.status_code in {400, 413}, content[:30]
        assert b"<script>" not in answer.content
    assert table_in_force(own.workplace) == before
    made = archivist.ask(here, "POST", data=NORM, content_type=FILE)
    assert (made.status_code, made.json()["rows"]) == (201, 2)
    assert table_in_force(own.workplace).version == before.version + 1
    inspector = asking(own, Role.INSPECTOR)
    assert inspector.ask(here, "POST", data=NORM, content_type=FILE).status_code == 403


def test_rights_come_from_a_file_whole_or_not_at_all(own: Shown) -> None:
    archivist, before = asking(own, Role.ARCHIVIST), read_rights(own.workplace).count
    part = archivist.get("/rechten?pageSize=1")["items"][0]
    head = "id;medium;status;licence;holder;source;portrait"
    medium = part["medium"] or "text"
    good = f"{part['id']};{medium};own;;;;{'none' if part['medium'] else ''}"
    wrong = "\n".join((head, good, "bestaatniet;text;own;;;;", ""))
    answer = archivist.ask("/rechten", "POST", data=wrong, content_type=FILE)
    assert answer.status_code == 400, answer.content
    assert read_rights(own.workplace).count == before
    made = archivist.ask("/rechten", "POST", data=f"{head}\n{good}\n", content_type=FILE)
    assert (made.status_code, made.json()["parts"]) == (201, 1), made.content
    woo = asking(own, Role.WOO)
    assert woo.ask("/rechten", "POST", data=wrong, content_type=FILE).status_code == 403


def test_bars_are_set_unless_somebody_decided_since_they_were_read(own: Shown) -> None:
    archivist = asking(own, Role.ARCHIVIST)
    check = next(
        one
        for one in archivist.get("/meetlat?pageSize=100")["items"]
        if one["unit"] == "percent" and one["better"] == "more" and one["minimum"] is not None
    )
    here = f"/meetlat/{check['id']}/grenzen"
    given = {"minimum": check["full"], "reason": "Strenger.", "seen": check["version"]}
    made = archivist.post(here, given).json()
    assert (made["minimum"], made["version"] > check["version"]) == (check["full"], True), made
    late = archivist.post(here, {**given, "reason": "Nog eens."})
    assert late.status_code == 400, "somebody decided on it meanwhile"
    assert archivist.post(here, {"reason": "Zomaar."}).status_code == 400, "nothing was read"
    assert archivist.post("/meetlat/geen/grenzen", given).status_code == 404
    assert asking(own, Role.INSPECTOR).post(here, given).status_code == 403


def test_a_scan_for_viruses_is_of_all_or_of_what_is_new(
    own: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def start(_: Works, __: object, work: object, arguments: list[str], **___: object) -> None:
        asked.append(arguments)

    monkeypatch.setattr(Works, "start", start)
    archivist = asking(own, Role.ARCHIVIST)
    begun = archivist.post("/virusscans", {"all": True})
    assert (begun.status_code, begun.json()["kind"]) == (202, "viruses")
    assert archivist.post("/virusscans").status_code == 202
    assert asked == [[], ["--new"]]
    assert asking(own, Role.READER).post("/virusscans").status_code == 403
    assert not WORKS.running()
