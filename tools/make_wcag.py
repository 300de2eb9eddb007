"""Make docs/toezicht/toegankelijkheid.md of docs/toezicht/wcag.toml; --check only compares.

With --results FILE (JUnit XML, as `pytest --junit-xml` writes it) it ends with 1 when a test that
the page rests on failed, was skipped, or did not run.
"""

import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from made_file import write_or_check

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "docs" / "toezicht" / "wcag.toml"
TARGET = ROOT / "docs" / "toezicht" / "toegankelijkheid.md"

RESULTS = {
    "tested": "getoetst",
    "partly": "deels getoetst",
    "unchecked": "niet gecontroleerd",
    "none": "niet van toepassing",
}
ABOUT = """\
<!-- Made by tools/make_wcag.py of docs/toezicht/wcag.toml: change that file, not this one. -->
# Toegankelijkheid: wat is getoetst

Per succescriterium van WCAG 2.2, niveau A en AA (EN 301 549): welke test het laat zien, en wat
geen test laat zien. De tests staan in de broncode; die van schermen draaien in Chromium. De tests
`axe` en `widths` bekijken elk soort scherm, de andere een keuze. Dit is geen verklaring van een
onderzoeksbureau en geen belofte dat er geen drempels zijn.

| uitkomst | betekenis |
|---|---|
| getoetst | de genoemde tests gaan na wat het criterium van deze schermen vraagt |
| deels getoetst | de tests gaan een deel na; de laatste kolom zegt wat overblijft |
| niet gecontroleerd | geen test gaat het na; dat is niet goed en niet fout |
| niet van toepassing | de schermen hebben niet waar het criterium over gaat |

Niet getoetst is met een schermlezer, met mensen met een beperking, en in andere browsers. Een
organisatie die Weerklank gebruikt, maakt haar eigen toegankelijkheidsverklaring (Besluit digitale
toegankelijkheid overheid) en kan deze tabel als bijlage nemen. Berichten, beelden en films van
platforms zijn bewaard zoals zij waren: wat daaraan ontbreekt, herstelt een archief niet.
"""


def read() -> dict[str, Any]:
    """Read the table."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def statement() -> str:
    """Write the page."""
    told = read()
    counted = Counter(one["result"] for one in told["criteria"])
    parts = [ABOUT, "\n## Samengevat\n\n| uitkomst | criteria |\n|---|---|\n"]
    parts += [f"| {name} | {counted[code]} |\n" for code, name in RESULTS.items()]
    parts.append(
        "\n## Per criterium\n\n| criterium | niveau | uitkomst | tests | wat overblijft |\n"
        "|---|---|---|---|---|\n"
    )
    parts += [_row(one) for one in told["criteria"]]
    parts.append("\n## Tests\n\n| test | waar |\n|---|---|\n")
    parts += [f"| {name} | `{where}` |\n" for name, where in told["tests"].items()]
    return "".join(parts)


def _row(one: dict[str, Any]) -> str:
    tests = ", ".join(one.get("tests", ())) or "-"
    return (
        f"| {one['number']} {one['nl']} | {one['level']} | {RESULTS[one['result']]} | {tests} "
        f"| {one.get('left', '-')} |\n"
    )


def lacking(results: Path) -> list[str]:
    """Give the tests of the table that did not all pass in a run."""
    passed: Counter[str] = Counter()
    failed: set[str] = set()
    for case in ET.parse(results).iter("testcase"):
        place = case.get("classname", "").replace(".", "/") + ".py"
        name = f"{place}::{case.get('name', '').partition('[')[0]}"
        if any(case.find(what) is not None for what in ("failure", "error", "skipped")):
            failed.add(name)
        passed[name] += 1
    return [one for one in read()["tests"].values() if one in failed or not passed[one]]


def main() -> int:
    """Make the page, or hold it against results."""
    if "--results" in sys.argv[1:]:
        found = lacking(Path(sys.argv[sys.argv.index("--results") + 1]))
        print(*found, sep="\n")
        return int(bool(found))
    return write_or_check(TARGET, statement())


if __name__ == "__main__":
    sys.exit(main())
