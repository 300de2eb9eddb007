"""Click speaks the language of the locale: usage, headings, help and what is wrong with a call."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from string import Formatter

import click
import pytest

from weerklank.cli.click_dutch import SENTENCES
from weerklank.cli.commands import COMMANDS
from weerklank.cli.main import main, weerklank

#: What click says to who builds a command line, not to who uses one.
FOR_DEVELOPERS = re.compile(
    "defined twice|Could not determine name|No options defined|exactly one parameter|"
    "Boolean option|DeprecationWarning|must be an iterable|Invalid start character|"
    "Unknown color|Choice\\("
)
ENGLISH = re.compile(
    r"Usage|Options|OPTIONS|Commands|COMMAND|ARGS|\bShow\b|default:|required|Missing|No such"
)
MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
THERE = [
    name
    for name, (module, _) in COMMANDS.items()
    if importlib.util.find_spec(f"weerklank.cli.{module}")
]
#: Modules that say nothing when they are imported, and that `main` shares with commands.
SAY_NOTHING_EARLY = {"main", "language", "output", "options", "click_dutch", "loopback"}
START = "from weerklank.cli.main import main; main()"


@pytest.fixture
def say(monkeypatch, capsys):
    """Run a command in a language; give exit code, standard output and standard error."""

    def go(lang, *arguments):
        for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
            monkeypatch.delenv(variable, raising=False)
        monkeypatch.setenv("LANG", lang)
        # A process has one language: what commands said at import, and click remembers, must go.
        for name in [name for name in sys.modules if name.startswith("weerklank.cli.")]:
            if name.removeprefix("weerklank.cli.") not in SAY_NOTHING_EARLY:
                monkeypatch.delitem(sys.modules, name)
        monkeypatch.setattr(weerklank, "_help_option", None, raising=False)
        with pytest.raises(SystemExit) as left:
            main(arguments)
        return left.value.code, *capsys.readouterr()

    return go


def start(lang, code):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))
    }
    done = subprocess.run(
        [sys.executable, "-c", code, "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**environment, "LANG": lang, "PYTHONUTF8": "1"},
    )
    assert done.stderr == ""
    return done.stdout


def sentences_of_click():
    for module in MODULES:
        tree = ast.parse((Path(click.__file__).parent / f"{module}.py").read_text())
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "ngettext"}:
                for argument in call.args:
                    if isinstance(argument, ast.Constant):
                        yield argument.value


def all_commands():
    root = click.Context(weerklank, info_name="weerklank")
    queue = [((name,), weerklank.get_command(root, name)) for name in THERE]
    while queue:
        path, command = queue.pop()
        yield path, command
        if isinstance(command, click.Group):
            queue += [((*path, name), one) for name, one in command.commands.items()]


def test_all_that_click_says_to_users_is_there_in_dutch():
    said = {text for text in sentences_of_click() if not FOR_DEVELOPERS.search(text)}
    assert said | {"required"} == set(SENTENCES)


@pytest.mark.parametrize(("english", "dutch"), list(SENTENCES.items()))
def test_a_sentence_keeps_its_values(english, dutch):
    def fields(text):
        return {(name, form) for _, name, _, form in Formatter().parse(text) if name}

    assert dutch != english
    assert fields(dutch) <= fields(english)
    assert fields(english) - fields(dutch) <= {("number_type", None)}
    assert re.findall(r"%\(\w+\)s", dutch) == re.findall(r"%\(\w+\)s", english)


@pytest.mark.parametrize(
    ("arguments", "dutch", "english"),
    [
        (("account", "add", "x.com/a"), "Ontbrekende optie '--kind'. Kies uit:", "Missing option"),
        (("account", "show"), "Ontbrekend argument 'A'.", "Missing argument 'A'."),
        (("account", "show", "a", "b"), "argument te veel (b)", "unexpected extra argument (b)"),
        (("account", "show", "a", "b", "c"), "argumenten te veel", "unexpected extra arguments"),
        (("account", "list", "--jso"), "Er is geen optie '--jso'.", "No such option '--jso'."),
        (("accounts",), "Er is geen opdracht 'accounts'.", "No such command 'accounts'."),
        (("--json",), "Er is geen opdracht genoemd.", "Missing command."),
        (("search", "--limit", "0"), "0 ligt niet in het bereik 1<=x<=1000.", "not in the range"),
        (("search", "--limit", "x"), "'x' is geen geldig getal.", "is not a valid integer"),
        (
            ("search", "--kind", "x"),
            "Ongeldige waarde voor '--kind': 'x' is geen",
            "is not one of",
        ),
        (("search", "--from", "x"), "'x' heeft niet de vorm", "does not match the format"),
        (("search", "--from"), "Optie '--from' vraagt een waarde.", "requires an argument"),
        (("account", "list", "--json=1"), "'--json' heeft geen waarde.", "not take a value"),
    ],
)
def test_a_wrong_call_is_told_in_the_language_of_the_locale(say, arguments, dutch, english):
    code, out, err = say("nl_NL.UTF-8", *arguments)
    assert (code, dutch in out + err, ENGLISH.search(out + err)) == (2, True, None)
    code, out, err = say("C", *arguments)
    assert (code, english in out + err, dutch in out + err) == (2, True, False)


@pytest.mark.parametrize(("path", "command"), list(all_commands()))
def test_help_is_in_one_language(say, path, command):
    code, dutch, _ = say("nl_NL.UTF-8", *path, "--help")
    group = isinstance(command, click.Group)
    asked = "[OPDRACHT]" if group and command.invoke_without_command else "OPDRACHT"
    usage = f"[OPTIES] {asked} [ARGUMENTEN]..." if group else "[OPTIES]"
    assert code == 0
    assert dutch.startswith(f"Gebruik: weerklank {' '.join(path)} {usage}")
    assert "\nOpties:\n" in dutch
    assert ("\nOpdrachten:\n" in dutch) == group
    assert re.search(r"--help +Toon deze uitleg\.", dutch)
    _, english, _ = say("C", *path, "--help")
    assert english.startswith(f"Usage: weerklank {' '.join(path)} [OPTIONS]")
    assert "Opties" not in english


@pytest.mark.parametrize(("path", "command"), list(all_commands()))
def test_every_option_has_a_help_text(path, command):
    assert command.help
    for parameter in command.params:
        assert isinstance(parameter, click.Argument) or parameter.help, parameter.name


def test_without_a_command_there_is_help_and_no_error_code(say):
    for lang, usage in (("nl_NL.UTF-8", "Gebruik: "), ("C", "Usage: ")):
        code, out, err = say(lang)
        assert (code, out, err.startswith(usage), "USE-001" in err) == (2, "", True, False)


def test_all_of_the_first_help_is_dutch():
    text = start("nl_NL.UTF-8", START)
    assert re.search(r"--version +Toon de versie\.", text)
    assert ENGLISH.search(text) is None


def test_the_catalogue_is_not_loaded_for_who_reads_english():
    seen = f"import sys, atexit; atexit.register(lambda: print(*sys.modules, sep='\\n')); {START}"
    name = "\nweerklank.cli.click_dutch\n"
    assert name not in start("C", seen)
    assert name in start("nl_NL.UTF-8", seen)
