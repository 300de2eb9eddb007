"""What the model of threats says is tried, is tried."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "docs/toezicht/dreigingen.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def functions_in(path: Path) -> set[str]:
    """Give the names of the functions of a file, those in classes too."""
    tree = ast.parse(path.read_text())
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}


def test_every_test_that_is_named_exists() -> None:
    named = _NAMED.findall(MODEL.read_text())
    assert len(named) > 30
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file() or name not in functions_in(ROOT / path)
    ]
    assert not missing


def test_every_threat_names_what_tries_it() -> None:
    rows = [one for one in MODEL.read_text().splitlines() if one.count(" | ") == 2]
    threats = [one for one in rows if not one.startswith(("| dreiging |", "|---"))]
    assert len(threats) > 20
    assert not [one for one in threats if not _NAMED.search(one)]
