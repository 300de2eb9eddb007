"""The API against requests that are made to break it, or break off."""

import io

import pytest
from api_asking import asking
from django.core.wsgi import get_wsgi_application
from shown import Shown

from weerklank.model.person import Role
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
