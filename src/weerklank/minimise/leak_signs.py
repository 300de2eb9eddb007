"""Signs of people in text that names nobody: what a leak scan looks up in the blind index.

Counts wherever it stands: a handle that is written as one (with its server, behind an `@`, or with
figures, lines or dots in it), an id, the address of a profile, and a whole display name. A first
name alone is a word like any other; whether it names somebody the thread of its text decides, and
that is asked elsewhere (`weerklank.minimise.correction`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from weerklank.minimise.blind_questions import PLATFORMS, BlindQuestions
from weerklank.minimise.folding import fold, fold_key
from weerklank.minimise.name_words import TUSSENVOEGSELS, says_little
from weerklank.model.host_form import handle_form
from weerklank.model.person_address import addresses_within, person_of
from weerklank.model.platform import Platform, platform_of_host

#: Of one text the signs that are looked at are this long at most: a key or a signature is longer.
_LONGEST = 200
_HANDLE_AT = re.compile(r"(?<![\w.@-])@?(\w[\w.-]{0,62})@((?:[\w-]{1,63}\.)+[^\W\d_]{2,24})(?!\w)")
_MENTION = re.compile(r"(?<![\w@./-])@(\w[\w.-]{1,62})(?![\w@])")
_ADDRESS = re.compile(
    r"(?:(?<![\w.+-])(?:https?|web\+ap):/{1,3}|(?<![\w.-])acct:|(?<![\w.@/-])(?=(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}/[@\w]))"
    r"[^\s\"'<>\\^`{|}()\[\],;\x00-\x1f\ud800-\udfff]{4,400}"
)
_TOKEN = re.compile(r"(?<![\w-])\w[\w.-]{4,}\w(?![\w-])")
_DID = re.compile(r"did:[a-z]{2,10}:[\w.%-]{4,80}|urn:li:[a-z]{4,20}:[\w-]{3,40}")
_PART = re.compile(r"\w{6,}")
_WORD = re.compile(r"[^\W_]+")
#: Ours by their form: digests, moments, keys of items.
_OURS = re.compile(
    r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}|\d{4}-\d\d-\d\d(?:t\d\d)?"
    r"|\d{8}t\d{6}z?(?:-\w{6})?|[0-9a-hjkmnp-tv-z]{25}[048cgmrw])"
)
_TELLS = re.compile(r"[\d_.-]")
_LETTER = re.compile(r"[^\W\d_]")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")
#: Figures from which a number is an id.
_SHORTEST_ID = 8
#: Platforms of which ids are numbers.
_NUMBERED = (Platform.X, Platform.INSTAGRAM, Platform.FACEBOOK, Platform.THREADS)
#: Characters from which what has figures, lines or dots in it is a handle wherever it stands.
_SHORTEST_HANDLE = 6
#: What may stand between two words of one name.
_JOINT = re.compile(r"[ \t\n\xa0_+-]{1,3}|, |(?:%20)|\.[ ]?")
_MOST_WORDS = 5
_CUTS = 6
#: What stands around a name that is all there is: a value, a cell, the name of a file.
_ALONE = frozenset("\"'<>\t\r\n,;:=/|()[]{}&\0")


class SignKind(StrEnum):
    """What was found of somebody."""

    HANDLE = "handle"
    NAME = "name"
    ID = "id"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Sign:
    """Something of somebody in a text: what kind of thing, and where; never what."""

    kind: SignKind
    #: Character in the text.
    at: int
    end: int
    #: Tags of which one must be in the table of words; empty for what is certain.
    tags: tuple[bytes, ...] = ()


class LeakSigns:
    """Finds signs of those whom the blind index knows; `allowed` are names that may stand.

    Allowed are handles with and without server, addresses and names: of the organisation, of its
    accounts, and of the persons in the register.
    """

    def __init__(self, blind: BlindQuestions, allowed: Iterable[str] = ()) -> None:
        self._blind = blind
        self._handles: set[str] = set()
        #: Names as they are asked for: folded, their words with a line between.
        self._names: set[str] = set()
        self._addresses: set[str] = set()
        for one in allowed:
            self._allow(one)

    def _allow(self, one: str) -> None:
        key = fold_key(one).strip()
        if "://" in key:
            self._addresses.add(_bare(key))
            return
        self._handles |= {key.lstrip("@"), key.lstrip("@").partition("@")[0]}
        words = _WORD.findall(key)
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                self._names.add("_".join(words[start:end]))

    def find(self, text: str) -> list[Sign]:
        """Give the signs in a text in order; one that is certain goes before one that is not."""
        if len(text) < 3:
            return []
        key = text.lower() if text.isascii() else fold_key(text)
        found = [*self._handles_in(key), *self._addresses_in(key), *self._tokens_in(key)]
        found += self._names_in(text, key)
        if not found:
            return []
        if len(key) != len(text) or not text.isascii():
            folded = fold(text)
            found = [Sign(one.kind, *folded.span(one.at, one.end), one.tags) for one in found]
        return _each_once(found)

    # --- handles and addresses ---

    def _handles_in(self, key: str) -> Iterator[Sign]:
        if "@" not in key:
            return
        for match in _HANDLE_AT.finditer(key):
            handle = handle_form(f"{match[1]}@{match[2]}")
            if handle not in self._handles and self._is(Platform.MASTODON, "handle", handle):
                yield Sign(SignKind.HANDLE, *match.span())
        for match in _MENTION.finditer(key):
            name = match[1].rstrip(".-")
            if name in self._handles:
                continue
            if any(self._is(one, "handle", name) for one in PLATFORMS):
                yield Sign(SignKind.HANDLE, match.start(), match.start() + 1 + len(name))
            else:
                yield from self._spelled(name, match.start())

    def _addresses_in(self, key: str) -> Iterator[Sign]:
        for match in _ADDRESS.finditer(key):
            written = match[0].rstrip(".,:!?*_")
            address = written if ":" in written.partition("/")[0] else f"https://{written}"
            if not self._is_allowed(address) and self._is_of_somebody(address):
                yield Sign(SignKind.ADDRESS, match.start(), match.start() + len(written))
        if "did:" in key or "urn:" in key:
            for match in _DID.finditer(key):
                platform = Platform.BLUESKY if match[0].startswith("did") else Platform.LINKEDIN
                if self._is(platform, "id", match[0].rstrip(".-%")):
                    yield Sign(SignKind.ID, *match.span())

    def _is_allowed(self, address: str) -> bool:
        bare = _bare(address)
        return bare in self._addresses or any(
            bare.startswith(f"{one}/") for one in self._addresses
        )

    def _is_of_somebody(self, address: str) -> bool:
        """Tell whether an address, or the beginning of it, is a profile of who is known."""
        for one in addresses_within(address[:_LONGEST]):
            profile = person_of(one)
            if profile is not None:
                handle = fold_key(profile.handle)
                if handle in self._handles:
                    return False
                if any(self._is(profile.platform, kind, handle) for kind in ("handle", "id")):
                    return True
            host = one.partition("://")[2].partition("/")[0]
            platform = platform_of_host(host.removeprefix("www.")) or Platform.MASTODON
            if any(self._is(platform, kind, cut) for cut in _cuts(one) for kind in ("url", "id")):
                return True
        return False

    # --- words that are handles or ids by their form ---

    def _tokens_in(self, key: str) -> Iterator[Sign]:
        for match in _TOKEN.finditer(key):
            token = match[0]
            if len(token) > _LONGEST or not _TELLS.search(token) or _OURS.fullmatch(token):
                continue
            start = match.start()
            kind = self._kind_of(token)
            if kind is not None:
                yield Sign(kind, start, match.end())
                continue
            yield from self._spelled(token, start)
            if _LETTER.search(token) is None:
                continue
            for part in self._parts_of(token):
                kind = self._kind_of(part)
                if kind is not None:
                    at = start + token.index(part)
                    yield Sign(kind, at, at + len(part))

    def _kind_of(self, token: str) -> SignKind | None:
        if token.isdecimal():
            if len(token) < _SHORTEST_ID or _DAY.fullmatch(token):
                return None
            known = any(self._is(one, "id", token) for one in _NUMBERED)
            return SignKind.ID if known else None
        if token in self._handles or _LETTER.search(token) is None:
            return None
        for platform in PLATFORMS:
            if platform is Platform.MASTODON:
                continue  # with its server, or by its words
            if self._is(platform, "handle", token) and not _is_domain(platform, token):
                return SignKind.HANDLE
            if self._is(platform, "id", token):
                return SignKind.ID
        return None

    @staticmethod
    def _parts_of(token: str) -> list[str]:
        """Give what may be a handle within a word: before an ending, between dots."""
        parts = [token.rpartition(".")[0]] if "." in token else []
        parts += [one for one in _PART.findall(token) if one != token]
        return [
            one
            for one in dict.fromkeys(parts)
            if len(one) >= _SHORTEST_HANDLE and _TELLS.search(one) and not _OURS.fullmatch(one)
        ]

    def _spelled(self, token: str, start: int) -> Iterator[Sign]:
        """Give a handle without its server that stands as such in the table of words."""
        for one in (token, *self._parts_of(token)):
            is_handle = len(one) >= _SHORTEST_HANDLE and _TELLS.search(one) and _LETTER.search(one)
            if not is_handle or one in self._handles or one.replace("-", "_") in self._names:
                continue
            bits = self._blind.word_platforms(one)
            tags = self._blind.may_be_words(one, bits) if bits else []
            if tags:
                at = start + max(token.find(one), 0)
                yield Sign(SignKind.HANDLE, at, at + len(one), tuple(tags))

    # --- whole names ---

    def _names_in(self, text: str, key: str) -> Iterator[Sign]:
        spans = [match.span() for match in _WORD.finditer(key)]
        platforms = self._blind.word_platforms
        bits = []
        for start, end in spans:
            word = key[start:end]
            little = end - start > _LONGEST or word in TUSSENVOEGSELS or says_little(word)
            bits.append(-1 if little else platforms(word))
        known = [number for number, bit in enumerate(bits) if bit > 0]
        done: set[tuple[int, int]] = set()
        for number in known:
            for first in range(max(0, number - _MOST_WORDS + 1), number + 1):
                for last in range(max(first + 1, number), min(first + _MOST_WORDS, len(spans))):
                    if (first, last) in done:
                        continue
                    done.add((first, last))
                    sign = self._name(text, key, spans, bits, first, last)
                    if sign is not None:
                        yield sign

    def _name(
        self,
        text: str,
        key: str,
        spans: list[tuple[int, int]],
        bits: list[int],
        first: int,
        last: int,
    ) -> Sign | None:
        """Give the words from one to another as a name, if they may be one."""
        common = -1
        for number in range(first, last + 1):
            common &= bits[number]
        if not common or common < 0 or not self._joined(key, spans, first, last):
            return None
        words = [key[start:end] for start, end in spans[first : last + 1]]
        joined = "_".join(words)
        if joined in self._names:
            return None
        begin, end = spans[first][0], spans[last][1]
        if not self._is_written_as_name(
            text, key, begin, end, spans[first : last + 1], bits[first : last + 1]
        ):
            return None
        tags = self._blind.may_be_words(joined, common)
        return Sign(SignKind.NAME, begin, end, tuple(tags)) if tags else None

    @staticmethod
    def _joined(key: str, spans: list[tuple[int, int]], first: int, last: int) -> bool:
        for number in range(first, last):
            gap = key[spans[number][1] : spans[number + 1][0]]
            if _JOINT.fullmatch(gap) is None:
                return False
            is_initial = spans[number][1] - spans[number][0] <= 2
            if gap[0] == "." and not is_initial:
                return False
        return True

    @staticmethod
    def _is_written_as_name(
        text: str,
        key: str,
        begin: int,
        end: int,
        spans: list[tuple[int, int]],
        bits: list[int],
    ) -> bool:
        """Tell whether its words have capitals, or it stands alone: else they are a sentence."""
        before, after = key[begin - 1 : begin] or "\0", key[end : end + 1] or "\0"
        if before in _ALONE and (after in _ALONE or after == "."):
            return True
        folded = text if len(text) == len(key) else None
        if folded is None:
            back = fold(text)
            return all(
                text[back.span(start, stop)[0]].isupper()
                for (start, stop), bit in zip(spans, bits, strict=True)
                if bit > 0
            )
        return all(
            folded[start].isupper() for (start, _), bit in zip(spans, bits, strict=True) if bit > 0
        )

    def _is(self, platform: Platform, kind: str, value: str) -> bool:
        return len(value) <= 2 * _LONGEST and self._blind.is_known(platform, kind, value)


def _each_once(found: list[Sign]) -> list[Sign]:
    """Give signs in order, without those of a kind that lie within one that is certain."""
    kept: list[Sign] = []
    for one in sorted(dict.fromkeys(found), key=lambda one: (bool(one.tags), one.at, -one.end)):
        if not any(
            other.kind is one.kind
            and not other.tags
            and other.at <= one.at
            and one.end <= other.end
            for other in kept
        ):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.at, one.kind))


def _bare(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def _is_domain(platform: Platform, token: str) -> bool:
    """Tell of a handle on Bluesky whether it is the address of a site that anyone may name."""
    return platform is Platform.BLUESKY and not token.endswith(".bsky.social")


def _cuts(address: str) -> Iterator[str]:
    """Give an address, and what it goes on from: without its end, segment by segment."""
    cut = address.partition("#")[0]
    yield cut
    cut = cut.partition("?")[0].rstrip("/")
    for _ in range(_CUTS):
        if cut.count("/") <= 2:
            return
        yield cut
        yield f"{cut}/"
        cut = cut.rpartition("/")[0].rstrip("/")
