"""Signing in by a provider, without screens: what is believed, and what hostile answers get.

The provider is a double made from the specification; one that others made is in
`tests/web/test_provider_of_others.py`.
"""

import hashlib
import hmac
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from weerklank.model.errors import NotNow, Refused, WeerklankError, WrongUse
from weerklank.model.person import Role
from weerklank.services.people import ask_provider, id_token, provider
from weerklank.services.people.ask_provider import Question, ask_over_network
from weerklank.services.people.provider import Provider
from weerklank.services.people.provider_sign_in import PATIENCE, ProviderSignIn, SignedIn
from weerklank.services.people.sign_in_settings import (
    SecondFactor,
    SignInSettings,
    read_client_secret,
    read_settings,
)
from weerklank.testing.sign_in_provider import CLIENT, KEY, SignInProvider, rsa_key

BACK = "https://archief.example/aanmelden/terug/"
ROLES = {"archief": (Role.ARCHIVIST,), "beheer": (Role.OPERATOR, Role.READER)}
SETTINGS = SignInSettings(
    issuer=SignInProvider.issuer, client_id=CLIENT, roles=ROLES, role_claim="groups"
)


class Place:
    """A sign-in at a double, with a clock that is turned by hand."""

    def __init__(self, folder: Path, **changed: Any) -> None:
        self.double = SignInProvider(claims={"groups": ["archief", "iets anders"]})
        values = {name: getattr(SETTINGS, name) for name in SETTINGS.__struct_fields__}
        self.settings = SignInSettings(**{**values, **changed})
        self.now = 1000.0
        self.provider = Provider(self.settings, folder, self.double.ask, lambda: self.now)
        self.signing = ProviderSignIn(self.settings, self.provider, lambda: self.now)

    def go(self, **brought: str | None) -> SignedIn:
        begun = self.signing.begin(BACK, "/zoeken/")
        told = {**self.double.permit(begun.address), **brought}
        kept = {name: one for name, one in told.items() if one is not None}
        return self.signing.finish(kept, begun.binding)

    def refused(self, **brought: str | None) -> WeerklankError:
        with pytest.raises(WeerklankError) as refused:
            self.go(**brought)
        assert isinstance(refused.value, Refused | NotNow | WrongUse)
        return refused.value


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_who_comes_back_is_known_by_subject_name_and_roles(place: Place) -> None:
    begun = place.signing.begin(BACK, "/zoeken/")
    asked = parse_qs(urlsplit(begun.address).query)
    assert (asked["scope"], asked["code_challenge_method"]) == (["openid profile"], ["S256"])
    assert begun.binding not in begun.address
    signed = place.signing.finish(place.double.permit(begun.address), begun.binding)
    assert signed == SignedIn(
        subject="s-0001", name="Noor Voorbeeld", roles=(Role.ARCHIVIST,), onward="/zoeken/"
    )
    # A public client shows itself by the proof alone.
    (exchange,) = [one for one in place.double.asked if one.form]
    assert exchange.form is not None
    assert set(exchange.form) == {
        "client_id", "code", "code_verifier", "grant_type", "redirect_uri"
    }  # fmt: skip
    assert "toegang" not in repr(place.double.asked)


@pytest.mark.parametrize(
    ("said", "way", "roles"),
    [
        ({"groups": "beheer"}, "groups", (Role.READER, Role.OPERATOR)),
        ({"groups": ["onbekend", 7, None, {"archief": 1}]}, "groups", ()),
        ({"groups": {"archief": True}}, "groups", ()),
        ({"groups": None}, "groups", ()),
        ({"realm": {"roles": ["archief"]}}, ("realm", "roles"), (Role.ARCHIVIST,)),
        ({"realm": ["roles"]}, ("realm", "roles"), ()),
    ],
)
def test_no_mapping_is_no_role(tmp_path: Path, said: Any, way: Any, roles: Any) -> None:
    place = Place(tmp_path, role_claim=way)
    place.double.claims = said
    assert place.go().roles == roles


def test_what_is_missing_in_the_token_comes_from_userinfo_of_the_same_person(
    place: Place,
) -> None:
    place.double.claims = {"name": None}
    place.double.more = {"sub": "s-0001", "name": "Noor  Voorbeeld", "groups": ["archief"]}
    assert (place.go().name, place.go().roles) == ("Noor Voorbeeld", (Role.ARCHIVIST,))
    place.double.more = {**place.double.more, "sub": "s-0002"}
    assert place.refused().values["reason"] is id_token.BAD_SUBJECT


