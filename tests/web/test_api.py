"""The API: what it tells, to whom, and what it makes of requests that are none."""

import re
from datetime import timedelta
from typing import Any

import pytest
from api_asking import Asking, asking
from openapi_spec_validator import OpenAPIV31SpecValidator
from shown import ROLES, Shown

from weerklank import bootstrap
from weerklank.model.access import Looked
from weerklank.model.errors import CATALOGUE, WrongUse
from weerklank.model.person import Role
from weerklank.services.people.access import read_seen
from weerklank.services.people.end_roles import end_roles
from weerklank.services.workplace import Silent
from weerklank.web.api import entry
from weerklank.web.api.operation import Operation
from weerklank.web.api.table import OPERATIONS
from weerklank.web.permissions import MATRIX, may
from weerklank.web.sign_in import MOST_BY_NAME, Attempts
from weerklank.web.tokens import make_token, revoke_token, token_of, tokens_of
from weerklank.web.work import WORKS


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "ATTEMPTS", Attempts())


@pytest.fixture
def archivist(shown: Shown) -> Asking:
    return asking(shown, Role.ARCHIVIST)


def filled_in(operation: Operation, post: str) -> str:
    """Give an address of an operation, of what is there where that is known."""
    known = {"post": post, "account": "a0001" if operation.method == "GET" else "a9999"}
    return re.sub(r"{(\w+)}", lambda name: known.get(name[1], "geen"), operation.path)


# --- the document -------------------------------------------------------------------------------


def test_the_document_is_valid_and_open_to_all_in_both_languages(shown: Shown) -> None:
    answer = shown.client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    told = answer.json()
    OpenAPIV31SpecValidator(told).validate()
    assert answer["API-Version"] == told["info"]["version"]
    english = shown.client().get("/api/v1/openapi.json", headers={"Accept-Language": "en-GB"})
    assert english.json()["paths"]["/accounts"]["get"]["summary"] == "The accounts of the register"
    assert told["paths"]["/accounts"]["get"]["summary"] == "De accounts van het register"


def test_it_lists_every_operation_and_each_has_a_row_of_the_matrix(shown: Shown) -> None:
    told = shown.client().get("/api/v1/openapi.json").json()["paths"]
    listed = {(method.upper(), path) for path, here in told.items() for method in here}
    assert listed == {(one.method, one.path) for one in OPERATIONS}
    assert len({one.id for one in OPERATIONS}) == len(OPERATIONS)
    assert {one.page for one in OPERATIONS} <= set(MATRIX)


# --- who may ------------------------------------------------------------------------------------


#: Acts that ask nothing: whoever may has them done.
_DONE_WITHOUT_MORE = {"askScan", "refreshReplicas", "mendFromReplicas"}


@pytest.mark.parametrize("role", [role for role in Role if role in ROLES])
def test_a_role_gets_what_the_matrix_says_and_nothing_else(
    own: Shown, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WORKS, "start", lambda *_, **__: None)  # no process of each
    program = asking(own, role)
    for one in OPERATIONS:
        answer = program.ask(filled_in(one, own.post), one.method)
        if may([role], one.page):
            done = {202} if one.id in _DONE_WITHOUT_MORE else set()
            assert answer.status_code in {200, 400, 404, 415} | done, (one.id, answer.content)
        else:
            assert answer.status_code == 403, (one.id, answer.status_code)
            assert answer.json()["code"] == "API-005"


def test_a_token_opens_one_role_of_who_holds_more(shown: Shown) -> None:
    owner = ROLES[Role.REGISTER_OWNER]
    assert ROLES[Role.COMMUNICATION] == owner
    register = Asking(shown, make_token(shown.workplace, owner, Role.REGISTER_OWNER, "proef")[1])
    assert register.ask("/berichten").status_code == 403
    assert asking(shown, Role.COMMUNICATION).ask("/berichten").status_code == 200


