"""Handing in by the browser: picked from an export in memory, judged by who has a name."""

import argparse
import gzip
import io
import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_field import at_field
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from forked_work import works_are_forked
from shown import ROLES, Shown, copied

from weerklank.model.clock import SystemClock
from weerklank.model.hand_in import HandInState
from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.services.people.add_person import add_person
from weerklank.services.register.read_hand_ins import read_hand_ins
from weerklank.testing.voorbeelddam.build import DemoFiles, write_demo_exports
from weerklank.web import worker
from weerklank.web.configure import configure
from weerklank.web.held_exports import EXPORTS
from weerklank.web.site import Site
from weerklank.web.task_count import COUNTS
from weerklank.web.work import WORKS, Work

HERE = "/accounts/a0003/aanleveren/"
PRIVATE = "Tuin winterklaar"
PROCESS = "publiekscommunicatie"


@pytest.fixture(scope="module")
def own(demo: Shown, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return copied(demo, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return write_demo_exports(tmp_path_factory.mktemp("exports"))


@pytest.fixture(autouse=True)
def _own_site(own: Shown, _site: None) -> Iterator[None]:
    configure(Site(archive=own.archive, keys=own.keys, address="http://testserver"))
    with works_are_forked():
        yield
    EXPORTS.let_go_of_all()


def ended(location: str) -> Work:
    work = WORKS.find(location.strip("/").rpartition("/")[2])
    assert work is not None
    for _ in range(3000):
        if work.ended:
            return work
        time.sleep(0.02)
    raise AssertionError(work.steps)


def send(own: Shown, file: Path, role: Role = Role.MAKER, **given: str) -> Work:
    sent = SimpleUploadedFile("export.zip", file.read_bytes())
    answer = own.client(role).post(f"{HERE}export/", {"file": sent, "van": "2022-01-01", **given})
    assert answer.status_code == 302, answer.content.decode()
    return ended(answer["Location"])


def pick(own: Shown, role: Role = Role.MAKER, **given: object) -> Work:
    answer = own.client(role).post(f"{HERE}kiezen/", {"proces": PROCESS, **given})
    assert answer.status_code == 302, answer.content.decode()
    return ended(answer["Location"])


def of_text(work: Work, text: str) -> str:
    (found,) = [one["url"] for one in work.result["choices"] if one["text"].startswith(text)]
    return str(found)


def states(own: Shown) -> list[HandInState]:
    return [one.state for one in read_hand_ins(own.workplace).values()]


def test_a_maker_of_other_accounts_is_not_asked_and_may_not(own: Shown) -> None:
    add_person(own.workplace, "Mia Fictema", (Role.MAKER,))
    COUNTS.forget()
    assert "niets aangeleverd" not in own.get("Mia Fictema", "/")
    assert HERE not in own.get("Mia Fictema", "/")
    assert HERE not in own.get("Mia Fictema", "/accounts/a0003/")
    mia = own.client("Mia Fictema")
    answers = [
        *(mia.get(f"{HERE}{page}") for page in ("", "export/", "kiezen/")),
        mia.post(f"{HERE}niets/", {"periode": "2026-01"}),
    ]
    for answer in answers:
        assert answer.status_code == 403
        assert "HANDIN-760" in answer.content.decode()
    assert HERE in own.get(Role.MAKER, "/accounts/a0003/")


def test_a_task_of_handing_in_names_the_handle(own: Shown) -> None:
    home = own.get(Role.MAKER, "/")
    handle = own.workplace.register().accounts[AccountId("a0003")].handle
    assert re.search(rf"Wethouder wonen en water, Mastodon \(@{re.escape(handle)}\)", home)


def test_the_home_of_the_maker_leads_to_handing_in(own: Shown) -> None:
    page = own.get(Role.MAKER, "/")
    assert f'href="{HERE}"' in page
    assert "weerklank handin" not in page
    assert "Losse berichten aanleveren" in own.get(Role.MAKER, HERE)


def test_only_an_account_of_which_posts_are_handed_in_has_the_page(own: Shown) -> None:
    assert own.client(Role.MAKER).get("/accounts/a0001/aanleveren/").status_code == 404
    assert "aanleveren/" not in own.get(Role.ARCHIVIST, "/accounts/a0001/")
    assert "aanleveren/" in own.get(Role.ARCHIVIST, "/accounts/a0003/")


def test_who_only_looks_has_no_buttons(own: Shown) -> None:
    page = own.get(Role.ARCHIVIST, HERE)
    assert "Aangeleverd" in page
    for act in ("export/", "niets/", "terugnemen/"):
        assert act not in page
        assert own.client(Role.ARCHIVIST).post(HERE + act).status_code == 403


def test_posts_are_picked_and_come_in(own: Shown, files: DemoFiles) -> None:
    listed = send(own, files.wethouder)
    page = own.get(Role.MAKER, f"{HERE}kiezen/")
    assert PRIVATE in page
    assert "al aangeleverd" in page  # three of them came in with the demonstration
    done = pick(own, bericht=of_text(listed, PRIVATE), doen="add")
    assert (done.result["ok"], done.result["act"]) == (True, "add")
    number = str(done.result["handin"])
    found = read_hand_ins(own.workplace)[number]
    assert (found.state, len(found.posts), found.process) == (HandInState.CONFIRMED, 1, PROCESS)
    assert found.by[HandInState.CONFIRMED] == ROLES[Role.MAKER]
    assert PRIVATE in own.get(Role.MAKER, HERE)
    assert f"Aangeleverd als {number}" in own.get(Role.MAKER, f"/werk/{done.id}/")


def test_a_proposal_waits_for_another_and_says_nothing_until_then(
    own: Shown, files: DemoFiles
) -> None:
    listed = send(own, files.wethouder)
    wanted = of_text(listed, "Een week zonder telefoon")
    number = str(pick(own, bericht=wanted, doen="propose").result["handin"])
    assert "Wacht op bevestiging" in own.get(Role.COMMUNICATION, HERE)
    assert "zonder telefoon" not in own.get(Role.COMMUNICATION, HERE)
    assert f"Aanlevering {number} wacht" in own.get(Role.COMMUNICATION, "/")
    send(own, files.wethouder, Role.COMMUNICATION, aanlevering=number)
    page = own.get(Role.COMMUNICATION, f"{HERE}kiezen/")
    assert "zonder telefoon" in page
    assert PRIVATE not in page  # what nobody proposed is not shown to who judges
    done = pick(own, Role.COMMUNICATION)
    assert (done.result["act"], done.result["handin"]) == ("confirm", number)
    found = read_hand_ins(own.workplace)[number]
    assert found.by == {
        HandInState.PROPOSED: ROLES[Role.MAKER],
        HandInState.CONFIRMED: ROLES[Role.COMMUNICATION],
    }


def test_a_proposal_is_taken_back(own: Shown, files: DemoFiles) -> None:
    listed = send(own, files.wethouder)
    wanted = of_text(listed, "De tomaten zijn")
    number = str(pick(own, bericht=wanted, doen="propose").result["handin"])
    answer = own.client(Role.MAKER).post(f"{HERE}terugnemen/", {"aanlevering": number})
    assert answer["Location"] == f"{HERE}?gedaan={number}"
    assert read_hand_ins(own.workplace)[number].state is HandInState.UNDONE
    assert f"{number} is teruggenomen" in own.get(Role.MAKER, answer["Location"])
    again = own.client(Role.MAKER).post(f"{HERE}terugnemen/", {"aanlevering": number})
    assert "HANDIN-002" in again.content.decode()


def test_nothing_this_period_is_recorded_and_taken_back(own: Shown) -> None:
    month = f"{SystemClock().now():%Y-%m}"
    answer = own.client(Role.MAKER).post(f"{HERE}niets/", {"periode": month})
    assert answer.status_code == 302
    page = own.get(Role.MAKER, answer["Location"])
    assert "Vastgelegd: niets aan te leveren" in page
    assert "Terugdraaien" in page
    assert states(own)[-1] is HandInState.NOTHING
    number = answer["Location"].rpartition("=")[2]
    own.client(Role.MAKER).post(f"{HERE}terugnemen/", {"aanlevering": number})
    assert states(own)[-1] is HandInState.UNDONE


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"doen": "add"}, "Kies een of meer berichten"),
        ({"bericht": "x", "proces": "", "doen": "add"}, "Kies het werkproces"),
    ],
)
def test_what_is_lacking_is_named_and_nothing_happens(
    own: Shown, files: DemoFiles, given: dict[str, str], told: str
) -> None:
    send(own, files.wethouder)
    before = states(own)
    answer = own.client(Role.MAKER).post(f"{HERE}kiezen/", {"proces": PROCESS, **given})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert states(own) == before


