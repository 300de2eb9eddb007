"""Check MDTO of anyone: a document, or a delivery with its bytes and its pakbon.

By the schema, by the rules that it misses, and by what only shows in the whole. It needs no
archive and takes nothing in; what it reads is foreign, and only ordinary files are opened.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BufferedReader
from itertools import chain
from pathlib import Path
from typing import cast

from weerklank.model.errors import BrokenInput, WrongUse
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Language, Text
from weerklank.package.bag import content_of
from weerklank.services.transfer.plain_files import files_below, opened, pieces_of
from weerklank.services.workplace import Reporter
from weerklank.transfer.delivery_rules import found_in_delivery, next_step
from weerklank.transfer.mdto import InformationObject, Reference
from weerklank.transfer.mdto_delivery import MANIFEST, PAKBON, SIDECAR, Delivery
from weerklank.transfer.mdto_rules import Finding, findings_in, findings_in_part
from weerklank.transfer.mdto_xml import read_mdto_in
from weerklank.transfer.read_pakbon import pakbon_findings

#: Findings that are named one by one; more are counted.
MOST_NAMED = 1000
_LINE = re.compile(rb"([0-9a-fA-F]{64}) [ *]([^\r\n]{1,4096})\r?\n?")


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is otherwise than a rule says, and where."""

    #: By its path in the delivery.
    file: str
    rule: str
    reason: Text

    @property
    def is_advice(self) -> bool:
        """Tell whether the norm only advises it."""
        return self.rule.startswith("MDTO-A")

    @property
    def next_step(self) -> Text:
        """Say what to do."""
        return next_step(self.rule)

    def told(self, language: Language) -> JsonObject:
        """Write it."""
        return {
            "advice": self.is_advice,
            "file": self.file,
            "next": self.next_step.say(language),
            "reason": self.reason.say(language),
            "rule": self.rule,
        }


@dataclass(slots=True)
class Checked:
    """What was seen of a document or a delivery."""

    #: Information objects, files with content, and bytes of those.
    objects: int = 0
    files: int = 0
    bytes: int = 0
    #: Rules that were broken and advice that was not followed, named or not.
    broken: int = 0
    advice: int = 0
    findings: list[Found] = field(default_factory=list)

    def take(self, path: str, finding: Finding) -> None:
        """Take a finding in."""
        if finding.is_advice:
            self.advice += 1
        else:
            self.broken += 1
        if len(self.findings) < MOST_NAMED:
            self.findings.append(Found(path, finding.code, finding.text))


def check_mdto(path: Path, reporter: Reporter) -> Checked:
    """Check a document of MDTO, or the folder of a SIP; WrongUse for what is neither."""
    checked = Checked()
    if path.is_dir():
        _Check(content_of(path), checked, reporter).folder()
        return checked
    with opened(Path(os.path.realpath(path))) as stream:
        checked.objects = int(_document(stream, path.name, checked, None))
    return checked


class _Check:
    """Checks one delivery."""

    def __init__(self, root: Path, checked: Checked, reporter: Reporter) -> None:
        self._root = root
        self._checked = checked
        self._reporter = reporter
        #: A file with many digests, by the same algorithm too, is read once for each.
        self._digest = lru_cache(maxsize=8)(self._calculate)

    def folder(self) -> None:
        """Check all of it."""
        with Delivery() as delivery:
            for number, (name, path) in enumerate(files_below(self._root), 1):
                if path is None:
                    self._checked.take(name, found_in_delivery("MDTO-D10"))
                else:
                    self._file(delivery, name, path)
                self._reporter.progress(number)
            has_manifest = self._manifest(delivery)
            delivery.done()
            self._whole(delivery, has_manifest=has_manifest)

    def _whole(self, delivery: Delivery, *, has_manifest: bool) -> None:
        """Look at what only shows once every file was seen."""
        take = self._checked.take
        in_manifest = delivery.wrong_in_manifest() if has_manifest else ()
        for name, finding in chain(delivery.findings(), delivery.wrong_bytes(), in_manifest):
            take(name, finding)
        for one in delivery.not_calculated():
            if one.algorithm is None:
                take(one.sidecar, found_in_delivery("MDTO-A03"))
                continue
            try:
                is_same = self._digest(one.path, one.algorithm) == one.value
            except WrongUse:  # by its name here it can't be found, or it is gone meanwhile
                take(one.path, found_in_delivery("MDTO-D10"))
                continue
            if not is_same:
                take(one.path, found_in_delivery("MDTO-B02", value=one.sidecar))
        counts = delivery.counts()
        self._checked.objects, self._checked.files, self._checked.bytes = counts
        for finding in self._pakbon(counts):
            take(PAKBON, finding)

    def _file(self, delivery: Delivery, name: str, path: Path) -> None:
        delivery.begin(name)
        try:
            with opened(path) as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                delivery.measure(stream.tell(), digest)
                if name.lower().endswith(SIDECAR):
                    stream.seek(0)
                    _document(stream, name, self._checked, delivery)
        except (OSError, WrongUse):
            self._checked.take(name, found_in_delivery("MDTO-D10"))

    def _calculate(self, name: str, algorithm: str) -> str:
        with opened(self._root / name) as stream:
            return hashlib.file_digest(stream, algorithm).hexdigest()

    def _manifest(self, delivery: Delivery) -> bool:
        """Take the manifest in; tells whether there is one."""
        try:
            with opened(self._root / MANIFEST) as stream:
                while line := stream.readline(8192):
                    match = _LINE.fullmatch(line)
                    if match is None:
                        self._checked.take(MANIFEST, found_in_delivery("MDTO-B06"))
                        continue
                    name = match[2].decode(errors="backslashreplace")
                    delivery.list_file(name.removeprefix("./"), match[1].decode().lower())
        except WrongUse:
            return False
        return True

    def _pakbon(self, counts: tuple[int, int, int]) -> Iterator[Finding]:
        try:
            with opened(self._root / PAKBON) as stream:
                digest = None
                if (self._root / MANIFEST).is_file():
                    digest = self._digest(MANIFEST, "sha256")
                yield from pakbon_findings(pieces_of(stream), counts, digest)
        except WrongUse:
            yield found_in_delivery("MDTO-P01")


def _document(
    stream: BufferedReader, name: str, checked: Checked, delivery: Delivery | None
) -> bool:
    """Check a document, and take it into a delivery; tells whether it is of an object."""

    def take(part: Reference) -> None:
        if delivery is not None:
            delivery.take_part(part)
        for finding in findings_in_part(part):
            checked.take(name, finding)

    try:
        document = read_mdto_in(pieces_of(stream), name, take)
    except BrokenInput as error:
        # The sentence says which file, and so does the finding.
        checked.take(name, Finding("MDTO-X01", cast("Text", error.values["why"])))
        return False
    for finding in findings_in(document):
        checked.take(name, finding)
    if delivery is not None:
        delivery.describe(name, document)
    return isinstance(document.subject, InformationObject)
