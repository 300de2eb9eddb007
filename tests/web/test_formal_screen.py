"""*Lijkt formeel*: the list, the page of a reply, and what waits, for communication (B3)."""

from pathlib import Path

import pytest
from answered_archive import COR, LEES, TEXTS, answered_archive
from own_archive import SANNE, OwnArchive
from shown import Shown

from weerklank.web.task_count import COUNTS

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]


@pytest.fixture
def own(tmp_path: Path) -> OwnArchive:
    made = answered_archive(tmp_path)
    made.serve()
    COUNTS.forget()
    return made


def text(shown: Shown, who: str, address: str) -> str:
    answer = shown.client(who).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_what_waits_is_listed_and_settled(own: OwnArchive, shown: Shown) -> None:
    home = text(shown, COR, "/")
    assert "Lijkt formeel: 2" in home
    assert 'href="/formeel/"' in home
    page = text(shown, COR, "/formeel/")
    assert "2 reacties wachten op een mens" in page
    assert "Lijkt: bezwaar" in page
    assert "Lijkt: ingebrekestelling" in page
    assert "artikel 2:3 Awb" in page
    assert f"beheerders: {COR}" in page
    assert "wubbechien" not in page
    assert TEXTS[2] not in page
    _, objection = own.run("formal", "list")["replies"]
    address = f"/formeel/{objection['id']}/"
    sent = shown.client(COR).post(address, {"state": "done"})
    assert sent["Location"] == "/formeel/?vastgelegd=ja"
    page = text(shown, COR, sent["Location"])
    assert "1 reactie wacht op een mens" in page
    assert "Lijkt: bezwaar" not in page
    assert "Lijkt: bezwaar" in text(shown, COR, "/formeel/?alles=ja")
    again = shown.client(COR).post(address, {"state": "done"})
    assert again.status_code == 422
    assert shown.client(COR).post(address, {"state": "waiting"}).status_code == 404


def test_what_was_restricted_is_counted_for_nobody_who_may_not_see_it(
    own: OwnArchive, shown: Shown
) -> None:
    own.run("person", "add", "Arie Fictema", "--role", "archivist", "--as", SANNE)
    for one in own.run("formal", "list")["replies"]:
        assert "Lijkt formeel: " in text(shown, COR, "/")
        own.run("mark", one["id"], "--not-government", "--reason", "Privé.", "--as", COR)
        own.run("mark", "decide", one["id"], "restrict", "--as", "Arie Fictema")
        COUNTS.forget()
    assert "Lijkt formeel: " not in text(shown, COR, "/")
    assert "Er wacht geen reactie die formeel lijkt" in text(shown, COR, "/formeel/")


def test_the_page_of_the_reply_says_what_now(own: OwnArchive, shown: Shown) -> None:
    notice, _ = own.run("formal", "list")["replies"]
    address = f"/id/{notice['id']}/"
    page = text(shown, COR, address)
    assert "Lijkt: ingebrekestelling. Wat nu?" in page
    assert "twee weken (4:17 Awb)" in page
    assert "Wat nu?" not in text(shown, LEES, address)
    assert shown.client(LEES).get("/formeel/").status_code == 403
    sent = shown.client(COR).post(
        f"/formeel/{notice['id']}/", {"state": "not-formal", "back": address}
    )
    assert sent["Location"] == address
    assert "niet formeel" in text(shown, COR, address)
    elsewhere = shown.client(COR).post(
        f"/formeel/{notice['id']}/", {"state": "done", "back": "https://kwaad.example/"}
    )
    assert elsewhere["Location"] == "/formeel/?vastgelegd=ja"


def test_the_demonstration_shows_an_objection_and_a_woo_request(shown: Shown) -> None:
    page = text(shown, "Hedwig Overzicht", "/formeel/")
    assert "2 reacties wachten op een mens" in page
    assert "Lijkt: bezwaar" in page
    assert "Lijkt: Woo-verzoek" in page


def test_a_list_of_nothing_says_so(own: OwnArchive, shown: Shown) -> None:
    for reply in own.run("formal", "list")["replies"]:
        shown.client(COR).post(f"/formeel/{reply['id']}/", {"state": "done"})
    assert "Er wacht geen reactie die formeel lijkt" in text(shown, COR, "/formeel/")


def test_the_preview_of_a_link_is_words_and_loads_nothing(own: OwnArchive, shown: Shown) -> None:
    (about,) = own.run("search", "kastanje")["hits"]
    page = text(shown, LEES, f"/id/{about['id']}/")
    assert "Zo toonde het platform de link" in page
    assert "De kastanje &lt;b&gt;op het plein&lt;/b&gt;" in page
    assert "Waarom de boom weg moet." in page
    assert "https://www.dorp.example/kastanje" in page
    assert 'href="https://www.dorp.example' not in page
    assert "kaart.png" not in page