def _unsigned(claims: dict[str, object]) -> str:
    return jwt.encode(claims, None, "none")


def _by_public_key(double: SignInProvider) -> Callable[[dict[str, object]], str]:
    """Sign by HMAC with what everybody knows; the library would refuse to make such a token."""

    def made(claims: dict[str, object]) -> str:
        token = jwt.encode(claims, "x" * 64, "HS256", headers={"kid": KEY})
        head = token.rpartition(".")[0]
        seal = hmac.new(double.public_pem(), head.encode(), hashlib.sha256).digest()
        return f"{head}.{jwt.utils.base64url_encode(seal).decode()}"

    return made


def _by(name: str, bits: int = 2048, kid: str = KEY) -> Callable[[dict[str, object]], str]:
    key = rsa_key(name, bits)
    return lambda claims: jwt.encode(claims, key, "RS256", headers={"kid": kid})


NOW = int(time.time())
HOSTILE: list[tuple[str, dict[str, object], Any]] = [
    ("wrong nonce", {"nonce": "een andere"}, id_token.BAD_NONCE),
    ("no nonce", {"nonce": None}, id_token.BAD_NONCE),
    ("nonce of another kind", {"nonce": ["x"]}, id_token.BAD_NONCE),
    ("another audience", {"aud": "een ander programma"}, id_token.BAD_AUDIENCE),
    ("more audiences", {"aud": [CLIENT, "een ander"]}, id_token.BAD_AUDIENCE),
    ("another party", {"azp": "een ander"}, id_token.BAD_AUDIENCE),
    ("another issuer", {"iss": "https://elders.example"}, id_token.BAD_ISSUER),
    ("issuer with a slash", {"iss": f"{SignInProvider.issuer}/"}, id_token.BAD_ISSUER),
    ("expired", {"exp": NOW - 3600, "iat": NOW - 7200}, id_token.EXPIRED),
    ("of later", {"iat": NOW + 7200, "exp": NOW + 9000}, id_token.NOT_YET),
    ("not yet", {"nbf": NOW + 7200}, id_token.NOT_YET),
    ("without an end", {"exp": None}, id_token.NO_TOKEN),
    ("without a start", {"iat": None}, id_token.NO_TOKEN),
    ("without a subject", {"sub": None}, id_token.NO_TOKEN),
    ("empty subject", {"sub": ""}, id_token.BAD_SUBJECT),
    ("long subject", {"sub": "s" * 256}, id_token.BAD_SUBJECT),
]


@pytest.mark.parametrize(
    ("claims", "reason"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE]
)
def test_a_token_that_says_something_else_is_not_believed(
    place: Place, claims: dict[str, object], reason: Any
) -> None:
    place.double.claims = {**place.double.claims, **claims}
    error = place.refused()
    assert (error.code, error.values["reason"]) == (id_token.BAD_TOKEN, reason)


def test_clocks_may_differ_by_less_than_a_minute(place: Place) -> None:
    now = int(time.time())
    place.double.claims |= {"exp": now - id_token.LEEWAY + 20}
    assert place.go().roles
    place.double.claims |= {"exp": now + 300, "iat": now + id_token.LEEWAY - 20}
    assert place.go().roles


def test_a_token_that_is_signed_otherwise_is_not_believed(place: Place) -> None:
    double = place.double
    for token, reason in (
        (_unsigned, id_token.BAD_ALGORITHM),
        (_by_public_key(double), id_token.BAD_ALGORITHM),
        (_by("een vreemde"), id_token.BAD_SIGNATURE),
        (_by("een vreemde", kid="onbekend"), id_token.BAD_KEY),
        (lambda _: "geen.token", id_token.NO_TOKEN),
        (lambda claims: double.signed(claims)[:-4] + "AAAA", id_token.BAD_SIGNATURE),
        (lambda _: 7, id_token.NO_TOKEN),
    ):
        double.token = token
        assert place.refused().values["reason"] is reason
    double.token = None
    assert place.go().roles


@pytest.mark.parametrize(
    ("algorithm", "key", "kind"),
    [
        ("ES256", ec.generate_private_key(ec.SECP256R1()), ECAlgorithm),
        ("EdDSA", Ed25519PrivateKey.generate(), OKPAlgorithm),
        ("PS256", rsa_key("een andere"), RSAAlgorithm),
    ],
)
def test_a_provider_may_sign_in_other_ways_by_a_public_key(
    place: Place, algorithm: str, key: Any, kind: Any
) -> None:
    jwk = kind.to_jwk(key.public_key(), as_dict=True)
    place.double.published = [place.double.jwk(kid="een andere"), {**jwk, "kid": KEY}]
    place.double.token = lambda claims: jwt.encode(claims, key, algorithm, headers={"kid": KEY})
    assert place.go().roles


