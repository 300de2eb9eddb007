"""Selection, destruction and transfer by programs: every step by who may, as it was shown."""

import threading
import time
from datetime import timedelta

import pytest
from api_asking import asking, ended_work, list_of_one
from django.http import HttpResponse
from shown import ROLES, Shown

from weerklank.appraise.shipped import shipped_bytes
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.services.oversee.read_journal import Sought, read_journal
from weerklank.web.api import works
from weerklank.web.work import WORKS, Work

FILE = {"content_type": "application/octet-stream"}


def test_a_selection_list_is_looked_at_loaded_and_decided_beside(own: Shown) -> None:
    archivist = asking(own, Role.ARCHIVIST)
    today = own.workplace.today()
    content = shipped_bytes()
    before = archivist.get("/selectielijsten")["total"]
    looked = archivist.ask("/selectielijsten/voorbeelden", "POST", data=content, **FILE)
    assert looked.status_code == 200, looked.content
    assert archivist.get("/selectielijsten")["total"] == before, "a look loads nothing"
    needed = archivist.ask("/selectielijsten", "POST", data=content, **FILE)
    assert {one["name"] for one in needed.json()["errors"]} == {"name", "body", "decided"}
    path = f"/selectielijsten?name=Proef&body=College&decided={today}"
    answer = archivist.ask(path, "POST", data=content, **FILE)
    assert answer.status_code == 201, answer.content
    assert answer.json()["passed"] == []
    here = answer["Location"].removeprefix("/api/v1")
    assert archivist.ask(f"{here}/bestand").content == content
    row = archivist.get(f"{here}/rijen")["items"][0]["code"]
    given = {"row": row, "reason": "proef", "account": "a0001", "list": answer.json()["list"]}
    assert archivist.post("/selectiebesluiten", given).status_code == 201
    assert archivist.get("/selectiebesluiten")["items"][0]["target"]["account"] == "a0001"
    ended = archivist.post("/selectiebesluiten/beeindigingen", {"reason": "x", "account": "a0001"})
    assert ended.status_code == 200
    assert archivist.post("/selectiebesluiten", {"row": "9.9", "reason": "x"}).status_code == 400
    # Of a list with a column whose heading says nothing it is told which was not read.
    more = b"code;proces;resultaat;waardering;bewaartermijn;zomaar\n1.1;A;B;V;P5Y;x\n"
    told = archivist.ask(path.replace("Proef", "Meer"), "POST", data=more, **FILE)
    assert (told.status_code, told.json()["passed"]) == (201, ["F"])
    for wrong in (b"geen lijst", b"\x00" * 50, b"[" * 5000):
        refused = archivist.ask("/selectielijsten/voorbeelden", "POST", data=wrong, **FILE)
        assert refused.status_code == 400, refused.content
        assert refused["Content-Type"] == "application/problem+json"
    large = archivist.ask("/selectielijsten/voorbeelden", "POST", data=b"a" * (2 << 20), **FILE)
    assert large.status_code == 413


def test_a_list_is_destroyed_by_three_persons_who_saw_what_is_on_it(own: Shown) -> None:
    here, post, count = list_of_one(own)
    reviewer, archivist = asking(own, Role.REVIEWER), asking(own, Role.ARCHIVIST)
    maker = asking(own, Role.COMMUNICATION)
    listed = reviewer.get(f"{here}/stukken?pageSize=100")
    assert [one["id"] for one in listed["items"]] == reviewer.get(here)["items"]
    assert len(listed["items"]) == count
    assert reviewer.post(f"{here}/beoordelingen", {"count": count + 1}).status_code != 200
    assert reviewer.post(f"{here}/beoordelingen").status_code == 400, "without what was seen"
    back = reviewer.post(f"{here}/beoordelingen/terug", {"reason": "waarom deze"})
    assert back.json()["changes"][0]["reason"] == "waarom deze"
    assert maker.post(f"{here}/antwoorden", {"reason": "zie zaak 7"}).status_code == 200
    assert reviewer.post(f"{here}/beoordelingen", {"count": count}).json()["state"] == "reviewed"
    early = archivist.post(f"{here}/uitvoeringen", {"count": count})
    assert early.status_code == 403, early.content
    assert archivist.post(f"{here}/machtigingen", {"count": count}).status_code == 400
    for wrong in ({"count": count, "word": "ja"}, {"count": 0, "word": "vernietigen"}):
        assert archivist.post(f"{here}/machtigingen", wrong).status_code in {400, 403}, wrong
    approved = archivist.post(f"{here}/machtigingen", {"count": count, "word": "vernietigen"})
    assert approved.json()["state"] == "approved"
    assert set(approved.json()["by"].values()) == {
        ROLES[Role.COMMUNICATION], ROLES[Role.REVIEWER], ROLES[Role.ARCHIVIST],
    }  # fmt: skip
    assert archivist.post(f"{here}/uitvoeringen", {"count": count + 1}).status_code == 403
    assert reviewer.post(f"{here}/uitvoeringen", {"count": count}).json()["code"] == "API-005"
    assert archivist.ask(f"/berichten/{post}").status_code == 200, "nothing went yet"
    started = archivist.post(f"{here}/uitvoeringen", {"count": count})
    assert started.status_code == 202, started.content
    told = ended_work(archivist, started.json()["work"])
    assert told["ok"] is True, told
    assert archivist.ask(f"/berichten/{post}").status_code == 410
    assert archivist.post(f"{here}/verklaringen", {}).json()["state"] == "certified"
    assert b"<" in archivist.ask(f"{here}/verklaringen/xml").content[:5]
    assert archivist.ask(f"{here}/verklaringen/pdf").content.startswith(b"%PDF")
    assert archivist.ask(f"{here}/verklaringen/exe").status_code == 404
    again = archivist.post(f"{here}/uitvoeringen", {"count": count})
    assert again.status_code in {400, 403}, again.content


