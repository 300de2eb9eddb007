"""Who is who: the account itself, whoever the register lists, and everyone else."""

import copy
from collections.abc import Callable, Iterator
from typing import Protocol
from urllib.parse import urlsplit

from weerklank.minimise.name_parts import parts_of_handle
from weerklank.minimise.named import NOBODY_NAMED, NamedOn
from weerklank.minimise.names import KnownPerson
from weerklank.minimise.our_names import OurNames
from weerklank.minimise.own_addresses import own_prefixes, pages_of_server, usual_forms
from weerklank.model.host_form import handle_form, host_form
from weerklank.model.ids import Pseudonym
from weerklank.model.item import AuthorRole
from weerklank.model.named_party import NamedParty
from weerklank.model.person_address import (
    addresses_within,
    bare_handle,
    person_of,
    without_dots,
)
from weerklank.model.platform import Platform, Profile
from weerklank.model.raw import RawPerson, person_of_profile

#: Addresses that mean no person: the public, in ActivityPub's words.
EVERYONE = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_MOST_REMEMBERED = 10_000


class Pseudonyms(Protocol):
    """Knows the pseudonyms of third parties; the blind index is one."""

    #: Rises whenever more may be known of persons than before.
    changes: int

    def pseudonym(self, person: RawPerson) -> Pseudonym:
        """Give a person's pseudonym; a person seen for the first time gets one."""
        ...

    def at(self, platform: str, address: str) -> Pseudonym | None:
        """Say whose address this is of those who are known."""
        ...

    def called(self, platform: str, handle: str) -> Pseudonym | None:
        """Say whose handle this is of those who are known."""
        ...