def test_only_a_fit_key_of_the_provider_counts(tmp_path: Path) -> None:
    short = SignInProvider(signer=rsa_key("kort", 1024)).jwk()
    for published in (
        [],
        [{**SignInProvider().jwk(), "use": "enc"}],
        [{**SignInProvider().jwk(), "alg": "PS256"}],
        [{**SignInProvider().jwk(), "kid": "een andere"}],
        [{"kty": "oct", "k": "AAAA", "kid": KEY}, "geen sleutel", {"kty": "RSA", "kid": KEY}],
    ):
        place = Place(tmp_path)
        place.double.published = published  # type: ignore[assignment] # hostile
        assert place.refused().values["reason"] is id_token.BAD_KEY
    place = Place(tmp_path)
    place.double.signer, place.double.published = rsa_key("kort", 1024), [short]
    place.double.token = _by("kort", 1024)
    with pytest.warns(Warning, match="key"):
        made = place.refused()
    assert made.values["reason"] is id_token.BAD_KEY


def test_a_new_key_is_fetched_but_not_at_every_stranger(place: Place) -> None:
    place.go()
    double, before = place.double, rsa_key("aanmelden")
    double.signer = rsa_key("opvolger")
    double.published = [double.jwk(kid="sleutel-2")]
    double.token = _by("opvolger", kid="sleutel-2")

    def looks() -> int:
        return sum(one.address.endswith("/keys") for one in double.asked)

    assert place.refused().values["reason"] is id_token.BAD_KEY, "looked a moment ago"
    assert looks() == 1
    place.now += 120
    assert place.go().roles
    assert looks() == 2
    # The one that it took back is not taken any more within the hour.
    double.token = lambda claims: jwt.encode(claims, before, "RS256", headers={"kid": KEY})
    assert place.refused().values["reason"] is id_token.BAD_KEY


def test_an_answer_serves_once_in_one_browser_and_in_time(place: Place) -> None:
    begun = place.signing.begin(BACK, "/")
    told = place.double.permit(begun.address)
    other = place.signing.begin(BACK, "/")
    for binding in (other.binding, ""):
        again = place.signing.begin(BACK, "/")
        with pytest.raises(Refused) as refused:
            place.signing.finish(place.double.permit(again.address), binding)
        assert refused.value.code == "SIGNIN-004"
    assert place.signing.finish(told, begun.binding).roles
    for brought in (told, {**told, "state": "geraden"}, {}, {"code": told["code"]}):
        with pytest.raises(Refused) as refused:
            place.signing.finish(brought, begun.binding)
        assert refused.value.code == "SIGNIN-004"
    late = place.signing.begin(BACK, "/")
    place.now += PATIENCE + 1
    with pytest.raises(Refused) as refused:
        place.signing.finish(place.double.permit(late.address), late.binding)
    assert refused.value.code == "SIGNIN-004"


def test_two_tabs_of_one_browser_both_come_in(place: Place) -> None:
    first = place.signing.begin(BACK, "/een")
    second = place.signing.begin(BACK, "/twee", first.binding)
    assert place.signing.begin(BACK, "/", "van-een-ander").binding != "van-een-ander"
    held = second.binding  # the browser keeps one
    assert place.signing.finish(place.double.permit(first.address), held).onward == "/een"
    assert place.signing.waits_for(held)
    assert place.signing.finish(place.double.permit(second.address), held).onward == "/twee"
    assert not place.signing.waits_for(held)
    assert place.signing.begin(BACK, "/", held).binding != held, "it served"


def test_what_comes_back_instead_of_a_code(place: Place) -> None:
    assert place.refused(iss="https://elders.example").values["reason"] is id_token.BAD_ISSUER
    assert place.refused(iss=None).values["reason"] is id_token.BAD_ISSUER
    assert place.refused(error="access_denied").values["reason"] == "access_denied"
    assert place.refused(error="<b>van een vreemde</b>").values["reason"] == "-"
    assert place.refused(code="").code == "SIGNIN-004"
    assert place.refused(code="geraden" * 2_000).code == "SIGNIN-004"
    other = place.signing.begin(BACK, "/")
    code = place.double.permit(other.address)["code"]  # of another sign-in: the proof differs
    assert place.refused(code=code).code == provider.CODE_REFUSED


