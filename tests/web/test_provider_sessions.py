"""Signing in by a provider on the screens: who is who, and what a session is worth."""

import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from shown import ROLES, Shown

from weerklank import bootstrap
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.services.people.provider import Provider
from weerklank.services.people.provider_sign_in import ProviderSignIn
from weerklank.services.people.sign_in_settings import SignInSettings
from weerklank.services.workplace import Silent, Workplace
from weerklank.testing.sign_in_provider import CLIENT, SignInProvider
from weerklank.web import site
from weerklank.web.configure import configure
from weerklank.web.sign_in import draw_password
from weerklank.web.site import Site

GROUPS = {"archief": (Role.ARCHIVIST,), "lezen": (Role.READER,), "beheer": (Role.REGISTER_OWNER,)}
EMERGENCY = ROLES[Role.OPERATOR]


class Signing:
    """The screens of an archive whose people sign in at a double."""

    def __init__(self, own: Shown, *, address: str = "http://testserver") -> None:
        self.own, self.address = own, address
        self.double = SignInProvider()
        self.set()

    def set(self, **changed: object) -> None:
        """Serve by these settings, as after a new start."""
        values = {
            "issuer": self.double.issuer,
            "client_id": CLIENT,
            "roles": GROUPS,
            "role_claim": "groups",
            "organisation": "gemeente Voorbeelddam",
            "help": "Bel de servicedesk, toestel 14.",
            **changed,
        }
        settings = SignInSettings(**values)  # type: ignore[arg-type]
        own = self.own
        configure(Site(archive=own.archive, keys=own.keys, address=self.address, sign_in=settings))
        provider = Provider(settings, own.keys, self.double.ask)
        site._Held.sign_in = ProviderSignIn(settings, provider)

    def come(self, client: Client, groups: list[str], onward: str = "/ik/", **claims: object):  # type: ignore[no-untyped-def]
        """Sign in; gives the last answer."""
        self.double.claims = {"groups": groups, **claims}
        begun = client.get("/aanmelden/organisatie/", {"naar": onward})
        assert begun.status_code == 302, begun.content
        return client.get("/aanmelden/terug/", self.double.permit(begun["Location"]))

    def workplace(self) -> Workplace:
        return bootstrap.workplace(str(self.own.archive), str(self.own.keys), Silent())

    def roles(self, name: str) -> tuple[Role, ...]:
        place = self.workplace()
        person = place.register().persons.get(name)
        return person.roles_on(place.today()) if person else ()


@pytest.fixture
def signing(own: Shown) -> Iterator[Signing]:
    from weerklank.web.models import ProviderPerson

    yield Signing(own)
    # Archives of other tests share the database of signing in.
    for person in ProviderPerson.objects.all():
        person.user.delete()


def test_one_button_leads_in_with_the_roles_of_the_claim_and_out_again(signing: Signing) -> None:
    client = Client()
    page = client.get("/zoeken/?q=hoogwater", follow=True).content.decode()
    assert "Aanmelden via gemeente Voorbeelddam" in page
    assert "Problemen met aanmelden" in page
    assert "Bel de servicedesk, toestel 14." in page
    assert 'type="password"' not in page
    assert 'href="/aanmelden/organisatie/?naar=%2Fzoeken%2F%3Fq%3Dhoogwater"' in page
    came = signing.come(client, ["archief"], "/ik/", email="noor@voorbeelddam.example")
    assert came["Location"] == "/ik/"
    me = client.get("/ik/").content.decode()
    for said in ("Noor Voorbeeld", "archivaris", "s-0001", "meldt u zich opnieuw aan"):
        assert said in me
    # What somebody does is written down as of anybody: name, roles, and that they signed in.
    client.post("/toegang/vragen/", {"pagina": "access"})
    place = signing.workplace()
    actor = [one.actor for one in place.events.read(Book.ACCESS)][-1]
    assert (actor.name, actor.roles, actor.is_signed_in) == (
        "Noor Voorbeeld", (Role.ARCHIVIST,), True,
    )  # fmt: skip
    # Nothing of the provider but name and subject is kept, and the subject beside the keys alone.
    written = b"".join(
        file.read_bytes() for file in signing.own.archive.rglob("*.json") if file.is_file()
    )
    assert b"Noor Voorbeeld" in written
    # A run may be called so that it ends on this; the subject stands by itself.
    assert not re.search(rb"(?<![0-9a-z])s-0001(?!\d)", written)
    kept = b"".join(file.read_bytes() for file in signing.own.keys.rglob("*sqlite3*"))
    assert b"noor@voorbeelddam" not in written + kept
    out = client.post("/afmelden/", follow=True).content.decode()
    assert "U bent hier afgemeld." in out
    assert f"{signing.double.issuer}/end?client_id=weerklank" in out
    assert client.get("/ik/").status_code == 302