def test_who_made_a_list_takes_no_other_step_of_it_and_a_date_ahead_holds(own: Shown) -> None:
    here, _, count = list_of_one(own)
    maker = asking(own, Role.COMMUNICATION)
    for step in ("beoordelingen", "machtigingen", "uitvoeringen", "verklaringen"):
        refused = maker.post(f"{here}/{step}", {"count": count})
        assert refused.json()["code"] == "API-005", step
    asking(own, Role.REVIEWER).post(f"{here}/beoordelingen", {"count": count})
    archivist = asking(own, Role.ARCHIVIST)
    ahead = str(own.workplace.today() + timedelta(days=9))
    given = {"count": count, "word": "destroy", "not_before": ahead}
    assert archivist.post(f"{here}/machtigingen", given).json()["not_before"] == ahead
    assert archivist.post(f"{here}/uitvoeringen", {"count": count}).status_code == 403


def test_two_who_settle_at_one_moment_are_one_decision(own: Shown) -> None:
    here, _, count = list_of_one(own)
    reviewer = asking(own, Role.REVIEWER)
    answers: list[HttpResponse] = []

    def decide() -> None:
        answers.append(reviewer.post(f"{here}/beoordelingen", {"count": count}))

    threads = [threading.Thread(target=decide) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one.status_code == 200 for one in answers) == [False, False, False, True]
    name = here.rpartition("/")[2]
    told = read_journal(own.workplace, Sought(book=Book.DECISIONS, subject=name))
    assert sum("review" in one.kind for one in told) == 1, [one.kind for one in told]


def test_two_who_begin_a_work_at_one_moment_begin_one(
    own: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Work] = []

    def start(_: object, work: Work, *__: object, **___: object) -> None:
        time.sleep(0.05)  # the time in which another would not see it yet
        begun.append(work)
        monkeypatch.setitem(WORKS._works, work.id, work)

    monkeypatch.setattr(works.WORKS, "start", start)
    program = asking(own, Role.ARCHIVIST)
    answers: list[HttpResponse] = []
    threads = [
        threading.Thread(target=lambda: answers.append(program.post("/controles")))
        for _ in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(begun) == 1
    assert {one.json()["work"] for one in answers} == {begun[0].id}
    begun[0].ended = True


def test_two_roles_decide_on_a_transfer_and_without_a_folder_none_is_made(own: Shown) -> None:
    archivist, privacy = asking(own, Role.ARCHIVIST), asking(own, Role.PRIVACY)
    scope = {"accounts": ["a0001"]}
    before = privacy.get("/overbrengbesluiten")["total"]
    checked = archivist.post("/overbrengcontroles", scope).json()
    assert checked["posts"] > 0
    assert checked["decided"] is None
    one = archivist.post("/overbrengbesluiten", {**scope, "sealed": "keep"}).json()
    assert one["decided"] is None, "one of two"
    both = privacy.post("/overbrengbesluiten", {**scope, "sealed": "keep"}).json()
    assert both["decided"] == "keep"
    assert privacy.get("/overbrengbesluiten")["total"] == before + 1
    assert archivist.post("/overbrengingen", scope).json()["code"] == "API-011"
    assert privacy.post("/overbrengingen", scope).json()["code"] == "API-005"
    unknown = archivist.post("/overbrengcontroles", {"accounts": ["a9999"]})
    assert unknown.status_code in {400, 404}, "never all accounts instead"
