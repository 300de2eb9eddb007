"""What choosing from a page asks of the archive, and the answers from what minimisation knows."""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from weerklank.minimise.blind_epochs import Blind
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.hashtags import learn_hashtags
from weerklank.minimise.held import texts_of
from weerklank.minimise.html_text import rewrite
from weerklank.minimise.initials import hide_initials, may_have_initials
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.named import NamedOn
from weerklank.minimise.named_in import named_in
from weerklank.minimise.names import KnownPerson, ThreadNames
from weerklank.minimise.slugs import words_within
from weerklank.minimise.source_strings import SourceStrings
from weerklank.minimise.thread_words import KnownWords, ThreadWords
from weerklank.minimise.who import Whois
from weerklank.minimise.who_by_day import WhoByDay
from weerklank.model.ids import Pseudonym
from weerklank.model.item import NO_MOMENT, ArchivalItem, AuthorRole
from weerklank.model.item_address import item_address
from weerklank.model.minimised import MinimisedText
from weerklank.model.mint import mint
from weerklank.model.person_address import person_of
from weerklank.model.raw import person_of_profile
from weerklank.model.symbols import decode

#: How often a text is read: whom its addresses lead to the first time may stand in the rest.
_MOST_ROUNDS = 3
#: Threads of which the participants are remembered, and items of which the thread is.
_MOST_REMEMBERED = 500
_LINES = re.compile("[-_]+")
#: By which words those of a thread may be named, in each epoch in which they stand.
_Words = list[tuple[BlindIndex, KnownWords]]


class ShowsItems(Protocol):
    """Tells what the archive holds of a page, and who of it is whose."""

    def item_at(self, address: str) -> ArchivalItem | None:
        """Give what the archive holds of the item or the account at an address."""
        ...

    def own_address(self, address: str) -> bool:
        """Tell whether an address is of the account itself, or of a post of it."""
        ...

    def clean(self, html: str, key: str) -> tuple[MinimisedText, int]:
        """Give HTML of ours without third parties of the thread of an item, and how many."""
        ...

    def names(self, words: str, keys: Iterable[str]) -> bool:
        """Tell whether words, such as the name of a class, name somebody of the threads."""
        ...

    def said(self, keys: Iterable[str]) -> str:
        """Give all that the archive says of items."""
        ...


