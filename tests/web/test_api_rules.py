"""The document of the API against the linter of the NL API Design Rules, and hostile requests."""

import json
import os
import subprocess
import sys
from http import HTTPStatus
from pathlib import Path

import msgspec
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from shown import ROLES, Shown

from weerklank.model.person import Role
from weerklank.web.api.operation import Operation
from weerklank.web.api.shapes_of_register import Work
from weerklank.web.api.table import OPERATIONS
from weerklank.web.permissions import may
from weerklank.web.tokens import make_token

ROOT = Path(__file__).parents[2]
RULES = ROOT.parent / "shared" / "standards" / "adr" / "adr-spectral-ruleset.yaml"
SPECTRAL = ROOT / "tests" / "linter" / "node_modules" / ".bin" / "spectral"


@pytest.mark.needs("linter")
@pytest.mark.skipif(not RULES.is_file(), reason="the rules of the linter are not here")
def test_the_linter_of_the_design_rules_finds_nothing(shown: Shown, tmp_path: Path) -> None:
    document, broken = tmp_path / "openapi.json", tmp_path / "broken.json"
    document.write_bytes(shown.client().get("/api/v1/openapi.json").content)
    without = json.loads(document.read_text())
    del without["info"]["contact"]
    without["paths"] = {"/accounts": without["paths"]["/accounts"]}  # a small one is enough
    broken.write_text(json.dumps(without))
    found = _lint(document, broken)
    assert [one for one in found if one["source"] == str(document)] == []
    assert "info-contact" in {one["code"] for one in found}, "it does look"


def _lint(*documents: Path) -> list[dict[str, object]]:
    beside, told = Path(sys.executable).parent, documents[0].with_suffix(".told")
    asked = ["--format", "json", "--output", told, "--ruleset", RULES, *documents]
    done = subprocess.run(
        [SPECTRAL, "lint", *asked],
        env={**os.environ, "PATH": f"{beside}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode in {0, 1}, done.stderr
    found: list[dict[str, object]] = json.loads(told.read_text())
    return found


EXAMPLES = int(os.environ.get("WEERKLANK_EXAMPLES", "2"))


def test_what_comes_back_is_what_the_document_says(own: Shown) -> None:
    """Ask every operation what its description allows, and what it does not."""
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()
        one = next(
            one
            for one in OPERATIONS
            if (one.method, one.path) == (operation.method.upper(), operation.path)
        )
        if _begins_a_work(one):  # each starts a process; they have tests of their own
            continue
        role = next(role for role in Role if role in ROLES and may([role], one.page))
        token = make_token(own.workplace, ROLES[role], role, "proef")[1]
        for mode in schemathesis.GenerationMode:
            _ask(operation.as_strategy(generation_mode=mode), token, one)
        asked += 1
    assert asked == len(OPERATIONS) - sum(map(_begins_a_work, OPERATIONS))
    assert asked > 130


def _begins_a_work(one: Operation) -> bool:
    return one.method == "POST" and one.answer is Work and one.id != "stopWork"


def _ask(cases: SearchStrategy[schemathesis.Case], token: str, one: Operation) -> None:
    # It tries each without a token, which counts as guessing; the permissions have tests of their
    # own. What a service refuses of what the description allows is a 400 too.
    without = ["ignored_auth"]
    without += ["positive_data_acceptance"] if one.wrong == HTTPStatus.BAD_REQUEST else []
    excluded = [schemathesis.checks.CHECKS.get_one(name) for name in without]
    lists = [
        field.encode_name
        for field in msgspec.structs.fields(one.query)
        if "tuple" in str(field.type)
    ]

    @given(case=cases)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=[*HealthCheck],
    )
    def ask(case: schemathesis.Case) -> None:
        if any(value in (None, [], {}) for value in (case.query or {}).values()):
            return  # of a key without a value its client writes nothing: nothing wrong is asked
        if any(not isinstance(case.query.get(name, []), list) for name in lists):
            return  # `hotspot=false` is a list of one word, as it is written: likewise
        case.call_and_validate(
            headers={"Authorization": f"Bearer {token}"},
            excluded_checks=excluded,
        )

    ask()