def test_without_a_token_that_holds_nothing_opens(shown: Shown) -> None:
    from weerklank.web.models import ApiToken  # only once Django is set up

    today = shown.workplace.today()
    name = ROLES[Role.ARCHIVIST]
    revoked, first = make_token(shown.workplace, name, Role.ARCHIVIST, "proef")
    revoke_token(revoked.number, today, name)
    expired, second = make_token(shown.workplace, name, Role.ARCHIVIST, "proef")
    ApiToken.objects.filter(number=expired.number).update(until=today - timedelta(days=1))
    signed_in = shown.client(Role.ARCHIVIST)
    for one in OPERATIONS:
        path = "/api/v1" + filled_in(one, shown.post)
        answers = [
            signed_in.generic(one.method, path),  # a cookie opens nothing
            shown.client().generic(one.method, f"{path}?access_token={first}"),
            shown.client().generic(one.method, path, headers={"Authorization": "Basic eDp5"}),
            Asking(shown, first).ask(filled_in(one, shown.post), one.method),
            Asking(shown, second).ask(filled_in(one, shown.post), one.method),
        ]
        for answer in answers:
            assert answer.status_code in {401, 429}, (one.id, answer.status_code)
            assert answer["Content-Type"] == "application/problem+json"
            assert answer["Cache-Control"] == "no-store"
    assert answers[0]["WWW-Authenticate"].startswith("Bearer")


def test_a_role_that_ended_closes_its_tokens(own: Shown) -> None:
    program = asking(own, Role.READER)
    assert program.ask("/accounts").status_code == 200
    keeper = bootstrap.workplace(
        str(own.archive), str(own.keys), Silent(), ROLES[Role.REGISTER_OWNER]
    )
    end_roles(keeper, ROLES[Role.READER], (Role.READER,), None)
    assert program.ask("/accounts").status_code == 401


def test_guesses_are_held_up_and_who_holds_a_token_is_not(shown: Shown) -> None:
    program, guess = asking(shown, Role.READER), Asking(shown, "wkl_" + "0" * 40)
    for _ in range(MOST_BY_NAME):
        assert guess.ask("/accounts").status_code == 401
    answer = guess.ask("/accounts")
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert program.ask("/accounts").status_code == 200


# --- tokens -------------------------------------------------------------------------------------


def test_of_a_token_a_digest_is_kept_beside_the_keys_and_nothing_in_the_archive(
    own: Shown,
) -> None:
    program = asking(own, Role.READER)
    assert program.ask("/accounts").status_code == 200
    secret = program.secret.encode()
    for folder in (own.archive, own.keys):
        for path in folder.rglob("*"):
            assert not path.is_file() or secret not in path.read_bytes(), path
    used = tokens_of(ROLES[Role.READER])[0]
    assert used.used == own.workplace.today()
    assert (own.keys / "web" / "sign-in.sqlite3").stat().st_mode & 0o077 == 0


def test_no_token_for_a_role_that_somebody_has_not_nor_for_years(shown: Shown) -> None:
    reader, today = ROLES[Role.READER], shown.workplace.today()
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("TOKEN-001", {"role": Role.ARCHIVIST}),
        ("TOKEN-002", {"until": today - timedelta(days=1)}),
        ("TOKEN-002", {"until": today + timedelta(days=367)}),
        ("TOKEN-004", {"purpose": " \x00 "}),
        ("ROLE-001", {"name": "Niemand"}),
    ]
    for code, changed in wrong:
        given = {"name": reader, "role": Role.READER, "purpose": "proef", **changed}
        with pytest.raises(WrongUse) as caught:
            make_token(shown.workplace, **given)
        assert caught.value.code == code
    with pytest.raises(WrongUse) as caught:
        revoke_token("tanders", today, reader)
    assert caught.value.code == "TOKEN-003"


