"""The policy draft and guides say what is set, and of the rest that it is to be decided (J4)."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from small_archive import Small, account, posts

from weerklank.documents.document import Bullets, Document, Heading, Paragraph, Table, Tone
from weerklank.documents.pdf import write_pdf
from weerklank.model.account import Manager
from weerklank.model.completeness import Verdict
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Language
from weerklank.services.guide.guide_facts import guide_facts
from weerklank.services.guide.one_page import one_page
from weerklank.services.guide.recommendations import RECOMMENDATIONS
from weerklank.services.guide.user_group import UserGroup
from weerklank.services.guide.write_guides import NAMES, Guide, guide
from weerklank.services.runs.read_measurements import MEASURED

MODULE = Path(__file__).parents[3] / "shared/sources/module3-aanbevelingen.txt"
CONTACT = "https://www.grootdam.example/contact"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """An archive in which hardly anything was decided."""
    return Small(tmp_path_factory.mktemp("guides") / "bare").make()


@pytest.fixture(scope="module")
def settled(bare: Small, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The same, where what a policy tells of was set."""
    made = bare.copy(tmp_path_factory.mktemp("guides") / "settled")
    made.good("person", "add", "Roos", "--role", "register-owner")
    made.good(
        "account", "edit", "a0001", "--manager", "Wim", "--group", "webcare",
        "--process", "klantcontact", acting="Roos",
    )  # fmt: skip
    away = "https://x.com/wethouder_gdam"
    made.good(
        "account", "add", away, "--kind", "hybrid", "--handin-term", "2",
        "--tenure", "Bo Test:2024-01-01", acting="Roos",
    )  # fmt: skip
    made.good("profile", "pages", "--contact", CONTACT, acting="Roos")
    made.good("platform", "status", "mastodon", "designated", "--decided", "2024-05-01",
              acting="Roos")  # fmt: skip
    made.good("account", "review-term", "3", acting="Roos")
    made.good("account", "interval", "--hours", "6", acting="Anna")
    made.good("selection", "load", "--shipped", acting="Anna")
    made.good("access", "term", "7", acting="Pia")
    words = ("--field", "text", "--scenario", "B", "--choice", "drop")
    number = made.good("privacy", "policy", "propose", *words, acting="Pia")["proposal"]
    made.good("privacy", "policy", "approve", number, acting="Pia")
    return made


def made(place: Small, name: str, language: Language = "nl") -> Guide:
    return guide(place.workplace(), name, language)


def said(document: Document, tone: Tone | None = None) -> str:
    """Give all that a document says; with a tone only that of its paragraphs."""
    told: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            told += [block.text] if tone in (None, block.tone) else []
        elif tone is None and isinstance(block, Table):
            told += [" | ".join(row) for row in block.rows]
        elif tone is None and isinstance(block, Bullets):
            told += block.items
        elif tone is None and isinstance(block, Heading):
            told.append(block.text)
    return "\n".join(told)


def test_what_is_not_set_is_to_be_decided_and_not_invented(bare: Small) -> None:
    draft = made(bare, "policy")
    marked = said(draft.document, Tone.OPEN)
    for what in (
        "wie dit beleid vaststelt, en vanaf welke dag het geldt.",
        "de pagina met de privacyverklaring voor sociale media.",
        "de pagina die zegt waar een formeel bericht heen kan.",
        "welke selectielijst geldt. Tot dan wordt niets vernietigd.",
    ):
        assert what in draft.open
        assert f"Nog te besluiten: {what}" in marked
    for what in (
        "of Mastodon een aangewezen platform is.",
        "wie beheerder accountoverzicht is.",
        f"wie Mastodon: {account().name}@{account().host} beheert.",
    ):
        assert what in draft.open
    assert len(set(draft.open)) == len(draft.open)
    assert dict(draft.document.facts)["Nog te besluiten"] == f"{len(draft.open)} punten"