def test_what_is_not_in_the_export_is_told_with_its_code(own: Shown, files: DemoFiles) -> None:
    send(own, files.wethouder)
    before = states(own)
    done = pick(own, bericht="https://vaardeland.example/@wethouder_linde/1", doen="propose")
    assert done.result["code"] == "HANDIN-007"
    assert "HANDIN-007" in own.get(Role.MAKER, f"/werk/{done.id}/")
    assert states(own) == before


def test_only_the_days_that_were_asked_are_listed(own: Shown, files: DemoFiles) -> None:
    listed = send(own, files.wethouder, van="2026-10-01", tot="2026-10-31")
    assert [one["text"][:4] for one in listed.result["choices"]] == ["Tuin"]
    again = own.client(Role.MAKER).post(
        f"{HERE}export/", {"opnieuw": "ja", "van": "2025-12-01", "tot": "2025-12-31"}
    )
    assert [one["text"][:8] for one in ended(again["Location"]).result["choices"]] == ["Een week"]
    assert WORKS.find(listed.id) is None


def test_days_that_are_none_and_a_file_that_is_not_there_are_told_at_their_fields(
    own: Shown, files: DemoFiles
) -> None:
    def asked(**given: object) -> HttpResponse:
        answer = own.client(Role.MAKER).post(f"{HERE}export/", given)
        assert answer.status_code == 422
        return answer

    days = {"van": "2026-10-31", "tot": "2026-10-01"}
    file = SimpleUploadedFile("export.zip", files.wethouder.read_bytes())
    open_before = len([*Path("/proc/self/fd").iterdir()])
    assert at_field(asked(file=file, **days), "tot") == "De laatste dag ligt voor de eerste."
    assert "vorige maand" in at_field(asked(van="vorige maand", tot="2026-10-01"), "van")
    assert at_field(asked(van="2026-10-01", tot="2026-10-31"), "file").startswith("Kies")
    assert len([*Path("/proc/self/fd").iterdir()]) <= open_before