def test_a_secret_goes_where_the_provider_wants_it_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "geheim").write_text("sesam: open\n")
    (tmp_path / "geheim").chmod(0o600)
    for says, in_form in ((["client_secret_post"], True), (None, False)):
        place = Place(tmp_path, secret_file="geheim")
        place.double.says = {"token_endpoint_auth_methods_supported": says}
        assert place.go().roles
        (exchange,) = [one for one in place.double.asked if one.form]
        assert exchange.form is not None
        assert ("client_secret" in exchange.form, "Authorization" in exchange.headers) == (
            in_form,
            not in_form,
        )
        assert "sesam" not in repr(place.double.asked)
    for content, mode in (("sesam", 0o640), ("", 0o600), ("een\ntwee", 0o600)):
        (tmp_path / "geheim").write_text(content)
        (tmp_path / "geheim").chmod(mode)
        assert place.refused().code == "SIGNIN-002"


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ({"issuer": "https://elders.example"}, provider.OTHER_ISSUER),
        ({"token_endpoint": "https://elders.example/token"}, provider.ELSEWHERE),
        ({"jwks_uri": "http://169.254.169.254/latest/"}, provider.ELSEWHERE),
        ({"jwks_uri": "http://127.0.0.1:5432/"}, provider.ELSEWHERE),
        ({"userinfo_endpoint": "file:///etc/passwd"}, provider.ELSEWHERE),
        ({"authorization_endpoint": "javascript:alert(1)"}, provider.ELSEWHERE),
        ({"authorization_endpoint": "http://aanmelden.voorbeelddam.example/"}, provider.ELSEWHERE),
        ({"end_session_endpoint": "https://aanmelden.voorbeelddam.example@e.example/"},
         provider.ELSEWHERE),
        ({"token_endpoint": "https://aanmelden.voorbeelddam.example:8443/"}, provider.ELSEWHERE),
        ({"token_endpoint": ["https://aanmelden.voorbeelddam.example/"]}, provider.ELSEWHERE),
        ({"token_endpoint": None}, provider.INCOMPLETE),
        ({"code_challenge_methods_supported": ["plain"]}, provider.NO_PROOF),
    ],
)  # fmt: skip
def test_a_document_that_leads_elsewhere_is_not_followed(
    place: Place, says: dict[str, object], reason: Any
) -> None:
    place.double.says = says
    error = place.refused()
    assert (error.code, error.values["reason"]) == (ask_provider.NO_ANSWER, reason)
    place.double.says = {}
    assert place.refused().values["reason"] is reason, "held for a moment"
    assert len(place.double.asked) == 1
    place.now += 30
    assert place.go().roles


def test_other_hosts_of_a_provider_are_named_by_the_operator(tmp_path: Path) -> None:
    place = Place(tmp_path, hosts=("sleutels.example",))
    place.double.says = {"userinfo_endpoint": "https://sleutels.example/me"}
    assert place.go().roles


@pytest.mark.parametrize(
    ("factor", "claims", "comes_in"),
    [
        (SecondFactor(acr=("hoog",)), {"acr": "hoog"}, True),
        (SecondFactor(acr=("hoog",)), {"acr": "laag"}, False),
        (SecondFactor(acr=("hoog",)), {}, False),
        (SecondFactor(amr=("mfa", "otp")), {"amr": ["pwd", "otp"]}, True),
        (SecondFactor(amr=("mfa",)), {"amr": ["pwd"]}, False),
        (SecondFactor(amr=("mfa",)), {"amr": "mfa"}, False),
        (SecondFactor(acr=("hoog",), amr=("mfa",)), {"acr": "hoog"}, False),
        (SecondFactor(amr=("mfa",), roles=(Role.ARCHIVIST,)), {}, False),
        (SecondFactor(amr=("mfa",), roles=(Role.OPERATOR,)), {}, True),
    ],
)
def test_a_second_factor_is_demanded_where_the_operator_says(
    tmp_path: Path, factor: SecondFactor, claims: dict[str, object], comes_in: bool
) -> None:
    place = Place(tmp_path, second_factor=factor)
    place.double.claims |= claims
    asked = parse_qs(urlsplit(place.signing.begin(BACK, "/").address).query)
    assert asked.get("acr_values", []) == (["hoog"] if factor.acr else [])
    if comes_in:
        assert place.go().roles
    else:
        assert place.refused().code == "SIGNIN-007"


