"""Marks 'not government information' on the screens: who marks, who decides, who still sees it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.model.person import Role
from weerklank.web.task_count import COUNTS

ANNA, COR, LEES = "Anna Fictema", "Cor Fictema", "Lees Fictema"
WHY = "Privé, van een barbecue."


@pytest.fixture
def own(tmp_path: Path) -> OwnArchive:
    posts = [
        posted("2026-03-02T09:00:00", "Zondag lekker barbecueën."),
        posted("2026-03-03T09:00:00", "De brug is dicht."),
    ]
    made = OwnArchive(tmp_path).make(posts)
    for name, role in ((ANNA, "archivist"), (COR, "communication"), (LEES, "reader")):
        made.run("person", "add", name, "--role", role, "--as", SANNE)
    made.serve()
    COUNTS.forget()
    return made


def the(own: OwnArchive, words: str) -> str:
    return str(own.run("search", words)["hits"][0]["id"])


def test_the_page_of_an_account_counts_what_who_looks_may_see(
    own: OwnArchive, shown: Shown
) -> None:
    item = the(own, "barbecueën")

    def counted(who: str) -> int:
        page = shown.client(who).get("/accounts/a0001/?periode=alles").content.decode()
        (told,) = re.findall(r"<b>(\d+)</b> bericht(?:en)?</span>", page)
        return int(told)

    assert counted(LEES) == 2
    own.run("mark", item, "--not-government", "--reason", WHY, "--as", COR)
    own.run("mark", "decide", item, "restrict", "--as", ANNA)
    assert (counted(LEES), counted(ANNA)) == (1, 2)
    own.run("mark", "decide", item, "keep", "--as", ANNA)
    assert counted(LEES) == 2


def test_the_list_of_accounts_draws_what_who_looks_may_see(tmp_path: Path, shown: Shown) -> None:
    """The last days, and the last day at all: of what is restricted neither may tell anything."""
    now = datetime.now(UTC)
    days = [(now - timedelta(days=age)).isoformat()[:19] for age in (9, 4)]
    made = OwnArchive(tmp_path).make(
        [posted(days[0], "De brug is dicht."), posted(days[1], "Zondag lekker barbecueën.")]
    )
    for name, role in ((ANNA, "archivist"), (COR, "communication"), (LEES, "reader")):
        made.run("person", "add", name, "--role", role, "--as", SANNE)
    made.serve()
    COUNTS.forget()

    def listed(who: str) -> list[tuple[str, str]]:
        """How many days are told to hold anything, and how old the last of them is."""
        page = shown.client(who).get("/accounts/").content.decode()
        return re.findall(r'class="strip".*? (\d+) vastgelegd.*?, (\d+) dagen oud', page)

    assert listed(LEES) == [("2", "4")]
    item = the(made, "barbecueën")
    made.run("mark", item, "--not-government", "--reason", WHY, "--as", COR)
    made.run("mark", "decide", item, "restrict", "--as", ANNA)
    assert listed(ANNA) == [("2", "4")]
    assert listed(LEES) == [("1", "9")]


def test_marked_by_one_and_restricted_by_another(own: OwnArchive, shown: Shown) -> None:
    item = the(own, "barbecueën")
    cor, anna, reader = shown.client(COR), shown.client(ANNA), shown.client(LEES)
    assert f"/id/{item}/markeren/" in cor.get(f"/id/{item}/").content.decode()
    for other in (anna, reader):
        assert f"/id/{item}/markeren/" not in other.get(f"/id/{item}/").content.decode()
        assert other.post(f"/id/{item}/markeren/", {"reason": WHY}).status_code == 403
    empty = cor.post(f"/id/{item}/markeren/", {"reason": " "})
    assert (empty.status_code, "Zeg waarom" in empty.content.decode()) == (422, True)
    sent = cor.post(f"/id/{item}/markeren/", {"reason": WHY})
    assert sent["Location"] == f"/id/{item}/?markering=ja#marking"
    page = cor.get(sent["Location"]).content.decode()
    assert "wacht op de archivaris" in page
    assert WHY in page
    assert f"/id/{item}/markeren/" not in page  # it waits
    assert WHY not in reader.get(f"/id/{item}/").content.decode()
    assert f"Besluit over {item}" in anna.get("/").content.decode()
    assert f"Besluit over {item}" not in reader.get("/").content.decode()
    assert cor.post(f"/id/{item}/besluit/", {"judgement": "keep"}).status_code == 403
    asked = anna.get(f"/id/{item}/besluit/").content.decode()
    assert WHY in asked
    assert COR in asked
    assert anna.post(f"/id/{item}/besluit/", {}).status_code == 422
    assert anna.post(f"/id/{item}/besluit/", {"judgement": "restrict"}).status_code == 302
    COUNTS.forget()
    assert f"Besluit over {item}" not in anna.get("/").content.decode()
    for blind in (cor, reader):
        assert blind.get(f"/id/{item}/").status_code == 404
        assert blind.get(f"/id/{item}/bewijs/").status_code == 404
        assert "barbecue" not in blind.get("/zoeken/?soort=post").content.decode()
        assert "barbecue" not in blind.get("/accounts/a0001/berichten/").content.decode()
    seen = anna.get(f"/id/{item}/").content.decode()
    assert "beperkt bij besluit" in seen.lower()
    own.run("person", "add", "Pia", "--role", "privacy", "--as", SANNE)
    told = own.run("access", "list", "--as", "Pia")["seen"]
    assert [one["why"] for one in told if one["subject"] == item] == ["restricted"]
    again = anna.post(f"/id/{item}/besluit/", {"judgement": "restrict"})
    assert again.status_code == 422
    assert anna.post(f"/id/{item}/besluit/", {"judgement": "keep"}).status_code == 302
    assert reader.get(f"/id/{item}/").status_code == 200


def test_names_of_who_signed_in_were_not_merely_stated(own: OwnArchive, shown: Shown) -> None:
    first, second = the(own, "barbecueën"), the(own, "brug")
    cor, anna = shown.client(COR), shown.client(ANNA)
    cor.post(f"/id/{first}/markeren/", {"reason": WHY})
    anna.post(f"/id/{first}/besluit/", {"judgement": "remove"})
    cor.post(f"/id/{second}/markeren/", {"reason": WHY})
    own.run("mark", "decide", second, "restrict", "--as", ANNA)
    told = {one["id"]: one["stated_only"] for one in own.run("mark", "list")["marks"]}
    assert told == {first: False, second: True}
    # Whoever takes the list on from there by naming somebody is stated only.
    assert own.run("destroy", "list")["lists"][0]["stated_only"] is False
    own.run("person", "add", LEES, "--role", "reviewer", "--as", SANNE)
    assert own.run("destroy", "review", "v0001", "--as", LEES)["stated_only"] is True


def test_a_reason_keeps_no_signs_that_turn_a_line_or_end_it(own: OwnArchive, shown: Shown) -> None:
    item = the(own, "barbecueën")
    reason = "Privé\x00, \x1b[31mrood\u202e om\u2066gekeerd\u2069."
    shown.client(COR).post(f"/id/{item}/markeren/", {"reason": reason})
    (mark,) = own.run("mark", "list")["marks"]
    assert mark["reason"] == "Privé , [31mrood om gekeerd ."
    page = shown.client(ANNA).get(f"/id/{item}/").content.decode()
    assert not set(page) & set("\x00\x1b\u202e\u2066\u2069")


def test_who_marked_is_offered_no_decision(own: OwnArchive, shown: Shown) -> None:
    own.run("person", "add", SANNE, "--role", "communication", "--as", SANNE)
    item = the(own, "barbecueën")
    sanne = shown.client(SANNE)
    assert sanne.post(f"/id/{item}/markeren/", {"reason": WHY}).status_code == 302
    assert f"/id/{item}/besluit/" not in sanne.get(f"/id/{item}/").content.decode()
    assert f"Besluit over {item}" not in sanne.get("/").content.decode()
    answer = sanne.post(f"/id/{item}/besluit/", {"judgement": "keep"})
    assert answer.status_code == 422
    assert "een ander moet erover besluiten" in answer.content.decode()


def test_the_register_warns_on_the_page_of_the_account(tmp_path: Path, shown: Shown) -> None:
    posts = [posted(f"2026-03-0{day}T09:00:00", f"Barbecue {day}.") for day in (1, 2, 3)]
    own = OwnArchive(tmp_path).make(posts)
    own.run("person", "add", COR, "--role", "communication", "--as", SANNE)
    for hit in own.run("search", "barbecue")["hits"]:
        given = ("mark", hit["id"], "--not-government", "--reason", WHY, "--as", COR)
        own.run(*given)
        own.run("mark", "decide", hit["id"], "restrict", "--as", SANNE)
    own.serve()
    COUNTS.forget()
    page = shown.client(SANNE).get("/accounts/a0001/").content.decode()
    assert "In 12 maanden zijn 3 berichten beperkt" in page
    assert "eigen norm" in page
    assert "Vaker geen overheidsinformatie" in shown.client(COR).get("/").content.decode()


def test_the_demonstration_shows_one_that_waits_and_one_that_is_restricted(shown: Shown) -> None:
    home = shown.get(Role.ARCHIVIST, "/")
    assert "Geen overheidsinformatie? Besluit over" in home
    kept_apart = "dat wordt vastgelegd"
    assert kept_apart in shown.get(Role.ARCHIVIST, "/zoeken/?staat=restricted")
    assert kept_apart not in shown.get(Role.READER, "/zoeken/?staat=restricted")
    assert "Niets gevonden" in shown.get(Role.READER, "/zoeken/?q=snoeppot")


def test_the_journal_tells_of_marks_in_words(shown: Shown) -> None:
    page = shown.get(Role.ARCHIVIST, "/logboek/?boek=decisions")
    assert "Gemarkeerd als geen overheidsinformatie" in page
    assert "Over een markering besloten" in page
    assert "mark.made" not in page
