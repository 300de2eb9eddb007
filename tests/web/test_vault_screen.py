"""The vault on the screens: two persons, one reader, a quarter of an hour, and nothing after."""

import http.cookiejar
import re
import shutil
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.mastodon_export import write_export
from weerklank.web import open_views
from weerklank.web.open_views import VIEWS
from weerklank.web.task_count import COUNTS

WILMA, PIA, PAUL, INA = "Wilma Fictema", "Pia Fictema", "Paul Fictema", "Ina Fictema"
SOMEONE = Canaries("kluis").give("mention", CanaryClass.THIRD)
MENTION = f'<a href="{SOMEONE.address}" class="u-url mention">@<span>{SOMEONE.local}</span></a>'
WHO = ((SOMEONE.address, f"@{SOMEONE.handle}"),)
KEY = "kluis.key"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    place = OwnArchive(tmp_path_factory.mktemp("kluis"))
    given = place.run("init", str(place.folder), "--organisation", "Dorp", "--sealed", "12")
    (place.root / KEY).write_text(given["identity"])
    place.run("person", "add", SANNE, "--role", "register-owner", "--role", "archivist")
    for name, role in ((WILMA, "woo"), (PIA, "privacy"), (PAUL, "privacy"), (INA, "inspector")):
        place.run("person", "add", name, "--role", role, "--as", SANNE)
    address = f"https://{OURS.host}/@{OURS.name}"
    place.run("account", "add", address, "--kind", "corporate", "--as", SANNE)
    export = place.root / "export.tar.gz"
    pieces = [
        posted("2026-03-02T09:00:00", f"{MENTION} de brug is open", mentions=WHO),
        posted("2026-03-03T09:00:00", "De markt is er weer."),
    ]
    write_export(export, OURS, pieces)
    place.run("import", str(export))
    export.unlink()
    return place


@pytest.fixture
def own(made: OwnArchive, tmp_path: Path) -> OwnArchive:
    shutil.copytree(made.root, tmp_path / "copy", copy_function=shutil.copy2)
    place = OwnArchive(tmp_path / "copy")
    place.serve()
    COUNTS.forget()
    return place


def the(own: OwnArchive, word: str) -> str:
    return str(own.run("search", word)["hits"][0]["id"])


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def hand_in(
    own: OwnArchive, client: Client, number: str, content: bytes | None = None
) -> HttpResponse:
    key = (own.root / KEY).read_bytes() if content is None else content
    sent = {"identity": SimpleUploadedFile("sleutel", key)}
    return client.post(f"/privacy/kluis/{number}/openen/", sent)


def requested(own: OwnArchive, wilma: Client) -> str:
    item = the(own, "brug")
    given = {"ground": "woo", "case": "Z-2026-0142"}
    sent = wilma.post(f"/privacy/kluis/aanvragen/{item}/?versie=1", given)
    assert sent.status_code == 302, text(sent)
    return sent["Location"].split("/")[3]


def leaks(root: Path) -> list[str]:
    return [str(one) for one in LeakScan([SOMEONE]).folder(root) if one.canary is not None]


def opened(own: OwnArchive, wilma: Client, pia: Client) -> str:
    number = requested(own, wilma)
    approved = pia.post(f"/privacy/kluis/{number}/besluit/", {"besluit": "goedkeuren"})
    assert approved.status_code == 302
    sent = hand_in(own, wilma, number)
    assert sent.status_code == 302, text(sent)
    return number


def acts(own: OwnArchive) -> list[tuple[str, str | None]]:
    (told,) = own.run("vault", "list")["requests"]
    return [(one["act"], one["end"]) for one in told["history"]]


