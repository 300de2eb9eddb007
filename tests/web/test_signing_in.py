"""Signing in: who is let in, what a browser is told, and what guessing costs."""

import re

import pytest
from django.test import Client
from shown import ROLES, Shown

from weerklank import bootstrap
from weerklank.model.person import Role
from weerklank.services.people.add_person import add_person
from weerklank.services.people.end_roles import end_roles
from weerklank.services.workplace import Silent
from weerklank.web import sign_in, site
from weerklank.web.middleware import POLICY
from weerklank.web.sign_in import MOST_BY_ADDRESS, MOST_BY_NAME, Attempts, draw_password
from weerklank.web.site import Site
from weerklank.web.views import signing

READER = ROLES[Role.READER]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "ATTEMPTS", Attempts())


def enter(client: Client, name: str, password: str, back: str = "/") -> int:
    return client.post(
        "/aanmelden/", {"name": name, "password": password, "next": back}
    ).status_code


def test_a_drawn_password_lets_in_and_the_one_before_does_not(shown: Shown) -> None:
    first = draw_password(READER)
    assert re.fullmatch(r"([0-9a-z]{4}-){3}[0-9a-z]{4}", first)
    client = shown.client()
    assert enter(client, READER, first) == 302
    assert client.get("/").status_code == 200
    second = draw_password(READER)
    assert client.get("/").status_code == 302, "a new password ends what the old one opened"
    assert enter(shown.client(), READER, first) == 403
    assert enter(shown.client(), f" {READER} ", second) == 302


def test_signing_out_ends_it(shown: Shown) -> None:
    client = shown.client(Role.READER)
    assert client.get("/afmelden/").status_code == 405
    assert client.get("/").status_code == 200
    client.post("/afmelden/")
    assert client.get("/").status_code == 302


def test_a_page_that_is_left_open_in_another_tab_is_asked_anew_when_its_session_is_over(
    shown: Shown,
) -> None:
    client = shown.client(Role.COMMUNICATION)
    part = {"HX-Request": "true"}
    client.post("/afmelden/")
    for address in ("/werk/abc/", "/oogsten/nu/"):
        answer = client.get(address, headers=part)
        assert (answer.status_code, answer.headers.get("HX-Refresh")) == (403, "true"), address
        assert answer.content == b""
        assert client.get(address)["Location"].startswith("/aanmelden/?naar="), address
    assert client.post("/afmelden/").status_code == 302, "once more, from the other tab"
    reader = shown.client(Role.READER)
    refused = reader.get("/privacy/scan/", headers=part)
    assert (refused.status_code, refused.headers.get("HX-Refresh")) == (403, "true")
    assert reader.get("/privacy/scan/").status_code == 403


def test_who_is_not_in_the_register_does_not_come_in(shown: Shown) -> None:
    password = draw_password("Iemand Anders")
    assert enter(shown.client(), "Iemand Anders", password) == 403


def test_after_ten_failures_the_right_password_waits_too(shown: Shown) -> None:
    password = draw_password(READER)
    client = shown.client()
    for _ in range(MOST_BY_NAME):
        assert enter(client, READER, "mis") == 403
    answer = client.post("/aanmelden/", {"name": READER.upper(), "password": password})
    assert answer.status_code == 429
    assert "kwartier" in answer.content.decode()
    other = draw_password(ROLES[Role.WOO])
    assert enter(client, ROLES[Role.WOO], other) == 302, "somebody else is not kept out"


def test_failures_from_one_address_count_whatever_the_name() -> None:
    attempts = Attempts()
    for number in range(MOST_BY_ADDRESS):
        attempts.failed(f"naam {number}", "192.0.2.1")
    assert attempts.must_wait("nieuw", "192.0.2.1")
    assert not attempts.must_wait("nieuw", "192.0.2.2")


