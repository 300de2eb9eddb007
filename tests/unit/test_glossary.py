"""One word for one thing, in code and in Dutch: docs/glossary.toml is kept and complete."""

import ast
import importlib
import inspect
import pkgutil
import re
import runpy
import tomllib
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import weerklank.model
from weerklank.model.errors import CATALOGUE

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
GLOSSARY: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (ROOT / "docs" / "glossary.toml").read_text(encoding="utf-8")
)
ROWS = [row for section in GLOSSARY.values() for row in section]
#: Enums whose values no user meets.
INSIDE = {"field"}
#: Words of the formats of others, that a connector must call by their own name.
OTHERS_WORDS = {"connectors", "testing"}


def words(text: str) -> list[str]:
    """Split an identifier or a sentence into lower-case words."""
    return [
        word.lower() for word in re.findall(r"[A-Z]+(?![a-zà-ÿ])|[A-Z]?[a-zà-ÿ]+|[0-9]+", text)
    ]


#: What may not be said as it is looked for, and what it is told by.
FORBIDDEN = [
    (f" {' '.join(words(word))} ", f"'{word}' (say '{row['code']}', '{row['nl']}')")
    for row in ROWS
    for word in row.get("not", [])
]
#: Any of them, for the many texts that hold none.
ANY = re.compile("|".join(re.escape(looked_for) for looked_for, _ in FORBIDDEN))


@cache
def forbidden_in(text: str) -> tuple[str, ...]:
    line = f" {' '.join(words(text))} "
    if not ANY.search(line):
        return ()
    return tuple(told for looked_for, told in FORBIDDEN if looked_for in line)


def model_modules() -> list[ModuleType]:
    names = [m.name for m in pkgutil.iter_modules(weerklank.model.__path__, "weerklank.model.")]
    return [importlib.import_module(name) for name in names]


def model_classes() -> list[type]:
    found = []
    for module in model_modules():
        for name, value in inspect.getmembers(module, inspect.isclass):
            if value.__module__ == module.__name__ and not name.startswith("_"):
                found.append(value)
    return found


def identifiers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Give the names that a module itself gives; those of libraries are not ours to choose."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Attribute(attr=name, ctx=ast.Store()) | ast.Name(id=name, ctx=ast.Store()):
                yield name, node.lineno
            case _:
                pass


def dutch_sentences(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Give every Dutch text of Text(nl, en) and say(nl, en)."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id not in {"Text", "say"}:
            continue
        named = [keyword.value for keyword in node.keywords if keyword.arg == "nl"]
        for dutch in [*named, *node.args[:1]]:
            parts = [n.value for n in ast.walk(dutch) if isinstance(n, ast.Constant)]
            yield " ".join(part for part in parts if isinstance(part, str)), node.lineno


def test_rows_are_whole_and_given_once() -> None:
    for row in ROWS:
        assert {"code", "nl", "meaning", "source"} <= row.keys() <= {
            "code", "nl", "meaning", "source", "not", "of",
        }  # fmt: skip
    keys = Counter(
        (section, row.get("of"), row["code"]) for section, rows in GLOSSARY.items() for row in rows
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_public_class_of_the_model_has_an_entry() -> None:
    known = {row["code"] for section in ("term", "class") for row in GLOSSARY[section]}
    missing = {" ".join(words(cls.__name__)) for cls in model_classes()} - known
    assert missing == set()


def test_every_value_that_people_see_has_an_entry() -> None:
    known = {(row["of"], row["code"]) for row in GLOSSARY["value"]}
    lists = {
        " ".join(words(cls.__name__)): cls for cls in model_classes() if issubclass(cls, Enum)
    }
    seen = {
        (of, " ".join(words(str(member.value))))
        for of, cls in lists.items()
        if of not in INSIDE
        for member in cls
    }
    assert seen - known == set()
    assert known - seen == set()


def test_every_area_of_error_codes_has_an_entry() -> None:
    runpy.run_path(str(ROOT / "tools" / "make_error_table.py"))["load_all"]()
    areas = {code.split("-")[0].lower() for code in CATALOGUE}
    assert areas - {row["code"] for row in GLOSSARY["area"]} == set()


def test_no_word_is_both_asked_and_forbidden() -> None:
    said = [row[key] for row in ROWS for key in ("code", "nl")]
    assert [hit for text in said for hit in forbidden_in(text)] == []


def test_no_forbidden_word_in_code_or_dutch() -> None:
    assert len(SOURCES) > 1000
    assert [hit for path in SOURCES for hit in hits_in(path)] == []


def hits_in(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [*dutch_sentences(tree)]
    inside = path.relative_to(ROOT)
    if not OTHERS_WORDS & set(inside.parts):
        found += [(path.stem, 0), *identifiers(tree)]
    for text, line in found:
        for hit in forbidden_in(text):
            yield f"{inside}:{line}: {text!r} holds {hit}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("delete_comment", 1),
        ("CommentWriter", 1),
        ("De gegevens zijn geanonimiseerd.", 1),
        ("Het verzegelde segment", 1),
        ("Dit verzegeld segment is af", 1),
        ("commentator", 0),
        ("verzegelde originelen", 0),
    ],
)
def test_forbidden_words_are_found(text: str, expected: int) -> None:
    assert len(list(forbidden_in(text))) == expected


def test_the_glossary_for_readers_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "tools" / "make_glossary.py"))["glossary"]()
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == made, (
        "run: python tools/make_glossary.py"
    )
