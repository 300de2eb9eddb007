"""The last look at a page before it is written: everybody whom the run met, in every form."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick

from weerklank.minimise.folding import fold_key
from weerklank.minimise.hidden_writings import hidden_writings
from weerklank.minimise.name_words import says_little
from weerklank.minimise.page_shown import ShowsItems
from weerklank.minimise.who import Whois
from weerklank.model.item import AuthorRole
from weerklank.model.page import ChosenPage
from weerklank.model.raw import RawPerson

_SCHEME = re.compile(r"[a-z+]+://(?:www\.)?", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
#: An id of figures alone is told from a count from this length on.
_SHORTEST_ID = 8
#: From this length on what is looked for is found in a text without its spaces as well.
_SHORTEST_SQUEEZED = 10
#: Handles and names, squeezed, from this length on are somebody's in a word that is no text.
_SHORTEST_CALLED, _SHORTEST_NAME = 6, 8
_OF_ADDRESS = "://"
#: Handles that keep no file and no style out: words in the addresses and styles of platforms.
_OF_PLATFORMS = frozenset(
    "system mediaattachments attachments attachment original static accounts account avatars "
    "avatar headers header preview previews emojis customemojis images public assets uploads "
    "content status statuses statuscontent detailed detailedstatus display displayname "
    "columns column button gallery mediagallery player videoplayer audioplayer hashtag "
    "warning poster thumbnail "
    "family weight height center middle bottom hidden visible absolute relative inline normal "
    "inherit initial transparent background foreground border margin padding transform transition "
    "animation container wrapper sprite square circle".split()
)
_PART_OF_NAME = re.compile(r"[^\W_]+")
_PART = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class KnownPersons:
    """Everybody whom a run met, but ours: by what none of them may stand in a page."""

    def __init__(self, who: Whois, shown: ShowsItems, own_names: Iterable[str] = ()) -> None:
        """Know who is who; `own_names` are display names of the account itself.

        Somebody may call themselves the same, and then that name in a page is ours.
        """
        self._who = who
        self._shown = shown
        self._own_names = {_plainly(name) for name in own_names}
        #: Folded; of names it is counted how often the archive itself says them.
        self._signs: dict[str, None] = {}
        self._names: dict[str, None] = {}
        self._finds: AhoCorasick | None = None
        #: Handles and names, squeezed: by what a word that is no text may name somebody.
        self._called: set[str] = set()
        self._named: set[str] = set()
        self._names_within: AhoCorasick | None = None

    def note(self, persons: Iterable[RawPerson]) -> None:
        """Take up persons as the platform names them; those of ours are passed over."""
        self._finds = self._names_within = None
        for person in persons:
            if self._who.role(person) is AuthorRole.CITIZEN:
                self._signs |= dict.fromkeys(_signs(person))
                self._called |= _called(person)
                name = _plainly(person.display_name or "")
                if _is_telling(name) and name not in self._own_names:
                    self._names[name] = None
                    if len(_squeezed(name)) >= _SHORTEST_NAME:
                        self._named.add(_squeezed(name))

    def in_words(self, words: str) -> bool:
        """Tell whether words that are no text name somebody: classes, addresses of files.

        Names that a platform may have in its styles as well count too: what is left out by that is
        how something looks.
        """
        read = [one for line in words.splitlines() for one in _readings_of_word(line)]
        lines = list(map(fold_key, read))
        apart = (
            one for line in lines for one in (line, *_WORD.findall(line), *_PART.findall(line))
        )
        if not self._called.isdisjoint(map(_squeezed, apart)):
            return True
        if not self._named:
            return False
        if self._names_within is None:
            self._names_within = AhoCorasick(sorted(self._named))
        if any(self._names_within.find_matches_as_indexes(_squeezed(one)) for one in lines):
            return True
        addresses = [set(_PART_OF_NAME.findall(one)) for one in lines if _OF_ADDRESS in one]
        return any(found.issuperset(name.split()) for found in addresses for name in self._names)

    def found_in(self, chosen: ChosenPage) -> int:
        """Count by how many handles, ids, addresses and names somebody stands in a page."""
        texts = (
            chosen.html.decode(),
            chosen.text,
            "\n".join(chosen.resources),
            chosen.title or "",
            chosen.address,
        )
        found = {sign for text in texts for sign in self._signs_in(text)}
        return len(found) + self._names_in(chosen) + self._of_thread(chosen)

    def _signs_in(self, text: str) -> Iterator[str]:
        signs = list(self._signs)
        if not signs:
            return
        if self._finds is None:
            self._finds = AhoCorasick(signs)
        automaton = self._finds
        for reading in _readings(text):
            key = fold_key(reading)
            whole: Counter[int] = Counter()
            for number, start, end in automaton.find_matches_as_indexes(key, overlapping=True):
                whole[number] += 1
                if not (_is_word(key, start - 1) or _is_word(key, end)):
                    yield signs[number]
            squeezed = _SPACE.sub("", _TAG.sub("", key))
            found = automaton.find_matches_as_indexes(squeezed, overlapping=True)
            for number, count in Counter(number for number, _, _ in found).items():
                if count > whole[number] and len(signs[number]) >= _SHORTEST_SQUEEZED:
                    yield signs[number]

    def _names_in(self, chosen: ChosenPage) -> int:
        """Count the names that a page says more often than the archive does of what it shows."""
        if not self._names:
            return 0
        names = list(self._names)
        held = _counts(names, _plainly(self._shown.said(chosen.shows)))
        page = _plainly(f"{chosen.title or ''}\n{_shown_of(chosen)}")
        now = _counts(names, page)
        squeezed = page.replace(" ", "")
        parted = (
            name.replace(" ", "") in squeezed and not now.get(name) and not held.get(name)
            for name in names
            if len(name) >= _SHORTEST_SQUEEZED
        )
        return sum(now[name] > held.get(name, 0) for name in now) + sum(parted)

    def _of_thread(self, chosen: ChosenPage) -> int:
        """Count whether somebody of the thread is named in a page of one post."""
        if chosen.post_box is None:
            return 0
        return int(self._shown.names(_shown_of(chosen), chosen.shows[:1]))


def leaks_of(chosen: ChosenPage, known: KnownPersons) -> int:
    """Count who of those whom the run met stands in a page; with any, it is not to be written."""
    return known.found_in(chosen)


def _shown_of(chosen: ChosenPage) -> str:
    """Give all that a page says: its words, and what its attributes say."""
    page = chosen.html.decode()
    body = page[page.find("<body") :]
    said = re.findall(r'(?:alt|title|aria-label|placeholder)="([^"]*)"', body)
    return "\n".join((html.unescape(_TAG.sub(" ", body)), *map(html.unescape, said)))


def _signs(person: RawPerson) -> Iterator[str]:
    for handle in filter(None, (person.handle, *person.other_handles)):
        name, _, server = handle.lstrip("@").partition("@")
        if server:
            yield fold_key(f"{name}@{server}")
            yield from (fold_key(f"{server}/{way}{name}") for way in ("@", "users/"))
    for address in filter(None, (person.user_id, *person.addresses)):
        bare = _SCHEME.sub("", address).rstrip("/")
        is_short = bare.isdecimal() and len(bare) < _SHORTEST_ID
        if not is_short and len(bare) >= _SHORTEST_ID:
            yield fold_key(bare)


def _readings_of_word(word: str) -> Iterator[str]:
    """Give a word, and of an address also what may be written in it, behind its host."""
    if _OF_ADDRESS not in word:
        yield word
        return
    for one in _readings(word.partition(_OF_ADDRESS)[2].partition("/")[2]):
        yield f"{_OF_ADDRESS}/{one}"


def _called(person: RawPerson) -> set[str]:
    """Give handles without their servers, squeezed, that are long enough to be nobody else's."""
    handles = filter(None, (person.handle, *person.other_handles))
    bare = (_squeezed(fold_key(one.lstrip("@").partition("@")[0])) for one in handles)
    return {one for one in bare if len(one) >= _SHORTEST_CALLED} - _OF_PLATFORMS


def _squeezed(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _is_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isalnum()


def _plainly(text: str) -> str:
    """Give a text as it is compared: words alone, folded, with one space between."""
    return " ".join(_WORD.findall(fold_key(text)))


def _is_telling(name: str) -> bool:
    """Tell of a folded display name whether it is of somebody, wherever it stands."""
    words = name.split()
    return len(words) > 1 and any(not says_little(word) for word in words)


def _counts(names: list[str], text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    padded = f" {text} "
    for number, start, end in AhoCorasick(names).find_matches_as_indexes(padded, overlapping=True):
        if padded[start - 1] == " " == padded[end]:
            found[names[number]] = found.get(names[number], 0) + 1
    return found


def _readings(text: str) -> Iterator[str]:
    """Give a text as it stands and in every way in which something may be written in it."""
    yield text
    read = html.unescape(text)
    if read != text:
        yield read
    for _, hidden in hidden_writings(read, _not_opened):
        # What is no text in it stands as halves of characters, which nothing searches.
        yield hidden.encode("utf-8", "replace").decode()


def _not_opened(_: int, __: bytes) -> None:
    """Pass over a container in base 64: no picture that a page holds in itself is kept."""
