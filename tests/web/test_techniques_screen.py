"""*Drie technieken naast elkaar* on the screens: of a post, of an account, and on its overview."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.model.person import Role
from weerklank.model.question import Question
from weerklank.services.find.find_items import find_items
from weerklank.services.oversee.beside_words import (
    ASPECTS,
    COUNTS,
    DIFFERENCES,
    MEANINGS,
    NAMES,
    SET_WHYS,
    WHYS,
    WOULD_ADD,
)
from weerklank.web.configure import configure
from weerklank.web.site import Site

sys.path.append(str(Path(__file__).parent.parent / "integration"))

from place import Archive
from three_techniques import TRUTH, three_techniques

from weerklank.model.beside import LETTERS, Aspect, Consequence, Difference
from weerklank.services.oversee.technique_looks import Why

ANNA = "Anna Voorbeeld"


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """An archive in which three techniques saw one account, each in its own way."""
    from weerklank import bootstrap
    from weerklank.services.workplace import Silent

    place = Archive(tmp_path_factory.mktemp("drie")).begin()
    keys = place.root / "keys"
    roles = ("register-owner", "archivist", "reader")
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as apart:
        patch.delenv("WEERKLANK_ACTOR", raising=False)
        place.good("person", "add", ANNA, *(part for role in roles for part in ("--role", role)))
        patch.setenv("WEERKLANK_ACTOR", ANNA)
        # Apart: a driver of a browser runs an event loop in the thread of the tests.
        apart.submit(three_techniques, place).result()
    work = bootstrap.workplace(str(place.folder), str(keys), Silent(), ANNA)
    return Shown(place.folder, keys, work, "")


@pytest.fixture
def looking(three: Shown) -> Shown:
    configure(Site(archive=three.archive, keys=three.keys, address="http://testserver"))
    return three


def of(shown: Shown, word: str) -> str:
    (item,) = find_items(shown.workplace, Question(words=word)).items
    return f"/id/{item.id}/technieken/"


def words(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]


def test_every_word_that_may_be_needed_is_there() -> None:
    assert set(ASPECTS) == set(Aspect)
    assert set(DIFFERENCES) == set(MEANINGS) == set(Difference)
    assert set(COUNTS) == set(Consequence)
    assert set(WHYS) == set(SET_WHYS) == set(Why)
    assert set(NAMES) == set(WOULD_ADD) == set(LETTERS)


def test_a_post_with_other_words_says_so_word_by_word(looking: Shown) -> None:
    page = looking.get(ANNA, of(looking, "markt"))
    said = words(page)
    assert "3 technieken zagen dit bericht. Eén verschil telt mee voor volledigheid." in said
    assert page.count("<del>elf</del><ins>tien</ins>") == 2
    assert "telt mee: bekijken" in said
    assert "Geen moment van bewerken verklaart het." in said
    assert re.search(r"<summary>\s*7 gelijk", page)


def test_a_difference_that_does_not_count_says_why(looking: Shown) -> None:
    said = words(looking.get(ANNA, of(looking, "zwembad")))
    assert "Geen verschil telt mee voor volledigheid." in said
    assert "vóór en de andere na een bewerking" in said
    said = words(looking.get(ANNA, of(looking, "helpt")))
    assert "Aantallen lopen met de tijd op of terug." in said
    assert "geen eigen stand" in said
    assert "telt mee: gedekt" in words(looking.get(ANNA, of(looking, "geschilderd")))


def test_who_did_not_see_it_says_why(looking: Shown) -> None:
    page = looking.get(ANNA, of(looking, "lampen"))
    said = words(page)
    assert "Zij keek in die periode en vond het niet." in said
    assert "Een andere techniek had het kunnen zien en zag het niet." in said
    assert 'class="technique not-seen looked is-b"' in page
    said = words(looking.get(ANNA, of(looking, "fietspad")))
    assert "Zij keek tot en met 31 januari 2026. Het bericht is van daarna." in said
    said = words(looking.get(ANNA, of(looking, "vergissing")))
    assert said.count("Het was al van het platform verdwenen") == 2
    assert "Eén techniek zag dit bericht" in said


def test_the_account_tells_the_sum_set_by_set(looking: Shown) -> None:
    page = looking.get(ANNA, "/accounts/a0001/technieken/?periode=alles")
    said = words(page)
    assert "4 rijen, samen 8: elk bericht staat in precies één rij." in said
    assert "Door alle drie gezien" in said.replace("door alle", "Door alle")
    for why in (
        "de browser keek en vond het niet",
        "van na 31 januari 2026: wacht op de export",
        "weg voordat de API keek",
    ):
        assert why in said
    counts = [int(n) for n in re.findall(r'>(\d+) bericht(?:en)?<span class="sr">', page)]
    assert sum(counts) == len(TRUTH)
    for difference in ("andere woorden", "bestand niet bij elke techniek", "andere aantallen"):
        assert difference in said


def test_each_set_and_each_difference_leads_to_its_posts(looking: Shown) -> None:
    address = "/accounts/a0001/technieken/?periode=alles"
    page = looking.get(ANNA, address)
    links = re.findall(r'href="(\?[^"#]*(?:wie|verschil)=[^"#]*)#posts"', page)
    assert len(links) == 8
    for link in links:
        listed = looking.get(ANNA, "/accounts/a0001/technieken/" + link.replace("&amp;", "&"))
        found = set(re.findall(r'href="(/id/[^"]*/technieken/)"', listed))
        assert 0 < len(found) < len(TRUTH)
    only = looking.get(ANNA, address + "&verschil=words")
    assert set(re.findall(r'href="(/id/[^"]*/technieken/)"', only)) == {of(looking, "markt")}


@pytest.mark.parametrize(
    "asked", ["wie=XYZ", "wie=BA", "verschil=nietwaar", "blad=-1", "blad=99999999", "periode=ooit",
              "soort=alles", "wie=%00", "blad=4999"]
)  # fmt: skip
def test_what_can_not_be_asked_is_not_an_error(looking: Shown, asked: str) -> None:
    assert looking.get(ANNA, f"/accounts/a0001/technieken/?{asked}")


def test_the_overview_has_the_sum_and_leads_on(looking: Shown) -> None:
    page = looking.get(ANNA, "/accounts/a0001/?periode=alles")
    assert "Technieken naast elkaar" in words(page)
    assert 'href="/accounts/a0001/technieken/?periode=alles&amp;wie=AEB#posts"' in page


def test_a_post_leads_to_its_techniques_and_back(looking: Shown) -> None:
    beside = of(looking, "markt")
    post = beside.removesuffix("technieken/")
    assert f'href="{beside}"' in looking.get(ANNA, post)
    assert f'href="{post}"' in looking.get(ANNA, beside)


def test_all_of_it_is_there_in_english(looking: Shown) -> None:
    client = looking.client(ANNA)
    client.post("/taal/", {"language": "en", "next": "/"})
    for address in (of(looking, "markt"), of(looking, "lampen"), "/accounts/a0001/technieken/"):
        said = words(client.get(address).content.decode())
        assert "hree techniques side by side" in said
        for dutch in ("bericht", "techniek ", "verschil", " gezien"):
            assert dutch not in said, (address, dutch)


def test_with_one_technique_the_page_says_what_a_second_would_add(tmp_path: Path) -> None:
    made = OwnArchive(tmp_path).make([posted("2026-03-01T09:00:00", "Eén bericht")])
    work = made.serve()
    shown = Shown(made.folder, made.keys, work, "")
    who = SANNE
    said = words(shown.get(who, "/accounts/a0001/technieken/"))
    assert "Eén techniek zag dit account." in said
    assert "De API zou reacties, aantallen" in said
    assert "Niet te zeggen met één techniek." in said
    said = words(shown.get(who, of(shown, "bericht")))
    assert "er is nog niets om het naast te leggen" in said
    # With nothing beside it the overview has no sum.
    assert "Technieken naast elkaar" not in words(shown.get(who, "/accounts/a0001/"))


def test_an_account_of_which_nothing_is_held_says_so(tmp_path: Path) -> None:
    made = OwnArchive(tmp_path).make([posted("2026-03-01T09:00:00", "Eén bericht")])
    other = "https://dorp.example/@bibliotheek"
    made.run("account", "add", other, "--kind", "corporate", "--as", SANNE)
    shown = Shown(made.folder, made.keys, made.serve(), "")
    assert "Nog niets geoogst." in words(shown.get(SANNE, "/accounts/a0002/technieken/"))


def test_what_is_apart_is_recorded_and_not_shown_in_a_list(shown: Shown) -> None:
    (item,) = find_items(shown.workplace, Question(tags=("visibility:followers",), limit=1)).items
    page = shown.get(Role.ARCHIVIST, f"/id/{item.id}/technieken/")
    assert "staat in het inzagejournaal" in page
    listed = shown.get(Role.ARCHIVIST, f"/accounts/{item.account}/technieken/?periode=alles")
    assert str(item.text) not in listed


def test_what_is_restricted_is_seen_and_counted_by_who_may_alone(shown: Shown) -> None:
    (item,) = find_items(shown.workplace, Question(tags=("state:restricted",), limit=1)).items
    address = f"/accounts/{item.account}/technieken/?periode=alles"
    held = [
        int(re.findall(r'num"[^>]*><b>([\d.]+)</b>', shown.get(role, address))[0])
        for role in (Role.ARCHIVIST, Role.READER)
    ]
    assert held[0] == held[1] + 1
    assert shown.client(Role.READER).get(f"/id/{item.id}/technieken/").status_code == 404