def test_from_the_post_to_one_reader_and_gone(own: OwnArchive, shown: Shown) -> None:
    wilma, pia, ina = shown.client(WILMA), shown.client(PIA), shown.client(INA)
    item, plain = the(own, "brug"), the(own, "markt")
    ask = f"/privacy/kluis/aanvragen/{item}/"
    assert ask in text(wilma.get(f"/id/{item}/"))
    assert ask not in text(ina.get(f"/id/{item}/"))
    assert "aanvragen/" not in text(wilma.get(f"/id/{plain}/"))
    assert ina.get(ask).status_code == 403
    assert "Kies een grond" in text(wilma.post(ask, {"case": "Z-1"}))
    named = wilma.post(ask, {"ground": "woo", "case": "jan@dam.example"})
    assert (named.status_code, "USE-002" in text(named)) == (422, True)
    assert "VAULT-004" in text(
        wilma.post(f"/privacy/kluis/aanvragen/{plain}/", {"ground": "woo", "case": "Z-1"})
    )
    number = requested(own, wilma)
    one = f"/privacy/kluis/{number}/"
    COUNTS.forget()
    assert f"Kluisaanvraag {number} wacht op u" in text(pia.get("/"))
    assert shown.client(SANNE).get(one).status_code == 404  # another's
    assert "Goedkeuren" in text(pia.get(one))
    assert hand_in(own, wilma, number).status_code == 422  # nobody decided
    assert wilma.post(f"{one}besluit/", {"besluit": "goedkeuren"}).status_code == 403
    assert pia.post(f"{one}besluit/", {"besluit": "goedkeuren"}).status_code == 302
    COUNTS.forget()
    assert f"Goedgekeurd: kluisaanvraag {number}" in text(wilma.get("/"))
    assert f"kluisaanvraag {number}" not in text(pia.get("/"))
    assert "VAULT-009" in text(hand_in(own, pia, number))
    wrong = hand_in(own, wilma, number, b"AGE-SECRET-KEY-1ROMMEL")
    assert (wrong.status_code, "VAULT-016" in text(wrong)) == (422, True)
    assert "ROMMEL" not in text(wrong)
    assert "Kies het bestand" in text(wilma.post(f"{one}openen/"))
    assert hand_in(own, wilma, number, b"x" * 9000).status_code in {400, 422}
    sent = hand_in(own, wilma, number)
    assert sent["Location"] == f"{one}#inzage"
    page = wilma.get(one)
    assert SOMEONE.local in text(page)
    assert WILMA in text(page).split("vault-mark")[1]  # the watermark
    assert page["Cache-Control"] == "no-store"
    assert 880 < int(page["Refresh"].partition(";")[0]) <= 901
    assert "AGE-SECRET" not in text(page)
    for other in (pia, ina, shown.client(WILMA)):  # who approved; who inspects; another sign-in
        assert SOMEONE.local not in text(other.get(one))
    assert "niet in deze aanmelding" in text(shown.client(WILMA).get(one))
    assert "VAULT-005" in text(hand_in(own, wilma, number))
    assert leaks(own.root) == []
    assert wilma.post(f"{one}verlengen/").status_code == 302
    longer = wilma.get(one)
    assert 1700 < int(longer["Refresh"].partition(";")[0]) <= 1801
    assert "nog eens kan niet" in text(longer)
    assert "VAULT-010" in text(wilma.post(f"{one}verlengen/"))
    assert wilma.post(f"{one}sluiten/").status_code == 302
    gone = wilma.get(one)
    assert SOMEONE.local not in text(gone)
    assert "Refresh" not in gone
    assert acts(own)[2:] == [("opened", None), ("extended", None), ("ended", "closed")]
    for who in (wilma, ina, pia):
        log = text(who.get("/privacy/kluis/"))
        assert number in log
        assert "gesloten door de lezer" in log
    assert "Er is nog niets aangevraagd" in text(shown.client(SANNE).get("/privacy/kluis/"))
    assert "Verzegeld origineel geopend" in text(ina.get("/logboek/"))
    assert "verzegeld origineel" in text(pia.get("/inzage/"))
    assert leaks(own.root) == []


def test_the_same_person_never_decides_and_a_refusal_says_why(
    own: OwnArchive, shown: Shown
) -> None:
    pia, paul = shown.client(PIA), shown.client(PAUL)
    number = requested(own, pia)
    one = f"/privacy/kluis/{number}/"
    assert "Goedkeuren" not in text(pia.get(one))
    assert "VAULT-006" in text(pia.post(f"{one}besluit/", {"besluit": "goedkeuren"}))
    assert "VAULT-007" in text(paul.post(f"{one}besluit/", {"reason": " "}))
    assert paul.post(f"{one}besluit/", {"reason": "Het kan zonder."}).status_code == 302
    assert "Het kan zonder." in text(pia.get(one))
    assert [act for act, _ in acts(own)] == ["requested", "refused"]


