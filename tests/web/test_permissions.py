"""The matrix of permissions against every address, for every role and for who is not signed in."""

import pytest
from django.http import HttpResponseForbidden
from django.urls import get_resolver, reverse
from shown import ROLES, Shown

from weerklank.model.person import Role
from weerklank.web import middleware
from weerklank.web.permissions import MATRIX, OPEN, may
from weerklank.web.task_count import COUNTS

pytestmark = pytest.mark.usefixtures("catalogue_stays_open")

#: What each name is called with here; a page of something that is not there tells nobody more.
GIVEN: dict[str, str | int] = {
    "number": "a0001",
    "name": "geen",
    "digest": "0",
    "post": "geen",
    "medium": "geen",
    "file": 1,
    "finding": "geen",
    "word": "geen",
    "form": "geen",
    "act": "geen",
    "work": "geen",
    "rest": "v1/geen",
}
#: Pages that act, and only on a form.
ACTS = frozenset({"sign-out", "language", "verify", "work-stop"})


def pages() -> dict[str, str]:
    """Every page by name, with an address of it."""
    found = {}
    for pattern in get_resolver("weerklank.web.urls").url_patterns:
        arguments = {name: GIVEN[name] for name in pattern.pattern.converters}
        found[pattern.name] = reverse(pattern.name, kwargs=arguments)
    return found


def test_every_page_has_its_row_and_no_row_is_of_nothing(shown: Shown) -> None:
    assert set(pages()) == set(MATRIX) | OPEN
    assert not set(MATRIX) & OPEN


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_what_the_matrix_says_and_nothing_else(
    shown: Shown, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = shown.client(role)
    held = shown.workplace.register().persons[ROLES[role]].roles
    for name, address in pages().items():
        if name in OPEN | {"sign-out"}:
            continue
        sent = client.post(address) if name in ACTS - {"verify"} else client.get(address)
        if may(held, name):
            assert sent.status_code in {200, 404, 405}, (name, sent.status_code)
        else:
            assert sent.status_code == 403, (name, sent.status_code)
            with monkeypatch.context() as patch:  # what it says was rendered just now
                patch.setattr(middleware, "forbidden", lambda *_: HttpResponseForbidden("bare"))
                sent = client.post(address)
            assert (sent.status_code, sent.content) == (403, b"bare"), name


def test_who_is_not_signed_in_is_sent_to_sign_in(shown: Shown) -> None:
    client = shown.client()
    for name, address in pages().items():
        if name in OPEN:
            continue
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/aanmelden/?naar="), name


@pytest.mark.parametrize("role", [None, Role.ARCHIVIST, Role.READER])
def test_a_page_is_had_by_no_method_but_those_of_pages(shown: Shown, role: Role | None) -> None:
    client = shown.client(role)
    for name, address in pages().items():
        for method in ("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "QUERY"):
            if name in OPEN:
                continue
            answer = client.generic(method, address, b"x")
            assert (answer.status_code, answer.content) == (405, b""), (name, method)
            assert answer["Allow"] == "GET, HEAD, POST"
            assert "Content-Security-Policy" in answer.headers


def test_the_operator_sees_no_content_and_the_reader_no_settings(shown: Shown) -> None:
    assert not may([Role.OPERATOR], "search")
    assert not may([Role.OPERATOR], "post")
    assert not may([Role.OPERATOR], "medium")
    assert not may([Role.READER], "import")
    assert not may([Role.READER], "account-edit")
    assert not may([Role.INSPECTOR], "import")


def test_who_left_the_register_is_nobody(shown: Shown) -> None:
    answer = shown.client("Iemand Anders").get("/accounts/")
    assert answer.status_code == 302


def test_a_refusal_tells_which_roles_may(shown: Shown) -> None:
    answer = shown.client(Role.READER).get("/accounts/nieuw/")
    assert "U mag dit niet zien" in answer.content.decode()
    assert "beheerder accountoverzicht" in answer.content.decode()


def test_who_is_refused_makes_nothing_be_counted_again(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counting is dear, and anybody at all can send forms."""
    counted: list[str] = []
    monkeypatch.setattr(COUNTS, "forget", lambda: counted.append("again"))
    for who in (None, Role.READER):
        assert shown.client(who).post("/accounts/nieuw/").status_code in {302, 403}
    strict = shown.client(Role.REGISTER_OWNER)
    strict.handler.enforce_csrf_checks = True
    assert "verlopen" in strict.post("/accounts/nieuw/").content.decode()
    assert not counted
    shown.client(Role.REGISTER_OWNER).post("/accounts/nieuw/")
    assert counted
