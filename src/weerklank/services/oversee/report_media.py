"""What media of the archive carry besides what they show: counted by kind, and in a sentence."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from weerklank.model.errors import BrokenInput
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.medium_trace import NotCleaned, Trace
from weerklank.model.number_words import number
from weerklank.model.text import Language, Text
from weerklank.package.names import MEDIA, Found, packages
from weerklank.package.reader import read_items
from weerklank.services.find.clean_medium import traces_of
from weerklank.services.find.trace_words import TRACES
from weerklank.services.workplace import Workplace
from weerklank.store.ocfl import CONTENT

_FOUND = Text(
    "Van de {files} foto's, films en geluiden bevatten de originelen: {found}. Wie een bericht "
    "mag zien, krijgt een kopie zonder; het origineel krijgen archivaris, privacy officer en "
    "inspecteur.",
    "Of {files} pictures, films and sounds the originals hold: {found}. Who may see a post has a "
    "copy without; archivist, privacy officer and inspector have the original.",
)
_NOT_CLEANED = Text(
    "Van {n} mediabestanden is geen kopie zonder metagegevens te maken; zij worden alleen als "
    "origineel gegeven.",
    "Of {n} media files no copy without metadata can be made; they are given as originals alone.",
)
_UNREAD = Text(
    "{n} pakketten met media konden hiervoor niet worden gelezen.",
    "{n} packages with media could not be read for this.",
)


@dataclass(slots=True)
class MediaFacts:
    """What media of posts carry, in numbers; never a value of it."""

    #: Files of posts and profiles; none of pages.
    files: int = 0
    #: How many have each kind of trace.
    traces: Counter[Trace] = field(default_factory=Counter)
    not_cleaned: Counter[NotCleaned] = field(default_factory=Counter)
    #: Packages that could not be read.
    unread: int = 0

    def note(self, path: Path) -> None:
        """Look at a file."""
        found = traces_of(path)
        self.files += 1
        if isinstance(found, NotCleaned):
            self.not_cleaned[found] += 1
        else:
            self.traces.update(found)


def media_facts(workplace: Workplace, of: AccountId | None) -> MediaFacts:
    """Count what media carry, of an account or of all."""
    facts = MediaFacts()
    for package in packages(workplace.layout):
        if of in (None, package.name.account) and (package.folder / CONTENT / MEDIA).is_dir():
            try:
                _note_package(package, facts)
            except (BrokenInput, OSError):
                facts.unread += 1
    return facts


def _note_package(package: Found, facts: MediaFacts) -> None:
    names = {
        medium.file
        for _, items in read_items(package)
        for item in items
        for medium in item.media
        if medium.file and medium.role is None
    }
    for name in sorted(names):
        path = package.folder / CONTENT / MEDIA / name
        if path.is_file():  # else it came in with an earlier version, in another package
            facts.note(path)


def on_media(facts: MediaFacts, language: Language) -> list[str]:
    """Tell what media carry; nothing where there are none."""
    told = []
    if facts.files:
        found = [
            f"{TRACES[one].say(language)} ({number(facts.traces[one], language)})"
            for one in Trace
            if facts.traces[one]
        ]
        nothing = Text("niets daarvan", "nothing of that").say(language)
        files = number(facts.files, language)
        told.append(_FOUND.say(language, files=files, found=", ".join(found) or nothing))
    for text, count in ((_NOT_CLEANED, facts.not_cleaned.total()), (_UNREAD, facts.unread)):
        if count:
            told.append(text.say(language, n=number(count, language)))
    return told


def media_json(facts: MediaFacts) -> JsonObject:
    """Write the numbers with the names of the command line."""
    traces: dict[str, Json] = {one.value: facts.traces[one] for one in Trace}
    return {
        "files": facts.files,
        "not_cleaned": facts.not_cleaned.total(),
        "traces": traces,
        "unread": facts.unread,
    }
