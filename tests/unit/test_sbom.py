"""The bill of materials is a good one by its own grammar, and all licences in it go with ours."""

import re
from functools import cache
from pathlib import Path

import orjson
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import Licensing, get_spdx_licensing

import make_sbom

ROOT = Path(__file__).parents[2]
#: Licences of libraries and files that a work under the EUPL-1.2 may use and be handed out with.
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "EUPL-1.2", "ISC", "MIT", "MIT-0",
    "LGPL-3.0-only", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0",
}  # fmt: skip
#: A program of its own, handed out unchanged beside ours and run by the browser apart from it; the
#: AGPL-3.0 is besides in the appendix of the EUPL-1.2 (docs/adr/0099).
BESIDE = {"replaywebpage": "AGPL-3.0-or-later"}


@pytest.fixture(scope="module")
def bill() -> dict:
    return make_sbom.bill()


@cache
def known() -> Licensing:
    return get_spdx_licensing()


def goes_with_ours(expression: str) -> bool:
    """Tell whether an expression leaves a choice of which each part is allowed."""
    licensing = known()
    parsed = licensing.parse(expression, validate=True)
    given = {one.key: licensing.TRUE for one in parsed.symbols if one.key in ALLOWED}
    refused = {one.key: licensing.FALSE for one in parsed.symbols if one.key not in ALLOWED}
    values = {licensing.parse(name): value for name, value in (given | refused).items()}
    return bool(parsed.subs(values, simplify=True) == licensing.TRUE)


def test_it_is_valid_by_the_grammar_of_cyclonedx(bill: dict) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(orjson.dumps(bill).decode()) is None
    spoilt = bill | {"components": [bill["components"][0] | {"type": "iets"}]}
    assert validator.validate_str(orjson.dumps(spoilt).decode()) is not None


def test_all_licences_go_with_ours(bill: dict) -> None:
    for one in bill["components"]:
        expression = one["licenses"][0]["expression"]
        assert goes_with_ours(expression) or BESIDE.get(one["name"]) == expression, one["name"]
    assert not goes_with_ours("GPL-3.0-only")
    assert not goes_with_ours("MIT AND SSPL-1.0")
    assert goes_with_ours("SSPL-1.0 OR MIT")


def test_it_tells_what_is_locked_and_all_of_it_hangs_together(bill: dict) -> None:
    text = (ROOT / "requirements.lock").read_text()
    locked = dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))
    named = {one["name"]: one["version"] for one in bill["components"]}
    python = {name: number for name, number in named.items() if f"pypi/{name}@" in str(bill)}
    assert {"django", "botocore", "urllib3", "pyarrow"} <= set(python)
    assert not {"pytest", "mypy", "hypothesis"} & set(python)
    assert {name: locked[name.replace(".", "-")] for name in python} == python
    refs = {one["bom-ref"] for one in bill["components"]}
    assert {ref for one in bill["dependencies"] for ref in one["dependsOn"]} == refs


def test_a_library_without_a_licence_is_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_sbom, "_READ", {})
    with pytest.raises(KeyError):
        make_sbom.licence_of("pyrage")
