"""A destruction list of all that is due, by rows of the selection list, up to its certificate."""

from pathlib import Path

import pytest
from lxml import etree
from small_archive import Small, account, filled, posts, small_parts

from weerklank.model.ids import AccountId
from weerklank.services.change import execute_destruction
from weerklank.services.workplace import Workplace

POSTS = posts()
SPACE = {"c": "urn:weerklank:destruction-certificate:0"}
CSV = (
    "code;proces;resultaat;waardering;bewaartermijn;procestermijn\n"
    "6.1;Verzoeken;Ingewilligd;V;P42D;\n"
    "6.2;Verzoeken;Afgewezen;V;P30D;\n"
    "20.1;Informeren;Gedaan;B;;\n"
)
WHY = ("--reason", "Volgens besluit.", "--body", "College", "--decided", "2026-02-03")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    folder = tmp_path_factory.mktemp("template")
    made = filled(folder / "small")
    ids = made.ids()
    (folder / "gemeenten.csv").write_text(CSV, encoding="utf-8")
    made.good("selection", "load", str(folder / "gemeenten.csv"), acting="Anna")
    assign = ("selection", "assign", *WHY)
    made.good(*assign, "--default", "two-way", "--row", "6.1", acting="Anna")
    made.good(*assign, "--id", ids[POSTS.url("gewoon")], "--row", "6.2", acting="Anna")
    made.good(*assign, "--id", ids[POSTS.url("oud")], "--row", "20.1", acting="Anna")
    return made


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    small_parts(monkeypatch)
    return template.copy(tmp_path / "small")


def test_all_that_is_due_goes_by_its_row(small: Small, tmp_path: Path) -> None:
    ids = small.ids()
    old, plain, target = (ids[POSTS.url(name)] for name in ("oud", "gewoon", "doel"))
    propose = ("destroy", "propose", "--due", "--reason", "termijn")

    def refused(*more: str) -> tuple[int, str]:
        code, told = small.run(*propose, *more, acting="Pia")
        return code, told["error"]["code"]

    assert refused("--on", "2010-01-01") == (3, "DESTROY-016")
    assert refused("--on", "2999-01-01") == (2, "DESTROY-017")
    assert refused("--id", plain) == (2, "USE-001")
    assert refused("--ground", "court") == (2, "USE-001")
    assert small.run("destroy", "propose", "--id", plain, "--reason", "x", acting="Pia")[0] == 2

    made = small.good(*propose, "--account", "a0001", acting="Pia")
    assert made["ground"] == "selection"
    assert old not in made["items"]
    assert {plain, target} < set(made["items"])
    assert sum(row["items"] for row in made["rows"]) == len(made["items"])
    assert made["not_due"] == 0
    number = str(made["list"])
    told = small.good(
        "destroy", "except", number, "--id", plain, "--reason", "loopt nog", acting="Ruud"
    )
    assert [row["row"] for row in told["rows"]] == ["6.1"]
    small.good("destroy", "review", number, acting="Ruud")
    small.good("destroy", "approve", number, acting="Anna")
    small.good("destroy", "execute", number, "--confirm", str(len(told["items"])), acting="Anna")
    xml = tmp_path / "verklaring.xml"
    small.good("destroy", "certificate", number, "-o", str(xml), acting="Anna")
    categories = etree.parse(str(xml)).findall(".//c:category", SPACE)
    assert {one.get("row") for one in categories} == {"6.1"}
    assert sum(int(one.get("items")) for one in categories) == len(told["items"])
    small.good("show", plain)
    small.good("show", old)
    small.assert_verifies()


def test_what_stands_on_a_list_comes_on_no_second_one_of_what_is_due(small: Small) -> None:
    ids = small.ids()
    plain, target = (ids[POSTS.url(name)] for name in ("gewoon", "doel"))
    propose = ("destroy", "propose", "--due", "--reason", "termijn")
    # Published on 6 and 7 January, kept 30 and 42 days; the profile is of years before.
    part = small.good(*propose, "--on", "2026-02-19", acting="Pia")
    assert part["items"] == [ids[account().url], target, plain]
    assert [(row["row"], row["items"]) for row in part["rows"]] == [("6.1", 2), ("6.2", 1)]
    assert part["not_due"] == 0
    # By hand and on the command line as on the screen: each once, until one list is done.
    code, told = small.run(*propose, "--on", "2026-02-19", acting="Pia")
    assert (code, told["error"]["code"]) == (3, "DESTROY-016")
    rest = small.good(*propose, acting="Pia")
    assert rest["items"]
    assert not {*rest["items"]} & {*part["items"]}
    # What is taken off one may come on another.
    off = ("except", str(part["list"]), "--id", plain, "--reason", "Bij de rest.")
    small.good("destroy", *off, acting="Pia")
    assert small.good(*propose, acting="Pia")["items"] == [plain]


def test_what_is_named_says_whether_it_is_due(small: Small) -> None:
    ids = small.ids()
    old, plain = (ids[POSTS.url(name)] for name in ("oud", "gewoon"))
    given = ("--ground", "selection", "--reason", "termijn")
    code, told = small.run("destroy", "propose", "--id", old, "--id", plain, *given, acting="Pia")
    assert (code, told["error"]["code"]) == (3, "SELECT-015")
    assert told["undue"] == [{"id": old, "outcome": "B", "until": None}]
    made = small.good("destroy", "propose", "--id", plain, *given, acting="Pia")
    assert made["items"] == [plain]
    assert made["not_due"] == 0
    assert [(row["row"], row["items"]) for row in made["rows"]] == [("6.2", 1)]


def test_nothing_goes_that_was_decided_on_at_the_last_moment(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = small.ids()
    plain, target = ids[POSTS.url("gewoon")], ids[POSTS.url("doel")]
    other, number = small.approve(plain, target), small.approve(plain)
    recover = execute_destruction.recover

    def execute(number: str, *given: str) -> tuple[int, dict]:
        """Let somebody decide while the packages are brought in order, before the intent."""

        def meanwhile(workplace: Workplace, account: AccountId) -> int:
            patch.undo()
            small.good(*given, acting="Anna")
            return recover(workplace, account)

        with monkeypatch.context() as patch:
            patch.setattr(execute_destruction, "recover", meanwhile)
            return small.run("destroy", "execute", number, acting="Anna")

    taken = ("destroy", "except", other, "--id", plain, "--reason", "blijft")
    code, told = execute(other, *taken)
    assert (code, told["items"]) == (0, [target])
    kept = ("selection", "assign", *WHY, "--id", plain, "--row", "20.1")
    code, told = execute(number, *kept)
    assert (code, told["error"]["code"]) == (3, "SELECT-015")
    small.good("show", plain)
    xml = small.root / "verklaring.xml"
    small.good("destroy", "certificate", other, "-o", str(xml), acting="Anna")
    (category,) = etree.parse(str(xml)).findall(".//c:category", SPACE)
    assert category.get("items") == "1"
    small.assert_verifies()
