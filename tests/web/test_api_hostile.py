"""The API against requests that are made to break it, or break off."""

import io
import re

import pytest
from api_asking import asking
from django.core.wsgi import get_wsgi_application
from shown import ROLES, Shown

from weerklank.model.person import Role
from weerklank.services.oversee.read_journal import Sought, read_journal
from weerklank.web.api.table import OPERATIONS
from weerklank.web.permissions import may
from weerklank.web.work import WORKS


def test_however_deep_a_body_is_it_is_refused_as_one_that_does_not_fit(shown: Shown) -> None:
    archivist = asking(shown, Role.ARCHIVIST)
    for depth in (100, 600, 900, 5000):
        body = b'{"ground":' + b"[" * depth + b"]" * depth + b',"case":"Z-1"}'
        answer = archivist.ask(
            "/bewaarplichten", "POST", data=body, content_type="application/json"
        )
        assert answer.status_code == 400, (depth, answer.content)
        assert answer["Content-Type"] == "application/problem+json"
    hidden = b'{"ground":"x","case":[{"a":["b\\u0000"]}]}'
    answer = archivist.ask("/bewaarplichten", "POST", data=hidden, content_type="application/json")
    assert {one["name"] for one in answer.json()["errors"]} == {"case"}


@pytest.mark.parametrize("told", ["4000", "", "x"])
def test_an_export_of_which_half_arrives_is_not_taken_in(shown: Shown, told: str) -> None:
    begun: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/exports",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "HTTP_HOST": "testserver",
        "HTTP_AUTHORIZATION": f"Bearer {asking(shown, Role.ARCHIVIST).secret}",
        "CONTENT_TYPE": "application/octet-stream",
        "CONTENT_LENGTH": told,
        "wsgi.input": io.BytesIO(b"PK\x03\x04 and then the line went dead"),
        "wsgi.url_scheme": "http",
    }
    answer = get_wsgi_application()(environ, lambda status, *_: begun.append(status))
    body = b"".join(answer)
    assert begun == ["400 Bad Request"], body
    assert b'"API-006"' in body
    assert not WORKS.running()


def test_a_part_that_a_file_does_not_have_is_a_problem_like_others(shown: Shown) -> None:
    reader = asking(shown, Role.READER)
    found = reader.get("/berichten?media=image&account=a0001&pageSize=50")["items"]
    file = next(
        link["file"]["href"].removeprefix("/api/v1")
        for one in found
        for medium in reader.get(f"/berichten/{one['id']}")["media"]
        if (link := medium["_links"])["file"]
    )
    assert reader.ask(file, headers={"Range": "bytes=0-3"}).status_code == 206
    answer = reader.ask(file, headers={"Range": "bytes=999999999-"})
    assert answer.status_code == 416
    assert answer.json()["code"] == "API-010"
    assert answer["Content-Range"].startswith("bytes */")
    told = shown.client().get("/api/v1/openapi.json").json()["paths"]
    path = told["/berichten/{post}/media/{medium}"]["get"]["responses"]
    assert {"206", "416"} <= {*path}
    assert "416" not in told["/accounts"]["get"]["responses"]


HOSTILE = (
    "geen", "..", "%2e%2e", "a0001%2F..", "x" * 2000, "%00", "%F0%9F%98%80", "';--", "{account}",
    "-1", "0", "\u0661", "null", "__class__", "%0d%0aX-A:%20b",
)  # fmt: skip


def test_what_is_not_there_is_not_found_however_it_is_called(own: Shown) -> None:
    """Every operation with names of what there is not: told as such, and nothing is recorded."""
    programs = {role: asking(own, role) for role in Role if role in ROLES}
    before = len(read_journal(own.workplace, Sought()))
    asked = 0
    for one in OPERATIONS:
        if "{" not in one.path:
            continue
        program = next(programs[role] for role in programs if may([role], one.page))
        for name in HOSTILE:
            path = re.sub(r"{\w+}", name.replace("\\", ""), one.path)
            kind = {"content_type": one.body_type} if one.method == "POST" else {}
            answer = program.ask(path, one.method, data=b"{}", **kind)
            # What is wrong with the body may be told first.
            fits = {404} if one.body is None and not one.takes_file else {400, 404}
            assert answer.status_code in fits | {405}, (one.id, name, answer.content)
            assert answer["Content-Type"] == "application/problem+json", (one.id, name)
            assert "X-A" not in answer.headers
            asked += 1
    assert asked > 1000
    assert len(read_journal(own.workplace, Sought())) == before


