"""The document of the API against the linter of the NL API Design Rules, and hostile requests."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import msgspec
import pytest
import schemathesis
from api_asking import Asking, asking, ended_work, list_of_one
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from shown import ROLES, Shown

from weerklank.model.person import Actor, Role
from weerklank.services.keep.replica_place import add_replica
from weerklank.services.verify.verify_archive import verify_archive
from weerklank.testing.voorbeelddam.build import write_demo_exports
from weerklank.web.api.operation import Operation
from weerklank.web.api.shapes_of_register import Work
from weerklank.web.api.table import OPERATIONS
from weerklank.web.configure import configure
from weerklank.web.permissions import may
from weerklank.web.site import Site
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
        if _begins_a_work(one):  # each starts a process: they are asked below
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


def test_works_that_the_document_allows_begin_end_and_leave_the_archive_whole(
    own: Shown, tmp_path: Path
) -> None:
    """Ask every operation that begins a work, and let each work end before the next is asked.

    What is named in a path is there: a list that may be executed, a set that may go out, a copy
    that waits. Of what comes along in a body every second request is what the work is made for.
    Each work is a process as the server starts it: a fork of this one, which has threads, may wait
    for a lock that nobody in it opens.
    """
    given = _ready(own, tmp_path)
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    ended: list[tuple[str, str]] = []
    for operation in (found.ok() for found in described.get_all_operations()):
        asked = (operation.method.upper(), operation.path)
        one = next(one for one in OPERATIONS if (one.method, one.path) == asked)
        if not _begins_a_work(one):
            continue
        role = next(role for role in Role if role in ROLES and may([role], one.page))
        program = asking(own, role)
        path, body = given.get(one.id, ({}, None))
        for mode in schemathesis.GenerationMode:
            count = itertools.count()

            def fit(
                case: schemathesis.Case,
                path: dict[str, object] = path,
                body: object = body,
                is_allowed: bool = mode is schemathesis.GenerationMode.POSITIVE,
                count: Iterator[int] = count,
            ) -> None:
                case.path_parameters.update(path)
                if is_allowed and body is not None and next(count) % 2 == 0:
                    case.body = body
                    case.query.clear()

            def end(
                answer: schemathesis.Response, one: Operation = one, program: Asking = program
            ) -> None:
                if answer.status_code == HTTPStatus.ACCEPTED:
                    told = ended_work(program, answer.json()["work"])
                    assert told["code"] not in {"DEFECT-001", "STORE-002"}, (one.id, told)
                    ended.append((one.id, told["code"] or ""))

            _ask(operation.as_strategy(generation_mode=mode), program.secret, one, fit, end)
    every = {one.id for one in OPERATIONS if _begins_a_work(one)}
    assert {name for name, _ in ended} == every
    assert {name for name, code in ended if not code} == every, "each did what it is for"
    done = verify_archive(own.workplace, (), deep=True)
    assert not done.findings


def _ready(own: Shown, folder: Path) -> dict[str, tuple[dict[str, object], object]]:
    """Give what each work is about: what stands in its path, and a body that fits it."""
    configure(
        Site(
            archive=own.archive,
            keys=own.keys,
            address="http://testserver",
            sips=folder / "sips",
        )
    )
    (folder / "sips").mkdir()
    keeper = replace(
        own.workplace,
        actor=Actor(system_user="proef", name=ROLES[Role.OPERATOR], roles=(Role.OPERATOR,)),
    )
    add_replica(keeper, (folder / "kopie").as_uri())
    privacy = asking(own, Role.PRIVACY)
    archivist, reviewer = asking(own, Role.ARCHIVIST), asking(own, Role.REVIEWER)
    here, _, count = list_of_one(own)
    reviewer.post(f"{here}/beoordelingen", {"count": count})
    agreed = {"count": count, "word": "vernietigen"}
    assert archivist.post(f"{here}/machtigingen", agreed).json()["state"] == "approved"
    name = here.rpartition("/")[2]
    for program in (archivist, privacy):
        assert program.post("/overbrengbesluiten", {"sealed": "keep"}).status_code == 200
    export = write_demo_exports(folder / "exports").burgemeester
    return {
        "executeDestruction": ({"list": name}, {"count": count}),
        "makeSet": ({"dossier": "w0002"}, None),
        "importExport": ({}, export.read_bytes()),
        "makeTransfer": ({}, {}),
        "readAgain": ({"account": "a0001"}, None),
    }


def _ask(
    cases: SearchStrategy[schemathesis.Case],
    token: str,
    one: Operation,
    fit: Callable[[schemathesis.Case], None] = lambda _: None,
    end: Callable[[schemathesis.Response], None] = lambda _: None,
) -> None:
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
        fit(case)
        end(
            case.call_and_validate(
                headers={"Authorization": f"Bearer {token}"},
                excluded_checks=excluded,
            )
        )

    ask()