def test_what_is_set_stands_in_the_policy(bare: Small, settled: Small) -> None:
    before, after = said(made(bare, "policy").document), said(made(settled, "policy").document)
    for there in (
        "(Roos)",
        "klantcontact | Wim",
        f"Verwijs naar {CONTACT}.",
        "aangewezen (1 mei 2024)",
        "ten minste eens per 3 maanden",
        "elke 6 uur opgehaald",
        "blijft 7 maanden bekend",
        "liggen 12 maanden versleuteld in de kluis",
        "X: wethouder_gdam: lever ten minste eens per 2 maanden aan.",
        "zonder de woorden",
        "een corporate account voor wie een ambt heeft en er geen heeft: Bo Test.",
        "na uiterlijk 20 jaar naar de archiefbewaarplaats (Archiefwet 1995)",
        "woorden van een derde | komen er niet in",
    ):
        assert there in after
    for there in ("eens per 6 maanden", "elke 24 uur", "blijft 24 maanden bekend"):
        assert there in before
        assert there not in after
    assert "welke selectielijst geldt" not in after
    assert "eindproducten, eenrichting | " in after
    english = said(made(settled, "policy", "en").document)
    assert "is fetched every 6 hours" in english
    assert "Still to be decided: who trains people" in english


def test_a_guide_is_one_page_for_its_group(settled: Small, tmp_path) -> None:
    for name in UserGroup:
        path = tmp_path / f"{name}.pdf"
        told = settled.good("guide", name, "-o", str(path))
        assert (told["guide"], told["file"]) == (name, str(path))
        reader = PdfReader(io.BytesIO(path.read_bytes()))
        assert len(reader.pages) == 1, name
        assert "Gemeente Grootdam" in reader.pages[0].extract_text()
    webcare = said(made(settled, "webcare").document)
    assert f"{account().name}@{account().host}" in webcare
    assert CONTACT in webcare
    assert "wethouder_gdam" not in webcare
    top = said(made(settled, "ambtelijke-top").document)
    assert "wethouder_gdam: lever ten minste eens per 2 maanden aan." in top
    none = said(made(settled, "klantcontact").document)
    assert "geen account dat deze groep beheert" in none


def test_many_accounts_stay_on_one_page(settled: Small, tmp_path) -> None:
    mine = settled.copy(tmp_path / "many")
    for number in range(9):
        address = f"https://{account().host}/@webcare_met_een_lange_naam_{number}"
        mine.good(
            "account", "add", address, "--kind", "corporate", "--manager", "Wim",
            "--group", "webcare", acting="Roos",
        )  # fmt: skip
    mine.good("guide", "webcare", "-o", str(tmp_path / "w.pdf"))
    reader = PdfReader(tmp_path / "w.pdf")
    assert len(reader.pages) == 1
    assert "En nog 4 accounts" in said(made(mine, "webcare").document)


@pytest.mark.parametrize("group", [*UserGroup])
def test_a_guide_of_a_large_organisation_is_one_page_too(bare: Small, group: UserGroup) -> None:
    facts = guide_facts(bare.workplace())
    managers = tuple(Manager(name=f"Persoon {n}", group=group.of_managers) for n in range(9))
    accounts = tuple(
        replace(facts.accounts[0], id=AccountId(f"a{n:04d}"), managers=managers)
        for n in range(1, 40)
    )
    large = replace(
        facts,
        accounts=accounts,
        holders={role: tuple(f"Persoon {n}" for n in range(40)) for role in Role},
        intervals=replace(facts.intervals, own={one.id: 6 for one in accounts}),
    )
    document, _ = one_page(large, group, "nl")
    assert len(PdfReader(io.BytesIO(write_pdf(document))).pages) == 1
    assert " en nog 38" in said(document)  # whom to ask is told, and how many more there are


def test_every_name_can_be_asked_and_another_names_them_all(settled: Small, tmp_path) -> None:
    code, told = settled.run("guide", "pers")
    assert (code, told["error"]["code"]) == (2, "GUIDE-001")
    assert all(name in told["error"]["hint"] for name in NAMES)
    code, told = settled.run("guide", "policy", "-o", str(tmp_path / "beleid.docx"))
    assert (code, told["error"]["code"]) == (2, "USE-001")
    code, told = settled.run("guide", "policy", "-o", str(settled.archive / "beleid.odt"))
    assert code == 2
    settled.good("guide", "policy", "-o", str(tmp_path / "beleid.odt"))
    with zipfile.ZipFile(tmp_path / "beleid.odt") as odt:
        assert "Gemeente Grootdam" in odt.read("content.xml").decode()


