"""Everything that can go wrong, as people and scripts meet it.

WeerklankError                 exit
 ├─ WrongUse                     2   the command was not understood
 ├─ Refused                      3   policy says no; trying again changes nothing
 ├─ NotNow                       4   the outside world failed; try again
 ├─ Locked                       5   another run holds the lock
 ├─ BrokenInput                  6   which file, which record, why
 └─ Defect                      70   a fault of ours

Each kind of fault has a code in `CATALOGUE` with a sentence and a next step in both languages.
Values in a sentence are file names, record numbers and addresses of our own: never content,
never a third party.
"""

from dataclasses import dataclass
from typing import ClassVar

from weerklank.model.json_value import JsonObject
from weerklank.model.run import RunReport
from weerklank.model.text import Language, Text


@dataclass(frozen=True, slots=True)
class Fault:
    """What an error code means and what to do about it."""

    message: Text
    hint: Text


CATALOGUE: dict[str, Fault] = {}


class WeerklankError(Exception):
    """An error for people: a code from the catalogue and the values of its sentence."""

    exit_code: ClassVar[int] = 70
    retryable: ClassVar[bool] = False

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
        #: The runs that went before it: what they harvested is kept, and told with the error.
        self.runs: tuple[RunReport, ...] = ()
        #: What a command had to tell besides the error.
        self.answer: JsonObject = {}

    def __str__(self) -> str:
        return f"{self.code}: {self.message('en')}"

    def message(self, language: Language) -> str:
        """Say what is wrong."""
        return CATALOGUE[self.code].message.say(language, **self.values)

    def hint(self, language: Language) -> str:
        """Say what to do next."""
        return CATALOGUE[self.code].hint.say(language, **self.values)


class WrongUse(WeerklankError):
    """The command was not understood, or names something that does not exist."""

    exit_code = 2


class Refused(WeerklankError):
    """Policy, role or law says no."""

    exit_code = 3


class NotNow(WeerklankError):
    """The outside world failed or something is not ready; trying again may help."""

    exit_code = 4
    retryable = True


class Locked(WeerklankError):
    """Another run holds the lock."""

    exit_code = 5
    retryable = True


class BrokenInput(WeerklankError):
    """What was handed in can't be read."""

    exit_code = 6


class Defect(WeerklankError):
    """A fault of ours: the archive is left as it was."""

    exit_code = 70


def fault(code: str, message: Text, hint: Text) -> str:
    """Enter a fault in the catalogue; a code is given out once."""
    if code in CATALOGUE:
        raise ValueError(code)
    CATALOGUE[code] = Fault(message, hint)
    return code


INTERRUPTED = fault(
    "RUN-001",
    Text(nl="Onderbroken.", en="Interrupted."),
    Text(
        nl="Wat is afgesloten, blijft. Geef hetzelfde commando opnieuw om verder te gaan.",
        en="What was closed stays. Give the same command again to go on.",
    ),
)


class RunInterrupted(KeyboardInterrupt):
    """Ctrl-C while a run was at work: what it harvested until then is kept, and told."""

    def __init__(self, run: RunReport) -> None:
        super().__init__()
        self.run = run
        #: Runs of the same command that were done before.
        self.earlier: tuple[RunReport, ...] = ()
