"""Make docs/beheerder/foutcodes.md of all faults in the code; --check says if it is up to date."""

import importlib
import pkgutil
import re
import sys
from pathlib import Path

import weerklank
from made_file import write_or_check
from weerklank.integrity.verify.sentences import REASONS, SENTENCES
from weerklank.model.errors import CATALOGUE

#: A word for one and a word for more: the table says the latter.
_CHOICE = re.compile(r"\{\w+:[^|{}]*\|([^{}]*)\}")
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


FINDINGS = """
## Bevindingen van een controle

`weerklank verify` breekt niet af op een bevinding: alle worden genoemd, met code en plaats, en de
exitcode is 1. Wijzig niets; vergelijk met een replica of back-up.

| code | wat er is |
|---|---|
"""

NOT_CHECKED = """
## Niet gecontroleerd

Wat niet gecontroleerd kon worden, is geen bevinding en ook niet goed. De reden staat erbij:

"""


def load_all() -> None:
    """Import every module of the program, since each enters its own faults."""
    for module in pkgutil.walk_packages(weerklank.__path__, "weerklank."):
        # Stands alone, or is of a database that is set up first; neither has faults.
        if not module.name.endswith((".weerklank_verify", ".models", ".0001_provider_person")):
            importlib.import_module(module.name)


def table() -> str:
    """Write the table in Dutch."""
    load_all()
    lines = [
        f"| `{code}` | {_cell(fault.message.nl)} | {_cell(fault.hint.nl)} |"
        for code, fault in sorted(CATALOGUE.items())
    ]
    findings = [f"| `{code}` | {_cell(text.nl)} |" for code, text in sorted(SENTENCES.items())]
    reasons = [f"- {text.nl}" for text in REASONS.values()]
    return "".join(
        (ABOUT, _lines(lines), FINDINGS, _lines(findings), NOT_CHECKED, _lines(reasons))
    )


def _lines(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _cell(sentence: str) -> str:
    sentence = _CHOICE.sub(r"\1", sentence)
    return sentence.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(write_or_check(TARGET, table()))
