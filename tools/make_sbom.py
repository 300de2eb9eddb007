"""Write what the program is made of, as a CycloneDX bill of materials.

    python tools/make_sbom.py [FILE]

Told are the libraries that an installation brings, at the versions that are installed here, and
the packages that the pages are dressed with, at those of their lock file; what only tests and
builds need is left out. The same environment gives the same bytes: it holds no moment.
"""

import base64
import json
import re
import sys
import tomllib
from importlib.metadata import metadata, requires, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
#: What a library says of its licence in words of its own, as SPDX has it.
_SPDX = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "mit license": "MIT",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
}
#: What says it in no field, or in too few words there; as the file with its licence has it.
_READ = {"pyrage": "MIT", "python-dateutil": "Apache-2.0 OR BSD-3-Clause"}
_CLASSIFIER = "License :: OSI Approved :: "
Part = dict[str, object]
Json = dict[str, Any]


def licence_of(name: str) -> str:
    """Give the licence of an installed library as an SPDX expression; KeyError for none known."""
    told = metadata(name)
    if name in _READ:
        return _READ[name]
    if told["License-Expression"]:
        return str(told["License-Expression"])
    classified = [
        one.removeprefix(_CLASSIFIER)
        for one in told.get_all("Classifier") or []
        if one.startswith(_CLASSIFIER)
    ]
    said = str(told["License"] or "").strip()
    for one in (said, *classified):
        if one.lower() in _SPDX:
            return _SPDX[one.lower()]
        if re.fullmatch(r"[A-Za-z0-9.+-]+-[0-9.]+[A-Za-z-]*|MIT|ISC", one):
            return str(one)
    raise KeyError(name)


def _project() -> Json:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return dict(tomllib.load(file)["project"])


def _asked_for() -> list[Requirement]:
    """Give what an installation asks for, with all that it may have besides."""
    project = _project()
    extras = [part for name, part in project["optional-dependencies"].items() if name != "dev"]
    return [Requirement(one) for part in (project["dependencies"], *extras) for one in part]


def libraries() -> dict[str, list[str]]:
    """Give the libraries that an installation brings, each with those that it asks for."""
    found: dict[str, list[str]] = {}
    waiting = _asked_for()
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        if name in found:
            continue
        extras = (*asked.extras, "")
        needs = [Requirement(one) for one in requires(name) or []]
        here = [
            one
            for one in needs
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras)
        ]
        found[name] = sorted({canonicalize_name(one.name) for one in here})
        waiting += here
    return found


def _python(name: str) -> Part:
    purl = f"pkg:pypi/{name}@{version(name)}"
    return _part(purl, name, version(name), licence_of(name))


def _part(purl: str, name: str, number: str, licence: str) -> Part:
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": number,
        "purl": purl,
        "licenses": [{"expression": licence}],
    }


def pages() -> list[Part]:
    """Give the packages that the pages are dressed with."""
    lock = json.loads((ROOT / "front-end/package-lock.json").read_bytes())
    made = []
    for path, told in sorted(lock["packages"].items()):
        if not path or told.get("dev"):
            continue
        name = path.rpartition("node_modules/")[2]
        purl = f"pkg:npm/{name.replace('@', '%40')}@{told['version']}"
        kind, _, digest = told["integrity"].partition("-")
        part = _part(purl, name, told["version"], told["license"])
        content = base64.b64decode(digest).hex()
        made.append(
            part | {"hashes": [{"alg": kind.upper().replace("SHA", "SHA-"), "content": content}]}
        )
    return made


def bill() -> Part:
    """Give the bill of materials."""
    found = libraries()
    parts = [_python(name) for name in sorted(found)]
    refs = {str(one["name"]): str(one["bom-ref"]) for one in parts}
    more = pages()
    project = _project()
    own = f"pkg:pypi/weerklank@{project['version']}"
    whole = _part(own, "weerklank", project["version"], project["license"])
    asked = sorted({canonicalize_name(one.name) for one in _asked_for()})
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": whole | {"type": "application"}},
        "components": [*parts, *more],
        "dependencies": [
            {
                "ref": own,
                "dependsOn": [*(refs[one] for one in asked), *(one["bom-ref"] for one in more)],
            },
            *(
                {"ref": refs[name], "dependsOn": [refs[one] for one in needs]}
                for name, needs in sorted(found.items())
            ),
        ],
    }


def main() -> None:
    """Write the bill to a file, or to standard output."""
    written = json.dumps(bill(), indent=1, ensure_ascii=False) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(written)
    else:
        sys.stdout.write(written)


if __name__ == "__main__":
    main()
