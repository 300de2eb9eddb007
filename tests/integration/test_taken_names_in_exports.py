"""Exports of somebody else who has our name now: known by the number that the platform gives."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import bluesky_place
import pytest
import test_x_export as x
import test_youtube_export as youtube
from place import Archive

from weerklank.testing.bluesky_export import car, document, records, write_zip
from weerklank.testing.x_export import write_export
from weerklank.testing.youtube_export import ExportContents, write_takeout

#: Gives an export of the account of that name: who has the number, day of its one post, its words.
Write = Callable[[Path, str, int, str], Path]


def of_x(path: Path, number: str, day: int, text: str) -> Path:
    account = replace(x.ME, number=number)
    write_export(path, account, [x.post(day, text)], made=x.MADE, members=[x.WEAPON])
    return path


def of_youtube(path: Path, number: str, day: int, text: str) -> Path:
    channel = replace(youtube.CHANNEL, native_id=number)
    videos = (youtube.video(day, text),)
    return write_takeout(path, ExportContents(channel=channel, videos=videos), films=())


def of_bluesky(path: Path, number: str, day: int, text: str) -> Path:
    account = replace(bluesky_place.ME, did=number)
    made = datetime(2026, 3, day, tzinfo=UTC)
    repository = car(account, records(account, [bluesky_place.post(day, text)]), made)
    return write_zip(path, [("repo.car", repository), ("did.json", document(account))])


#: How it is written, the address in the register, our number and that of somebody else.
PLATFORMS = {
    "x": (of_x, x.ME.url, x.ME.number, "7770001"),
    "youtube": (
        of_youtube,
        youtube.CHANNEL.url,
        youtube.CHANNEL.native_id,
        "UCkwikzilver00000000000A",
    ),
    "bluesky": (
        of_bluesky,
        bluesky_place.ME.url,
        bluesky_place.ME.did,
        "did:plc:kwikzilverkwikzilverkwik",
    ),
}
WORDS = "Kwikzilver schrijft iets voor zichzelf"


class Place(Archive):
    """An archive with one account, of which exports of one platform come."""

    write: Write
    ours: str
    theirs: str
    address: str

    def export(self, number: str, day: int, text: str) -> Path:
        """Write an export with one post."""
        return self.write(self.root / f"export-{number[-6:]}-{day}.zip", number, day, text)

    def takes(self, number: str, day: int, text: str, *more: str) -> dict:
        """Take it in, whatever is missing of its media."""
        left, answer = self.run("import", str(self.export(number, day, text)), *more)
        assert left in {0, 1}, answer
        return answer

    def refused(self, number: str, day: int, text: str, *more: str) -> dict:
        """See it refused for its number; gives the error."""
        left, answer = self.run("import", str(self.export(number, day, text)), *more)
        assert (left, answer["error"]["code"]) == (3, "IMPORT-034"), answer
        return answer["error"]

    def numbers(self) -> list[object]:
        """Give the numbers that were noted."""
        return [one["data"]["number"] for one in self.events("journal", "account.numbered")]


@pytest.fixture(params=PLATFORMS)
def place(request, tmp_path):
    made = Place(tmp_path / "plek").begin()
    made.write, made.address, made.ours, made.theirs = PLATFORMS[request.param]
    made.good("account", "add", made.address, "--kind", "corporate")
    return made


@pytest.mark.parametrize("named", [(), ("--account", "a0001")])
def test_of_who_has_the_name_now_nothing_is_taken_in(place, named):
    place.takes(place.ours, 1, "Bericht van ons")
    error = place.refused(place.theirs, 2, WORDS, *named)
    assert "a0001" in error["message"]
    assert "report list" in error["hint"]
    assert not any("wikzilver" in str(row) for row in place.rows())
    assert b"wikzilver" not in place.bytes_of_all()
    (report,) = place.good("report", "list")["reports"]
    assert (report["what"], report["state"]) == ("kind", "waiting")
    assert len(place.numbers()) == 1
    assert place.good("verify", "--deep")["findings"] == []


def test_later_and_older_exports_of_the_account_still_come_in(place):
    for day, text in ((5, "Van de vijfde"), (9, "Van later"), (2, "Van eerder")):
        place.takes(place.ours, day, text)
    held = str(place.rows())
    assert all(text in held for text in ("Van de vijfde", "Van later", "Van eerder"))
    assert len(place.numbers()) == 1
    assert place.good("report", "list")["reports"] == []


def test_what_was_held_before_numbers_were_noted_gets_it_with_the_next_import(place, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(
            "weerklank.services.intake.import_export.demand_same_number", lambda *_: None
        )
        place.takes(place.ours, 1, "Bericht van ons")
    assert place.numbers() == []
    place.takes(place.ours, 2, "Nog een van ons")
    place.refused(place.theirs, 3, WORDS)


def test_a_first_import_that_died_noted_it(place, monkeypatch):
    with monkeypatch.context() as dying:
        dying.setattr(
            "weerklank.services.intake.take_in.TakeIn.take_in",
            lambda *_: (_ for _ in ()).throw(KeyboardInterrupt),
        )
        place.run("import", str(place.export(place.ours, 1, "Bericht van ons")))
    place.refused(place.theirs, 2, WORDS)


def test_an_account_made_anew_comes_in_by_the_word_of_the_register_owner(place):
    place.good("person", "add", "Olga", "--role", "register-owner")
    place.takes(place.ours, 1, "Bericht van ons")
    place.refused(place.theirs, 2, "Opnieuw begonnen")
    settle = ("report", "settle", "m0001")
    place.good(*settle, "rejected", "--reason", "Opnieuw aangemaakt", "--as", "Olga")
    place.takes(place.theirs, 2, "Opnieuw begonnen")
    assert "Opnieuw begonnen" in str(place.rows())
    # From then on it is this one.
    place.refused(place.theirs[:-1] + place.theirs[0].lower(), 3, WORDS)


def test_that_it_was_so_is_no_word_that_it_is_ours(place):
    place.takes(place.ours, 1, "Bericht van ons")
    place.refused(place.theirs, 2, WORDS)
    place.good("report", "settle", "m0001", "done")
    place.refused(place.theirs, 2, WORDS)


@pytest.mark.parametrize("place", ["youtube", "bluesky"], indirect=True)
def test_an_address_in_the_register_that_states_the_number_is_a_word_too(place):
    place.takes(place.ours, 1, "Bericht van ons")
    place.refused(place.theirs, 2, "Opnieuw begonnen")
    head = "www.youtube.com/channel" if "UC" in place.theirs else "bsky.app/profile"
    place.good("account", "edit", "a0001", "--former-url", f"https://{head}/{place.theirs}")
    place.takes(place.theirs, 2, "Opnieuw begonnen")
    assert "Opnieuw begonnen" in str(place.rows())


@pytest.mark.parametrize("place", ["youtube", "bluesky"], indirect=True)
def test_another_account_of_ours_comes_in_as_its_own(place):
    """By the address with its number, as the name is still that of the first in the register."""
    place.takes(place.ours, 1, "Bericht van ons")
    place.refused(place.theirs, 2, "Van de bibliotheek")
    head = "www.youtube.com/channel" if "UC" in place.theirs else "bsky.app/profile"
    address = f"https://{head}/{place.theirs}"
    place.good("account", "add", address, "--kind", "corporate")
    answer = place.takes(place.theirs, 2, "Van de bibliotheek", "--account", "a0002")
    assert answer["runs"][0]["account"] == "a0002"


def test_a_name_of_x_that_went_to_another_account_of_ours_comes_in_for_that_one(tmp_path):
    """Once the first has the name that it has now, its old one can be registered again."""
    place = Place(tmp_path / "plek").begin()
    place.write, place.address, place.ours, place.theirs = PLATFORMS["x"]
    place.good("account", "add", place.address, "--kind", "corporate")
    place.takes(place.ours, 1, "Bericht van ons")
    place.refused(place.theirs, 2, "Van de bibliotheek")
    place.good("account", "edit", "a0001", "--url", "https://x.com/voorbeelddamnu")
    place.good("account", "add", place.address, "--kind", "corporate")
    answer = place.takes(place.theirs, 2, "Van de bibliotheek", "--account", "a0002")
    assert answer["runs"][0]["account"] == "a0002"
    # An older export of the first, by the name that it had, is not of the second.
    place.refused(place.ours, 3, "Van eerder")
    place.takes(place.ours, 3, "Van eerder", "--account", "a0001")


def test_an_account_that_had_another_platform_is_held_against_exports_of_its_own(tmp_path):
    place = Place(tmp_path / "plek").begin()
    place.write, place.address, place.ours, place.theirs = PLATFORMS["x"]
    place.good("account", "add", place.address, "--kind", "corporate")
    place.takes(place.ours, 1, "Bericht van ons")
    place.write, place.address, place.ours, place.theirs = PLATFORMS["bluesky"]
    place.good("account", "edit", "a0001", "--url", place.address)
    place.takes(place.ours, 2, "Verhuisd")
    place.refused(place.theirs, 3, WORDS)