def test_the_screen_shows_a_token_once_and_revokes_it(own: Shown) -> None:
    client, today = own.client(Role.READER), own.workplace.today()
    before = tokens_of(ROLES[Role.READER])
    assert ("U hebt nog geen tokens" in own.get(Role.READER, "/ik/tokens/")) == (not before)
    form = {"purpose": "<b>koppeling</b>", "role": "reader", "until": today.isoformat()}
    answer = client.post("/ik/tokens/", form)
    secret = re.search(r"wkl_[0-9a-z]{40}", answer.content.decode())
    assert secret is not None
    assert token_of(secret[0], today) is not None
    again = client.get("/ik/tokens/").content.decode()
    assert secret[0] not in again
    assert "&lt;b&gt;koppeling" in again
    made = tokens_of(ROLES[Role.READER])[0]
    assert own.client(Role.WOO).post(f"/ik/tokens/{made.number}/intrekken/").status_code == 404
    assert client.post(f"/ik/tokens/{made.number}/intrekken/").status_code == 302
    assert token_of(secret[0], today) is None
    wrong = client.post("/ik/tokens/", {**form, "role": "archivist"})
    assert wrong.status_code == 422
    assert "wkl_" not in wrong.content.decode()


# --- what it tells ------------------------------------------------------------------------------


def test_accounts_runs_and_gaps_are_told_with_paging(archivist: Asking) -> None:
    first = archivist.get("/accounts?pageSize=2")
    assert len(first["items"]) == 2
    assert first["total"] > 2
    assert "prev" not in first["_links"]
    second = archivist.get(first["_links"]["next"]["href"].removeprefix("/api/v1"))
    assert second["items"][0]["account"] not in {one["account"] for one in first["items"]}
    assert "prev" in second["_links"]
    one = archivist.get(first["items"][0]["_links"]["self"]["href"].removeprefix("/api/v1"))
    assert one == first["items"][0]
    assert {o["platform"] for o in archivist.get("/accounts?platform=x")["items"]} == {"x"}
    run = archivist.get("/oogsten?account=a0001")["items"][0]
    assert run["account"] == "a0001"
    assert archivist.get(f"/oogsten/{run['run']}") == run
    gaps = archivist.get("/hiaten")["items"]
    assert gaps
    assert all(gap["count"] for gap in gaps)


def test_posts_are_found_and_shown_with_all_that_belongs_to_them(archivist: Asking) -> None:
    found = archivist.get("/berichten?q=hoogwater&kind=post&since=2020-01-01&sort=oldest")
    assert found["total"] > 0
    hit = found["items"][0]
    assert any(mark for one in hit["snippets"] for mark in one["marks"])
    links = {name: one["href"].removeprefix("/api/v1") for name, one in hit["_links"].items()}
    post = archivist.get(links["self"])
    assert (post["text"], post["id"]) == (hit["text"], hit["id"])
    assert "Gemeente" in post["citation"]
    nodes = archivist.get(links["thread"])["nodes"]
    assert [one["post"]["id"] for one in nodes if one["asked"]] == [hit["id"]]
    assert archivist.get(links["versions"])["total"] == post["versions"]
    assert archivist.get(links["proof"])["format"].startswith("weerklank-proof")
    assert archivist.ask(links["proof"] + "?version=99").status_code == 404


def test_a_medium_comes_as_a_clean_copy(shown: Shown, archivist: Asking) -> None:
    media = archivist.get(f"/berichten/{shown.post}")["media"]
    path = media[0]["_links"]["file"]["href"].removeprefix("/api/v1")
    answer = archivist.ask(path)
    assert answer.status_code == 200
    screen = shown.client(Role.ARCHIVIST).get(f"/id/{shown.post}/media/{media[0]['id']}/")
    assert b"".join(answer) == b"".join(screen)
    assert "sandbox" in answer["Content-Security-Policy"]
    assert archivist.ask(path, headers={"Range": "bytes=0-9"}).status_code == 206


def test_who_reads_what_is_apart_is_recorded_and_lists_do_not_tell_it(own: Shown) -> None:
    program = asking(own, Role.ARCHIVIST)
    listed = program.get("/berichten?pageSize=100")["items"]
    apart = next(one for one in listed if one["apart"])
    assert apart["text"] is None
    assert apart["snippets"] == []
    privacy = bootstrap.workplace(str(own.archive), str(own.keys), Silent(), ROLES[Role.PRIVACY])
    before = len(read_seen(privacy))
    post = program.get(f"/berichten/{apart['id']}")
    assert post["text"]
    noted = read_seen(privacy)
    assert len(noted) == before + 1
    assert (noted[0].what, noted[0].subject) == (Looked.POST, apart["id"])
    assert noted[0].by == ROLES[Role.ARCHIVIST]
    assert noted[0].roles == ("archivist",)


