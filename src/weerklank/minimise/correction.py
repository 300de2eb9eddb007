"""Correct what is held: whoever takes part in a thread by now goes out of its earlier texts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from msgspec import structs

from weerklank.minimise.blind_epochs import Blind
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.hashtags import learn_hashtags
from weerklank.minimise.held import Rewritten, rewrite_held, strings_of, texts_of
from weerklank.minimise.named import NamedList
from weerklank.minimise.named_in import named_in
from weerklank.minimise.names import ThreadNames
from weerklank.minimise.removal import Removal
from weerklank.minimise.source_strings import SourceStrings
from weerklank.minimise.thread_words import KnownWords, ThreadWords
from weerklank.minimise.who import Whois
from weerklank.minimise.who_by_day import WhoByDay
from weerklank.model.account import Account
from weerklank.model.ids import Pseudonym
from weerklank.model.item import ArchivalItem, Author, AuthorRole
from weerklank.model.json_value import JsonObject
from weerklank.model.named_party import NamedParty
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.model.symbols import decode

#: Threads of which the participants are remembered: records of one lie apart.
_MOST_REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class _OfThread:
    """Who takes part in a thread of those of one epoch, and by which words."""

    blind: BlindIndex
    who: Whois
    participants: frozenset[bytes]
    words: KnownWords


@dataclass(frozen=True, slots=True)
class Correction:
    """A record and its source without whoever was found, and what that took out."""

    item: ArchivalItem
    source: JsonObject
    #: Values of the source with their JSON pointers, as they were held.
    removal: Removal
    #: Every text that was changed, as it was held.
    texts: list[str]


class ThreadCorrector:
    """Corrects held items of one account by who takes part in their threads now.

    `listed` are the accounts of the register, by platform and handle: they stay named; `named`
    are others who do so by decision, between two dates.
    """

    def __init__(
        self,
        blind: Blind,
        account: Account,
        listed: frozenset[tuple[Platform, str]],
        named: Iterable[NamedParty] = (),
    ) -> None:
        self._blind = blind
        self._platform = account.platform
        now = blind.epochs[-1]
        base = Whois(_owner(account), listed, now)
        self._days = WhoByDay(base, NamedList(named, now))
        self._strings = SourceStrings(base)
        self._threads: dict[tuple[bytes, frozenset[bytes]], list[_OfThread]] = {}

    def correct(self, item: ArchivalItem, source: JsonObject) -> Correction | None:
        """Correct one held item; None when it names nobody of its thread."""
        thread = decode(item.thread or item.key)
        who = self._days.in_epoch(self._blind.of_thread(thread)).on(item.created_at)
        parts = self._of_thread(thread, who, item.created_at)
        texts = texts_of(item)
        held = [*texts, *([item.url] if item.url else ()), *strings_of(source)]
        said = [text for text in dict.fromkeys(held) if self._strings.may_name(text)]
        known = [
            person
            for part in parts
            for person in named_in(
                part.blind, self._platform, part.words, said, ours=part.who.ours
            )
        ]
        names = ThreadNames(known)
        learn_hashtags(names, held, self._strings.may_name)
        found = rewrite_held(
            item,
            source,
            strings=self._strings,
            names=names,
            resolve=_Resolver(parts),
        )
        found = replace(found, item=self._without_author(found.item, parts[0]))
        if found.item == item and not found.removal.values:
            return None
        texts += [str(item.url), *filter(None, (item.author.handle, item.author.name))]
        return Correction(found.item, found.source, found.removal, _changed(found, texts))

    def _without_author(self, item: ArchivalItem, part: _OfThread) -> ArchivalItem:
        """Give an author who stays named no more the pseudonym; nothing of theirs is open then."""
        author = item.author
        if author.role is not AuthorRole.NAMED or not author.handle:
            return item
        if any(one.id == author.decision for one in part.who.named.parties):
            return item
        pseudonym = part.blind.pseudonym(
            RawPerson(platform=self._platform, handle=str(author.handle))
        )
        hidden = Author(pseudonym=pseudonym.tag, role=AuthorRole.CITIZEN, shown=str(pseudonym))
        return structs.replace(item, author=hidden, url=None)

    def _of_thread(self, thread: bytes, who: Whois, created_at: str) -> list[_OfThread]:
        """Give who takes part in a thread by epoch, its own first; remembered for some threads.

        But for those who stay named on the day of an item.
        """
        place = thread, who.named.tags
        known = self._threads.get(place)
        if known is None:
            if len(self._threads) >= _MOST_REMEMBERED:
                self._threads.clear()
            known = self._threads[place] = [
                self._of_part(blind, thread, self._days.in_epoch(blind).on(created_at))
                for blind in self._blind.parts_of(thread)
            ]
        return known

    def _of_part(self, blind: BlindIndex, thread: bytes, who: Whois) -> _OfThread:
        words, named = blind.words_in(self._platform, thread), who.named.tags
        return _OfThread(
            blind,
            who,
            frozenset(words.persons) - named,
            KnownWords(words, ThreadWords(words.platform), named),
        )


@dataclass(frozen=True, slots=True)
class _Resolver:
    """Says whose an address is, of those who take part.

    Whoever else an address leads to is not looked for here. That one may get a pseudonym for the
    asking; nothing of it is kept, as the blind index is not saved.
    """

    parts: list[_OfThread]

    def __call__(self, address: str) -> Pseudonym | None:
        if self.parts[0].who.stays(address):
            return None
        for part in self.parts:
            # As the id of a person first: what it says beside that may be the name of nobody.
            for found in (part.blind.at(part.who.platform, address), part.who.behind(address)):
                if found and decode(found.tag) in part.participants:
                    return found
        return None


def _owner(account: Account) -> RawPerson:
    """Give an account as its export names the owner, as far as the register tells."""
    name = account.handle.partition("@")[0]
    parts = urlsplit(account.url)
    if account.platform is not Platform.MASTODON:
        return RawPerson(
            platform=account.platform, handle=account.handle, addresses=(account.url,)
        )
    actor = f"{parts.scheme}://{parts.netloc}/users/{name}"
    return RawPerson(
        platform=account.platform,
        user_id=actor,
        handle=account.handle,
        other_handles=(f"{name}@{parts.netloc}",),
        addresses=(actor, account.url),
    )


def _changed(found: Rewritten, held: list[str]) -> list[str]:
    """Give every text that is not any more what it was."""
    now = {*texts_of(found.item), str(found.item.url)}
    return [
        *(str(value) for _, value in found.removal.values),
        *(text for text in held if text not in now),
    ]
