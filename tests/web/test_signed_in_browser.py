"""The signed-in browser of an account on the screen of its connection."""

import json
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

if TYPE_CHECKING:
    from django.test import Client

PAGE = "/accounts/a0002/koppelen/"
GIVES = ("connect", "a0002", "--technique", "browser", "--token-file")
GONE = datetime(2020, 5, 1, tzinfo=UTC)


@pytest.fixture
def made(tmp_path: Path) -> OwnArchive:
    own = OwnArchive(tmp_path).make([posted("2026-11-01T12:00:00", "Een")])
    url = f"https://{OURS.host}/@pers"
    own.run("account", "add", url, "--kind", "corporate", "--as", SANNE)
    own.run("account", "add", "https://x.com/dorp", "--kind", "corporate", "--as", SANNE)
    return own


@pytest.fixture
def client(made: OwnArchive, shown: Shown) -> "Client":
    made.serve()
    return Shown(made.folder, made.keys, shown.workplace, shown.post).client(SANNE)


def give(made: OwnArchive, tmp_path: Path, *ends: datetime | None) -> None:
    cookies = [
        {
            "name": f"sessie-{number}",
            "value": "geheim-koekje",
            "domain": OURS.host,
            "path": "/",
            "expires": -1 if end is None else end.timestamp(),
        }
        for number, end in enumerate(ends)
    ]
    file = tmp_path / "browser.json"
    file.write_text(json.dumps({"cookies": cookies, "origins": []}))
    made.run(*GIVES, str(file), "--as", SANNE)


def text(client: "Client", address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_it_says_how_one_is_made_and_what_it_never_opens(client: "Client") -> None:
    page = text(client)
    for words in (
        "Er is geen browser aangemeld",
        "Zij opent nooit privéberichten of meldingen",
        "De opdrachten staan in de handleiding voor beheerders.",
    ):
        assert words in page
    assert "Aangemelde browser weghalen" not in page
    assert "Aangemelde browser" not in text(client, "/accounts/a0003/koppelen/")


def test_it_says_since_when_and_lets_it_go(
    client: "Client", made: OwnArchive, tmp_path: Path
) -> None:
    give(made, tmp_path, datetime.now(UTC) + timedelta(days=900), None)
    page = text(client)
    section = page.partition('id="browser"')[2].partition("</section>")[0]
    assert SANNE in section
    assert "Laatst vernieuwd" in section
    assert "verlopen" not in section
    assert "geheim-koekje" not in page
    answer = client.post("/accounts/a0002/ontkoppelen/", {"purpose": "browser"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = text(client)
    assert "De aangemelde browser is hier weg." in page
    assert "Bij de server geldt de aanmelding nog." in page
    assert "Er is geen browser aangemeld" in page
    assert not list(made.keys.rglob("*.browser"))
    client.post("/accounts/a0002/ontkoppelen/", {"purpose": "browser"})
    assert "CONNECT-009" in text(client)


@pytest.mark.parametrize(
    ("ends", "is_over"),
    [
        ((GONE,), True),
        ((GONE, GONE + timedelta(days=1)), True),
        ((GONE, None), False),
        ((GONE, datetime(2190, 1, 1, tzinfo=UTC)), False),
    ],
)
def test_it_says_when_the_sign_in_is_over(
    client: "Client",
    made: OwnArchive,
    tmp_path: Path,
    ends: tuple[datetime | None, ...],
    is_over: bool,
) -> None:
    give(made, tmp_path, *ends)
    assert ("De aanmelding is verlopen." in text(client)) is is_over


def test_it_says_that_one_of_another_address_is_not_used(
    client: "Client", made: OwnArchive, tmp_path: Path
) -> None:
    give(made, tmp_path, None)
    moved = f"https://{OURS.host}/@persberichten"
    made.run("account", "edit", "a0002", "--url", moved, "--as", SANNE)
    assert "Deze browser wordt niet gebruikt." in text(client)


def test_what_can_not_be_read_is_said(client: "Client", made: OwnArchive, tmp_path: Path) -> None:
    give(made, tmp_path, None)
    (kept,) = made.keys.rglob("*.browser")
    kept.write_bytes(b"geen")
    page = text(client)
    assert "niet leesbaar" in page
    assert "Aangemelde browser weghalen" not in page
