"""Who else stays named on a day, by decision: by id or exact address, and by nothing else.

A display name, a badge, a handle on another server or in other letters are anybody's to choose.
"""

import copy
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

from weerklank.model.host_form import host_form
from weerklank.model.ids import Pseudonym
from weerklank.model.named_party import NamedFacts, NamedParty
from weerklank.model.platform import Platform, platform_of_host, profile_of
from weerklank.model.raw import RawPerson
from weerklank.model.symbols import decode, encode

#: Of an address: letters, figures and few signs. No escapes, no query, no letters that look alike.
_PLAIN = re.compile(r"https://[A-Za-z0-9.:-]+/[A-Za-z0-9._~/@:-]*", re.ASCII)
#: What stands behind the address of a profile in that of one of its posts: names nobody.
_POST = re.compile(
    r"(?:(?:status|statuses|posts?|videos?|p|reel)/)?"
    r"(?:(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{1,128}|[2-7a-z]{13})(?:/activity)?",
    re.ASCII,
)
#: An id of Bluesky, and the addresses of what its owner wrote.
_DID = re.compile(
    r"(?:at://)?(did:[a-z]{1,20}:[A-Za-z0-9._:-]{1,300})(?:/[A-Za-z0-9._/-]*)?", re.ASCII
)
#: Ids that a connector makes up where a platform gives none: they are of nobody for good.
_MADE_UP = ("name:", "withheld:", "to-page:")


class GivesPseudonyms(Protocol):
    """Knows the pseudonyms of persons."""

    def pseudonym(self, person: RawPerson) -> Pseudonym:
        """Give a person's pseudonym; a person seen for the first time gets one."""
        ...


class KeepsPseudonyms(GivesPseudonyms, Protocol):
    """Knows the pseudonyms of persons, and keyed tags of their ids; the blind index is one."""

    def tag_of_id(self, platform: str, user_id: str) -> bytes:
        """Give the keyed tag of an id."""
        ...


@lru_cache(maxsize=4_000)
def exact(address: str) -> tuple[Platform, str, bool] | None:
    """Give platform, handle and whether a post of it is meant, of a plainly written address.

    None for any other: with escapes, a query, another server's handle, letters that look alike.
    """
    if _PLAIN.fullmatch(address) is None:
        return None
    profile = profile_of(address)
    if profile is None:
        return None
    try:
        parts = urlsplit(address)
        host = host_form(parts.netloc)
    except ValueError:
        return None
    local, _, server = profile.handle.partition("@")
    if profile.platform is Platform.MASTODON:
        if server != host or local.isdecimal():
            return None
    elif parts.port is not None or platform_of_host(host) is not profile.platform:
        return None
    if not profile.deeper:
        return profile.platform, profile.handle, False
    steps = parts.path.strip("/").split("/")
    there = [at for at, step in enumerate(steps) if step.lstrip("@").lower() == local.lower()]
    rest = "/".join(steps[there[0] + 1 :]) if there else ""
    is_post = _POST.fullmatch(rest) is not None
    return (profile.platform, profile.handle, True) if is_post else None


class NamedList:
    """The list of one archive, as a run goes by it; `parties` are all that ever hold."""

    def __init__(self, parties: Iterable[NamedParty], blind: KeepsPseudonyms) -> None:
        self.parties = tuple(one for one in parties if one.facts and not one.withdrawn)
        self.blind = blind
        #: Tags of ids by which the platform names them, also those met in this run.
        self._ids = {one.id: self._known_id(one) for one in self.parties}
        #: Those whose handle another bears too.
        self._doubted = {one.id for one in self.parties if one.doubted}
        #: What this run found out: ids that were met first, and handles of another too.
        self.news_met: dict[str, str] = {}
        self.news_doubted: set[str] = set()
        #: Rises whenever fewer stay named than before.
        self.version = 0

    def _known_id(self, party: NamedParty) -> bytes:
        if party.facts and party.facts.user_id:
            return self._tag(party, party.facts.user_id)
        return decode(party.met) if party.met else b""

    def _tag(self, party: NamedParty, user_id: str) -> bytes:
        return self.blind.tag_of_id(party.platform, user_id)

    def on(self, day: date) -> "NamedOn":
        """Give who stays named in what was published on a day."""
        return NamedOn(self, [one for one in self.parties if one.holds_on(day)])

    def ever(self) -> "NamedOn":
        """Give who stays named on any day."""
        return NamedOn(self, self.parties)

    def is_doubted(self, party: NamedParty) -> bool:
        """Tell whether another bears the handle too, so that the id alone tells who it is."""
        return party.id in self._doubted

    def is_by_id(self, party: NamedParty, user_id: str) -> bool:
        """Tell whether an id is that of somebody on the list."""
        known = self._ids[party.id]
        return bool(known) and self._tag(party, user_id) == known

    def learn(self, party: NamedParty, user_id: str) -> bool:
        """Take up the id of who bears the handle; False when another had it: then it is in doubt.

        An id that tells nobody apart is passed over.
        """
        known = self._ids[party.id]
        if known:
            self._doubted.add(party.id)
            self.news_doubted.add(party.id)
            self.version += 1
            return False
        tag = self._ids[party.id] = self._tag(party, user_id)
        self.news_met[party.id] = encode(tag)
        return True


