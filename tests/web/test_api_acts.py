"""The API where it changes something: what is done, by whom, and what is refused."""

import re
import shlex
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from api_asking import Asking, asking
from hostile import hostile_export
from shown import ROLES, Shown

from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.services.oversee.read_journal import Sought, read_journal
from weerklank.web.api import write_register
from weerklank.web.work import WORKS

GUIDE = Path(__file__).parents[2] / "docs" / "gebruiker" / "api.md"


def test_an_account_is_registered_and_a_harvest_asked_as_on_the_screen(own: Shown) -> None:
    program = asking(own, Role.COMMUNICATION)
    given = {"url": "https://www.instagram.com/voorbeelddam.nieuw", "kind": "corporate"}
    answer = program.post("/accounts", given)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert answer["Location"] == f"/api/v1/accounts/{made['account']}"
    entry = read_journal(own.workplace, Sought(book=Book.REGISTER))[0]
    assert (entry.kind, entry.subject) == ("account.registered", made["account"])
    assert (entry.by, entry.roles) == (ROLES[Role.COMMUNICATION], ("communication",))
    again = program.post("/accounts", given)
    assert (again.status_code, again.json()["code"]) == (400, "REGISTER-016")
    refused = program.post("/accounts/a0003/oogstverzoeken")
    assert (refused.status_code, refused.json()["code"]) == (403, "SCHEDULE-003")
    assert program.post("/accounts/a9999/oogstverzoeken").status_code == 404
    wrong = program.post("/accounts", {"url": "\x00", "kind": "groot", "x": 1, "unit": 3})
    assert {one["name"] for one in wrong.json()["errors"]} == {"url", "kind", "x", "unit"}


def test_stopping_where_nothing_runs_is_no_fault_of_the_server(own: Shown) -> None:
    told = asking(own, Role.COMMUNICATION).post("/accounts/a0001/oogststops")
    assert (told.status_code, told.json()["code"]) == (409, "SCHEDULE-001")


def test_a_dossier_goes_from_request_to_frozen_by_two_persons(own: Shown) -> None:
    woo, second = asking(own, Role.WOO), asking(own, Role.REVIEWER)
    answer = woo.post("/woo-verzoeken", {"request": "Alles over water", "received": "2026-11-20"})
    assert answer.status_code == 201, answer.content
    here = answer["Location"].removeprefix("/api/v1")
    assert woo.post(f"{here}/stukken").json()["code"] == "DOSSIER-008"
    added = woo.post(f"{here}/stukken", {"query": "hoogwater", "from": "2026-01-01"}).json()
    post = added["documents"][0]["id"]
    given = {"judgement": "refused", "grounds": ["5.1.2e"]}
    judged = woo.post(f"{here}/stukken/{post}/oordelen", given).json()
    assert judged["documents"][0]["judgement"] == "refused"
    assert woo.post(f"{here}/stukken/geen/oordelen", given).status_code == 404
    own_work = woo.post(f"{here}/lezingen", {"seen": judged["acts"]})
    assert own_work.status_code == 403, "who worked on it can't read it"
    assert second.post(f"{here}/stukken", {"query": "a"}).json()["code"] == "API-005"
    assert second.post(f"{here}/lezingen").status_code == 400, "after how many acts is needed"
    assert second.post(f"{here}/lezingen", {"seen": 0}).json()["code"] == "DOSSIER-027"
    seen = {"seen": second.get(here)["acts"]}
    assert second.post(f"{here}/lezingen", seen).json()["state"] == "reviewed"
    assert second.post(f"{here}/vaststellingen").json()["state"] == "frozen"
    assert second.get(here)["frozen_by"] == ROLES[Role.REVIEWER]
    assert any(one["dossier"] == added["dossier"] for one in woo.get("/woo-verzoeken")["items"])