class PageShows:
    """Answers by what minimisation knows: the blind index, and the records of the archive.

    Who takes part in a thread is known as it was when first asked: make one when the items that
    stand on the pages were taken in.
    """

    def __init__(
        self,
        days: Whois | WhoByDay,
        keys: ItemKeys,
        blind: Blind,
        held: Callable[[str], ArchivalItem | None],
        natives: Mapping[str, str] = MappingProxyType({}),
        hides_initials: frozenset[str] = frozenset(),
    ) -> None:
        """Know who is who, by the day of each item.

        `held` gives the newest record of an item by its key, if there is one.
        A destroyed item has none, and neither has one that is not for showing. `natives` gives the
        platform's own id of an item by the one form of its address in the page, where the two
        differ: a server shows a post of another server under a number of its own. In scenarios of
        which the policy says so, `hides_initials`, those of employees are hidden.
        """
        self._natives = natives
        self._hides_initials = hides_initials
        self._days = days if isinstance(days, WhoByDay) else WhoByDay(days)
        self._who = who = self._days.base
        self._keys = keys
        self._blind = blind
        self._held = held
        self._strings = SourceStrings(who)
        self._threads: dict[tuple[str, frozenset[str], int], _Words] = {}
        #: By the key of an item: the thread that it is in, and when it was published.
        self._about_items: dict[str, tuple[str, str]] = {}

    def item_at(self, address: str) -> ArchivalItem | None:
        """Give what the archive holds of the item or the account at an address."""
        form = item_address(address)
        return self._held(self._keys.key(self._who.platform, self._natives.get(form, form)))

    def own_address(self, address: str) -> bool:
        """Tell whether an address is of the account itself, or of a post of it."""
        if self._who.is_own_address(address):
            return True
        profile = person_of(address)  # its handles may have another domain than its pages
        return (
            profile is not None
            and not profile.deeper
            and self._who.role(person_of_profile(profile)) is AuthorRole.OWN
        )

    def clean(self, html: str, key: str) -> tuple[MinimisedText, int]:
        """Give HTML of ours without third parties of the thread of an item, and how many.

        Who is led to by an address is looked for in the rest as well, as when the item came in.
        """
        thread, day = self._about(key)
        who = self._days.in_epoch(self._blind.of_thread(decode(thread))).on(day)
        words = self._words_of(thread, who.named)
        met: dict[Pseudonym, str] = {}

        def resolve(address: str) -> Pseudonym | None:
            found = who.behind(address)
            if found:
                met.setdefault(found, address)
            return found

        known = [
            person
            for blind, known in words
            for person in named_in(blind, who.platform, known, [html], ours=who.ours)
        ]
        read = rewrite(html, resolve=resolve, names=self._names(known, html))
        seen: set[Pseudonym] = set()
        for _ in range(_MOST_ROUNDS):
            news = met.keys() - seen
            if not news:
                break
            known += [one for person in news for one in who.known_by(met[person])]
            seen |= news
            read = rewrite(html, resolve=resolve, names=self._names(known, html))
        return mint(self._signed(read.html, key)), read.hits

    def _signed(self, html: str, key: str) -> str:
        """Hide initials where the policy does so in the item."""
        hiding = self._hides_initials
        item = self._held(key) if hiding and may_have_initials(html) else None
        return hide_initials(html) if item and item.scenario in hiding else html

    def _names(self, known: list[KnownPerson], html: str) -> ThreadNames:
        names = ThreadNames(known, self._who.ours)
        learn_hashtags(names, (html,), self._strings.may_name)
        return names

    def names(self, words: str, keys: Iterable[str]) -> bool:
        """Tell whether words, such as the name of a class, name somebody of the threads."""
        apart = _LINES.sub(" ", words)
        read = "\n".join(filter(None, (words, apart, words_within(words))))
        platform, ours = self._who.platform, self._who.ours
        named = self._days.ever.named
        for key in dict.fromkeys(keys):
            for blind, words_of in self._words_of(self._about(key)[0], named):
                known = named_in(blind, platform, words_of, [read], ours=ours)
                if known and ThreadNames(known, ours).find(read):
                    return True
        return False

    def said(self, keys: Iterable[str]) -> str:
        """Give all that the archive says of items."""
        held = filter(None, map(self._held, keys))
        return "\n".join(text for item in held for text in texts_of(item))

    def _about(self, key: str) -> tuple[str, str]:
        """Give the thread of an item, and when it was published."""
        about = self._about_items.get(key)
        if about is None:
            if len(self._about_items) >= _MOST_REMEMBERED:
                self._about_items.clear()
            item = self._held(key)
            thread = (item.thread if item else None) or key
            about = thread, item.created_at if item else NO_MOMENT
            self._about_items[key] = about
        return about

    def _words_of(self, thread: str, named: NamedOn) -> _Words:
        """Give by which words those of a thread may be named, but for who stays named."""
        place = thread, frozenset(one.id for one in named.parties), named.version
        known = self._threads.get(place)
        if known is None:
            if len(self._threads) >= _MOST_REMEMBERED:
                self._threads.clear()
            known = self._threads[place] = [
                (blind, self._words_in(blind, thread, named.in_epoch(blind).tags))
                for blind in self._blind.parts_of(decode(thread))
            ]
        return known

    def _words_in(self, blind: BlindIndex, thread: str, named: frozenset[bytes]) -> KnownWords:
        words = blind.words_in(self._who.platform, decode(thread))
        return KnownWords(words, ThreadWords(words.platform), named)
