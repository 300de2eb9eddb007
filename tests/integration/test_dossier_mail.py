"""Mail of tasks of Woo requests: who hears of what, once, and nothing of what a request says."""

import email
import email.policy
import shutil
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from mail_post import Post, server
from place import ME, Archive, Json, post
from pytest_socket import enable_socket

from weerklank.bootstrap import transport_for
from weerklank.model.clock import FixedClock, SystemClock, civil_day
from weerklank.model.run import Technique
from weerklank.services.disclose.mail_tasks import mail_tasks, tasks_waiting
from weerklank.services.people.screens_address import note_address
from weerklank.services.schedule.run_schedule import Schedule
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.waits.task import Ask
from weerklank.services.waits.what_waits import what_waits
from weerklank.services.workplace import Silent, Workplace, open_workplace
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
WOUT, WIM, RUUD = "Wout", "Wim", "Ruud"
SECRET = "Alles over buurman Proefstra"
PEOPLE = {WOUT: "woo", WIM: "woo", RUUD: "reviewer"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    enable_socket()
    root = tmp_path_factory.mktemp("filled")
    place = Archive(root).begin()
    with mastodon_server(ME, [post(1, "De sluis."), post(2, "De sluis en Knol.")]) as shown:
        place.good("account", "add", shown.url, "--kind", "corporate")
        place.good("person", "add", "Ria", "--role", "register-owner")
        for name, role in PEOPLE.items():
            mail = ("--email", f"{name.lower()}@dam.example")
            place.good("person", "add", name, "--role", role, *mail, "--as", "Ria")
        place.good("person", "add", "Lies", "--role", "reader", "--as", "Ria")
        place.good("harvest", "gemeente")
    place.good("mail", "send")
    return root


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Archive:
    root = tmp_path / "place"
    shutil.copytree(filled, root, symlinks=True)
    shutil.rmtree(root / "keys" / "outbox")
    made = Archive(root)
    today = civil_day(SystemClock().now()).isoformat()
    given = ("--request", SECRET, "--received", today, "--case", "Z-2026-77")
    made.good("--as", WOUT, "dossier", "new", *given)
    return made


def act(place: Archive, what: str, *more: str, by: str = WOUT) -> Json:
    return place.good("dossier", what, "w0001", *more, "--as", by)


def gathered(place: Archive) -> list[str]:
    added = act(place, "add", "--query", "sluis")
    return [str(one["id"]) for one in added["documents"]]


def sent(place: Archive) -> dict[str, EmailMessage]:
    """Send what is to be sent; gives what went now, by who got it."""
    before = {*_outbox(place)}
    place.good("mail", "send")
    found = {}
    for file in {*_outbox(place)} - before:
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        found[str(mail["To"]).partition(" ")[0]] = mail
    return found


def _outbox(place: Archive) -> list[Path]:
    return [*(place.root / "keys" / "outbox").glob("*.eml")]


def lines(mail: EmailMessage) -> list[str]:
    return [line for line in mail.get_content().splitlines() if line.startswith("- ")]


def later(place: Archive, days: int) -> Workplace:
    clock = FixedClock(SystemClock().now() + timedelta(days=days))
    return open_workplace(place.folder, place.root / "keys", clock=clock, reporter=Silent())


def test_each_step_is_told_once_to_who_it_waits_for(place: Archive) -> None:
    assert sent(place) == {}
    first, second = gathered(place)
    note_address(place.root / "keys", "https://archief.dam.example")
    told = sent(place)
    assert {name: lines(one) for name, one in told.items()} == {WIM: ["- 2 stukken te beoordelen"]}
    assert told[WIM]["Subject"] == "Voorbeelddam: 1 taak bij Woo-verzoeken"
    assert "https://archief.dam.example/woo/w0001/" in told[WIM].get_content()
    assert sent(place) == {}
    for item in (first, second):
        act(place, "judge", "--id", item, "--judgement", "public")
    told = sent(place)
    # Who did not work on it reads it: another officer too.
    asked = ["- als tweede lezer te lezen: 2 stukken"]
    assert {name: lines(one) for name, one in told.items()} == {RUUD: asked, WIM: asked}
    act(place, "disagree", "--id", first, "--reason", "Knol moet weg.", by=RUUD)
    told = sent(place)
    assert {name: lines(one) for name, one in told.items()} == {
        WOUT: ["- een tweede lezer is niet akkoord met 1 stuk: geef antwoord"]
    }
    act(place, "answer", "--disagreement", "1", "--reason", "Mag blijven.")
    told = sent(place)
    assert [*told] == [RUUD]
    assert lines(told[RUUD])[0].startswith("- er is antwoord op wat een tweede lezer zei")
    act(place, "agree", "--disagreement", "1", by=RUUD)
    assert sent(place) == {}  # what they were to read before is the same task still
    act(place, "review", by=RUUD)
    told = sent(place)
    assert {name: lines(one) for name, one in told.items()} == {
        WIM: ["- gelezen door een tweede lezer, vast te stellen"]
    }
    act(place, "redact", "--id", second, "--text", "Knol", "--ground", "5.1.2e")
    assert {name: lines(one) for name, one in sent(place).items()} == {RUUD: asked, WIM: asked}
    for step in ("review", "freeze"):
        act(place, step, by=RUUD)
    assert sent(place) == {}


def test_no_mail_says_what_a_request_or_a_document_says(place: Archive) -> None:
    first, _ = gathered(place)
    act(place, "redact", "--id", first, "--text", "sluis", "--ground", "5.1.2e")
    sent(place)
    for days in (25, 40):
        mail_tasks(later(place, days))
    every = b"".join(file.read_bytes() for file in _outbox(place))
    assert b"w0001" in every
    for word in ("Proefstra", "buurman", "Z-2026-77", "sluis", "Knol", WOUT):
        told = [file for file in _outbox(place) if word.encode() in file.read_bytes()]
        # A name stands only where somebody is written to themselves.
        assert not [f for f in told if word != WOUT or b"To: Wout" not in f.read_bytes()], word


def test_a_term_that_nears_or_is_over_is_told_once_and_not_while_it_stands_still(
    place: Archive,
) -> None:
    assert mail_tasks(later(place, 10)) == ()
    assert _outbox(place) == []
    near = later(place, 24)
    mail_tasks(near)
    mail_tasks(near)
    seal_events(near)
    bodies = [file.read_bytes() for file in _outbox(place)]
    assert len(bodies) == 2  # both officers; a second reader has nothing to do with it yet
    assert all(b"de termijn loopt af op" in one for one in bodies)
    over = later(place, 60)
    mail_tasks(over)
    mail_tasks(over)
    seal_events(over)
    assert len(_outbox(place)) == 4
    assert place.good("verify")["ok"]


def test_a_term_that_stands_still_nears_for_nobody(place: Archive) -> None:
    act(place, "suspend", "--reason", "Zienswijze gevraagd.")
    mail_tasks(later(place, 60))
    assert _outbox(place) == []


def test_a_server_that_is_away_is_told_and_nothing_is_lost(place: Archive) -> None:
    with server(Post()) as port:
        pass
    where = ("127.0.0.1", "--security", "none", "--from", "archief@dam.example")
    place.good("person", "add", "Wies", "--role", "woo", "--as", "Ria")
    place.good("person", "add", "Ria", "--email", "ria@dam.example", "--as", "Ria")
    place.good("mail", "send")
    place.good("mail", "set", *where, "--port", str(port))
    gathered(place)
    code, answer = place.run("mail", "send")
    assert (code, answer["error"]["code"], answer["waiting"]) == (4, "MAIL-005", 2)
    assert {one["code"] for one in answer["warnings"]} == {"mail-failed", "no-address"}
    place.run("mail", "send")
    assert len(place.events("journal", "mail.tasks-waiting")) == 2
    found = tasks_waiting(later(place, 0))
    assert found is not None
    assert found[0] == 2
    acting = open_workplace(
        place.folder,
        place.root / "keys",
        clock=SystemClock(),
        reporter=Silent(),
        acting=WIM,
    )
    assert Ask.TASK_MAIL_WAITS in [one.ask for one in what_waits(acting, {}).tasks]
    listed = place.good("mail", "list")["woo"]
    assert {one["name"]: one["tasks"] for one in listed} == {"Wies": 1, WIM: 1}
    kept = Post()
    with server(kept) as port:
        place.good("mail", "set", *where, "--port", str(port), "--language", "en")
        code, answer = place.run("mail", "send")
        assert (code, answer["sent"], answer["waiting"]) == (1, 1, 1)
        place.good("person", "add", "Wies", "--email", "wies@dam.example", "--as", "Ria")
        place.good("mail", "send")
        place.good("mail", "send")
    about = [(to, mail) for to, mail, _ in kept.mails if "Woo" in str(mail["Subject"])]
    assert [to for to, _ in about] == [["wim@dam.example"], ["wies@dam.example"]]
    assert "2 documents to judge" in about[0][1].get_content()
    assert tasks_waiting(later(place, 0)) is None
    (event, _) = place.events("journal", "mail.tasks")
    assert event["data"]["tasks"][0].startswith("w0001 judge ")


def test_the_schedule_sends_it_by_itself(place: Archive) -> None:
    gathered(place)
    schedule = Schedule(lambda: later(place, 0), [], transport_for)
    assert [*schedule.once(Technique.PORTABILITY)] == []
    (file,) = _outbox(place)
    assert b"To: Wim <wim@dam.example>" in file.read_bytes()
    assert sent(place) == {}


def test_no_name_and_no_address_forges_a_header_or_a_line(place: Archive) -> None:
    note_address(place.root / "keys", "https://archief.dam.example\r\nBcc: x@dam.example\n.\n")
    gathered(place)
    mail = sent(place)[WIM]
    assert mail["Bcc"] is None
    assert not [one for one in mail.get_content().splitlines() if one.startswith(("Bcc", "."))]
