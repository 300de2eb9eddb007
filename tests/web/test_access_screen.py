"""Who opens what is not for everyone leaves a line, and one person reads it."""

import os
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from shown import ROLES, Shown, copied

from weerklank import bootstrap
from weerklank.model.access import RequestState
from weerklank.model.account import AccountKind
from weerklank.model.clock import SystemClock
from weerklank.model.errors import NotNow, Refused
from weerklank.model.event import Book
from weerklank.model.hand_in import HandIn, HandInState
from weerklank.model.person import Actor, Role
from weerklank.model.question import Question
from weerklank.services.find.find_items import find_items
from weerklank.services.intake.import_export import import_export
from weerklank.services.intake.list_hand_ins import hand_ins_json
from weerklank.services.people import access
from weerklank.services.people.access import access_requests, note_seen, read_seen
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.register_account import register
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.verify.verify_archive import verify_archive
from weerklank.services.workplace import Silent
from weerklank.testing.mastodon_export import ExportAccount, ExportPost, snowflake, write_export
from weerklank.web.configure import configure
from weerklank.web.site import Site

WORDS = "Uitsluitend voor volgers geschreven"
ACCOUNT = ExportAccount(
    host="social.voorbeelddam.example",
    name="bibliotheek",
    display_name="Bibliotheek Voorbeelddam",
    summary_html="<p>Lezen in Voorbeelddam.</p>",
    actor_id="https://social.voorbeelddam.example/users/bibliotheek",
    created=datetime(2022, 11, 1, tzinfo=UTC),
)


def write(day: int, text: str, **more: Any) -> ExportPost:
    when = datetime(2026, 3, day, 9, tzinfo=UTC)
    return ExportPost(number=snowflake(when), published=when, html=f"<p>{text}</p>", **more)


