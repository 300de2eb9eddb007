"""What commands say: numbers as the language writes them, and help as JSON where that is asked."""

import json

import pytest

from weerklank import __version__
from weerklank.cli import main as main_module
from weerklank.cli.main import main
from weerklank.cli.output import answer, thousands


@pytest.mark.parametrize(("spoken", "written"), [("nl_NL.UTF-8", "1.234.567"), ("C", "1,234,567")])
def test_thousands_are_written_as_the_language_has_them(
    monkeypatch: pytest.MonkeyPatch, spoken: str, written: str
) -> None:
    monkeypatch.setenv("LANGUAGE", spoken)
    assert thousands(1_234_567) == written
    assert thousands(12) == "12"


def said(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, dict[str, object]]:
    with pytest.raises(SystemExit) as left:
        main(given)
    return int(str(left.value.code)), json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "given",
    [("--json", "--help"), ("verify", "--json", "--help"), ("--json", "account", "add", "--help")],
)
def test_help_is_one_json_object_too(
    capsys: pytest.CaptureFixture[str], given: tuple[str, ...]
) -> None:
    code, told = said(capsys, *given)
    assert (code, [*told]) == (0, ["help"])
    assert "--json" in str(told["help"])


def test_the_version_is_one_json_object_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--json", "--version") == (0, {"version": __version__})


def test_help_as_the_value_of_an_option_gives_the_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, told = said(capsys, "--json", "--archive", "--help", "account", "list")
    assert (code, [*told]) == (2, ["error"])


def test_one_object_stands_there_also_when_what_follows_the_answer_is_broken_off(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_: list[str]) -> int:
        answer({"state": "opened"}, as_json=True, text=lambda: None)
        raise KeyboardInterrupt

    monkeypatch.setattr(main_module, "_run", run)
    for _ in range(2):  # each command begins anew
        with pytest.raises(SystemExit) as left:
            main(["--json", "vault", "open", "k0001"])
        told = capsys.readouterr()
        assert json.loads(told.out) == {"state": "opened"}
        assert left.value.code == 4
        assert "RUN-001" in told.err


def test_a_command_inside_another_takes_nothing_of_its_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inner: list[str] = []

    def run(given: list[str]) -> int:
        if "outer" in given:
            with pytest.raises(SystemExit):
                main(["--json", "inner"])
            inner.append(capsys.readouterr().out)
            raise KeyboardInterrupt
        answer({"state": "opened"}, as_json=True, text=lambda: None)
        return 0

    monkeypatch.setattr(main_module, "_run", run)
    with pytest.raises(SystemExit) as left:
        main(["--json", "outer"])
    assert json.loads(*inner) == {"state": "opened"}
    assert (left.value.code, [*json.loads(capsys.readouterr().out)]) == (4, ["error"])
