"""*Het eerste uur*: from an empty archive to its first report, in place of the home page."""

import re
from pathlib import Path

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.services.guide.first_hour import HourStep, first_hour
from weerklank.services.register.organisation_code import organisation_of
from weerklank.services.schedule.overview import overview
from weerklank.testing.mastodon_export import write_export

TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/gm9999"
HOUR, KEYS, SKIP = "Het eerste uur", "/eerste-uur/sleutels/", "/eerste-uur/overslaan/"
OTHER = "Pieter Proef"


@pytest.fixture
def place(tmp_path: Path) -> OwnArchive:
    """An archive as `init` leaves it, with one person who does all, and one who only reads."""
    made = OwnArchive(tmp_path)
    made.run("init", str(made.folder), "--organisation", "Gemeente Dorp")
    roles = ("register-owner", "privacy", "operator", "archivist")
    made.run("person", "add", SANNE, *(part for role in roles for part in ("--role", role)))
    made.run("person", "add", OTHER, "--role", "reader", "--as", SANNE)
    return made


def looked(place: OwnArchive) -> Shown:
    return Shown(place.folder, place.keys, place.serve(), "")


def steps(text: str) -> dict[str, str]:
    """Give what each step says, by its title."""
    rows = re.findall(r"<li><span class=\"task-icon.*?</li>", text, re.DOTALL)
    return {re.search(r"<h2>(.*?)</h2>", row)[1]: row for row in rows}  # type: ignore[index]


def test_from_an_empty_archive_to_the_first_report(place: OwnArchive) -> None:
    shown = looked(place)
    client, workplace = shown.client(SANNE), shown.workplace
    text = shown.get(SANNE, "/")
    told = steps(text.split("Wat verder op u wacht")[0])
    assert [*told] == [
        "Uw organisatie", "Sleutels veilig wegleggen", "Eerste account",
        "Beleid persoonsgegevens", "Eerste oogst", "Eerste verslag",
    ]  # fmt: skip
    assert HOUR in text
    assert "Nog 6 stappen, ongeveer 61 minuten" in text
    assert "8 minuten" in told["Eerste account"]
    assert "Kan zodra er een account is" in told["Eerste oogst"]
    assert "Niemand heeft deze rol nog" not in text
    # Who only reads sees the steps, and no button.
    seen = steps(shown.get(OTHER, "/"))
    assert [*seen] == [*told]
    assert not any("<a " in row or "<form" in row for row in seen.values())
    assert shown.client(OTHER).post(SKIP, {"stap": "keys"}).status_code == 403

    for wrong in ("gm9999", "https://identifier.overheid.nl/tooi/id/gemeente/", f"{TOOI}/x"):
        answer = client.post("/eerste-uur/organisatie/", {"code": wrong})
        assert (answer.status_code, "geen code" in answer.content.decode()) == (422, True), wrong
    assert client.post("/eerste-uur/organisatie/", {"code": TOOI}).status_code == 302
    assert organisation_of(workplace).tooi == overview(workplace, []).tooi == TOOI

    page = shown.get(SANNE, KEYS)
    assert workplace.keys.sealing in page
    sealed = len([*workplace.events.read(Book.DECISIONS)])
    secret = "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0S"
    for words in (secret, f"kluis, {secret.lower()}", "bel 06-12345678", "x" * 301, ""):
        answer = client.post(KEYS, {"first": words, "second": "Kluis van het stadhuis"})
        assert answer.status_code == 422, words
        assert secret.lower() not in answer.content.decode().lower()
    mixed = client.post(KEYS, {"first": "", "second": secret}).content.decode()
    assert secret not in mixed  # whatever else is wrong
    assert len([*workplace.events.read(Book.DECISIONS)]) == sealed
    where = {"first": "Kluis van het stadhuis, secretaris", "second": "Notaris in Dorp"}
    assert client.post(KEYS, where).status_code == 302
    assert "Notaris in Dorp" in shown.get(SANNE, "/")
    assert "Notaris in Dorp" not in shown.get(OTHER, "/")

    place.run(
        "account", "add", f"https://{OURS.host}/@{OURS.name}", "--kind", "corporate", "--as", SANNE
    )
    assert 'href="/accounts/a0001/"' in steps(shown.get(SANNE, "/"))["Eerste oogst"]
    assert client.post("/privacy/beleid/originelen/", {"originals": "drop"}).status_code == 302
    write_export(place.root / "export.tar.gz", OURS, [posted("2026-01-05T10:00", "Hallo.")])
    place.run("import", str(place.root / "export.tar.gz"))
    text = shown.get(SANNE, "/")
    assert "Nog 1 stap, ongeveer 10 minuten" in text
    assert text.count("<b>gedaan</b>") == 5
    assert "/privacy/verslag/" in shown.get(SANNE, "/eerste-uur/verslag/")
    assert HOUR in shown.get(SANNE, "/")  # to open it is not to have read it
    client.post("/eerste-uur/verslag/")
    client.post("/eerste-uur/verslag/")
    assert [one.kind for one in workplace.events.read(Book.DECISIONS)].count("hour.report") == 1
    text = shown.get(SANNE, "/")
    assert HOUR not in text
    assert "Staat van het archief" in text
    place.run("verify")


def test_a_step_that_is_skipped_is_a_task_until_it_is_done(place: OwnArchive) -> None:
    shown = looked(place)
    client = shown.client(SANNE)
    assert client.post(SKIP, {"stap": "anders"}).status_code == 404
    for step in HourStep:
        assert client.post(SKIP, {"stap": step.value})["Location"] == "/"
    assert first_hour(shown.workplace).skipped == set(HourStep)
    assert client.post(SKIP, {"stap": "keys"})["Location"] == "/?niet-overgeslagen=ja"
    text = shown.get(SANNE, "/")
    assert HOUR not in text
    assert "Leg de sleutel van de kluis veilig weg" in text
    assert 'href="/eerste-uur/organisatie/"' in text
    assert "Leg de sleutel" not in shown.get(OTHER, "/")
    client.post(KEYS, {"first": "Kluis van het stadhuis", "second": "Notaris in Dorp"})
    assert "Leg de sleutel van de kluis veilig weg" not in shown.get(SANNE, "/")
    # What another task says by now is not said twice.
    place.run(
        "account", "add", f"https://{OURS.host}/@{OURS.name}", "--kind", "corporate", "--as", SANNE
    )
    text = shown.get(SANNE, "/")
    assert "Stel het beleid persoonsgegevens vast" not in text
    assert "Kies wat er met originelen gebeurt" in text


def test_an_archive_in_use_is_past_it_and_a_code_of_init_is_fixed(
    shown: Shown, tmp_path: Path
) -> None:
    assert not first_hour(shown.workplace).goes_on
    assert HOUR not in shown.get(Role.ARCHIVIST, "/")
    made = OwnArchive(tmp_path)
    made.run("init", str(made.folder), "--organisation", "Dorp", "--tooi", TOOI)
    made.run("person", "add", SANNE, "--role", "register-owner")
    own = looked(made)
    text = own.get(SANNE, "/")
    assert TOOI in steps(text)["Uw organisatie"]
    assert "Niemand heeft deze rol nog" in steps(text)["Eerste verslag"]
    answer = own.client(SANNE).post("/eerste-uur/organisatie/", {"code": TOOI[:-1] + "8"})
    assert "staat vast sinds het archief is gemaakt" in answer.content.decode()
