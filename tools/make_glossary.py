"""Make docs/glossary.md of docs/glossary.toml; with --check only say whether it is up to date."""

import sys
import tomllib
from pathlib import Path

from made_file import write_or_check

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "docs" / "glossary.toml"
TARGET = ROOT / "docs" / "glossary.md"

HEADINGS = {
    "term": "Begrippen / Terms",
    "class": "Soorten gegevens / Classes",
    "value": "Waarden / Values",
    "area": "Foutcodes naar onderwerp / Areas of error codes",
}
ABOUT = """\
<!-- Made by tools/make_glossary.py of docs/glossary.toml: change that file, not this one. -->
# Woordenlijst / Glossary

Eén woord voor één ding. Links het woord in code en Engelse tekst, daarnaast het woord dat mensen
in het Nederlands lezen. Wat in de kolom 'niet' staat, wordt in geen van beide gebruikt.

One word for one thing. Left the word of code and English texts, next to it the word that people
read in Dutch. What stands under 'not' is used in neither.
"""


def rows() -> dict[str, list[dict[str, str | list[str]]]]:
    """Read the glossary: per section its rows."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def glossary() -> str:
    """Write the glossary as Markdown."""
    parts = [ABOUT]
    read = rows()
    for section, heading in HEADINGS.items():
        lists = section == "value"
        first = "| lijst / list " if lists else ""
        parts.append(f"## {heading}\n")
        parts.append(
            f"{first}| code | Nederlands | betekenis / meaning | bron / source | niet / not |"
        )
        parts.append("|---" * (6 if lists else 5) + "|")
        for row in sorted(
            read[section], key=lambda row: (str(row.get("of", "")), str(row["code"]))
        ):
            of = f"| {row['of']} " if lists else ""
            forbidden = ", ".join(row.get("not", []))
            parts.append(
                f"{of}| {row['code']} | {row['nl']} | {row['meaning']} | {row['source']} "
                f"| {forbidden} |"
            )
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(write_or_check(TARGET, glossary()))