@pytest.mark.skipif(not MODULE.is_file(), reason="needs the source document, which is not here")
def test_recommendations_are_the_headings_of_the_document_in_its_order() -> None:
    text = MODULE.read_text(encoding="utf-8")
    headings = [
        line.removeprefix("### <Uitklapmenu> ").strip()
        for line in text.splitlines()
        if line.startswith("### <Uitklapmenu>")
    ]
    assert [one.heading for one in RECOMMENDATIONS] == headings
    assert [one.number for one in RECOMMENDATIONS] == [*range(1, len(headings) + 1)]
    for one in RECOMMENDATIONS:
        assert one.short.nl not in text  # words of our own


def answers(place: Small) -> dict[int, str]:
    told = place.good("guide", "recommendations")["recommendations"]
    return {one["number"]: one["answer"] for one in told}


def keep_preferred(place: Small, account: str, value: float | None, verdict: str, of: int) -> None:
    band = {one.value: 0 for one in Verdict} | {"empty": 0, "weakest": verdict}
    results: JsonObject = {"preferred": [value, 0.0, 100.0, verdict, None, of]}
    measured = {"band": band, "checks": results, "yardstick": "x", "version": 0}
    place.workplace().record(Book.JOURNAL, MEASURED, account, {**measured})


def test_recommendations_have_three_answers(bare: Small, settled: Small, tmp_path) -> None:
    empty = Small(tmp_path / "empty")
    empty.root.mkdir()
    empty.good("init", str(empty.archive), "--organisation", "Gemeente Leegdam")
    # Where nothing is there to look at, nothing is in order.
    assert "met" not in answers(empty).values()
    assert answers(empty)[1] == "not_checked"
    before = answers(bare)
    # No manager; a corporate account alone; nobody marked anything; no page is named.
    assert [before[n] for n in (1, 2, 3, 4, 8)] == [
        "not_met", "met", "not_checked", "not_met", "not_met",
    ]  # fmt: skip
    mine = settled.copy(tmp_path / "mine")
    mine.good("account", "edit", "a0002", "--manager", "Bo", acting="Roos")
    after = answers(mine)
    assert after[1] == "met"
    assert after[2] == "not_met"  # an account is hybrid, and its holder has no other
    mine.take_in(posts().items)
    told = {one["number"]: one for one in mine.good("guide", "recommendations")["recommendations"]}
    assert told[6]["answer"] == "not_met"  # nobody recorded whose the posts are
    item = mine.ids()[posts().url("gewoon")]
    mine.good("person", "add", "Coby", "--role", "communication", acting="Roos")
    mine.good("mark", item, "--not-government", "--reason", "privé", acting="Coby")
    assert answers(mine)[3] == "not_met"
    assert answers(mine)[7] == "not_checked"
    keep_preferred(mine, "a0001", None, "not_checked", 0)
    assert answers(mine)[7] == "not_checked"  # nothing has a preferred format
    for value, verdict, answer in ((99.0, "in_band", "not_met"), (100.0, "full", "met")):
        keep_preferred(mine, "a0001", value, verdict, 100)
        assert answers(mine)[7] == answer
    # An account that was measured and has no media is not one that nobody measured.
    mine.good("account", "add", "https://x.com/grootdam", "--kind", "corporate", acting="Roos")
    assert answers(mine)[7] == "not_checked"
    keep_preferred(mine, "a0003", None, "not_checked", 0)
    assert answers(mine)[7] == "met"
    path = tmp_path / "aanbevelingen.pdf"
    mine.good("guide", "recommendations", "-o", str(path))
    assert "niet gecontroleerd" in said(made(mine, "recommendations").document)
    assert path.read_bytes().startswith(b"%PDF")
