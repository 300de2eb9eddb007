"""The table of accessibility holds against WCAG 2.2 and against the tests that exist."""

import ast
import re
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MADE = runpy.run_path(str(ROOT / "tools" / "make_wcag.py"))
#: By guideline, how many numbers of WCAG 2.2 there are, and which of them are of AAA or gone.
_LAST = {"1.1": 1, "1.2": 9, "1.3": 6, "1.4": 13, "2.1": 4, "2.2": 6, "2.3": 3, "2.4": 13,
         "2.5": 8, "3.1": 6, "3.2": 6, "3.3": 9, "4.1": 3}  # fmt: skip
_NOT_AA = {
    "1.2.6", "1.2.7", "1.2.8", "1.2.9", "1.3.6", "1.4.6", "1.4.7", "1.4.8", "1.4.9", "2.1.3",
    "2.2.3", "2.2.4", "2.2.5", "2.2.6", "2.3.2", "2.3.3", "2.4.8", "2.4.9", "2.4.10", "2.4.12",
    "2.4.13", "2.5.5", "2.5.6", "3.1.3", "3.1.4", "3.1.5", "3.1.6", "3.2.5", "3.3.5", "3.3.6",
    "3.3.9", "4.1.1",
}  # fmt: skip
ASKED = [
    f"{guideline}.{number}"
    for guideline, last in _LAST.items()
    for number in range(1, last + 1)
    if f"{guideline}.{number}" not in _NOT_AA
]


@pytest.fixture(scope="module")
def told() -> Mapping[str, Any]:
    read: Mapping[str, Any] = MADE["read"]()
    return read


def test_every_criterion_of_a_and_aa_stands_there_once(told: Mapping[str, Any]) -> None:
    assert [one["number"] for one in told["criteria"]] == ASKED
    assert len(ASKED) == 55


def test_what_is_said_to_be_tested_names_tests_and_the_rest_says_why(
    told: Mapping[str, Any],
) -> None:
    for one in told["criteria"]:
        assert one["level"] in {"A", "AA"}
        has_tests, has_rest = bool(one.get("tests")), bool(one.get("left"))
        expected = {
            "tested": (True, False),
            "partly": (True, True),
            "unchecked": (False, True),
            "none": (False, True),
        }
        assert (has_tests, has_rest) == expected[one["result"]], one["number"]
        assert set(one.get("tests", ())) <= set(told["tests"]), one["number"]
    used = {name for one in told["criteria"] for name in one.get("tests", ())}
    assert used == set(told["tests"]), "a test that no criterion names"


def test_each_test_that_is_named_exists_and_is_not_skipped(told: Mapping[str, Any]) -> None:
    for where in told["tests"].values():
        file, _, name = where.partition("::")
        found = [
            node
            for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef) and node.name == name
        ]
        assert len(found) == 1, where
        decorated = " ".join(ast.unparse(one) for one in found[0].decorator_list)
        assert "skip" not in decorated, where
        assert "xfail" not in decorated, where


def test_axe_has_a_rule_for_each_criterion_that_rests_on_it(told: Mapping[str, Any]) -> None:
    axe = ROOT / "front-end" / "axe.min.js"
    if not axe.exists():
        pytest.skip("axe is not there: make static")
    rules = set(re.findall(r'"wcag(\d{3,4})"', axe.read_text(encoding="utf-8")))
    for one in told["criteria"]:
        if "axe" in one.get("tests", ()):
            assert one["number"].replace(".", "") in rules, one["number"]


def test_the_page_is_up_to_date() -> None:
    page = MADE["TARGET"].read_text(encoding="utf-8")
    assert page == MADE["statement"](), "run: python tools/make_wcag.py"


def test_a_test_that_failed_or_did_not_run_is_named(
    told: Mapping[str, Any], tmp_path: Path
) -> None:
    cases = []
    for name, where in told["tests"].items():
        file, _, test = where.removesuffix(".py").partition("::")
        inside = "<failure/>" if name == "trap" else ""
        place = file.removesuffix(".py").replace("/", ".")
        if name != "forced":
            cases.append(f'<testcase classname="{place}" name="{test}[1440]">{inside}</testcase>')
    results = tmp_path / "results.xml"
    results.write_text(f"<testsuites>{''.join(cases)}</testsuites>")
    assert MADE["lacking"](results) == [told["tests"]["forced"], told["tests"]["trap"]]
