"""Who is who: the account itself, whoever the register lists, and everyone else."""

import re
from typing import Protocol
from urllib.parse import urlsplit

from weerklank.minimise.name_parts import parts_of_handle
from weerklank.minimise.names import KnownPerson
from weerklank.model.ids import Pseudonym
from weerklank.model.item import AuthorRole
from weerklank.model.person_address import (
    bare_handle,
    handles_within,
    inner_addresses,
    person_of,
    without_dots,
)
from weerklank.model.platform import Platform, Profile
from weerklank.model.raw import RawPerson

#: Addresses that mean no person: the public, in ActivityPub's words.
EVERYONE = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
#: What stands behind the address of an account in an address of its own, and can name nobody.
_BELOW = (
    r"(?:/?|/(?:followers|following|inbox|outbox|collections/(?:featured|tags|devices))|#main-key"
    r"|/(?:statuses/)?(?:[0-9]+|[0-9A-HJKMNP-TV-Z]{26})(?:/(?:activity|embed))?"
    r"|/statuses/(?:[0-9]+|[0-9A-HJKMNP-TV-Z]{26})/(?:replies|likes|shares)"
    r"(?:\?(?:min_id=[0-9]+&)?(?:only_other_accounts=true&)?page=true)?)"
)
_MOST_REMEMBERED = 10_000


class Pseudonyms(Protocol):
    """Knows the pseudonyms of third parties; the blind index is one."""

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
    name, which anyone may choose.
    """

    def __init__(
        self, owner: RawPerson, listed: frozenset[tuple[Platform, str]], blind: Pseudonyms
    ) -> None:
        self._owner = owner
        self._listed = listed
        self._blind = blind
        #: What the addresses of the account itself and of everything of it begin with.
        self.own_prefixes = _own_prefixes(owner)
        #: Addresses of ours in the forms that platforms write: nobody else can be in them.
        self._usual = _usual_forms(owner)
        #: Server of the account: part of its addresses that names nobody.
        self.host = urlsplit(owner.user_id or "").netloc or "\0"
        self._at_host = f"@{self.host.lower()}"
        #: What addresses of threads on that server begin with; each names the post it began with.
        self.threads = f"https://{self.host}/contexts/"
        #: Handle of the account without its server: never a part of somebody else's name.
        self.own_name = (owner.handle or "").partition("@")[0]
        self._open_names = {handle for platform, handle in listed if platform == owner.platform}
        self._open_names |= {owner.handle or ""}
        self._open_names |= {handle.partition("@")[0] for handle in self._open_names}
        self._addresses: dict[str, Pseudonym] = {}
        self._persons: dict[str, Pseudonym | None] = {}
        self._known: dict[RawPerson, KnownPerson] = {}

    def role(self, person: RawPerson) -> AuthorRole:
        """Tell whether someone is the account itself, listed, or a third party."""
        if person is self._owner or (
            person.platform == self._owner.platform
            and (
                (person.user_id is not None and person.user_id == self._owner.user_id)
                or (person.handle is not None and person.handle == self._owner.handle)
            )
        ):
            return AuthorRole.OWN
        if person.handle and (person.platform, person.handle) in self._listed:
            return AuthorRole.LISTED
        return AuthorRole.CITIZEN

    def is_own_address(self, address: str) -> bool:
        """Tell whether an address is the account itself or something of it."""
        if self.is_usual(address):
            return True
        if address.startswith("tag:") or not address.startswith(self.own_prefixes):
            return False
        return without_dots(address).startswith(self.own_prefixes)

    def is_usual(self, address: str) -> bool:
        """Tell quickly of nearly all addresses of ours that there can be nobody else in them."""
        return self._usual.fullmatch(address) is not None

    def stays(self, address: str) -> bool:
        """Tell whether an address is of the account itself, or of one that is listed."""
        if self.is_own_address(address):
            return True
        profile = person_of(address)
        return profile is not None and (
            (profile.platform, _of_host(profile, address)) in self._listed
        )

    def is_open_handle(self, handle: str) -> bool:
        """Tell whether a handle is ours or listed; without its server it counts as well."""
        return handle.strip().lstrip("@").lower() in self._open_names

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
        written = (address, *inner_addresses(address), *handles_within(address))
        profiles = [None if self.is_own_address(one) else person_of(one) for one in written]
        return [
            self.known(RawPerson(platform=profile.platform, handle=profile.handle))
            for profile in profiles
            if profile and not self.is_open_handle(profile.handle.partition("@")[0])
        ]

    def behind(self, address: str) -> Pseudonym | None:
        """Say whose address this is; None when there is nobody to hide behind it."""
        if address in EVERYONE or self.is_usual(address):
            return None
        if address in self._addresses:
            return self._addresses[address]
        if len(self._addresses) > _MOST_REMEMBERED:
            self._addresses.clear()
        found = self._look(address)
        if found:  # who is nobody now may become known by a later item
            self._addresses[address] = found
        return found

    def _look(self, address: str) -> Pseudonym | None:
        written = [address, *inner_addresses(address)]
        if "@" in address or "%" in address:
            written += handles_within(address)
        return next((found for found in map(self._look_at, written) if found), None)

    def _look_at(self, address: str) -> Pseudonym | None:
        if self.is_own_address(address):
            return None
        profile = person_of(address)
        if profile is None:
            # An address of a form that nobody knows may be that of somebody who is known.
            platform, handle = self._owner.platform, bare_handle(address)
            if handle and handle.endswith(self._at_host):
                handle = None  # on a server that speaks as ours does it is a page
            found = self._blind.at(platform, address)
            return found or (self._blind.called(platform, handle) if handle else None)
        if (profile.platform, profile.handle) in self._listed:
            return None
        if profile.platform == self._owner.platform and profile.handle == self._owner.handle:
            return None
        return self._blind.pseudonym(RawPerson(platform=profile.platform, handle=profile.handle))

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


def _of_host(profile: Profile, address: str) -> str | None:
    """Give the handle when the server in it is that of the address: anyone may write another's."""
    _, _, server = profile.handle.partition("@")
    host = urlsplit(address).netloc.lower().removeprefix("www.")
    return profile.handle if server in {"", host} else None


def _usual_forms(owner: RawPerson) -> re.Pattern[str]:
    """Match the account's own addresses, those of its posts and what Mastodon has below them."""
    heads = [re.escape(sign[:-1]) for sign in _own_prefixes(owner) if sign.endswith("/")]
    server = urlsplit(owner.user_id or "").netloc
    return re.compile(
        rf"(?:{'|'.join(heads) or '(?!)'}){_BELOW}"
        rf"|tag:{re.escape(server or '-')},[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}:objectId=[0-9]+"
        r":objectType=(?:Conversation|Status)"
    )


def _own_prefixes(owner: RawPerson) -> tuple[str, ...]:
    prefixes = {f"{address.rstrip('/')}{sign}" for address in owner.addresses for sign in "/#?"}
    if owner.platform is Platform.MASTODON and owner.handle and owner.user_id:
        name = owner.handle.partition("@")[0]
        parts = urlsplit(owner.user_id)
        prefixes |= {
            f"{parts.scheme}://{parts.netloc}/@{name}/",
            f"{parts.scheme}://{parts.netloc}/users/{name}/",
            f"tag:{parts.netloc},",
        }
    return tuple(sorted(prefixes))
