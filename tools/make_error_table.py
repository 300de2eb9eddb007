"""Make docs/beheerder/foutcodes.md of all faults in the code; --check says if it is up to date."""

import importlib
import pkgutil
import sys
from pathlib import Path

import weerklank
from weerklank.model.errors import CATALOGUE

TARGET = Path(__file__).parents[1] / "docs" / "beheerder" / "foutcodes.md"

ABOUT = """\
<!-- Made by tools/make_error_table.py of the code: change the code, not this file. -->
# Foutcodes

Elke fout heeft een vaste code, een zin en een volgende stap. Tussen accolades staat wat per geval
wordt ingevuld: een bestandsnaam, een recordnummer, een naam uit het eigen accountoverzicht; nooit
inhoud en nooit een derde. Met `--json` staan dezelfde code, zin en stap in het antwoord.

| code | wat er is | wat u doet |
|---|---|---|
"""


def load_all() -> None:
    """Import every module of the program, since each enters its own faults."""
    for module in pkgutil.walk_packages(weerklank.__path__, "weerklank."):
        if not module.name.endswith(".weerklank_verify"):  # stands alone, has no faults
            importlib.import_module(module.name)


def table() -> str:
    """Write the table in Dutch."""
    load_all()
    lines = [
        f"| `{code}` | {_cell(fault.message.nl)} | {_cell(fault.hint.nl)} |"
        for code, fault in sorted(CATALOGUE.items())
    ]
    return ABOUT + "\n".join(lines) + "\n"


def _cell(sentence: str) -> str:
    return sentence.replace("|", "\\|").replace("\n", " ")


def main() -> int:
    """Write the file, or check it."""
    made = table()
    if "--check" in sys.argv[1:]:
        return int(TARGET.read_text(encoding="utf-8") != made)
    TARGET.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