def test_more_than_can_be_shown_is_said(
    own: Shown, files: DemoFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = send(own, files.wethouder)
    monkeypatch.setattr(worker, "MOST_CHOICES", 3)
    asked = {"handin": "", "since": "2022-01-01", "until": "2026-12-31"}
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(asked)))
    with files.wethouder.open("rb") as file:
        given = argparse.Namespace(file=file.fileno(), account="a0003")
        told = worker._choices(own.workplace, given)
    assert told["choices"] == listed.result["choices"][:3]
    assert told["count"] == listed.result["count"] > 3
    listed.result |= told
    hidden = told["count"] - 3
    assert f"{hidden} oudere staan er niet bij" in own.get(Role.MAKER, f"{HERE}kiezen/")


def test_an_export_is_held_for_who_sent_it_and_no_longer_than_needed(
    own: Shown, files: DemoFiles
) -> None:
    listed = send(own, files.wethouder)
    other = own.client(Role.COMMUNICATION)
    assert other.get(f"{HERE}kiezen/").status_code == 302
    assert other.get(f"/werk/{listed.id}/").status_code == 404
    maker = own.client(Role.MAKER)
    assert maker.get(f"{HERE}kiezen/").status_code == 200
    maker.post("/afmelden/")
    assert EXPORTS.find(ROLES[Role.MAKER], "a0003") is None
    assert WORKS.find(listed.id) is None  # with what it listed
    assert own.client(Role.MAKER).get(f"{HERE}kiezen/").status_code == 302


def test_nothing_that_was_not_picked_reaches_archive_or_keys(own: Shown, files: DemoFiles) -> None:
    send(own, files.wethouder)
    paths = [path for root in (own.archive, own.keys) for path in root.rglob("*")]
    written = {path: path.read_bytes() for path in paths if path.is_file()}
    unpacked = [
        gzip.decompress(content) if path.suffix == ".gz" else content
        for path, content in written.items()
    ]
    assert any(b"subsidieregeling" in content for content in unpacked)  # of what was handed in
    assert not any(b"ledenavond" in content for content in unpacked)


def test_no_export_of_another_account_is_listed(own: Shown, files: DemoFiles) -> None:
    listed = send(own, files.burgemeester)
    assert listed.result["error"] is True
    assert "choices" not in listed.result
    assert own.client(Role.MAKER).get(f"{HERE}kiezen/").status_code == 302
