"""All pages of an archive in which every word is hostile, and all addresses that take a form.

Pages are walked as a browser would, from the first on, by who holds every role; what each may hold
is what our own templates put there.
"""

import re
from datetime import date
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from hostile import ACCOUNT, ATTACKS, RUN
from shown import ROLES, Shown
from test_permissions import pages

from weerklank import bootstrap
from weerklank.model.agreement import Agreement, AgreementKind
from weerklank.model.change_report import Reported
from weerklank.model.person import Role
from weerklank.model.platform import Platform
from weerklank.services.appraise.legal_hold import add_hold
from weerklank.services.people.add_person import add_person
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.agreements import add_agreement
from weerklank.services.register.edit_account import edit
from weerklank.services.register.report_change import report_change
from weerklank.services.workplace import Silent
from weerklank.web import sign_in
from weerklank.web.permissions import MATRIX, OPEN, may
from weerklank.web.sign_in import Attempts
from weerklank.web.views import signing

SCRIPT, BREAKS = f"<script>{RUN}</script>", f"\"'><img src=x onerror={RUN}>"
EVERYBODY = "Alle Rollen"
#: Pages of one kind that are looked at.
_OF_A_KIND = 2
_NEVER = {"iframe", "object", "embed", "base", "animate", "image", "style"}