class NamedOn:
    """Who stays named in items of one day."""

    def __init__(self, all_: NamedList | None, parties: Sequence[NamedParty]) -> None:
        self._all = all_
        self.parties = tuple(parties)
        self._by_handle: dict[tuple[Platform, str], list[NamedParty]] = {}
        for one in self.parties:
            if one.facts:
                place = (one.platform, one.facts.handle)
                self._by_handle.setdefault(place, []).append(one)
        #: Gives the pseudonyms that they have where they stay not named.
        self._blind: GivesPseudonyms | None = all_.blind if all_ else None
        self._tags: tuple[int, frozenset[bytes]] = (-1, frozenset())
        #: Of whom an address was met since this was emptied.
        self.led_to: set[str] = set()

    def __bool__(self) -> bool:
        """Tell whether anybody is on it."""
        return bool(self.parties)

    @property
    def version(self) -> int:
        """Rises whenever fewer stay named than before."""
        return self._all.version if self._all else 0

    def in_epoch(self, blind: GivesPseudonyms) -> "NamedOn":
        """Give the same with the pseudonyms that they have in an epoch."""
        if not self.parties or blind is self._blind:
            return self
        other = copy.copy(self)
        other.take_from(blind)
        return other

    def take_from(self, blind: GivesPseudonyms) -> None:
        """Take pseudonyms from another epoch, and forget those of before."""
        self._blind, self._tags, self.led_to = blind, (-1, frozenset()), set()

    def party_of(self, person: RawPerson) -> NamedParty | None:
        """Give whom somebody is of those who stay named."""
        if self._all is None or not self.parties:
            return None
        user_id = person.user_id
        for one in self.parties:
            if user_id and one.platform is person.platform and self._all.is_by_id(one, user_id):
                return one
        party = self._by_name(person)
        if party is None or self._all.is_doubted(party) or not _agrees(person, party):
            return None
        if user_id and _is_opaque(person, user_id) and not self._all.learn(party, user_id):
            return None
        return party

    def _by_name(self, person: RawPerson) -> NamedParty | None:
        places = [(person.platform, person.handle)] if person.handle else []
        told = (exact(one) for one in (person.user_id or "", *person.addresses))
        places += [(platform, handle) for platform, handle, _ in filter(None, told)]
        found = (one for place in places for one in self._by_handle.get(place, ()))
        return next(found, None)

    def at(self, address: str) -> NamedParty | None:
        """Give whose profile, or post, stands at a plainly written address."""
        if self._all is None or not self.parties:
            return None
        told = exact(address)
        if told is None:
            return self._by_did(self._all, address)
        found = self._by_handle.get(told[:2], ())
        return next((one for one in found if not self._all.is_doubted(one)), None)

    def _by_did(self, all_: NamedList, address: str) -> NamedParty | None:
        """Give whose id an address of Bluesky begins with."""
        did = _DID.fullmatch(address)
        if did is None:
            return None
        of_bluesky = (one for one in self.parties if one.platform is Platform.BLUESKY)
        return next((one for one in of_bluesky if all_.is_by_id(one, did[1])), None)

    def leads_to(self, address: str) -> bool:
        """Tell whether an address leads to one of them; who it was is remembered."""
        party = self.at(address) if self.parties else None
        if party is None:
            return False
        self.led_to.add(party.id)
        return True

    def bears(self, platform: Platform, handle: str) -> bool:
        """Tell whether a handle, with its server where it has one, is of one of them."""
        found = self._by_handle.get((platform, handle), ())
        return any(self._all is not None and not self._all.is_doubted(one) for one in found)

    @property
    def tags(self) -> frozenset[bytes]:
        """Tags of the pseudonyms that they have where they stay not named."""
        if self._all is None or not self.parties:
            return frozenset()
        if self._tags[0] != self.version:
            clear = [one for one in self.parties if not self._all.is_doubted(one)]
            self._tags = (self.version, frozenset(map(self._tag_of, clear)))
        return self._tags[1]

    def tags_led_to(self) -> frozenset[bytes]:
        """Give the tags of those to whom addresses led since this was asked last."""
        met, self.led_to = self.led_to, set()
        return frozenset(self._tag_of(one) for one in self.parties if one.id in met)

    def _tag_of(self, party: NamedParty) -> bytes:
        if self._blind is None or party.facts is None:
            raise ValueError(party.id)
        return decode(self._blind.pseudonym(raw_of(party.platform, party.facts)).tag)


#: Where nobody is on the list.
NOBODY_NAMED = NamedOn(None, ())


def raw_of(platform: Platform, facts: NamedFacts, *, with_name: bool = False) -> RawPerson:
    """Give one of the list as a platform would name them; `with_name` also by the name on it."""
    return RawPerson(
        platform=platform,
        user_id=facts.user_id,
        handle=facts.handle,
        addresses=(facts.url,),
        display_name=facts.name if with_name else None,
    )


def _is_opaque(person: RawPerson, user_id: str) -> bool:
    """Tell whether an id is one that a platform gave, and no name."""
    if user_id.startswith(_MADE_UP) or exact(user_id) is not None:
        return False
    return user_id not in person.addresses or person.platform is Platform.MASTODON


def _agrees(person: RawPerson, party: NamedParty) -> bool:
    """Tell whether nothing of somebody speaks against being one of the list."""
    facts = party.facts
    if facts is None:
        return False
    if person.platform is not Platform.MASTODON:
        return person.handle is None or person.handle == facts.handle
    local, _, server = facts.handle.partition("@")
    if person.handle and person.handle.partition("@")[0] != local:
        return False
    addresses = [*filter(None, (person.user_id, *person.addresses))]
    told = [exact(one) for one in addresses]
    if any(one is not None and one[1] != facts.handle for one in told):
        return False
    strange = [one for one, of in zip(addresses, told, strict=True) if of is None]
    if any(not one.startswith(f"https://{server}/") or "%" in one for one in strange):
        return False
    return person.handle == facts.handle or any(told)