def test_a_body_of_another_kind_or_too_large_reaches_no_operation(own: Shown) -> None:
    programs = {role: asking(own, role) for role in Role if role in ROLES}
    large = b'{"reason": "' + b"a" * (1 << 20) + b'"}'
    taking = [one for one in OPERATIONS if one.body is not None]
    assert len(taking) > 50
    for one in taking:
        program = next(programs[role] for role in programs if may([role], one.page))
        path = re.sub(r"{\w+}", "geen", one.path)
        sent = [
            (program.ask(path, "POST", data=b"a=b", content_type="text/plain"), 415),
            (program.ask(path, "POST", data=large, content_type="application/json"), 413),
            (program.post(path, {"x-unknown": 1}), 400),
            (program.ask(path, "POST", data=b"[]", content_type="application/json"), 400),
        ]
        for answer, status in sent:
            assert answer.status_code == status, (one.id, answer.content)
            assert answer["Content-Type"] == "application/problem+json"


def test_what_is_sealed_never_comes_by_the_api(own: Shown) -> None:
    """One asks, another approves; still no operation opens, and others do not see who asks."""
    archivist, privacy = asking(own, Role.ARCHIVIST), asking(own, Role.PRIVACY)
    replies = archivist.get("/berichten?kind=reply&pageSize=50")["items"]
    made = None
    for one in replies:
        given = {"ground": "claim", "case": "Z-1"}
        answer = archivist.post(f"/berichten/{one['id']}/kluisverzoeken", given)
        if answer.status_code == 201:
            made = answer
            break
    assert made is not None, answer.content
    here = made["Location"].removeprefix("/api/v1")
    assert archivist.post(f"{here}/goedkeuringen").json()["code"] == "API-005"
    assert asking(own, Role.WOO).ask(here).status_code == 404, "another's"
    assert asking(own, Role.READER).ask(here).status_code == 403
    assert privacy.post(f"{here}/goedkeuringen").json()["state"] == "approved"
    assert not [one.id for one in OPERATIONS if one.page in {"vault-open", "vault-extend"}]
    told = archivist.ask(here).content.decode()
    assert "archived" not in told
    assert archivist.post(f"{here}/beeindigingen").json()["state"] == "ended"
    again = archivist.post(f"/berichten/{one['id']}/kluisverzoeken", given).json()["request"]
    refused = privacy.post(f"/kluisverzoeken/{again}/weigeringen", {"reason": "niet nodig"})
    assert refused.json()["reason"] == "niet nodig"
    own_one = privacy.post(f"/berichten/{one['id']}/kluisverzoeken", given)
    if own_one.status_code == 201:
        mine = own_one["Location"].removeprefix("/api/v1")
        assert privacy.post(f"{mine}/goedkeuringen").status_code == 403, (
            "nobody approves their own"
        )


def test_of_who_asks_nothing_is_kept_that_was_typed(own: Shown) -> None:
    privacy = asking(own, Role.PRIVACY)
    handle = "@zeldzaamhandvat@voorbeelddam.example"
    given = {"kind": "access", "platform": "mastodon", "handle": handle, "case": "Z-9"}
    made = privacy.post("/persoonsverzoeken", given)
    assert made.status_code == 201, made.content
    here = made["Location"].removeprefix("/api/v1")
    grounds = privacy.get(f"{here}/gronden")["items"]
    assert privacy.get(f"{here}/berichten")["total"] == 0
    assert privacy.post(f"{here}/identificaties", {"how": "aan de balie"}).status_code == 200
    decision = {"outcome": grounds[0]["outcomes"][0], "ground": grounds[0]["ground"]}
    decided = privacy.post(f"{here}/besluiten", {**decision, "motivation": "Er is niets."})
    assert decided.json()["decided_by"] == ROLES[Role.PRIVACY], decided.content
    letter = privacy.ask(f"{here}/brief")
    assert letter["Content-Type"].startswith("text/html")
    kept = [one for root in (own.archive, own.keys) for one in root.rglob("*") if one.is_file()]
    assert len(kept) > 50
    assert not [str(one) for one in kept if b"zeldzaamhandvat" in one.read_bytes()]
    assert asking(own, Role.ARCHIVIST).ask(here).status_code == 403


@pytest.mark.parametrize(
    "query", ["x", "x=", "=", "=1", "x=&page=1", "%00=1", "%F0%9F%98%80", "PAGE=1"]
)
def test_a_key_that_is_not_asked_is_refused_with_a_value_or_without(
    shown: Shown, query: str
) -> None:
    answer = asking(shown, Role.ARCHIVIST).ask(f"/controles?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "API-006"), answer.content
    assert [one["in"] for one in answer.json()["errors"]] == ["query"]