class Whois:
    """Tells apart who stays named and who gets a pseudonym.

    Listed are the accounts of the register, matched on platform and handle, never on a display
    name, which anyone may choose. Others stay named by decision: see `with_named`.
    """

    def __init__(
        self, owner: RawPerson, listed: frozenset[tuple[Platform, str]], blind: Pseudonyms
    ) -> None:
        self._owner = owner
        self.platform = owner.platform
        self._own_handles = {handle for handle in (owner.handle, *owner.other_handles) if handle}
        #: Domains of the server of the account: of its pages, and of its handles.
        self._own_servers = {handle.partition("@")[2] for handle in self._own_handles} - {""}
        self._listed = {*listed, *_on_each_domain(listed, self._own_servers)}
        self._blind = blind
        #: What the addresses of the account itself and of everything of it begin with.
        self.own_prefixes = own_prefixes(owner)
        #: Matches addresses of ours in the forms that platforms write, as nearly all are: nobody
        #: else can be in them.
        self.is_usual: Callable[[str], object] = usual_forms(owner).fullmatch
        #: Addresses of posts on the server of the account, of whomever.
        self._pages = pages_of_server(owner)
        #: Server of the account: part of its addresses that names nobody.
        self.host = urlsplit(owner.user_id or "").netloc or "\0"
        self._at_host = f"@{host_form(self.host)}"
        #: What addresses of threads on that server begin with; each names the post it began with.
        self.threads = f"https://{self.host}/contexts/"
        #: Handle of the account without its server: never a part of somebody else's name.
        self.own_name = (owner.handle or "").partition("@")[0]
        #: What a text says of us, whoever else is called so.
        self.ours = OurNames(self.own_name)
        #: Servers on which an account of ours is.
        self._servers = {_host_of(address) for address in (*owner.addresses, owner.user_id or "")}
        self._servers |= {handle.partition("@")[2] for _, handle in self._listed}
        self._open_names: set[str] = set()
        for handle in (*self._own_handles, *(h for p, h in self._listed if p == owner.platform)):
            self._note_open_name(handle)
        #: Addresses that tell no name, of whom a mention names as one that is listed.
        self._open_addresses: set[str] = set()
        self._roles: dict[RawPerson, AuthorRole] = {}
        self._addresses: dict[str, Pseudonym] = {}
        #: Addresses that lead to nobody, as long as nobody else becomes known.
        self._nobodies: set[str] = set()
        self._looked_at = -1
        self._persons: dict[str, Pseudonym | None] = {}
        self._known: dict[RawPerson, KnownPerson] = {}
        self._named = NOBODY_NAMED
        self._named_version = 0

    def with_named(self, named: NamedOn) -> "Whois":
        """Give the same for items of which others stay named by decision.

        What either learns of ours both know.
        """
        other = copy.copy(self)
        other.go_by(named)
        return other

    def go_by(self, named: NamedOn) -> None:
        """Let others stay named, and forget what was answered before."""
        self._named = named.in_epoch(self._blind)
        self._named_version = named.version
        self._roles = {}
        self._forget()

    def in_epoch(self, blind: Pseudonyms) -> "Whois":
        """Give the same with the pseudonyms of another epoch; who is whose is the same in all."""
        if blind is self._blind:
            return self
        other = copy.copy(self)
        other.take_from(blind)
        return other

    def take_from(self, blind: Pseudonyms) -> None:
        """Take pseudonyms from another epoch, and forget those of before."""
        self._blind = blind
        self._named = self._named.in_epoch(blind)
        self._forget()

    def _forget(self) -> None:
        self._addresses, self._persons = {}, {}
        self._known, self._nobodies, self._looked_at = {}, set(), -1

    @property
    def named(self) -> NamedOn:
        """Who stays named by decision."""
        return self._named

    def party_of(self, person: RawPerson) -> NamedParty | None:
        """Give the decision by which somebody who is none of ours stays named."""
        return self._named.party_of(person) if self.role(person) is AuthorRole.NAMED else None

    def role(self, person: RawPerson) -> AuthorRole:
        """Tell whether someone is the account itself, listed, or a third party.

        Whoever is listed is so by their address, with whatever server a mention writes the handle;
        a handle of ours with the address of another is that other's.
        """
        if person is self._owner:
            return AuthorRole.OWN
        if self._named.version != self._named_version:  # somebody else bears a handle of theirs
            self._named_version = self._named.version
            self._roles.clear()
            self._persons.clear()
        role = self._roles.get(person)
        if role is None:
            if len(self._roles) > _MOST_REMEMBERED:
                self._roles.clear()
            role = self._of_handle(person.platform, person.handle)
            if role is not AuthorRole.CITIZEN or not self._is_elsewhere(person):
                role = self._by_address(person, role)
            if role is AuthorRole.CITIZEN and self._named.party_of(person):
                role = AuthorRole.NAMED
            self._roles[person] = role
        return role

    def _by_address(self, person: RawPerson, by_handle: AuthorRole) -> AuthorRole:
        """Tell who someone is by address, where that tells; by handle where it does not."""
        addresses = tuple(dict.fromkeys(filter(None, (person.user_id, *person.addresses))))
        told = next(filter(None, map(self._told_by, addresses)), None)
        if told is None:
            if by_handle is AuthorRole.CITIZEN or not addresses:
                return by_handle
            if not self._may_bear(addresses[0], person.handle):
                return AuthorRole.CITIZEN
            self._open_addresses.update(addresses)
            for numbered in filter(None, map(person_of, addresses)):
                self._note_listed(numbered.platform, numbered.handle, by_handle)
            return by_handle
        name, by_address = told
        if person.handle and _local(person.handle) != _local(name):
            # Two persons: of the name, and of the address, who is read besides.
            return by_handle if by_address is AuthorRole.CITIZEN else AuthorRole.CITIZEN
        if by_address is AuthorRole.CITIZEN and person.handle:
            return by_handle if self._may_bear(addresses[0], person.handle) else by_address
        if person.handle:
            self._note_listed(person.platform, person.handle, by_address)
        return by_address

    def _is_elsewhere(self, person: RawPerson) -> bool:
        """Tell quickly of most that no account of ours is on the server of their addresses."""
        if person.platform is not Platform.MASTODON or person.user_id is None:
            return person.user_id is None and not person.addresses
        if person.addresses not in {(), (person.user_id,)}:
            return False
        steps = person.user_id.split("/", 3)
        return len(steps) > 2 and steps[2].lower().removeprefix("www.") not in self._servers

    def _of_handle(self, platform: Platform, handle: str | None) -> AuthorRole:
        if handle is None:
            return AuthorRole.CITIZEN
        if platform == self._owner.platform and handle in self._own_handles:
            return AuthorRole.OWN
        return AuthorRole.LISTED if (platform, handle) in self._listed else AuthorRole.CITIZEN

    def _told_by(self, address: str) -> tuple[str, AuthorRole] | None:
        """Give whose handle an address tells, and who that is; None when it tells none."""
        if address in self._owner.addresses or address == self._owner.user_id:
            return self._owner.handle or "", AuthorRole.OWN
        profile = person_of(address)
        if profile is None or profile.deeper or _local(profile.handle).isdecimal():
            return None
        by = self._of_handle(profile.platform, _of_host(profile, address))
        return profile.handle, by

    def _may_bear(self, address: str, handle: str | None) -> bool:
        """Tell whether handles of a server may be those of whoever has an address.

        Its name may be a domain above or below that of its pages, or what its profile states.
        """
        server = (handle or "").partition("@")[2]
        host = _host_of(address)
        if not server or server == host or {server, host} <= self._own_servers:
            return True
        return f".{host}".endswith(f".{server}") or f".{server}".endswith(f".{host}")

    def _note_listed(self, platform: Platform, handle: str, role: AuthorRole) -> None:
        """Note a handle by which a mention names one of ours, as its address says."""
        if self._of_handle(platform, handle) is role:
            return
        self._roles.clear()
        if role is AuthorRole.OWN:
            self._own_handles.add(handle)
        else:
            self._listed.add((platform, handle))
        if platform == self._owner.platform:
            self._note_open_name(handle)

    def _note_open_name(self, handle: str) -> None:
        self._open_names |= {handle, _local(handle)}
        self.ours.add(handle)

    def is_own_address(self, address: str) -> bool:
        """Tell whether an address is the account itself or something of it."""
        if self.is_usual(address) is not None:
            return True
        if address.startswith("tag:") or not address.startswith(self.own_prefixes):
            return False
        return without_dots(address).startswith(self.own_prefixes)

    def is_own_page(self, address: str) -> bool:
        """Tell of an address that a post gives as its own whether it is one on the own server.

        Servers such as Pleroma, Friendica and Misskey write an id there, and no name of anybody.
        """
        return self._pages.fullmatch(address) is not None

    def stays(self, address: str) -> bool:
        """Tell whether an address is of ours, or of another who stays named."""
        if self.is_own_address(address):
            return True
        profile = person_of(address)
        if profile is None:
            return False
        is_listed = (profile.platform, _of_host(profile, address)) in self._listed
        return is_listed or self._named.at(address) is not None

    def is_open_handle(self, handle: str) -> bool:
        """Tell whether a handle is ours or listed; without its server it counts as well."""
        return handle_form(handle.strip().lstrip("@")) in self._open_names

    def pseudonym(self, person: RawPerson) -> Pseudonym:
        """Give the pseudonym of a third party."""
        return self._blind.pseudonym(person)

    def known(self, person: RawPerson) -> KnownPerson:
        """Give a third party with all by which a text may name them."""
        known = self._known.get(person)
        if known is None:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[person] = KnownPerson(
                self._blind.pseudonym(person),
                tuple(filter(None, (person.handle, person.spelling))),
                (person.display_name,) if person.display_name else (),
                self._called(person),
            )
        return known

    def _called(self, person: RawPerson) -> tuple[str, ...]:
        parts = parts_of_handle(person.handle or "") + parts_of_handle(person.spelling or "")
        return tuple(part for part in parts if part != self.own_name)

    def known_by(self, address: str) -> list[KnownPerson]:
        """Give whose profiles an address leads to, with all by which a text may name them.

        Not who is called as one of ours is: that name in a text is our own.
        """
        written = addresses_within(address)
        profiles = [None if self.is_own_address(one) else person_of(one) for one in written]
        return [
            self.known(person_of_profile(profile))
            for profile in profiles
            if profile and not self.is_open_handle(profile.handle.partition("@")[0])
        ]

    def behind(self, address: str) -> Pseudonym | None:
        """Say whose address this is; None when there is nobody to hide behind it."""
        if address in EVERYONE or self.is_usual(address) is not None:
            return None
        if self._named.leads_to(address):
            return None
        if address in self._addresses:
            return self._addresses[address]
        if address in self._nobodies and self._looked_at == self._blind.changes:
            return None
        found = self._look(address)
        if found:
            if len(self._addresses) > _MOST_REMEMBERED:
                self._addresses.clear()
            self._addresses[address] = found
        else:
            self._note_nobody(address)
        return found

    def _note_nobody(self, address: str) -> None:
        """Remember that an address leads to nobody; who is nobody now may become known later."""
        if self._looked_at != self._blind.changes or len(self._nobodies) > _MOST_REMEMBERED:
            self._nobodies.clear()
            self._looked_at = self._blind.changes
        self._nobodies.add(address)

    def _look(self, address: str) -> Pseudonym | None:
        looked = map(self._look_at, addresses_within(address))
        return next((found for found in looked if found), None)

    def _look_at(self, address: str) -> Pseudonym | None:
        if self.is_own_address(address) or address in self._open_addresses:
            return None
        profile = person_of(address)
        if profile is None:
            # An address of a form that nobody knows may be that of somebody who is known.
            platform, handle = self._owner.platform, bare_handle(address)
            if handle and handle.endswith(self._at_host):
                handle = None  # on a server that speaks as ours does it is a page
            found = self._blind.at(platform, address)
            return found or (self._blind.called(platform, handle) if handle else None)
        if self._of_handle(profile.platform, profile.handle) is not AuthorRole.CITIZEN:
            return None
        return self._blind.pseudonym(person_of_profile(profile))

    def person_at(self, address: str) -> Pseudonym | None:
        """Give the pseudonym behind an address that must be a person's; None when it is ours.

        Unlike `behind`, an address of an unknown form counts as a third party's.
        """
        if address in self._persons:
            return self._persons[address]
        if len(self._persons) > _MOST_REMEMBERED:
            self._persons.clear()
        found = self._persons[address] = self._person_at(address)
        return found

    def _person_at(self, address: str) -> Pseudonym | None:
        if address in EVERYONE or self.is_own_address(address):
            return None
        if address in self._open_addresses:
            return None
        profile = person_of(address)
        person = RawPerson(
            platform=self._owner.platform,
            user_id=address,
            handle=_of_host(profile, address) if profile and not profile.deeper else None,
            addresses=(address,),
        )
        if self.role(person) is not AuthorRole.CITIZEN:
            return None
        return self._blind.pseudonym(person)


def _on_each_domain(
    listed: frozenset[tuple[Platform, str]], servers: set[str]
) -> Iterator[tuple[Platform, str]]:
    """Give the handles of accounts on one server with each of its domains."""
    for platform, handle in listed:
        name, _, server = handle.partition("@")
        if server in servers:
            yield from ((platform, f"{name}@{other}") for other in servers)


def _local(handle: str) -> str:
    return handle.partition("@")[0]


def _host_of(address: str) -> str:
    try:
        return host_form(urlsplit(address).netloc).removeprefix("www.")
    except ValueError:  # such as half of an IPv6 address
        return ""


def _of_host(profile: Profile, address: str) -> str | None:
    """Give the handle when the server in it is that of the address: anyone may write another's."""
    _, _, server = profile.handle.partition("@")
    if address.startswith(f"https://{server}/") and not server.startswith("www."):  # as most do
        return profile.handle
    return profile.handle if server in {"", _host_of(address)} else None
