"""Names in running text, by lists and by what stands around them."""

import tomllib
from importlib import resources

import pytest

from weerklank.minimise.free_text.find import find_words
from weerklank.minimise.free_text.name_lists import NameLists, read_list, usual_lists
from weerklank.testing.free_text_posts import read_pool

LISTS = resources.files("weerklank.minimise.free_text.lists")
NONE = NameLists(frozenset(), frozenset(), frozenset(), frozenset())


def names(text: str) -> list[str]:
    return [text[w.start : w.end] for w in find_words(text) if w.kind == "name"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ik sprak Sanne de Vries gisteren", ["Sanne de Vries"]),
        ("Mevrouw Groen belde", ["Groen"]),
        ("dhr. Tiggeloven zet het buiten", ["Tiggeloven"]),
        ("Hoi Anoesjka, dank je", ["Anoesjka"]),
        ("Mvg Teije Huiskes", ["Teije Huiskes"]),
        ("Groetjes Roos", ["Roos"]),
        ("de familie Van 't Hoff", ["Van 't Hoff"]),
        ("gesproken met J. van den Berg", ["J. van den Berg"]),
        ("volgens jan de vries klopt het niet", ["jan de vries"]),
        ("Wat vindt Jan's buurvrouw?", ["Jan"]),
        ("Sannes fiets is weg", ["Sannes"]),
        ("#JusticeForSanne", ["Sanne"]),
        ("#BedanktSanneJansen", ["SanneJansen"]),
        ("#Sannevoorburgemeester", ["Sanne"]),
        ("Gezien met Mark aan de balie", ["Mark"]),
        ("Mark zei dat het mag", ["Mark"]),
        ("Sanne en Wubbelien waren er", ["Sanne", "Wubbelien"]),
        ("Ik ben Roos van Ginkel-Smit", ["Roos van Ginkel-Smit"]),
        ("Ik ben Roos Bakker-van Dijk uit Ede", ["Roos Bakker-van Dijk"]),
        ("Dank je wel Ömer!", ["Ömer"]),
        ("S\u0430nne belde", ["S\u0430nne"]),
        ("S\u200banne belde", ["S\u200banne"]),
        ("thanks Sanne!", ["Sanne"]),
        ("Robert E. Jansen kwam", ["Robert E. Jansen"]),
    ],
)
def test_a_name_is_found_to_the_letter(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "De roos bloeit en ik wil een mark",
        "Wanneer gaat de Markt weer open?",
        "Minister Jansen was er",
        "burgemeester Sanne de Vries opent de brug",
        "Jan en alleman parkeert hier",
        "Albert Heijn sluit",
        "De Anne Frankschool doet mee",
        "in mei gaan we stemmen, ik wil rust",
        "Hallo Rotterdam",
        "Beste gemeente",
        "van de Verenigde Staten",
        "Gaat het zwemdiploma in Het Wad vanmiddag gewoon door?",
        "Of weer lindes. Anders moet de straat ook een andere naam. Anders gaat het mis.",
        "Dag allen, erin staat dat de brug over de Vliet dicht is.",
        "Mijn ID is verlopen, waar vraag ik een nieuwe ID aan?",
        "De Pier is weer open. Werd tijd! Viel me op. Lees de stukken, winkel dicht, wiel eraf.",
        "Volgens de Provincie is het in orde. Sinds Corona is het een rommel.",
        "En de Hema is weg. Alleen de Burgemeester kan dat beslissen.",
        "Koop nieuwe toestellen voor Speeltuin De Boomhut, bedankt Brandweer!",
        "Mag dat op Eerste Pinksterdag? Komt Zwarte Piet naar Sint Maarten?",
        "Ik heb gebeld met Klantcontact, en onze Lieve Heer weet het.",
    ],
)
def test_what_is_no_third_party_is_left(text):
    assert names(text) == []


def test_other_lists_can_be_given():
    text = "Ik zag Sanne gisteren, en later mevrouw Sanne"
    assert len(find_words(text)) == 2
    assert [w.detector for w in find_words(text, lists=NONE)] == ["name-after-title/1"]


def test_every_part_of_every_list_says_where_it_is_from():
    sources = tomllib.loads(LISTS.joinpath("sources.toml").read_text("utf-8"))
    told = {part for source in sources.values() for part in source["parts"]}
    parts = set()
    for name in ("first_names", "surnames", "ordinary", "places"):
        parts |= read_list(f"{name}.txt").keys()
    assert told == parts
    assert {source["licence"] for source in sources.values()} == {"EUPL-1.2", "MIT"}
    assert "Permission is hereby granted" in LISTS.joinpath(sources["faker"]["notice"]).read_text()
    assert len(usual_lists().first_names) > 4_000


def test_the_other_pool_of_names_stands_in_no_list():
    lists = usual_lists()
    known = lists.first_names | lists.surnames | lists.ordinary | lists.places
    assert known.isdisjoint(name for pool in read_pool() for name in pool)