@pytest.mark.parametrize("name", [None, "", 7, "a\u200bb", "a\u202eb", "n" * 101, "een\x00naam"])
def test_a_name_that_does_not_show_is_none(place: Place, name: object) -> None:
    place.double.claims |= {"name": name}
    place.double.more = {"sub": "s-0001"}
    assert place.refused().code == "SIGNIN-008"


GOOD = """
issuer = "https://aanmelden.voorbeelddam.example"
client_id = "weerklank"
role_claim = ["realm", "roles"]
[roles]
archief = ["archivist", "reader"]
[second_factor]
amr = ["mfa"]
[persons]
"s-0001" = "Sanne de Wit"
"""


def test_settings_are_read_whole_or_not_at_all(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}) is None
    file = tmp_path / "sign-in.toml"
    file.write_text(GOOD)
    found = read_settings(tmp_path, {})
    assert found is not None
    assert found.roles_of(frozenset({"archief"})) == (Role.ARCHIVIST, Role.READER)
    assert read_client_secret(found, tmp_path) is None
    other = tmp_path / "elders.toml"
    for wrong in (
        "geen toml",
        GOOD.replace("https:", "http:"),
        GOOD.replace("aanmelden.", "iemand@"),
        GOOD.replace("archivist", "baas"),
        GOOD.replace("client_id", "clientid"),
        GOOD.replace('"weerklank"', '" "'),
        GOOD.replace('amr = ["mfa"]', ""),
        GOOD.replace('["realm", "roles"]', "[]"),
        f"session_minutes = 0\n{GOOD}",
        f"session_minutes = 601\n{GOOD}",
        f'scopes = ["profile"]\n{GOOD}',
        f'{GOOD}\n"s-0002" = "sanne  de wit"',
    ):
        other.write_text(wrong)
        with pytest.raises(WrongUse) as refused:
            read_settings(tmp_path, {"WEERKLANK_SIGN_IN": str(other)})
        assert refused.value.code == "SIGNIN-001", wrong
        assert refused.value.message("nl")
    other.write_text(GOOD.replace("https://aanmelden.voorbeelddam.example", "http://[::1]:80"))
    assert read_settings(tmp_path, {"WEERKLANK_SIGN_IN": str(other)}) is not None
    with pytest.raises(WrongUse):
        read_settings(tmp_path, {"WEERKLANK_SIGN_IN": str(tmp_path / "weg.toml")})
    other.chmod(0o646)
    with pytest.raises(WrongUse, match=r"schrijven|write"):
        read_settings(tmp_path, {"WEERKLANK_SIGN_IN": str(other)})


class _Hostile(BaseHTTPRequestHandler):
    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(self.path)
        if self.path == "/elders":
            self.send_response(302)
            self.send_header("Location", "/geheim")
            self.end_headers()
            return
        if self.path == "/traag":  # a letter at a time, in a head that never ends
            with suppress(OSError):
                self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Traag: ")
                for _ in range(400):
                    self.wfile.write(b"x")
                    time.sleep(0.01)
                self.wfile.write(b"\r\n\r\n{}")
            return
        self.send_response({"/weigert": 500, "/zegt": 400}.get(self.path, 200))
        self.end_headers()
        if self.path == "/groot":
            self.wfile.write(b"x" * (ask_provider._LARGEST + 1))
        else:
            self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served() -> Iterator[tuple[str, list[str]]]:
    seen: list[str] = []
    handler = type("Handler", (_Hostile,), {"seen": seen})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", seen
        server.shutdown()
        thread.join()


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_over_the_network_no_redirect_is_followed_and_an_answer_has_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with served() as (origin, seen):
        assert ask_over_network(Question(f"{origin}/goed")).content == b"{}"
        assert ask_over_network(Question(f"{origin}/zegt")).status == 400
        for path, reason in (
            ("/elders", ask_provider.LEADS_ON),
            ("/groot", ask_provider.TOO_LARGE),
            ("/weigert", ask_provider.REFUSES),
        ):
            with pytest.raises(NotNow) as none:
                ask_over_network(Question(origin + path))
            assert none.value.values["reason"] is reason
        with monkeypatch.context() as hasty:
            hasty.setattr(ask_provider, "_WHOLE", 0.2)
            with pytest.raises(NotNow) as none:
                ask_over_network(Question(f"{origin}/traag"))
        assert none.value.values["reason"] is ask_provider.TOO_SLOW
        assert "/geheim" not in seen
    with pytest.raises(NotNow) as none:
        ask_over_network(Question(f"{origin}/weg?code=geheim"))
    assert none.value.values == {"host": "127.0.0.1", "reason": ask_provider.UNREACHED}
