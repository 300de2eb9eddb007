"""What a platform announced, and what it can never give: on *Koppelen* and in `status`."""

import io
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank import bootstrap
from weerklank.cli.main import main
from weerklank.model.text import Text

SOON = (date(2099, 3, 1), Text("de lijst geeft geen aantallen meer", "the list gives no counts"))
PAST = (date(2020, 3, 1), Text("iets van vroeger", "something of then"))
SAID = "aangekondigd voor 1 maart 2099: de lijst geeft geen aantallen meer"
NOTHING = "Van Mastodon is geen wijziging aangekondigd met een dag erbij, voor zover bekend op"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    folder = tmp_path_factory.mktemp("aangekondigd")
    return OwnArchive(folder).make([posted("2026-11-01T12:00:00", "Een")])


@pytest.fixture(autouse=True)
def _in_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "nl")


@pytest.fixture
def client(made: OwnArchive, shown: Shown) -> Any:
    made.serve()
    return Shown(made.folder, made.keys, shown.workplace, shown.post).client(SANNE)


def announce(
    monkeypatch: pytest.MonkeyPatch,
    *changes: tuple[date, Text],
    changed: tuple[tuple[date, Text], ...] = (),
) -> None:
    connectors = bootstrap.connectors()
    for one in connectors:
        manifest = replace(one.manifest, announced=changes, changed=changed)
        monkeypatch.setattr(one, "manifest", manifest, raising=False)
    monkeypatch.setattr(bootstrap, "connectors", lambda: connectors)


def pages(client: Any) -> list[str]:
    found = []
    for address in ("/accounts/a0001/", "/accounts/a0001/koppelen/"):
        answer = client.get(address)
        assert answer.status_code == 200
        found.append(unescape(answer.content.decode()))
    return found


def spoken(made: OwnArchive) -> str:
    """Run `status` as people do."""
    out = io.StringIO()
    given = ["--archive", str(made.folder), "--keys", str(made.keys), "status", "--as", SANNE]
    with redirect_stdout(out), pytest.raises(SystemExit):
        main(given)
    return out.getvalue()


def test_what_is_coming_is_said_in_the_same_words_everywhere(made, client, monkeypatch):
    announce(monkeypatch, SOON, PAST)
    for page in pages(client):
        assert SAID in page
        assert "iets van vroeger" not in page
        assert NOTHING not in page
    assert SAID in spoken(made)


def test_where_nothing_is_known_that_is_said_with_its_day(made, client, monkeypatch):
    announce(monkeypatch, PAST)
    for page in pages(client):
        assert NOTHING in page
    told = spoken(made)
    assert NOTHING in told
    assert "26 november 2026" in told


def test_what_changed_before_is_said_in_the_same_words_everywhere(made, client, monkeypatch):
    announce(monkeypatch, changed=(PAST,))
    for page in [*pages(client), spoken(made)]:
        assert "sinds 1 maart 2020: iets van vroeger" in page
        assert NOTHING in page  # of what is yet to come


@pytest.mark.parametrize("name", ["facebook", "instagram", "linkedin", "x"])
def test_what_is_known_of_a_platform_has_its_day_and_where_that_stands(name):
    (one,) = {
        id(one.manifest): one.manifest
        for one in bootstrap.connectors()
        if one.manifest.platform == name
    }.values()
    told = one.announced + one.changed
    assert told
    for _, what in one.changed:
        assert ("bron: " in what.nl, "source: " in what.en) == (True, True)


def test_every_manifest_says_in_both_languages_what_changes_and_when():
    for one in bootstrap.connectors():
        for day, what in one.manifest.announced + one.manifest.changed:
            assert isinstance(day, date)
            assert what.nl
            assert what.en


def test_what_a_platform_can_never_give_is_said_where_it_is_connected_and_in_status(made, client):
    (mastodon,) = [
        one.manifest for one in bootstrap.connectors() if one.manifest.platform == "mastodon"
    ]
    connect = unescape(client.get("/accounts/a0001/koppelen/").content.decode())
    status = spoken(made)
    assert "Wat Mastodon niet kan geven (api):" in status
    for technique, _, reason in mastodon.limits:
        assert f"    {reason.nl}\n" in status
        assert (reason.nl in connect) is (technique == "api")
