"""Selection: lists are loaded whole by an archivist, kept as they were, and shown (G1)."""

import shutil
from pathlib import Path

import pytest
from place import Archive

WHO, NOT = ("--as", "Ties"), ("--as", "Cor")
HEAD = "code;proces;resultaat;waardering;bewaartermijn\n"
OURS = HEAD + "1;Informeren;Gedaan;V;P1Y\n2;Besturen;Gedaan;B;\n"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    made = Archive(tmp_path_factory.mktemp("selection")).begin()
    made.good("person", "add", "Ria", "--role", "register-owner")
    for name, role in (("Ties", "archivist"), ("Cor", "communication")):
        made.good("person", "add", name, "--role", role, "--as", "Ria")
    return made


@pytest.fixture
def archive(made_once: Archive, tmp_path: Path) -> Archive:
    """A copy, with its keys: what a test decides goes for that test alone."""
    shutil.copytree(made_once.root, tmp_path / "place")
    return Archive(tmp_path / "place")


def test_a_list_is_loaded_by_an_archivist_whole_or_not_at_all(
    archive: Archive, tmp_path: Path
) -> None:
    path = tmp_path / "onze lijst.csv"
    path.write_text(OURS, encoding="utf-8")
    for who in (NOT, ()):
        code, answer = archive.run("selection", "load", str(path), *who)
        assert (code, answer["error"]["code"]) == (3, "ROLE-002")
    wrong = tmp_path / "fout.csv"
    wrong.write_text(OURS + "3;Weg;Gedaan;V;\n4;;Gedaan;B;\n", encoding="utf-8")
    code, answer = archive.run("selection", "load", str(wrong), *WHO)
    assert (code, answer["error"]["code"]) == (6, "SELECT-005")
    assert [one["row"] for one in answer["rows"]] == [4, 5]
    assert all(one["reason"] in answer["error"]["message"] for one in answer["rows"])
    shown = archive.good("selection", "list")
    assert (shown["lists"], shown["in_force"]) == ([], None)
    assert [one["code"] for one in shown["findings"]] == ["no-list"]

    told = archive.good("selection", "load", str(path), *WHO, "--valid-from", "2024-01-01")
    assert (told["ref"], told["name"], told["counts"]) == (
        "onze-lijst-v1",
        "onze lijst",
        {"B": 1, "V": 1, "N": 0},
    )
    assert [one["code"] for one in told["findings"]] == ["no-dialogue", "no-one-way", "no-one-way"]
    assert told["findings"][0]["draft"]["process"].startswith("Het voeren van dialoog")
    # The same again adds nothing; otherwise it is a new version.
    again = archive.good("selection", "load", str(path), *WHO, "--valid-from", "2024-01-01")
    assert again["version"] == 1
    more = ("--valid-from", "2025-01-01", "--body", "College", "--decided", "2024-12-03")
    assert archive.good("selection", "load", str(path), *WHO, *more)["version"] == 2
    assert len(archive.events("decisions", "selection.loaded")) == 2
    assert archive.good("selection", "show")["list"]["ref"] == "onze-lijst-v2"
    assert archive.good("verify")["ok"] is True


def test_columns_of_a_list_that_are_not_read_are_told(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "met eigen kolom.csv"
    path.write_text("code;proces;waardering;zaaktype\n1;Vergunnen;B;x\n", encoding="utf-8")
    told = archive.good("selection", "load", str(path), *WHO)
    assert (told["passed"], told["counts"]["B"]) == (["D"], 1)


def test_the_file_is_given_back_as_it_was_and_a_draft_can_be_loaded(
    archive: Archive, tmp_path: Path
) -> None:
    path = tmp_path / "windows.csv"
    path.write_bytes((HEAD + "1;Beëindigen;Gedaan;B;\n").encode("cp1252"))
    archive.good("selection", "load", str(path), *WHO, "--name", "Oud")
    archive.good("selection", "show", "oud", "-o", str(tmp_path / "terug.csv"))
    assert (tmp_path / "terug.csv").read_bytes() == path.read_bytes()
    draft = tmp_path / "ontwerp.csv"
    assert archive.good("selection", "draft", "oud", "-o", str(draft))["rows"] == 2
    text = draft.read_text("utf-8-sig").replace(";Dialoog;N;", ";Dialoog;B;")
    draft.write_text(text, encoding="utf-8")
    told = archive.good("selection", "load", str(draft), *WHO, "--valid-from", "2026-01-01")
    assert "no-dialogue" not in {one["code"] for one in told["findings"]}
    code, answer = archive.run("selection", "show", "nergens")
    assert (code, answer["error"]["code"]) == (2, "SELECT-001")
    inside = str(archive.folder / "decisions" / "x.csv")
    code, answer = archive.run("selection", "draft", "-o", inside)
    assert (code, answer["error"]["code"]) == (2, "ARCHIVE-015")


def test_a_list_by_key_function_says_why_not(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "sleutel.csv"
    path.write_text(OURS, encoding="utf-8")
    before = archive.good("selection", "list")["in_force"]
    told = archive.good("selection", "load", str(path), *WHO, "--key-functions")
    assert "minder geschikt" in told["advice"] or "less suitable" in told["advice"]
    assert archive.good("selection", "list")["in_force"] == before
    left, out, _ = archive.spoken(
        "--archive", str(archive.folder), "--keys", str(archive.root / "keys"),
        "selection", "show", told["ref"],
    )  # fmt: skip
    assert left == 0
    assert "Informeren" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("--shipped", "lijst.csv"), 2),
        (("--shipped", "--valid-from", "2026-01-02", "--valid-until", "2026-01-01"), 2),
        (("--shipped", "--name", "…"), 2),
        (("nergens.csv",), 2),
        ((".",), 2),
    ],
)
def test_what_can_not_be_loaded_is_refused(
    archive: Archive, arguments: tuple[str, ...], code: int
) -> None:
    before = len(archive.events("decisions", "selection.loaded"))
    assert archive.run("selection", "load", *arguments, *WHO)[0] == code
    assert len(archive.events("decisions", "selection.loaded")) == before