@pytest.fixture(scope="module")
def made_once(demo: Shown, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    copied(demo, folder)
    apart = write(1, f"{WORDS}: de brug gaat open.", visibility="followers")
    above = f"{ACCOUNT.actor_id}/statuses/{apart.number}"
    answer = write(2, "En weer dicht.", in_reply_to=above)
    write_export(folder / "export.zip", ACCOUNT, [apart, answer], style="zip")
    keeper = bootstrap.workplace(
        str(folder / "demo"), str(folder / "keys"), Silent(), ROLES[Role.REGISTER_OWNER]
    )
    register(keeper, ACCOUNT.url, Facts(kind=AccountKind.CORPORATE, unit="Bibliotheek"))
    import_export(keeper, bootstrap.connectors(), folder / "export.zip")
    return folder


@pytest.fixture
def own(made_once: Path, tmp_path: Path, _site: None) -> Shown:
    for name in ("demo", "keys"):
        shutil.copytree(made_once / name, tmp_path / name, symlinks=True)
    archive, keys = tmp_path / "demo", tmp_path / "keys"
    configure(Site(archive=archive, keys=keys, address="http://testserver"))
    there = bootstrap.workplace(str(archive), str(keys), Silent())
    post = find_items(there, Question(words="Noorderdijk", limit=1)).items[0].id
    return Shown(archive, keys, there, post)


def address(own: Shown) -> str:
    (item,) = find_items(own.workplace, Question(words=f'"{WORDS}"')).items
    return f"/id/{item.id}/"


def lines(own: Shown) -> list[tuple[str, str, str]]:
    """Who opened what and why, as the files have it."""
    found = own.workplace.events.read_genuine(Book.ACCESS)
    return [
        (event.actor.known_as, str(event.data["what"]), str(event.data["why"]))
        for event in found
        if event.kind == "access.seen"
    ]


def test_opening_a_shielded_post_is_recorded_once_a_day(own: Shown) -> None:
    for _ in range(3):
        assert "inzagejournaal" in own.get(Role.READER, address(own))
    own.get(Role.ARCHIVIST, address(own))
    seen = [(ROLES[role], "post", "shielded") for role in (Role.READER, Role.ARCHIVIST)]
    assert lines(own) == seen


def test_the_proof_is_recorded_too_and_a_public_post_is_not(own: Shown) -> None:
    own.client(Role.READER).get(f"{address(own)}bewijs/")
    assert lines(own) == [(ROLES[Role.READER], "proof", "shielded")]
    page = own.get(Role.READER, f"/id/{own.post}/")
    assert "inzagejournaal" not in page
    assert len(lines(own)) == 1


@pytest.mark.parametrize("view", ["", "&beeld=draden", "&beeld=tijdlijn", "&beeld=media"])
def test_lists_show_that_it_is_there_and_not_what_it_says(own: Shown, view: str) -> None:
    page = own.get(Role.READER, f"/zoeken/?q=volgers+geschreven{view}")
    assert "de brug gaat open" not in page
    assert lines(own) == []
    if not view:
        assert "Open het bericht om het te lezen" in page


def test_the_tab_of_the_account_and_the_thread_show_no_text_of_it(own: Shown) -> None:
    number = own.workplace.register().find(ACCOUNT.url).id
    assert "de brug gaat open" not in own.get(Role.READER, f"/accounts/{number}/berichten/")
    (item,) = find_items(own.workplace, Question(words='"En weer dicht"')).items
    page = own.get(Role.READER, f"/id/{item.id}/")
    assert "Open het bericht om het te lezen" in page
    assert "de brug gaat open" not in page
    assert lines(own) == []
    assert "de brug gaat open" in own.get(Role.READER, address(own))


def test_what_was_handed_in_shows_no_text_of_it(own: Shown) -> None:
    apart = find_items(own.workplace, Question(words=f'"{WORDS}"')).items[0]
    open_ = find_items(own.workplace, Question(words='"En weer dicht"')).items[0]
    found = HandIn(
        id="h0009", account=apart.account, state=HandInState.CONFIRMED, at=SystemClock().now(),
        posts=(apart.key, open_.key), by={}, system_users={},
    )  # fmt: skip
    (told,) = hand_ins_json(own.workplace, [found], texts=True)
    assert [one["text"] for one in told["posts"]] == [None, "En weer dicht."]


def test_the_privacy_officer_reads_it_and_that_is_recorded(own: Shown) -> None:
    own.get(Role.READER, address(own))
    page = own.get(Role.PRIVACY, "/inzage/")
    assert ROLES[Role.READER] in page
    assert "alleen voor volgers" in page
    assert lines(own)[-1] == (ROLES[Role.PRIVACY], "journal", "None")
    assert ROLES[Role.READER] not in own.get(Role.PRIVACY, "/inzage/?wie=niemand")
    for role in set(Role) - {Role.PRIVACY}:
        assert own.client(role).get("/inzage/").status_code == 403, role


def test_no_other_book_and_no_other_role_tells_of_it(own: Shown) -> None:
    own.get(Role.READER, address(own))
    for query in ("", "?boek=access", f"?wie={ROLES[Role.READER]}"):
        assert "Ingezien" not in own.get(Role.INSPECTOR, f"/logboek/{query}")
    acting = Actor(system_user="iemand", name="Ida Toezicht", roles=(Role.INSPECTOR,))
    with pytest.raises(Refused):
        read_seen(replace(own.workplace, actor=acting))


def test_what_cannot_be_recorded_is_not_shown(own: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("weerklank.services.workplace.Workplace.record", full)
    answer = own.client(Role.READER).get(address(own))
    assert answer.status_code == 503
    assert "ACCESS-001" in answer.content.decode()
    assert "de brug gaat open" not in answer.content.decode()
    with pytest.raises(NotNow):
        note_seen(own.workplace, access.Looked.POST, "x")


def test_who_may_not_asks_and_the_owner_gives_a_role(own: Shown) -> None:
    researcher = own.client(Role.RESEARCHER)
    refused = researcher.get("/logboek/").content.decode()
    assert "Vraag toegang" in refused
    answer = researcher.post("/toegang/vragen/", {"pagina": "journal"})
    assert answer["Location"] == "/ik/?gevraagd=ja"
    assert "Uw vraag om toegang is vastgelegd" in own.get(Role.RESEARCHER, "/ik/?gevraagd=ja")
    researcher.post("/toegang/vragen/", {"pagina": "journal"})
    (asked,) = access_requests(own.workplace)
    assert f"{ROLES[Role.RESEARCHER]} vraagt toegang" in own.get(Role.REGISTER_OWNER, "/")
    page = own.get(Role.REGISTER_OWNER, "/toegang/")
    assert ROLES[Role.RESEARCHER] in page
    offered = re.findall(r'<option value="([a-z-]*)"', page)
    # None is chosen beforehand, and the one that opens least comes first.
    assert offered[:2] == ["", "operator"]
    assert set(offered[1:]) == {"archivist", "privacy", "inspector", "operator", "register-owner"}
    owner = own.client(Role.REGISTER_OWNER)
    wrong = owner.post("/toegang/", {"vraag": asked.id, "doen": "afwijzen", "reden": " "})
    assert wrong.status_code == 422
    owner.post("/toegang/", {"vraag": asked.id, "doen": "geven", "rol": "archivist"})
    (given,) = access_requests(own.workplace)
    assert (given.state, given.answer) == (RequestState.GRANTED, "archivist")
    assert researcher.get("/logboek/").status_code == 200
    assert owner.post("/toegang/", {"vraag": asked.id, "doen": "geven"}).status_code == 422


def test_a_refusal_has_a_reason_that_who_asked_reads(own: Shown) -> None:
    own.client(Role.READER).post("/toegang/vragen/", {"pagina": "import"})
    (asked,) = access_requests(own.workplace)
    reason = "Dit vraagt uw taak niet."
    owner = own.client(Role.REGISTER_OWNER)
    owner.post("/toegang/", {"vraag": asked.id, "doen": "afwijzen", "reden": reason})
    assert reason in own.get(Role.READER, "/ik/")
    assert reason in own.get(Role.REGISTER_OWNER, "/toegang/")


@pytest.mark.parametrize("page", ["home", "bestaat-niet", "search", "work"])
def test_only_a_screen_that_one_may_not_can_be_asked_for(own: Shown, page: str) -> None:
    answer = own.client(Role.READER).post("/toegang/vragen/", {"pagina": page})
    assert answer.status_code == 404
    assert access_requests(own.workplace) == []


def test_it_enters_the_log_and_verifies(own: Shown) -> None:
    own.get(Role.READER, address(own))
    seal_events(own.workplace)
    assert any(name.startswith("access/") for name in own.workplace.log.events())
    assert verify_archive(own.workplace, (), deep=True).ok