def test_roles_that_are_taken_away_are_gone_at_the_next_sign_in_everywhere(
    signing: Signing,
) -> None:
    first, second = Client(), Client()
    signing.come(first, ["archief", "lezen"])
    assert first.get("/controle/").status_code == 200
    signing.come(second, ["lezen"])
    assert first.get("/controle/").status_code == 403, "the older session lost it too"
    assert first.get("/zoeken/").status_code == 200
    refused = signing.come(second, ["iets anders"])
    assert refused.status_code == 403
    text = refused.content.decode()
    for said in ("hebt in dit archief geen rol", "Bel de servicedesk", "s-0001"):
        assert said in text
    assert first.get("/zoeken/").status_code == 302
    assert signing.roles("Noor Voorbeeld") == ()
    kinds = [one.kind for one in signing.workplace().events.read(Book.REGISTER)
             if one.subject == "Noor Voorbeeld"]  # fmt: skip
    assert kinds == ["person.added", "person.changed", "person.changed"]


def test_a_session_ends_by_itself_however_busy_it_is(signing: Signing) -> None:
    signing.set(session_minutes=1)
    client = Client()
    signing.come(client, ["archief"])
    session = client.session
    held = session["provider"]
    assert 0 < held["until"] - time.time() <= 60
    assert client.get("/controle/").status_code == 200
    session["provider"] = {**held, "until": int(time.time()) - 1}
    session.save()
    ended = client.get("/controle/")
    assert ended["Location"] == "/aanmelden/?naar=/controle/"
    # Nor does it count under another provider, or when people have passwords again.
    session["provider"] = {**held, "issuer": "https://elders.example"}
    session.save()
    assert client.get("/controle/").status_code == 302
    session["provider"] = held
    session.save()
    assert client.get("/controle/").status_code == 200
    own = signing.own
    configure(Site(archive=own.archive, keys=own.keys, address="http://testserver"))
    assert client.get("/controle/").status_code == 302
    assert client.get("/aanmelden/organisatie/").status_code == 404
    assert client.get("/aanmelden/terug/?code=x&state=y").status_code == 404


def test_the_database_has_the_form_that_its_models_say(shown: Shown) -> None:
    call_command("makemigrations", "web", check_changes=True, dry_run=True, verbosity=0)


def test_who_has_no_role_and_is_new_leaves_nothing(signing: Signing) -> None:
    from weerklank.web.models import ProviderPerson

    assert signing.come(Client(), [], sub="s-0009", name="Wie Weet").status_code == 403
    assert not ProviderPerson.objects.filter(subject="s-0009").exists()
    assert "Wie Weet" not in signing.workplace().register().persons


def test_people_are_told_apart_by_subject_alone(signing: Signing) -> None:
    mail = {"email": "noor@voorbeelddam.example", "email_verified": True}
    one, other, known = Client(), Client(), Client()
    signing.come(one, ["archief"], sub="s-0001", **mail)
    signing.come(other, ["lezen"], sub="s-0002", name="noor VOORBEELD", **mail)
    assert "noor VOORBEELD (2)" in other.get("/ik/").content.decode()
    assert other.get("/controle/").status_code == 403
    # A name of the register is nobody's who only bears the same.
    archivist = ROLES[Role.ARCHIVIST]
    before = signing.roles(archivist)
    signing.come(known, ["lezen"], sub="s-0003", name=archivist)
    assert f"{archivist} (2)" in known.get("/ik/").content.decode()
    assert signing.roles(archivist) == before
    # Nor does a name that changes at the provider make somebody another person here.
    signing.come(one, ["archief"], sub="s-0001", name="Noor de Vries")
    assert "Noor de Vries" not in one.get("/ik/").content.decode()
    # Until the operator says who is who.
    signing.set(persons={"s-0003": archivist, "s-0004": "Noor Voorbeeld"})
    signing.come(known, ["lezen"], sub="s-0003", name=archivist)
    assert f"{archivist} (2)" not in known.get("/ik/").content.decode()
    assert signing.roles(archivist) == (Role.READER,)
    assert signing.roles(f"{archivist} (2)") == ()
    taken = signing.come(Client(), ["lezen"], sub="s-0004")
    assert (taken.status_code, "SIGNIN-009" in taken.content.decode()) == (403, True)


def test_passwords_open_nothing_but_the_emergency_account_which_is_recorded(
    signing: Signing,
) -> None:
    before = signing.own.client(Role.READER)
    assert before.get("/zoeken/").status_code == 302, "a session of before does not count"
    given = {"name": EMERGENCY, "password": draw_password(EMERGENCY)}
    assert Client().post("/aanmelden/", given).status_code == 403
    signing.set(emergency=EMERGENCY)
    assert signing.own.client(EMERGENCY).get("/ik/").status_code == 302
    page = Client().get("/aanmelden/").content.decode()
    assert "Noodaccount" in page
    reader = {"name": ROLES[Role.READER], "password": draw_password(ROLES[Role.READER])}
    assert Client().post("/aanmelden/", reader).status_code == 403
    client = Client()
    assert client.post("/aanmelden/", given).status_code == 302
    assert client.get("/ik/").status_code == 200
    last = [one for one in signing.workplace().events.read(Book.JOURNAL)
            if one.kind == "sign-in.emergency"]  # fmt: skip
    assert [(one.subject, one.actor.name, one.actor.is_signed_in) for one in last] == [
        (EMERGENCY, EMERGENCY, True)
    ]
    signing.set()
    assert client.get("/ik/").status_code == 302, "no longer allowed"