def test_behind_tls_an_address_is_what_the_server_in_front_says(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "authenticate", lambda *_, **__: None)  # it takes its time
    held = Site(archive=shown.archive, keys=shown.keys, address="https://testserver")
    client = Client()
    for number in range(MOST_BY_ADDRESS):
        # Without TLS nobody is in front, and what a stranger says of where they are is nothing.
        client.post(
            "/aanmelden/",
            {"name": f"n{number}", "password": "x"},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )
    assert signing.ATTEMPTS.must_wait("n", "127.0.0.1")
    monkeypatch.setattr(site, "current", lambda: held)
    sent = {"X-Forwarded-For": "203.0.113.9, 192.0.2.200", "X-Forwarded-Proto": "https"}
    for number in range(MOST_BY_ADDRESS):
        client.post("/aanmelden/", {"name": f"m{number}", "password": "x"}, headers=sent)
    assert signing.ATTEMPTS.must_wait("m", "192.0.2.200")
    assert not signing.ATTEMPTS.must_wait("m", "203.0.113.9")


def test_failures_are_forgotten_after_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts, now = Attempts(), [1000.0]
    monkeypatch.setattr(sign_in.time, "monotonic", lambda: now[0])
    for _ in range(MOST_BY_NAME):
        attempts.failed("Anna", "192.0.2.1")
    assert attempts.must_wait("Anna", "192.0.2.3")
    now[0] += sign_in.WINDOW + 1
    assert not attempts.must_wait("Anna", "192.0.2.3")


@pytest.mark.parametrize("back", ["https://elders.example/", "//elders.example", "javascript:x()"])
def test_signing_in_leads_nowhere_else(shown: Shown, back: str) -> None:
    password = draw_password(READER)
    answer = shown.client().post(
        "/aanmelden/", {"name": READER, "password": password, "next": back}
    )
    assert answer["Location"] == "/"


def test_the_session_cookie_is_out_of_reach_of_scripts(shown: Shown) -> None:
    password = draw_password(READER)
    client = shown.client()
    enter(client, READER, password)
    cookie = client.cookies["weerklank"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_form_from_elsewhere_is_refused(shown: Shown) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/aanmelden/", {"name": READER, "password": "x"})
    assert answer.status_code == 403
    assert "Dit formulier is verlopen" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/aanmelden/", "/accounts/", "/niets/", "/accounts/nieuw/"]
)
def test_every_answer_keeps_the_browser_safe(shown: Shown, address: str) -> None:
    answer = shown.client(Role.READER).get(address)
    assert answer["Content-Security-Policy"] == POLICY
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/aanmelden/", "/", "/accounts/a0001/", "/controle/"])
def test_pages_hold_no_style_or_script_of_their_own(shown: Shown, address: str) -> None:
    page = shown.client(Role.ARCHIVIST if address != "/aanmelden/" else None).get(address)
    text = page.content.decode()
    assert "style=" not in text
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r'(src|href)="https?:', text)


def test_who_holds_no_role_any_more_is_out_at_once_and_stays_out(shown: Shown) -> None:
    owner = bootstrap.workplace(
        str(shown.archive), str(shown.keys), Silent(), ROLES[Role.REGISTER_OWNER]
    )
    add_person(owner, "Tijdelijke Kracht", (Role.READER, Role.INSPECTOR))
    password = draw_password("Tijdelijke Kracht")
    client = Client()
    given = {"name": "Tijdelijke Kracht", "password": password}
    assert client.post("/aanmelden/", given).status_code == 302
    me = client.get("/ik/").content.decode()
    assert "inspecteur, tot en met" in me
    end_roles(owner, "Tijdelijke Kracht", (Role.INSPECTOR,))
    assert client.get("/controle/").status_code == 403
    assert client.get("/zoeken/").status_code == 200
    end_roles(owner, "Tijdelijke Kracht")
    assert client.get("/zoeken/")["Location"].startswith("/aanmelden/")
    refused = client.post("/aanmelden/", given)
    assert refused.status_code == 403
    assert "geen rol, of niet meer" in refused.content.decode()
    wrong = client.post("/aanmelden/", {**given, "password": "x"})
    assert "geen rol" not in wrong.content.decode()