def test_sight_is_that_of_the_role(shown: Shown) -> None:
    everything = asking(shown, Role.ARCHIVIST).get("/berichten")["total"]
    reader = asking(shown, Role.READER)
    assert reader.get("/berichten")["total"] < everything
    special = next(
        one
        for one in asking(shown, Role.ARCHIVIST).get("/berichten?pageSize=100")["items"]
        if one["apart"] == "special"
    )
    answer = reader.ask(f"/berichten/{special['id']}")
    assert answer.status_code in {403, 404}
    assert special["author"].encode() not in answer.content


def test_what_is_kept_and_how_well_is_told(archivist: Asking) -> None:
    together = archivist.get("/volledigheid")["items"][0]
    assert together["account"] is None
    assert archivist.get("/accounts/a0001/volledigheid")["account"] == "a0001"
    assert archivist.get("/controles")["items"][0]["checked"]["files"] > 0
    due = archivist.get("/bewaartermijnen")
    assert due["items"] == sum(due["outcomes"].values())
    assert len(due["months"]) == 12
    hotspot = archivist.get("/hotspots")["items"][0]
    assert archivist.get(f"/hotspots/{hotspot['hotspot']}") == hotspot
    event = archivist.get("/journaal?book=register&pageSize=1")["items"][0]
    assert event["book"] == "register"


# --- requests that are none ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/accounts?page=0", "/accounts?page=99999999999999999999", "/accounts?page=1e3",
        "/accounts?pageSize=101", "/accounts?page=1&page=2", "/accounts?Page=1",
        "/accounts?platform=%00", "/berichten?q=%00", f"/berichten?q={'a' * 3000}",
        "/berichten?since=gisteren", "/berichten?sort=best", "/berichten?kind=post%22",
        "/berichten?q=(", "/journaal?book=access", "/accounts?platform=" + "x" * 201,
    ],
)  # fmt: skip
def test_what_can_not_be_asked_is_told_as_a_problem(archivist: Asking, path: str) -> None:
    answer = archivist.ask(path)
    assert answer.status_code == 400, (path, answer.content)
    told = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert {"status", "title", "detail", "code", "nl", "en"} <= set(told)
    assert told["code"] in CATALOGUE
    assert told["nl"]["detail"] != told["en"]["detail"]


def test_all_that_is_wrong_is_told_at_once(archivist: Asking) -> None:
    told = archivist.ask("/accounts?page=0&pageSize=a&x=1").json()
    assert {one["name"] for one in told["errors"]} == {"page", "pageSize", "x"}


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/accounts/", "GET", 404), ("/nergens", "GET", 404), ("/accounts/a0001%00", "GET", 404),
        ("/accounts/" + "9" * 5000, "GET", 404), ("/berichten/../accounts", "GET", 404),
        ("/accounts", "DELETE", 405), ("/openapi.json", "POST", 405), ("/accounts", "TRACE", 405),
        ("/berichten/vbd-2026-01-01-zzzzz", "GET", 404), ("/oogsten/geen", "GET", 404),
        ("/accounts?page=5000", "GET", 200), ("/berichten?page=5000", "GET", 200),
        ("/accounts", "HEAD", 200),
    ],
)  # fmt: skip
def test_an_odd_request_gets_its_status(
    archivist: Asking, path: str, method: str, status: int
) -> None:
    answer = archivist.ask(path, method)
    assert answer.status_code == status, (path, answer.content)
    assert answer["API-Version"]
    if status == 405:
        assert "GET" in answer["Allow"]


def test_a_defect_tells_nothing_of_what_was_asked(
    archivist: Asking, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("geheim woord")

    monkeypatch.setattr("weerklank.web.api.read_posts.find_items", broken)
    answer = archivist.ask("/berichten?q=geheim")
    assert answer.status_code == 500
    said = capsys.readouterr()
    told = answer.content.decode() + said.out + said.err
    assert "DEFECT-001 ZeroDivisionError" in told
    assert "geheim" not in told
    assert archivist.secret not in told
