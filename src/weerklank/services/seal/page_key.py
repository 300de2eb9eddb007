"""The key under which an archive signs its pages, and which keys it signed with before.

The signature in the file of a page says nothing of whose key it is. So the register names each
public key when it is first used: whoever has the archive can tell its pages from others.
"""

from weerklank.model.event import Book, Event
from weerklank.package.wacz_signing import WaczSigner
from weerklank.services.workplace import Workplace

#: Kind of the event that a key came into use.
PAGE_KEY = "pages.key"


def page_signer(workplace: Workplace) -> WaczSigner:
    """Give what signs the pages of an archive; a key that is new enters the register first.

    KEYS-002, KEYS-003 or KEYS-004 when the key can't be used.
    """
    signer = WaczSigner(workplace.keys.page_signer)
    if signer.public_key not in page_keys(workplace):
        data = {"public_key": signer.public_key}
        workplace.record(Book.REGISTER, PAGE_KEY, "archive", {**data})
    return signer


def page_keys(workplace: Workplace) -> tuple[str, ...]:
    """Give every key that signed pages, in order of use: SubjectPublicKeyInfo in base64."""
    return workplace.events.fold(Book.REGISTER, _PageKeysFold)


class _PageKeysFold:
    """Which keys signed pages."""

    def __init__(self) -> None:
        self._keys: dict[str, None] = {}

    def take(self, event: Event) -> None:
        key = event.data.get("public_key") if event.kind == PAGE_KEY else None
        if isinstance(key, str):
            self._keys[key] = None

    def result(self) -> tuple[str, ...]:
        return tuple(self._keys)
