"""Nobody crosses: a session and token of one organisation, tried on all that another has.

Both show the same archive, with the same persons, roles and numbers: whatever crossed would find
there what it asks for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from organisations_served import HOSTS, Answer, Served, apart, block, served
from shown import ROLES, Shown
from test_permissions import pages

from weerklank import bootstrap
from weerklank.model.person import Role
from weerklank.services.disclose.decide_portal import switch_portal
from weerklank.services.people.add_person import add_person
from weerklank.services.workplace import Silent
from weerklank.web.api.table import OPERATIONS
from weerklank.web.configure import configure
from weerklank.web.permissions import OPEN
from weerklank.web.replay.links import Link, signed
from weerklank.web.site import Site
from weerklank.web.tokens import make_token

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
EVERYTHING = "Iedere Rol"
#: Where each of them shows pages as they were, and what the public may see.
REPLAY = {"aa": "paginas.aa.example", "bb": "paginas.bb.example"}
_LINK = re.compile(rb"""(?:href|src|action)=["'](/[^"'#]*)""")
_NUMBER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Both:
    """Who is signed in at `aa`, and nowhere else."""

    served: Served
    session: str
    token: str
    #: A signed address of a page as it was, at `aa`.
    link: str
    post: str

    def ask(self, name: str, path: str, method: str = "GET", **given: str) -> Answer:
        headers = {"Cookie": f"__Host-weerklank={self.session}", **given}
        return self.served.ask(HOSTS[name], path, method, headers)


@pytest.fixture(scope="module")
def both(demo: Shown, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("organisaties")
    places = {name: apart(demo, folder, name) for name in HOSTS}
    for archive, keys in places.values():
        owner = bootstrap.workplace(str(archive), str(keys), Silent(), ROLES[Role.REGISTER_OWNER])
        add_person(owner, EVERYTHING, list(Role))
    # The public sees `aa`, and nothing of `bb`.
    archive, keys = places["bb"]
    clerk = bootstrap.workplace(str(archive), str(keys), Silent(), ROLES[Role.ARCHIVIST])
    switch_portal(clerk, "Proef", is_open=False)
    archive, keys = places["aa"]
    configure(Site(archive=archive, keys=keys, address=f"https://{HOSTS['aa']}"))
    workplace = bootstrap.workplace(str(archive), str(keys), Silent(), EVERYTHING)
    client = Shown(archive, keys, workplace, demo.post).client(EVERYTHING)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert settings.SESSION_COOKIE_NAME == "__Host-weerklank"
    _, token = make_token(workplace, EVERYTHING, Role.ARCHIVIST, "proef")
    link = signed(
        Link(
            page=demo.post,
            medium="geen",
            restricted=False,
            special=False,
            language="nl",
            within=f"https://{HOSTS['aa']}",
            host=REPLAY["bb"],  # as if it were of the other
        )
    )
    told = "".join(
        block(
            name,
            *places[name],
            f'replay_site = "https://{REPLAY[name]}"',
            "passwords = true",
        )
        for name in HOSTS
    )
    with served(folder, told) as front:
        yield Both(front, session, token, link, demo.post)


def test_the_session_opens_its_own_organisation(both: Both) -> None:
    for path in (
        "/",
        "/accounts/",
        "/accounts/a0001/",
        "/zoeken/",
        "/logboek/",
        "/ik/",
    ):
        answer = both.ask("aa", path)
        assert answer.status == 200, path
        assert b"Aanmelden" not in answer.body, path


def test_it_opens_no_page_of_another_whatever_the_method(both: Both) -> None:
    tried = 0
    for name, path in pages().items():
        if name in OPEN:
            continue
        for method in ("GET", "POST"):
            answer = both.ask("bb", path, method)
            assert answer.status == 302, (name, method, answer.status)
            assert answer.headers["Location"].startswith("/aanmelden/?naar="), (name, method)
            tried += 1
    assert tried > 300


def test_nothing_that_its_own_pages_lead_to_is_there_at_another(both: Both) -> None:
    found: set[str] = set()
    begin = ("/", "/accounts/", "/accounts/a0001/", "/zoeken/", f"/id/{both.post}/", "/oogsten/")
    for path in begin:
        answer = both.ask("aa", path)
        assert answer.status == 200, path
        found |= {one.decode() for one in _LINK.findall(answer.body)}
    files = {path for path in found if "/media/" in path}
    assert files, "files of posts are among them"
    public = ("/static/", "/taal/", "/publiek/", "/aanmelden/")
    for path in sorted(unescape(one) for one in found if not one.startswith(public)):
        assert both.ask("bb", path).headers["Location"].startswith("/aanmelden/?naar="), path
    for path in files:
        assert both.ask("aa", path).status == 200, path


def test_its_token_is_none_at_another(both: Both) -> None:
    bearer = {"Authorization": f"Bearer {both.token}"}
    for number, one in enumerate(OPERATIONS):
        # From elsewhere each time: an address from which many such tokens came has to wait.
        given = {**bearer, "X-Forwarded-For": f"203.0.113.{number}"}
        path = "/api/v1" + _NUMBER.sub(lambda part: _of(part[1], both), one.path)
        own = both.served.ask(HOSTS["aa"], path, one.method, given)
        assert own.status not in {401, 302}, (one.id, own.status)
        assert both.served.ask(HOSTS["bb"], path, one.method, given).status == 401, one.id
        assert both.ask("bb", path, one.method, **given).status == 401, one.id


def test_the_public_sees_the_portal_of_who_opened_it(both: Both) -> None:
    for path in ("/publiek/", "/publiek/accounts.json", f"/publiek/id/{both.post}/"):
        assert both.ask("bb", path).status == 404, path
    assert both.ask("aa", "/publiek/").status == 200
    assert b"Sitemap" in both.ask("aa", "/robots.txt").body
    assert b"Sitemap" not in both.ask("bb", "/robots.txt").body


def test_a_page_as_it_was_is_shown_by_its_own_key(both: Both) -> None:
    for rest in ("", "page.wacz"):
        answer = both.served.ask(REPLAY["bb"], f"/page/{both.link}/{rest}")
        assert answer.status == 403
    assert both.served.ask(REPLAY["bb"], "/accounts/").status == 404


@pytest.mark.parametrize(
    "given",
    [
        {"X-Forwarded-Host": "aa.example"},
        {"Forwarded": "host=aa.example;proto=https"},
        {"X-Original-URL": "https://aa.example/accounts/"},
        {"X_Forwarded_Host": "aa.example"},
        {"Connection": "host, cookie, x-forwarded-proto"},
        {"Origin": "https://aa.example", "Referer": "https://aa.example/"},
    ],
)
def test_no_header_leads_to_another(both: Both, given: dict[str, str]) -> None:
    assert both.ask("bb", "/accounts/", **given).status == 302


def test_two_hosts_on_one_connection_stay_two(both: Both) -> None:
    import http.client

    way = http.client.HTTPConnection("127.0.0.1", both.served.port, timeout=60)
    cookie = f"__Host-weerklank={both.session}"
    for name, status in (("aa", 200), ("bb", 302), ("aa", 200), ("bb", 302)):
        host = {"Host": HOSTS[name], "X-Forwarded-Proto": "https", "Cookie": cookie}
        way.request("GET", "/accounts/", headers=host)
        answer = way.getresponse()
        answer.read()
        assert answer.status == status, name
    way.close()


def test_each_is_walled_in_by_the_kernel(both: Both) -> None:
    from weerklank.services.machines.wall import kernel_version

    if not kernel_version():
        pytest.skip("this kernel has no Landlock")
    both.ask("aa", "/")
    both.ask("bb", "/")
    children = both.served.children()
    assert len(children) >= 2
    assert all("NoNewPrivs:\t1" in told for told in children.values())


def test_sessions_and_keys_of_cookies_are_of_one_alone(both: Both, tmp_path: Path) -> None:
    answer = both.served.ask(HOSTS["bb"], "/aanmelden/")
    made = answer.headers["Set-Cookie"]
    assert made.startswith("__Host-weerklank-form=")
    assert "Domain" not in made
    assert "Secure" in made


def _of(name: str, both: Both) -> str:
    return {"account": "a0001", "run": "r0001"}.get(name, both.post)