def test_it_goes_by_itself_and_with_signing_out(
    own: OwnArchive, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    wilma, pia = shown.client(WILMA), shown.client(PIA)
    number = opened(own, wilma, pia)
    one = f"/privacy/kluis/{number}/"
    assert SOMEONE.local in text(wilma.get(one))
    real = open_views.elapsed
    with monkeypatch.context() as late:
        late.setattr(open_views, "elapsed", lambda: real() + 15 * 60)
        assert SOMEONE.local not in text(wilma.get(one))  # also before it was let go of
    assert SOMEONE.local in text(wilma.get(one))
    assert wilma.post("/afmelden/").status_code == 302
    assert acts(own)[-1] == ("ended", "closed")
    assert VIEWS._views == {}
    monkeypatch.setattr(open_views, "VIEW", open_views.VIEW * 0)
    wilma = shown.client(WILMA)
    second = requested(own, wilma)
    pia.post(f"/privacy/kluis/{second}/besluit/", {"besluit": "goedkeuren"})
    ended: list[str] = []
    real_end = VIEWS._end
    monkeypatch.setattr(
        VIEWS,
        "_end",
        lambda number, by_term: (real_end(number, by_term=by_term), ended.append(number)),
    )
    threads = []
    timer = open_views.threading.Timer
    monkeypatch.setattr(
        open_views.threading, "Timer", lambda *a: threads.append(timer(*a)) or threads[-1]
    )
    hand_in(own, wilma, second)
    threads[0].join(60)
    assert ended == [second]
    assert VIEWS._views == {}
    told = own.run("vault", "list")["requests"][0]["history"][-1]
    assert (told["act"], told["end"]) == ("ended", "term")


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_nothing_is_on_disk_when_the_server_is_killed_while_it_is_open(
    own: OwnArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    temp = own.root / "temp"
    temp.mkdir()
    monkeypatch.setenv("TMPDIR", str(temp))
    item = the(own, "brug")
    given = ("--ground", "woo", "--case", "Z-1", "--as", WILMA)
    number = own.run("vault", "request", item, *given)["request"]
    own.run("vault", "approve", number, "--as", PIA)
    password = own.run("person", "password", WILMA)["password"]
    code = "from weerklank.cli.main import main; main()"
    where = ["--archive", str(own.folder), "--keys", str(own.keys)]
    server = subprocess.Popen(
        [sys.executable, "-c", code, *where, "serve", "--port", "0", "--no-schedule"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = iter(server.stdout or ())
        address = next(found[0] for line in said if (found := re.search(r"http://\S+?:\d+", line)))
        jar = http.cookiejar.CookieJar()
        web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

        def send(to: str, body: bytes, kind: str) -> str:
            request = urllib.request.Request(address + to, body, {"Content-Type": kind})
            with web.open(request, timeout=60) as answer:
                return answer.read().decode()

        def token(path: str) -> str:
            with web.open(address + path, timeout=60) as answer:
                return re.findall(r'csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())[
                    -1
                ]

        form = {"csrfmiddlewaretoken": token("/aanmelden/"), "name": WILMA, "password": password}
        body = urllib.parse.urlencode(form).encode()
        send("/aanmelden/", body, "application/x-www-form-urlencoded")
        parts = {
            'name="csrfmiddlewaretoken"': token(f"/privacy/kluis/{number}/"),
            'name="identity"; filename="k"': (own.root / KEY).read_text(),
        }
        body = "".join(
            f"--grens\r\nContent-Disposition: form-data; {name}\r\n\r\n{value}\r\n"
            for name, value in parts.items()
        ).encode()
        path = f"/privacy/kluis/{number}/openen/"
        page = send(path, body + b"--grens--\r\n", "multipart/form-data; boundary=grens")
        assert SOMEONE.local in page
    finally:
        server.send_signal(signal.SIGKILL)
        rest, _ = server.communicate()
    assert server.returncode == -signal.SIGKILL
    assert SOMEONE.local not in rest
    assert leaks(own.root) == []
    key = (own.root / KEY).read_bytes()
    files = [one for one in own.root.rglob("*") if one.is_file() and one.name != KEY]
    assert [str(one) for one in files if key in one.read_bytes()] == []
    assert acts(own)[-1] == ("opened", None)


def test_epochs_of_pseudonyms_are_told_to_who_oversees(own: OwnArchive, shown: Shown) -> None:
    assert "Tijdvakken" not in text(shown.client(WILMA).get("/privacy/kluis/"))
    page = text(shown.client(PIA).get("/privacy/kluis/"))
    assert "Tijdvak 1" in page
    assert "begonnen met het archief" in page
    why = ("--ground", "AVG art. 5", "--reason", "een nieuw jaar")
    own.run("keys", "epoch", "begin", *why, "--as", PIA)
    page = text(shown.client(INA).get("/privacy/kluis/"))
    assert "voorbij, en er is nog van bewaard" in page
    assert "nog bewaard: 1 bericht in 1 draad" in page
    assert "AVG art. 5" in page
    for path in (own.folder / "blind" / "threads").glob("*.txt"):
        path.unlink()
    page = text(shown.client(INA).get("/privacy/kluis/"))
    assert "blind/threads" in page
