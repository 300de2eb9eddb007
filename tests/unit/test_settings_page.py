"""Every variable and every key of a setting that the program reads stands in one page."""

import ast
import re
from dataclasses import fields
from pathlib import Path

import click
import pytest
from test_docs_commands import inside, options

from weerklank.cli.main import weerklank
from weerklank.model.mail import MailSettings
from weerklank.services.diagnose.environment import KNOWN, OF_TESTS, unknown

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "weerklank"
PAGE = (ROOT / "docs" / "beheerder" / "instellingen.md").read_text(encoding="utf-8")
ROWS = [line.split("|")[1:-1] for line in PAGE.splitlines() if line.startswith("| ")]
_VARIABLE = re.compile(r"[A-Z][A-Z_]{1,}")
#: What a file that reads variables says in capitals besides: no names of any.
_NO_VARIABLES = {"URL", "WEERKLANK_"}


def constants(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def named(texts: list[str]) -> set[str]:
    return {name for text in texts for name in re.findall(r"`([A-Z][A-Z_]+)`", text)}


def test_every_variable_that_the_program_reads_is_told() -> None:
    files = [one for one in SOURCE.rglob("*.py") if "testing" not in one.parts]
    reading = [one for one in files if re.search(r"environ", one.read_text(encoding="utf-8"))]
    read = {text for one in reading for text in constants(one) if _VARIABLE.fullmatch(text)}
    read -= OF_TESTS | _NO_VARIABLES
    assert read >= KNOWN
    told = named([row[0] for row in ROWS])
    # `TMPDIR` and `SSL_CERT_FILE` are read by the libraries of Python.
    assert told - {"TMPDIR", "SSL_CERT_FILE"} == read - {"TMPDIR", "HOME"}
    # All that begins like ours, in whatever file, is known to who warns of the rest.
    ours = {
        n for one in files for n in re.findall(r"WEERKLANK_[A-Z][A-Z_]+", one.read_text("utf-8"))
    }
    assert ours == KNOWN | OF_TESTS


def test_every_key_of_the_settings_of_mail_is_told() -> None:
    keys = {key for row in ROWS if len(row) == 4 for key in re.findall(r"`(\w+)`", row[1])}
    assert {one.name for one in fields(MailSettings)} <= keys


@pytest.mark.parametrize("service", ["serve", "schedule"])
def test_every_option_of_a_service_is_told(service: str) -> None:
    command = inside(weerklank, service)
    assert command is not None
    common = set(options(weerklank))
    own = {name for name in options(command) if name.startswith("--")} - common
    assert own == set(re.findall(rf"\| `{service} (--[\w-]+)`", PAGE))


def test_every_command_that_sets_something_exists() -> None:
    kept = PAGE[PAGE.index("## Wat in de sleutelmap") :]
    rows = [line.split("|")[1:-1] for line in kept.splitlines() if line.startswith("| ")]
    cells = [row[-1] if len(row) == 4 else row[1] for row in rows]
    told = [text for cell in cells for text in re.findall(r"`([^`]+)`", cell)]
    assert len(told) > 15
    assert [said for said in (wrong_of(text) for text in told) if said] == []


def wrong_of(text: str) -> str | None:
    command: click.Command = weerklank
    for word in text.split():
        if word.startswith("--"):
            if word not in options(command):
                return text
            continue
        found = inside(command, word) if isinstance(command, click.Group) else None
        if found is None:
            return text
        command = found
    return None


def test_a_name_that_nobody_reads_is_seen_and_one_of_the_tests_is_not() -> None:
    given = {"WEERKLANK_ARCHIEF", "weerklank_keys", "WEERKLANK_REQUIRE", "WEERKLANK_KEYS", "PATH"}
    assert unknown(given) == {"WEERKLANK_ARCHIEF", "weerklank_keys"}
