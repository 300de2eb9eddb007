"""The start of a post, to recognise it by: without third parties, and without writing anything.

Whoever else is named gets no pseudonym, as that would be kept: a dotted blank stands for all.
"""

from weerklank.minimise.free_words import FreeWords
from weerklank.minimise.hashtags import learn_hashtags
from weerklank.minimise.html_text import plain, rewrite
from weerklank.minimise.names import KnownPerson, ThreadNames
from weerklank.minimise.who import Whois
from weerklank.model.ids import Pseudonym
from weerklank.model.item import AuthorRole
from weerklank.model.minimised import MinimisedText
from weerklank.model.mint import mint
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawPerson

#: Characters that are enough to recognise a post by.
USUAL = 80
_BLANK = "…"


class _Somebody(Pseudonym):
    """Any third party."""

    __slots__ = ()

    def __str__(self) -> str:
        return _BLANK


_SOMEBODY = _Somebody("")
_NOBODY = ThreadNames(())


class _Nameless:
    """Pseudonyms that tell nobody apart and are kept nowhere."""

    changes = 0

    def pseudonym(self, person: RawPerson) -> Pseudonym:  # noqa: ARG002 - they all look alike
        return _SOMEBODY

    def at(self, platform: str, address: str) -> Pseudonym | None:  # noqa: ARG002 - knows nobody
        return None

    def called(self, platform: str, handle: str) -> Pseudonym | None:  # noqa: ARG002 - as above
        return None


class Preview:
    """Shows the starts of posts of one account."""

    def __init__(
        self,
        owner: RawPerson,
        listed: frozenset[tuple[Platform, str]],
        longest: int = USUAL,
        words: FreeWords | None = None,
    ) -> None:
        """`words` finds in what a third party wrote what goes besides those who are known."""
        self._words = words
        self._longest = longest
        self._who = Whois(owner, listed, _Nameless())

    def _rewritten(
        self, html: str, known: list[KnownPerson], words: FreeWords | None
    ) -> tuple[str, list[str]]:
        """Give HTML without third parties, and the addresses in it that lead to one."""
        met: list[str] = []

        def resolve(address: str) -> Pseudonym | None:
            found = self._who.behind(address)
            if found:
                met.append(address)
            return found

        names = ThreadNames(known, self._who.ours) if known else _NOBODY
        learn_hashtags(names, (html,), bool)
        return rewrite(html, resolve=resolve, names=names, words=words).html, met

    def start_of(self, raw: RawItem, persons: tuple[RawPerson, ...]) -> MinimisedText:
        """Give the start of a post in one line, 80 characters of it unless more were asked.

        `persons` are those whom the posts of its thread name.
        """
        third = [p for p in persons if self._who.role(p) is AuthorRole.CITIZEN]
        known = [self._who.known(one) for one in third]
        written = raw.html or raw.title or ""
        words = self._words if self._who.role(raw.author) is AuthorRole.CITIZEN else None
        whole, met = self._rewritten(written, known, words)
        if met:  # their names may stand in the rest of it
            known += [one for address in met for one in self._who.known_by(address)]
            whole, _ = self._rewritten(written, known, words)
        line = " ".join(plain(whole).split())
        if len(line) > self._longest:
            line = line[: self._longest - 1].rpartition(" ")[0] or line[: self._longest - 1]
            line += _BLANK
        return mint(line)
