"""A Woo request from receipt to the set that is given out, by programs of two persons."""

import io
import zipfile
from typing import BinaryIO

import pytest
from api_asking import Asking, asking, ended_work
from shown import ROLES, Shown

from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.services.seal.read_dossiers import GIVEN_OUT
from weerklank.web.api import write_dossiers
from weerklank.web.views import dossier_set
from weerklank.web.views.dossier_set import MADE
from weerklank.web.work import WORKS


def _opened(woo: Asking) -> tuple[str, list[str]]:
    given = {"request": "Alles over hoogwater", "received": str(woo.shown.workplace.today())}
    here = woo.post("/woo-verzoeken", given)["Location"].removeprefix("/api/v1")
    added = woo.post(f"{here}/stukken", {"query": "hoogwater"}).json()
    return here, [one["id"] for one in added["documents"]]


def test_a_dossier_gives_its_first_documents_and_lists_the_rest_by_pages(
    own: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    woo = asking(own, Role.WOO)
    here, posts = _opened(woo)
    mark = f"{here}/stukken/{posts[0]}/laksels"
    marked = [woo.post(mark, {"span": f"text:{at}-{at + 2}", "ground": "5.1.2e"}) for at in (0, 4)]
    assert {one.status_code for one in marked} == {200}, marked[-1].content
    monkeypatch.setattr(write_dossiers, "MOST_ON_PAGE", 1)
    told = woo.get(here)
    assert (len(told["documents"]), told["document_count"]) == (1, len(posts))
    assert (len(told["redactions"]), told["redaction_count"]) == (1, 2)
    for many, place in ((len(posts), "stukken"), (2, "laksels")):
        pages = [woo.get(f"{here}/{place}?pageSize=1&page={at + 1}") for at in range(many)]
        assert {len(one["items"]) for one in pages} == {1}
        numbers = [one["items"][0]["number"] for one in pages]
        assert numbers == sorted(set(numbers)), place
        assert "next" in pages[0]["_links"]
        assert "next" not in pages[-1]["_links"]
    line = next(
        one
        for one in woo.get("/woo-verzoeken?pageSize=100")["items"]
        if one["dossier"] == told["dossier"]
    )
    assert (line["documents"], line["redactions"]) == (len(posts), 2)


def test_a_document_is_redacted_by_span_passage_and_field(own: Shown) -> None:
    woo = asking(own, Role.WOO)
    here, posts = _opened(woo)
    marks = f"{here}/stukken/{posts[0]}/laksels"
    words = woo.get(f"{here}/stukken/{posts[0]}")["text"]
    made = woo.post(marks, {"span": "text:0-4", "ground": "5.1.2e"}).json()["redactions"]
    assert (made[-1]["place"], made[-1]["start"], made[-1]["id"]) == ("text", 0, posts[0])
    number = made[-1]["number"]
    passage = words[-12:].strip()
    by_passage = woo.post(marks, {"passage": passage, "ground": "5.1.2e"}).json()["redactions"]
    assert len(by_passage) > len(made)
    whole = woo.post(marks, {"field": "author", "ground": "5.1.2e"}).json()["redactions"]
    assert whole[-1]["place"] == "author"
    allowed = woo.post(f"{marks}/{number}/toelatingen", {"reason": "gewoon woord"})
    assert allowed.json()["redactions"][0]["allowed"] == "gewoon woord"
    assert passage not in allowed.content.decode(), "never the words that are kept back"
    # Neither of another document, nor of none, nor twice.
    other = f"{here}/stukken/{posts[1]}/laksels/{number}/intrekkingen"
    assert woo.post(other).status_code == 404
    left = woo.post(f"{marks}/{number}/intrekkingen").json()["redactions"]
    assert number not in {one["number"] for one in left}
    assert woo.post(f"{marks}/{number}/intrekkingen").status_code == 404
    two = woo.post(marks, {"span": "text:0-4", "field": "text", "ground": "5.1.2e"})
    assert (two.status_code, len(two.json()["errors"])) == (400, 3)
    assert woo.post(marks, {"span": "text:0-4", "ground": "zomaar"}).status_code == 400
    assert woo.post(marks, {"span": "elders:0-4", "ground": "5.1.2e"}).status_code == 400
    for role in (Role.REVIEWER, Role.READER, Role.ARCHIVIST):
        refused = asking(own, role).post(marks, {"field": "text", "ground": "5.1.2e"})
        assert (refused.status_code, refused.json()["code"]) == (403, "API-005")


def test_no_act_passes_over_what_was_done_with_a_document_since(own: Shown) -> None:
    woo = asking(own, Role.WOO)
    here, posts = _opened(woo)
    document = f"{here}/stukken/{posts[0]}"
    public = {"judgement": "public"}
    assert woo.post(f"{document}/oordelen", public | {"seen": 0}).status_code == 200
    words = {"field": "text", "ground": "5.1.2e"}
    late = woo.post(f"{document}/laksels", words | {"seen": 0})
    assert (late.status_code, late.json()["code"]) == (403, "DOSSIER-031")
    made = woo.post(f"{document}/laksels", words | {"seen": 1}).json()
    number = made["redactions"][0]["number"]
    lapsed = woo.get(document)["lapsed"]
    in_list = made["documents"][0]["lapsed"]
    assert lapsed["judgement"] == in_list["judgement"] == "public"
    assert lapsed["judged_by"] == lapsed["by"] == in_list["by"]
    undo = f"{document}/laksels/{number}/intrekkingen"
    for path, given in (
        (f"{document}/laksels/{number}/toelatingen", {"reason": "Straat.", "seen": 1}),
        (f"{document}/voorstellen/weg", {"span": "text:0-4", "seen": 1}),
        (f"{document}/verwijderingen", {"reason": "Dubbel.", "seen": 1}),
        (f"{undo}?seen=1", None),
    ):
        assert woo.post(path, given).json()["code"] == "DOSSIER-031", path
    assert woo.post(f"{undo}?seen=2").status_code == 200


def test_a_second_reader_points_at_a_place_of_one_document(own: Shown) -> None:
    woo, second = asking(own, Role.WOO), asking(own, Role.REVIEWER)
    here, posts = _opened(woo)
    said = {"items": posts[:1], "reason": "Te ruim.", "span": "text:0-2", "seen": 0}
    assert second.post(f"{here}/tegenspraken", said).status_code == 201
    (one,) = woo.get(f"{here}/tegenspraken")["items"]
    assert (one["span"], one["state"]) == ("text:0-2", "open")
    several = second.post(f"{here}/tegenspraken", said | {"items": posts[:2]})
    assert (several.status_code, len(several.json()["errors"])) == (400, 2)
    nowhere = second.post(f"{here}/tegenspraken", said | {"span": "medium:99-100"})
    assert nowhere.json()["code"] == "DOSSIER-032"
    assert second.post(f"{here}/tegenspraken", said | {"seen": 3}).json()["code"] == "DOSSIER-031"


def test_what_few_may_see_is_not_guessed_by_trying_passages(own: Shown) -> None:
    woo, privacy = asking(own, Role.WOO), asking(own, Role.PRIVACY)
    here, posts = _opened(woo)
    woo.post(f"{here}/stukken", {"items": posts, "threads": True})
    for post in (one["id"] for one in woo.get(here)["documents"]):
        words = woo.get(f"{here}/stukken/{post}")["text"]
        barred = next((one for one in (words or "").split() if one.isalpha()), "")
        woo.post(f"{here}/stukken/{post}/laksels", {"passage": barred or "-", "ground": "5.1.2e"})
        mark = privacy.post(f"/berichten/{post}/bijzonder", {"reason": "Over gezondheid."})
        if barred and mark.status_code == 201:
            break
    else:
        raise AssertionError("no reply in it")
    assert woo.get(f"{here}/stukken/{post}")["text"] is None
    before = woo.get(here)["acts"]
    second, no = asking(own, Role.REVIEWER), f"{here}/tegenspraken"
    for reason in (f"Er staat {barred}.", "Er staat niets."):  # answered alike
        said = second.post(no, {"items": [post], "reason": reason})
        assert said.status_code == 201, said.content
    for tried in ({"passage": words[:9].strip()}, {"passage": "geen woord"}, {"field": "text"}):
        told = woo.post(f"{here}/stukken/{post}/laksels", {**tried, "ground": "5.1.2e"})
        assert (told.status_code, told.json()["code"]) == (403, "DOSSIER-023"), tried
    left = woo.post(f"{here}/stukken/{post}/voorstellen/weg", {"span": "text:0-4"})
    assert left.json()["code"] == "DOSSIER-023"
    assert woo.get(here)["acts"] == before


def test_what_is_proposed_is_left_and_offered_and_never_done_unasked(own: Shown) -> None:
    woo = asking(own, Role.WOO)
    here, _ = _opened(woo)
    woo.post(f"{here}/stukken", {"accounts": ["a0001"], "threads": True})
    posts = [one["id"] for one in woo.get(here)["documents"]]
    found = next(
        one for one in (woo.get(f"{here}/stukken/{post}") for post in posts) if one["suggestions"]
    )
    document, proposal = f"{here}/stukken/{found['id']}", found["suggestions"][0]
    span = {"span": f"{proposal['place']}:{proposal['start']}-{proposal['end']}"}
    assert woo.post(f"{document}/voorstellen/weg", span).json()["redactions"] == []
    assert woo.get(document)["suggestions"][0]["left"] is True
    assert woo.post(f"{document}/voorstellen/terug", span).status_code == 200
    assert woo.get(document)["suggestions"][0]["left"] is False


def _goes_out_of_no_full_disk(own: Shown, here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a set where nothing can be written: nothing says that it was given out."""

    def full(**_: object) -> BinaryIO:
        return open("/dev/full", "r+b", buffering=0)

    woo = asking(own, Role.WOO)
    with monkeypatch.context() as disk:
        disk.setattr(dossier_set.tempfile, "TemporaryFile", full)
        work = woo.post(f"{here}/sets").json()["work"]
    told = ended_work(woo, work)
    assert (told["ok"], told["code"]) == (False, "STORE-002")
    assert woo.ask(f"{here}/sets/{work}").status_code == 404
    given = own.workplace.events.read_backwards(Book.DECISIONS, (GIVEN_OUT,))
    assert not [one for one in given if one.subject == here.rpartition("/")[2]]


def _goes_out_no_more(own: Shown, here: str, post: str, work: str) -> None:
    """Restrict a post of a set that lies ready."""
    maker, archivist = asking(own, Role.COMMUNICATION), asking(own, Role.ARCHIVIST)
    woo = asking(own, Role.WOO)
    reason = {"reason": "Geen bericht van ons."}
    assert maker.post(f"/berichten/{post}/markeringen", reason).status_code == 201
    decided = archivist.post(f"/berichten/{post}/markeringen/besluiten", {"judgement": "restrict"})
    assert decided.status_code == 200, decided.content
    number = here.rpartition("/")[2]
    page = own.client(ROLES[Role.WOO]).get(f"/woo/{number}/uitgeven/{work}/")
    assert (page.status_code, "DOSSIER-023" in page.content.decode()) == (422, True)
    assert woo.ask(f"{here}/sets/{work}").status_code == 404, "it was let go of"
    again = woo.post(f"{here}/sets").json()["work"]
    told = ended_work(woo, again)
    assert MADE.open(again) is None, "half a set keeps no room on the disk"
    assert (told["ok"], told["code"]) == (False, "DOSSIER-023")


def test_the_set_is_given_out_after_a_second_reader_read_what_stands_now(
    own: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    woo, second = asking(own, Role.WOO), asking(own, Role.REVIEWER)
    here, posts = _opened(woo)
    assert woo.post(f"{here}/verlengingen", {"reason": "veel stukken"}).json()["extended"]
    stopped = woo.post(f"{here}/opschortingen", {"reason": "zienswijze"}).json()
    assert stopped["suspended"][0]["until"] is None
    assert woo.post(f"{here}/hervattingen").json()["suspended"][0]["until"] is not None
    doubles = woo.get(f"{here}/dubbelen?pageSize=100")
    judged = woo.post(f"{here}/dubbelen").json()["documents"]
    assert {one["id"] for one in doubles["items"]} <= {
        one["id"] for one in judged if one["judgement"] == "refused"
    }
    gone = woo.post(f"{here}/stukken/{posts[-1]}/verwijderingen", {"reason": "hoort er niet bij"})
    assert posts[-1] not in {one["id"] for one in gone.json()["documents"]}
    assert woo.post(f"{here}/sets").json()["code"] == "DOSSIER-019"
    read = second.get(here)["acts"]
    woo.post(f"{here}/stukken/{posts[0]}/oordelen", {"judgement": "public"})
    late = second.post(f"{here}/lezingen", {"seen": read})
    assert late.json()["code"] == "DOSSIER-027", "it changed since it was read"
    assert second.post(f"{here}/lezingen", {"seen": second.get(here)["acts"]}).status_code == 200
    assert second.post(f"{here}/vaststellingen").json()["state"] == "frozen"
    _goes_out_of_no_full_disk(own, here, monkeypatch)
    answer = woo.post(f"{here}/sets")
    assert answer.status_code == 202
    work = answer.json()["work"]
    assert second.post(f"{here}/sets").json()["work"] == work, "one at a time"
    assert ended_work(woo, work)["ok"] is True
    sent = woo.ask(f"{here}/sets/{work}")
    names = zipfile.ZipFile(io.BytesIO(b"".join(sent))).namelist()  # type: ignore[call-overload] # what streams
    assert any(one.endswith(".pdf") for one in names)
    assert any("inventaris" in one for one in names), names
    assert woo.ask(f"{here}/sets/geen").status_code == 404
    assert asking(own, Role.READER).ask(f"{here}/sets/{work}").status_code == 403
    _goes_out_no_more(own, here, posts[0], work)
    assert not WORKS.running()
    assert second.get(here)["reviewer"] == ROLES[Role.REVIEWER]


def test_a_program_does_not_agree_is_answered_and_agrees_after_all(own: Shown) -> None:
    woo, second = asking(own, Role.WOO), asking(own, Role.REVIEWER)
    here, posts = _opened(woo)
    no, given = f"{here}/tegenspraken", {"items": posts[:2], "reason": "De datum zegt wie."}
    assert woo.post(no, given).json()["code"] == "DOSSIER-017"
    assert second.post(no, {**given, "items": []}).status_code == 400
    made = second.post(no, given)
    assert (made.status_code, made.json()["standing"]) == (201, 2)
    pages = [woo.get(f"{no}?pageSize=1&page={at}")["items"] for at in (1, 2)]
    assert [(one["number"], one["id"]) for (one,) in pages] == [(1, posts[0]), (2, posts[1])]
    seen = {"seen": woo.get(here)["acts"]}
    assert second.post(f"{here}/lezingen", seen).json()["code"] == "DOSSIER-028"
    why = {"reason": "Die staat ook op de site."}
    assert second.post(f"{no}/1/antwoorden", why).json()["code"] == "API-005"
    for number in ("9", "1x", "9" * 99):
        assert woo.post(f"{no}/{number}/antwoorden", why).status_code == 404
    judged = f"{here}/stukken/{posts[1]}/oordelen"
    acts = woo.get(f"{here}/stukken/{posts[1]}")["acts"]
    late = woo.post(judged, {"judgement": "public", "seen": acts + 1})
    assert (late.status_code, late.json()["code"]) == (403, "DOSSIER-031")
    told = woo.post(f"{no}/1/antwoorden", why).json()["disagreements"]
    assert [one["state"] for one in told] == ["answered", "open"]
    assert woo.post(f"{no}/1/akkoorden").json()["code"] == "DOSSIER-017"
    for number in (1, 2):
        left = second.post(f"{no}/{number}/akkoorden").json()["standing"]
    assert left == 0
    assert second.post(f"{here}/lezingen", {"seen": woo.get(here)["acts"]}).status_code == 200