def test_how_a_session_was_begun_is_not_carried_on_by_the_next(signing: Signing) -> None:
    """Else one by the provider would not end in time, or one by password would not count."""
    from weerklank.web.models import ProviderPerson

    signing.set(emergency=EMERGENCY, persons={"s-0009": EMERGENCY})
    client, given = Client(), {"name": EMERGENCY, "password": draw_password(EMERGENCY)}
    try:
        for _ in range(2):
            assert client.post("/aanmelden/", given).status_code == 302
            assert (client.session["emergency"], "provider" in client.session) == (True, False)
            assert signing.come(client, ["lezen"], sub="s-0009").status_code == 302
            assert ("emergency" in client.session, "provider" in client.session) == (False, True)
    finally:
        ProviderPerson.objects.filter(subject="s-0009").delete()  # its user is of all tests


def test_two_tabs_come_in_and_the_cookie_goes_with_the_last(signing: Signing) -> None:
    signing.double.claims = {"groups": ["lezen"]}
    client = Client()
    tabs = [client.get("/aanmelden/organisatie/")["Location"] for _ in range(2)]
    for tab, left in zip(tabs, (True, False), strict=True):
        answer = client.get("/aanmelden/terug/", signing.double.permit(tab))
        assert answer.status_code == 302, answer.content
        assert bool(client.cookies["weerklank-aanmelden"].value) is left


@pytest.mark.parametrize("onward", ["https://elders.example/", "//elders.example", "/\\e.example"])
def test_coming_in_leads_nowhere_else(signing: Signing, onward: str) -> None:
    assert signing.come(Client(), ["lezen"], onward)["Location"] == "/"


def test_an_answer_belongs_to_the_browser_that_asked(signing: Signing) -> None:
    signing.double.claims = {"groups": ["lezen"]}
    victim, thief = Client(), Client()
    told = signing.double.permit(thief.get("/aanmelden/organisatie/")["Location"])
    forced = victim.get("/aanmelden/terug/", told)
    assert (forced.status_code, "SIGNIN-004" in forced.content.decode()) == (403, True)
    assert victim.get("/").status_code == 302
    begun = victim.get("/aanmelden/organisatie/")
    told = signing.double.permit(begun["Location"])
    twice = victim.get(f"/aanmelden/terug/?code={told['code']}&state={told['state']}&state=x")
    assert twice.status_code == 403
    assert victim.post("/aanmelden/terug/", told).status_code == 405
    # The session of before is not carried on: nobody can have laid it ready.
    laid = "een-neergelegde-sessie"
    victim.cookies["weerklank"] = laid
    signing.come(victim, ["lezen"])
    assert victim.cookies["weerklank"].value != laid
    cookie = victim.get("/aanmelden/organisatie/").cookies["weerklank-aanmelden"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 600)


def test_behind_tls_the_way_back_and_the_cookie_are_of_this_host(own: Shown) -> None:
    Signing(own, address="https://testserver")
    begun = Client().get("/aanmelden/organisatie/", headers={"X-Forwarded-Proto": "https"})
    asked = parse_qs(urlsplit(begun["Location"]).query)
    assert asked["redirect_uri"] == ["https://testserver/aanmelden/terug/"]
    assert begun.cookies["__Host-weerklank-aanmelden"]["secure"]


def test_who_keeps_the_register_gives_no_roles_where_the_organisation_does(
    signing: Signing,
) -> None:
    reader, owner = Client(), Client()
    signing.come(reader, ["lezen"], sub="s-0001")
    reader.post("/toegang/vragen/", {"pagina": "verification"})
    signing.come(owner, ["beheer"], sub="s-0002", name="Els Beheer")
    page = owner.get("/toegang/").content.decode()
    assert "Rollen komen van uw organisatie" in page
    assert 'name="rol"' not in page
    number = page.rpartition('name="vraag" value="')[2].partition('"')[0]
    given = owner.post("/toegang/", {"vraag": number, "rol": "archivist", "doen": "geven"})
    assert given.status_code == 422
    assert signing.roles("Noor Voorbeeld") == (Role.READER,)
    refused = {"vraag": number, "reden": "Vraag het uw organisatie.", "doen": "afwijzen"}
    assert owner.post("/toegang/", refused).status_code == 302


def test_a_provider_that_is_down_is_said_and_nobody_comes_in(signing: Signing) -> None:
    signing.double.says = {"issuer": "https://elders.example"}
    answer = Client().get("/aanmelden/organisatie/")
    text = answer.content.decode()
    assert answer.status_code == 503
    assert "gaf geen bruikbaar antwoord" in text
    assert "SIGNIN-003" in text
    assert "doctor" not in text
