"""Every command in a block of the documents exists, with the options that are given there."""

import re
import shlex
from itertools import takewhile
from pathlib import Path

import click
import pytest

from weerklank.cli.main import weerklank
from weerklank.cli.usual_verb import USUAL, UsualVerb

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")]
)
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ENDS = {"|", "||", "&&", ";", "&", ">", "<", ">>", "2>"}


def commands(page: Path) -> list[list[str]]:
    """Give the words behind `weerklank`, for each time that a block of a page runs it."""
    found: list[list[str]] = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
            lexer.whitespace_split = True
            words = list(lexer)
            for number, word in enumerate(words):
                before = words[number - 1] if number else "|"
                starts = before in {*_ENDS, "--"} or re.match(r"[A-Z_]+=", before)
                if Path(word).name == "weerklank" and starts:
                    rest = words[number + 1 :]
                    found.append(list(takewhile(lambda one: one not in _ENDS, rest)))
    return found


def options(command: click.Command) -> dict[str, click.Option]:
    """Give the options of a command by their names, with those that go before any command."""
    told = [one for one in (*weerklank.params, *command.params) if isinstance(one, click.Option)]
    return {name: one for one in told for name in (*one.opts, *one.secondary_opts)}


def inside(group: click.Group, word: str) -> click.Command | None:
    """Give what a word means in a group; its usual verb where it names none."""
    context = click.Context(group)
    found = group.get_command(context, word)
    return found or (group.get_command(context, USUAL) if isinstance(group, UsualVerb) else None)


def wrong(words: list[str]) -> str | None:
    """Say what of a command does not exist; None where all of it does."""
    command: click.Command = weerklank
    left = iter(words)
    for word in left:
        if word in ("--help", "--version"):
            continue
        if re.match("--?[a-z]", word):
            name, _, value = word.partition("=")
            option = options(command).get(name)
            if option is None:
                return f"{name} of {' '.join(words)}"
            if not (option.is_flag or value):
                next(left, None)
        elif isinstance(command, click.Group):
            found = inside(command, word)
            if found is None:
                return f"{word} of {' '.join(words)}"
            command = found
    return None


@pytest.mark.parametrize(
    "page", [one for one in PAGES if commands(one)], ids=lambda p: str(p.relative_to(ROOT))
)
def test_the_commands_of_a_page_exist(page: Path) -> None:
    assert [told for told in map(wrong, commands(page)) if told] == []


def test_what_does_not_exist_is_seen() -> None:
    assert wrong(["person", "adopt", "Sanne"]) == "adopt of person adopt Sanne"
    assert wrong(["serve", "--host", "0.0.0.0", "--prot", "1"])
    assert wrong(["--archive", "x", "verify", "--deep"]) is None


def spans(page: Path) -> list[list[str]]:
    """Give the words behind `weerklank`, for each time that running text names a command."""
    text = re.sub(
        r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    told = [
        span.replace("…", "").replace("\n", " ")
        for span in re.findall(r"`(weerklank [^`]+)`", text)
    ]
    # Not a command: what a check of keys is made over (docs/format).
    return [
        list(takewhile(lambda one: one not in _ENDS, shlex.split(span)[1:]))
        for span in told
        if span != "weerklank check"
    ]


def test_the_commands_in_running_text_exist() -> None:
    # A decision tells what was so when it was taken.
    pages = [page for page in PAGES if page.parent.name != "adr"]
    named = [(page, words) for page in pages for words in spans(page)]
    assert len(named) > 100
    assert [(page.name, wrong(words)) for page, words in named if wrong(words)] == []