class _Page(HTMLParser):
    """What a page could make a browser do."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _NEVER and not (tag == "iframe" and "sandbox" in given):
            self.wrong.append(tag)
        self.wrong += [
            name for name in given if name.startswith("on") or name in {"style", "srcdoc"}
        ]
        if tag == "script" and not given.get("src", "").startswith("/static/"):
            self.wrong.append("script")
        if tag == "meta" and "http-equiv" in given:
            self.wrong.append("meta")
        for name in ("action", "formaction", "src", "poster", "data"):
            if re.match(r"//|[a-z]+:", given.get(name, ""), re.IGNORECASE) and tag != "iframe":
                self.wrong.append(f"{tag} {name}={given[name]}")
        if re.match(r"\s*(javascript|data|vbscript):", given.get("href", ""), re.IGNORECASE):
            self.wrong.append(given["href"])
        if tag == "a":
            self.links.append(given.get("href", ""))


def _everybody(made: Shown) -> Client:
    owner = bootstrap.workplace(
        str(made.archive), str(made.keys), Silent(), ROLES[Role.REGISTER_OWNER]
    )
    add_person(owner, EVERYBODY, tuple(Role))
    return made.client(EVERYBODY)


def _make_hostile(made: Shown) -> None:
    """Let what people of the organisation write be hostile too."""
    owner = bootstrap.workplace(
        str(made.archive), str(made.keys), Silent(), ROLES[Role.REGISTER_OWNER]
    )
    edit(owner, ACCOUNT.url, Facts(unit=f"Kwaad {SCRIPT} {BREAKS}"))
    report_change(owner, Reported.CLOSED, account=ACCOUNT.url, by=f"Iemand {SCRIPT}", note=BREAKS)
    add_agreement(
        owner,
        Agreement(
            id="", platform=Platform.MASTODON, kind=AgreementKind.SERVICE_PROVIDER,
            scope=f"{SCRIPT} {BREAKS}", valid_from=date(2026, 1, 1), party=SCRIPT,
        ),
    )  # fmt: skip
    keeper = bootstrap.workplace(
        str(made.archive), str(made.keys), Silent(), ROLES[Role.ARCHIVIST]
    )
    add_hold(keeper, f"Zaak {SCRIPT}", f"{BREAKS}", accounts=(ACCOUNT.url,))


def _walk(client: Client) -> tuple[dict[str, int], dict[str, list[str]], str]:
    """Give how many pages of each kind were looked at, what is wrong with which, and all text."""
    looked: dict[str, int] = {}
    wrong: dict[str, list[str]] = {}
    waiting, known, text = ["/"], {"/"}, []
    while waiting:
        address = waiting.pop(0)
        try:
            name = str(resolve(urlsplit(address).path).url_name)
        except Resolver404:
            continue
        if looked.get(name, 0) >= _OF_A_KIND or "vorm=" in address:
            continue
        answer = client.get(address)
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        looked[name] = looked.get(name, 0) + 1
        content = answer.content.decode()
        seen = _Page()
        seen.feed(content)
        text.append(content)
        if seen.wrong or answer.status_code >= 500:
            wrong[address] = [str(answer.status_code), *seen.wrong]
        for link in seen.links:
            parts = urlsplit(urljoin(f"http://testserver{address}", link))
            onward = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if parts.netloc == "testserver" and onward not in known:
                known.add(onward)
                # What is hostile first, so that it is among those that are looked at.
                waiting.insert(0 if "kwaad" in onward.lower() else len(waiting), onward)
    return looked, wrong, "".join(text)


def test_nothing_that_was_written_does_anything_on_any_page(own: Shown) -> None:
    _make_hostile(own)
    client = _everybody(own)
    number = str(own.workplace.register().find(ACCOUNT.url).id)
    looked, wrong, text = _walk(client)
    for address in (f"/accounts/{number}/", f"/accounts/{number}/geschiedenis/"):
        page = client.get(address).content.decode()
        assert "&lt;script&gt;" in page
        text += page
    assert not wrong
    assert len(looked) > 60, sorted(looked)
    assert not [one for one in (SCRIPT, BREAKS, *ATTACKS[:6]) if one in text]


def test_a_form_without_our_token_is_refused_wherever_forms_go(own: Shown) -> None:
    _everybody(own)
    client = Client(enforce_csrf_checks=True)
    client.cookies = own.client(EVERYBODY).cookies
    ways = cycle(({}, {"Origin": "https://elders.example"}, {"X-CSRFToken": "a" * 64}))
    tried = {
        name: client.post(address, {"next": "/"}, headers=next(ways))
        for name, address in pages().items()
        if name in OPEN or may(tuple(Role), name)
    }
    assert len(tried) == len(MATRIX) + len(OPEN)
    # The API takes no forms and no session: what a browser sends along opens nothing there.
    assert tried.pop("api").status_code == 404
    for name, answer in tried.items():
        assert answer.status_code == 403, name
        assert "Dit formulier is verlopen" in answer.content.decode(), name


@pytest.mark.parametrize(
    "back",
    [
        "https://elders.example/", "//elders.example", "///elders.example", "/\\elders.example",
        "\\\\elders.example", "https:elders.example", "/\t/elders.example", "javascript:x()",
        "http:///elders.example", "//testserver@elders.example", "\x00//elders.example",
    ],
)  # fmt: skip
def test_no_address_in_a_form_leads_elsewhere(
    shown: Shown, back: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "ATTEMPTS", Attempts())
    reader = ROLES[Role.READER]
    monkeypatch.setattr(signing, "authenticate", lambda *_, **__: shown_user(reader))
    client = shown.client()
    entered = client.post("/aanmelden/", {"name": reader, "password": "x", "next": back})
    spoken = client.post("/taal/", {"language": "nl", "back": back})
    for answer in (entered, spoken):
        assert answer.status_code == 302
        assert answer["Location"] == "/"


def shown_user(name: str) -> object:
    """Give who signs in, without the time that a password takes."""
    from django.contrib.auth.models import User

    user, _ = User.objects.get_or_create(username=name)
    user.backend = "django.contrib.auth.backends.ModelBackend"  # type: ignore[attr-defined]
    return user


@pytest.mark.parametrize(
    "host", ["elders.example", "testserver.elders.example", "testserver:80@elders.example", "[::1"]
)
def test_a_name_that_is_not_ours_is_answered_with_nothing(shown: Shown, host: str) -> None:
    answer = shown.client(Role.READER).get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "Voorbeelddam" not in answer.content.decode()


def test_a_name_that_is_passed_on_is_believed_from_nobody(shown: Shown) -> None:
    answer = shown.client().get("/", headers={"X-Forwarded-Host": "elders.example"})
    assert answer["Location"].startswith("/aanmelden/")
    assert "elders.example" not in str(answer.serialize_headers())


def test_a_session_that_somebody_else_began_is_not_signed_in(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "ATTEMPTS", Attempts())
    reader = ROLES[Role.READER]
    password = sign_in.draw_password(reader)
    planted = "a" * 32
    client, thief = Client(), Client()
    client.cookies["weerklank"] = thief.cookies["weerklank"] = planted
    assert client.post("/aanmelden/", {"name": reader, "password": password}).status_code == 302
    assert client.cookies["weerklank"].value != planted
    assert client.get("/").status_code == 200
    assert thief.get("/").status_code == 302
    first = client.cookies["weerklank"].value
    client.post("/afmelden/")
    again = Client()
    again.cookies["weerklank"] = first
    assert again.get("/").status_code == 302, "what was signed out stays out"
