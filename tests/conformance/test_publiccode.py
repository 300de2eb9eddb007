"""publiccode.yml by the rules of its standard.

Not validated by an independent tool, as none can be installed with the lock file of this project.
Looked for on 2026-11-26, among what PyPI and npm have: the standard's validator
(italia/publiccode-parser-go, also as publiccode-validator and in publiccode-crawler) is a Go
program and a container; its bindings are for PHP; publiccode-editor has it as WebAssembly made
from Go when it is built, and is published nowhere; the JSON schema (teamdigitale/
publiccode-json-schema) is a repository of scripts, published nowhere, and follows version 0.5 of
the standard. Neither index knows a `publiccode-parser` or `libpubliccode`, nor npm a
`publiccode-json-schema`.

Written here anew from the text of the standard, version 0.4 (yml.publiccode.tools: core schema,
lists of categories and scopes), as a table of keys. Reading YAML is not ours: PyYAML.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).parents[2]
Rule = Callable[[Any], bool]


def text(shortest: int = 1, longest: int = 10_000) -> Rule:
    return lambda value: isinstance(value, str) and shortest <= len(value.strip()) <= longest


def one_of(words: str) -> Rule:
    return lambda value: value in words.split()


def each(rule: Rule) -> Rule:
    return lambda value: isinstance(value, list) and value != [] and all(map(rule, value))


def form(pattern: str) -> Rule:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def is_address(value: Any) -> bool:
    parts = urlsplit(value) if isinstance(value, str) else None
    return parts is not None and parts.scheme in {"http", "https"} and bool(parts.netloc)


def is_day(value: Any) -> bool:
    return isinstance(value, str) and bool(date.fromisoformat(value))


def is_truth(value: Any) -> bool:
    return isinstance(value, bool)


#: Of the list of categories, as far as they could fit.
CATEGORIES = (
    "communications compliance-management content-management data-analytics data-collection "
    "digital-asset-management document-management knowledge-management social-media-management"
)
SCOPES = (
    "agriculture culture defence education emergency-services employment energy environment "
    "finance-and-economic-development foreign-affairs government healthcare infrastructures "
    "justice local-authorities manufacturing research science-and-technology security society "
    "sport tourism transportation welfare"
)
_LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"
_DEPENDENCY = "dependsOn/(open|proprietary|hardware)/[0-9]+"
#: Each key, or form of a key, with its rule and whether it must be there. `0` is one of a list.
KEYS: dict[str, tuple[Rule, bool]] = {
    "publiccodeYmlVersion": (one_of("0.4 0.4.0"), True),
    "name": (text(), True),
    "applicationSuite": (text(), False),
    "url": (is_address, True),
    "landingURL": (is_address, False),
    "roadmap": (is_address, False),
    "softwareVersion": (text(), False),
    "releaseDate": (is_day, True),
    "platforms": (each(text()), True),
    "categories": (each(one_of(CATEGORIES)), True),
    "usedBy": (each(text()), False),
    "developmentStatus": (one_of("concept development beta stable obsolete"), True),
    "softwareType": (
        one_of(
            "standalone/mobile standalone/iot standalone/desktop standalone/web "
            "standalone/backend standalone/other addon library configurationFiles"
        ),
        True,
    ),
    "intendedAudience/countries": (each(form("[A-Z]{2}")), False),
    "intendedAudience/unsupportedCountries": (each(form("[A-Z]{2}")), False),
    "intendedAudience/scope": (each(one_of(SCOPES)), False),
    f"description/{_LANGUAGE}/localisedName": (text(), False),
    f"description/{_LANGUAGE}/shortDescription": (text(longest=150), True),
    f"description/{_LANGUAGE}/longDescription": (text(150, 10_000), True),
    f"description/{_LANGUAGE}/(documentation|apiDocumentation)": (is_address, False),
    f"description/{_LANGUAGE}/features": (each(text()), True),
    f"description/{_LANGUAGE}/awards": (each(text()), False),
    # One licence or an expression of SPDX; ours is one.
    "legal/license": (form(r"[A-Za-z0-9.+-]+"), True),
    "legal/mainCopyrightOwner": (text(), False),
    "maintenance/type": (one_of("internal contract community none"), True),
    "maintenance/contacts/[0-9]+/name": (text(), True),
    "maintenance/contacts/[0-9]+/email": (form(r"[^@\s]+@[^@\s]+\.[^@\s]+"), False),
    "maintenance/contacts/[0-9]+/(affiliation|phone)": (text(), False),
    "localisation/localisationReady": (is_truth, True),
    "localisation/availableLanguages": (each(form(_LANGUAGE)), True),
    f"{_DEPENDENCY}/name": (text(), False),
    f"{_DEPENDENCY}/(version|versionMin|versionMax)": (text(), False),
    f"{_DEPENDENCY}/optional": (is_truth, False),
}


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give each key with its value; a list of plain values is one value."""
    if isinstance(value, dict):
        pairs: Any = value.items()
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        pairs = enumerate(value)
    else:
        yield path, value
        return
    for key, inner in pairs:
        yield from leaves(inner, f"{path}/{key}".lstrip("/"))


def wrong_in(content: dict[str, Any]) -> list[str]:
    """Name the keys that the standard does not know, does not allow so, or misses."""
    found, met = [], set()
    for path, value in leaves(content):
        rules = [(name, rule) for name, (rule, _) in KEYS.items() if re.fullmatch(name, path)]
        met |= {name for name, _ in rules}
        if not rules or not all(rule(value) for _, rule in rules):
            found.append(path)
    found += [name for name, (_, must) in KEYS.items() if must and name not in met]
    # What must be said, is said in each language.
    for language, told in content.get("description", {}).items():
        missing = {"shortDescription", "longDescription", "features"} - set(told)
        found += [f"description/{language}/{name}" for name in sorted(missing)]
    return found


@pytest.fixture
def content() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    return read


def test_publiccode_yml_keeps_the_standard_not_validated_by_an_independent_tool(content):
    assert wrong_in(content) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("url", "geen adres"),
        ("releaseDate", None),
        ("developmentStatus", "alpha"),
        ("softwareType", "standalone"),
        ("categories", ["archief"]),
        ("platforms", []),
        ("intendedAudience/countries", ["nl"]),
        ("description/nl/shortDescription", "x" * 151),
        ("description/en/longDescription", "te kort"),
        ("description/en/features", None),
        ("maintenance/type", "nobody"),
        ("localisation/localisationReady", "yes"),
        ("legal/licence", "EUPL-1.2"),
        ("unknown", "x"),
    ],
)
def test_the_rules_find_what_is_against_the_standard(content, path, value):
    *above, last = path.split("/")
    place = content
    for key in above:
        place = place[key]
    place[last] = value
    if value is None:
        del place[last]
    assert path in wrong_in(content)


def test_what_the_file_says_of_us_is_so(content):
    """Also in other files: the licence and the languages."""
    assert f'license = "{content["legal"]["license"]}"' in (ROOT / "pyproject.toml").read_text()
    assert set(content["description"]) == set(content["localisation"]["availableLanguages"])
