"""Names of what is shared: the same for an item wherever it is shared, and of no use elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from weerklank.model.account import Account, AccountKind, NamedAfter
from weerklank.model.item import ArchivalItem, Author, AuthorRole, Medium
from weerklank.model.licences import STATUSES
from weerklank.model.rights import ItemRights, Level, PartRights
from weerklank.services.find.media_format import OTHER, Kind


@dataclass(frozen=True, slots=True)
class Names:
    """Gives what belongs to one archive its name, as its packages are named (docs/format)."""

    #: Name of the log of the archive.
    origin: str
    #: Permanent addresses of what items point at and the archive holds, by key.
    addresses: Mapping[str, str]
    #: What the files of media are that go along, by the id of the medium.
    files: Mapping[str, Kind]
    #: Bytes of those, as they go along.
    sizes: Mapping[str, int] = field(default_factory=dict)
    #: Media of which no clean copy can be made.
    not_cleaned: frozenset[str] = frozenset()
    #: What holds of rights, by the key of an item.
    rights: Mapping[str, ItemRights] = field(default_factory=dict)

    def right(self, item: ArchivalItem, medium: Medium | None = None) -> PartRights | None:
        """Give what holds of the rights on the text of an item, or on one of its media."""
        found = self.rights.get(item.key)
        if found is None:
            return None
        return found.of_medium(medium.id) if medium else found.text

    def licence(self, item: ArchivalItem, medium: Medium | None = None) -> str | None:
        """Give the address of the licence of its text or a medium; None where none is known."""
        right = self.right(item, medium)
        return right.licence.uri if right and right.licence else None

    def notice(self, item: ArchivalItem, medium: Medium | None = None) -> str | None:
        """Say whose the copyright is, and by which licence; None where nobody recorded it."""
        right = self.right(item, medium)
        if right is None or right.status is None or right.copyright_level is Level.AUTHOR:
            return None
        licence = right.licence
        words = (STATUSES[right.status].nl, right.holder, licence.name.nl if licence else "")
        return "; ".join(word for word in words if word)

    def item(self, item: ArchivalItem) -> str:
        """Name an item by its permanent address."""
        return f"urn:weerklank:{self.origin}:{item.id}"

    def by_key(self, key: str) -> str:
        """Name what an item points at: opaque where the archive does not hold it."""
        return f"urn:weerklank:{self.origin}:{self.addresses.get(key, key)}"

    def account(self, account: str) -> str:
        """Name an account of the register."""
        return f"urn:weerklank:{self.origin}:{account}"

    def file(self, item: ArchivalItem, medium: Medium) -> str | None:
        """Give where the file of a medium stands beside what names it; None where none goes along.

        Nothing of its name is a platform's.
        """
        kind = self.files.get(medium.id)
        return f"media/{item.id}/{medium.id}.{kind.extension}" if kind else None

    def why_missing(self, medium: Medium) -> str | None:
        """Say why no file of a medium goes along, as a code; None where one does."""
        return "not_cleaned" if medium.id in self.not_cleaned else medium.missing

    def size(self, medium: Medium) -> str | None:
        """Give how many bytes a medium has: as it goes along, else as it is kept."""
        size = self.sizes.get(medium.id, medium.bytes)
        return None if size is None else str(size)

    def type(self, medium: Medium) -> str | None:
        """Give the type of a medium: by its bytes, else as its platform said it."""
        kind = self.files.get(medium.id, OTHER)
        return medium.type if kind is OTHER else kind.type

    def author(self, item: ArchivalItem) -> str:
        """Name who wrote an item: the account, somebody of the register, or a pseudonym."""
        author: Author = item.author
        if author.role is AuthorRole.OWN:
            return self.account(item.account)
        return f"urn:weerklank:{self.origin}:{item.platform}:{author.pseudonym or author.handle}"


def is_person(account: Account) -> bool:
    """Tell whether an account goes by a person, such as a mayor, and not by the organisation."""
    return account.kind is not AccountKind.CORPORATE or account.named_after is NamedAfter.OFFICE
