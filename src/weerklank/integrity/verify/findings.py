"""What a check found: findings, what was not checked and why, and how much was looked at.

A check is three-valued: in order (nothing is said), a finding, or not checked. Sentences name
paths and numbers of our own: never content, never a third party.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from weerklank.integrity.verify.sentences import MORE, REASONS, SENTENCES
from weerklank.model.text import Language, Text

#: Findings that are kept; what comes after them is counted.
MOST_FINDINGS = 10_000


def printable(text: str) -> str:
    """Write text so that a terminal and JSON can show it, whatever is in it."""
    shown = text.encode("utf-8", "backslashreplace").decode()
    if shown.isprintable():
        return shown
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    code: str
    #: Below the archive's folder, with slashes.
    path: str
    values: dict[str, str | int | Text] = field(default_factory=dict)

    def message(self, language: Language) -> str:
        """Say what is wrong."""
        return SENTENCES[self.code].say(language, **self.values)


@dataclass(slots=True)
class NotChecked:
    """Something that was not checked: what, how often, and where first."""

    what: str
    count: int = 0
    where: str = ""

    def reason(self, language: Language) -> str:
        """Say why."""
        return REASONS[self.what].say(language, count=self.count, where=self.where)


@dataclass(slots=True)
class Outcome:
    """Gathers what a check finds; keeps no more than `MOST_FINDINGS`."""

    #: Called with the number of files looked at so far.
    progress: Callable[[int], None] = lambda _: None
    findings: list[Finding] = field(default_factory=list)
    more: int = 0
    skipped: dict[str, NotChecked] = field(default_factory=dict)
    objects: int = 0
    files: int = 0
    bytes: int = 0
    records: int = 0

    def found(self, code: str, path: str, **values: str | int | Text) -> None:
        """Add a finding."""
        if len(self.findings) >= MOST_FINDINGS:
            self.more += 1
            return
        shown = {k: printable(v) if isinstance(v, str) else v for k, v in values.items()}
        finding = Finding(code, printable(path), shown)
        if finding not in self.findings[-8:]:
            self.findings.append(finding)

    def skip(self, what: str, where: str = "", count: int = 1) -> None:
        """Say that something was not checked."""
        one = self.skipped.setdefault(what, NotChecked(what, 0, printable(where)))
        one.count += count

    def looked_at(self, size: int) -> None:
        """Count a file that was read."""
        self.files += 1
        self.bytes += size
        self.progress(self.files)

    def all_findings(self) -> list[Finding]:
        """Give the findings, with a last one for those that were not kept."""
        if not self.more:
            return self.findings
        return [*self.findings, Finding(MORE, "", {"count": self.more})]

    def has(self, *prefixes: str) -> bool:
        """Tell whether there is a finding whose code begins with one of these."""
        return any(finding.code.startswith(prefixes) for finding in self.findings)
