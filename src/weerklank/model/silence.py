"""Silence: from when on an account that is said to be in use is reported as silent (A2)."""

from dataclasses import dataclass

from weerklank.model.text import Text


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """After how many calendar months without a post, and who says so."""

    months: int
    source: Text


#: Module 3 asks for the register to tell accounts that are used no more; it names no term.
SILENCE = SilenceRule(
    6,
    Text(
        "eigen norm; module 3 noemt geen termijn",
        "a rule of our own; module 3 names no term",
    ),
)