def test_holds_and_rights_are_recorded_and_lifted(own: Shown) -> None:
    archivist = asking(own, Role.ARCHIVIST)
    answer = archivist.post(
        "/bewaarplichten", {"ground": "geschil", "case": "Z-1", "items": [own.post]}
    )
    assert answer.status_code == 201, answer.content
    hold = answer.json()["hold"]
    assert archivist.get("/bewaarplichten")["items"][0]["hold"] == hold
    lifted = archivist.post(f"/bewaarplichten/{hold}/opheffingen", {"reason": "klaar"})
    assert lifted.json()["state"] == "lifted"
    assert archivist.post("/bewaarplichten/s9/opheffingen", {"reason": "k"}).status_code == 404
    path = f"/berichten/{own.post}/rechten"
    assert archivist.post(path, {"status": "zomaar"}).json()["code"] == "RIGHTS-001"
    assert archivist.post(path, {"status": "own", "source": "besluit"}).status_code == 201
    assert {one["status"] for one in archivist.get(path)["parts"]} == {"own"}
    assert asking(own, Role.READER).post(path, {"status": "own"}).status_code == 403


def test_an_export_is_taken_in_and_followed(
    own: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = asking(own, Role.ARCHIVIST)
    content = hostile_export(tmp_path / "kwaad.zip").read_bytes()
    kind = {"content_type": "application/octet-stream"}
    answer = program.ask("/exports", "POST", data=content, **kind)
    assert answer.status_code == 202, answer.content
    here = answer["Location"].removeprefix("/api/v1")
    for _ in range(600):
        told = program.get(here)
        if told["ended"]:
            break
        time.sleep(0.1)  # until its process ends
    assert told["ok"] is True, told
    assert program.get(f"/oogsten/{told['run']}")["technique"] == "export"
    assert asking(own, Role.READER).ask(here).status_code in {403, 404}
    monkeypatch.setattr(write_register, "largest_upload", lambda: 10)
    assert program.ask("/exports", "POST", data=content, **kind).status_code == 413
    assert program.ask("/exports", "POST", data=b"x", content_type="a/b").status_code == 415
    empty = {"Content-Type": "application/octet-stream"}
    assert program.ask("/exports", "POST", headers=empty).status_code == 400
    assert program.ask("/exports?account=a99", "POST", data=b"x", **kind).status_code == 404
    assert not WORKS.running()


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        ("{", "application/json", 400), ("[]", "application/json", 400),
        ("null", "application/json", 400), ("[" * 100_000, "application/json", 400),
        ('{"ground": "\\ud800", "case": "x"}', "application/json", 400),
        ("a=b", "application/x-www-form-urlencoded", 415), ("{}", "text/plain", 415),
        ("{}", "multipart/form-data; boundary=x", 415),
        ('{"case": "' + "a" * (1 << 20) + '"}', "application/json", 413),
    ],
)  # fmt: skip
def test_a_body_that_is_none_changes_nothing(
    shown: Shown, sent: str, kind: str, status: int
) -> None:
    before = len(read_journal(shown.workplace, Sought()))
    program = asking(shown, Role.ARCHIVIST)
    answer = program.ask("/bewaarplichten", "POST", data=sent, content_type=kind)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert len(read_journal(shown.workplace, Sought())) == before


def test_every_example_of_the_guide_runs(own: Shown, tmp_path: Path) -> None:
    program = asking(own, Role.ARCHIVIST)
    export = hostile_export(tmp_path / "kwaad.zip").read_bytes()
    examples = [one for one in GUIDE.read_text().splitlines() if one.startswith("curl ")]
    assert len(examples) > 6
    for example in examples:
        words = shlex.split(example.replace("$TOKEN", program.secret))
        headers = dict(
            words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H"
        )
        data = words[words.index("-d") + 1].encode() if "-d" in words else b""
        address = urlsplit(words[-1].removeprefix("$WEERKLANK"))
        answer = Asking(own, "").ask(
            f"{address.path.removeprefix('/api/v1')}?{address.query}",
            "POST" if "POST" in words else "GET",
            data=export if "--data-binary" in words else data,
            content_type=headers.pop("Content-Type", ""),
            headers=headers,
        )
        assert answer.status_code in {200, 201, 202}, (example, answer.content)
        if answer.status_code == 200:
            assert re.search(rb'"(items|on)":', answer.content)
    for work in WORKS.running():
        assert work.process is not None
        work.process.wait(60)
