"""Signing in at a provider that others made and that is strict, started here on loopback."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.test import Client
from shown import Shown

from weerklank.model.person import Role
from weerklank.services.people.sign_in_settings import SignInSettings
from weerklank.web.configure import configure
from weerklank.web.site import Site

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback, pytest.mark.needs("servers")]

TESTS = Path(__file__).parent.parent
SCRIPT = TESTS / "integration" / "oidc_provider.mjs"
MODULES = TESTS / "servers" / "node_modules"
HOST = "127.0.0.1"
BACK = f"http://{HOST}/aanmelden/terug/"


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    node = Path(sys.executable).with_name("node")
    with subprocess.Popen(
        [node, SCRIPT, MODULES, BACK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout
        assert running.stdin
        while not (line := running.stdout.readline()).startswith("http://127.0.0.1:"):
            assert running.poll() is None, line
        yield line.strip()
        running.stdin.close()


class _Stay(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: Any, response: Any) -> Any:
        return response

    https_response = http_response


def permit(address: str, who: str) -> str:
    """Sign in and permit as the pages of the provider ask; gives where that leads."""
    cookies = urllib.request.HTTPCookieProcessor(CookieJar())
    browser = urllib.request.build_opener(_Stay, cookies)
    form: bytes | None = None
    for _ in range(12):
        with browser.open(address, form) as page:
            content, there = page.read().decode(), page.headers.get("Location")
        if there is not None:
            address, form = urljoin(address, there), None
            if address.startswith(BACK):
                return address
            continue
        fields = {"prompt": "consent"}
        if 'value="login"' in content:
            fields = {"prompt": "login", "login": who, "password": "x"}
        form = urlencode(fields).encode()
    raise AssertionError(address)


def test_it_signs_in_who_has_a_role_by_each_kind_of_client(own: Shown, origin: str) -> None:
    secret = own.keys / "provider.secret"
    secret.write_text("een geheim:van/de+app")
    secret.chmod(0o600)
    clients = {"zonder geheim": None, "in het formulier": secret, "in de kop": secret}
    for number, (client_id, file) in enumerate(clients.items()):
        who = f"p{number}"
        settings = SignInSettings(
            issuer=origin,
            client_id=client_id,
            secret_file=str(file) if file else None,
            roles={f"groep-{who}": (Role.ARCHIVIST,)},
            role_claim="groups",
        )
        configure(Site(archive=own.archive, keys=own.keys, sign_in=settings))
        client = Client(HTTP_HOST=HOST)
        begun = client.get("/aanmelden/organisatie/?naar=/ik/")
        assert begun.status_code == 302
        assert begun["Location"].startswith(f"{origin}/auth?")
        back = permit(begun["Location"], who)
        came = client.get(f"/aanmelden/terug/?{urlsplit(back).query}")
        assert (came.status_code, came.headers.get("Location")) == (302, "/ik/"), came.content
        me = client.get("/ik/").content.decode()
        assert f"Persoon {who}" in me
        assert "archivaris" in me
        again = client.get(f"/aanmelden/terug/?{urlsplit(back).query}")
        assert (again.status_code, "SIGNIN-004" in again.content.decode()) == (403, True)
        stranger = Client(HTTP_HOST=HOST)
        begun = stranger.get("/aanmelden/organisatie/")
        back = permit(begun["Location"], "vreemde")
        refused = stranger.get(f"/aanmelden/terug/?{urlsplit(back).query}")
        assert refused.status_code == 403
        assert "vreemde" in refused.content.decode()
        assert stranger.get("/").status_code == 302
