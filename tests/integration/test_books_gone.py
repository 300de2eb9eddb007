"""A register or decisions that vanished is told as a fault, and never shown as an empty list."""

import shutil
from pathlib import Path

import pytest
from small_archive import Small, filled

from weerklank.cli.main import main
from weerklank.model.clock import SystemClock
from weerklank.model.errors import BrokenInput
from weerklank.services.workplace import Memory, Silent, open_workplace

READING = {
    "register": (
        ("account", "list"),
        ("account", "show", "a0001"),
        ("person", "list"),
        ("platform", "list"),
        ("agreement", "list"),
        ("status",),
    ),
    "decisions": (
        ("destroy", "list"),
        ("hold", "list"),
        ("hotspot", "list"),
        ("privacy", "policy"),
        ("privacy", "named", "list"),
        ("status",),
    ),
    "journal": (
        ("status",),
        ("profile", "history", "a0001"),
        ("audit", "report"),
        ("completeness", "a0001"),
    ),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.mark.parametrize("rest", ["nothing", "folders"])
@pytest.mark.parametrize("book", READING)
def test_a_book_that_vanished_is_no_empty_list(
    template: Small, tmp_path: Path, book: str, rest: str
) -> None:
    small = template.copy(tmp_path / "small")
    folder = small.archive / book
    folder.rename(tmp_path / "away")
    if rest == "folders":
        (folder / "2026" / "11" / "28").mkdir(parents=True)
    for command in READING[book]:
        code, told = small.run(*command)
        assert (code, told["error"]["code"]) == (6, "ARCHIVE-023"), command
        assert f" {book}/ " in told["error"]["message"]
        assert "weerklank verify" in told["error"]["hint"]
    code, told = small.run("verify")
    assert code == 1
    assert any(one["path"].startswith(f"{book}/") for one in told["findings"])
    if rest == "folders":
        shutil.rmtree(folder)
    (tmp_path / "away").rename(folder)
    for command in READING[book]:
        assert small.run(*command)[0] in {0, 1}


def test_it_is_said_in_both_languages(
    template: Small,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    small = template.copy(tmp_path / "small")
    shutil.rmtree(small.archive / "decisions")
    where = ["--archive", str(small.archive), "--keys", str(small.root / "keys")]
    for language, words in (
        ("nl", "De map decisions/ van dit archief ontbreekt of is leeg"),
        ("en", "The folder decisions/ of this archive is missing or empty"),
    ):
        monkeypatch.setenv("LANGUAGE", language)
        with pytest.raises(SystemExit, match=r"^6$"):
            main([*where, "destroy", "list"])
        assert words in capsys.readouterr().err


def test_a_process_that_remembers_says_it_too(template: Small, tmp_path: Path) -> None:
    small = template.copy(tmp_path / "small")
    memory = Memory()

    def accounts() -> int:
        opened = open_workplace(
            small.archive,
            small.root / "keys",
            clock=SystemClock(),
            reporter=Silent(),
            memory=memory,
        )
        return len(opened.register().accounts)

    assert accounts() == 1
    (small.archive / "register").rename(tmp_path / "away")
    with pytest.raises(BrokenInput, match="register/"):
        accounts()
    (tmp_path / "away").rename(small.archive / "register")
    assert accounts() == 1


def test_an_archive_without_decisions_has_none(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.good("init", str(small.archive), "--organisation", "Gemeente Grootdam")
    # A copy by a program that keeps no empty folders has not even the folder.
    (small.archive / "decisions").rmdir()
    for command in (("destroy", "list"), ("account", "list"), ("privacy", "policy")):
        small.good(*command)
