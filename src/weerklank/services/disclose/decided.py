"""Decided: all that decisions say of what may be public, read once for all items."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from weerklank.model.account import Account
from weerklank.model.dossier import Disclosure
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.licences import CopyrightStatus
from weerklank.model.mark import MarkState
from weerklank.model.portal import Portal
from weerklank.model.rights import TEXT, Portrait, Rights, part_key
from weerklank.model.special import LaidStates
from weerklank.model.symbols import decode
from weerklank.model.woo_grounds import TWIN
from weerklank.services.disclose.read_portal import read_portal
from weerklank.services.find.read_marks import (
    laid_states,
    read_marks,
    withdrawn_lists,
)
from weerklank.services.find.read_rights import read_rights
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.seal.read_dossiers import read_dossiers
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What holds by decision, by key or permanent address."""

    portal: Portal
    accounts: Mapping[AccountId, Account]
    rights: Rights
    laid: LaidStates
    on_list: frozenset[bytes]
    restricted: frozenset[bytes]
    marked: frozenset[bytes]
    #: What somebody marked as special, and what is none up to a version.
    special: frozenset[bytes]
    ordinary: Mapping[bytes, int]
    #: By permanent address.
    judgements: Mapping[str, frozenset[Disclosure]]
    #: Items or accounts of which somebody in the media objects; empty for all of them.
    objecting: frozenset[str] = field(default_factory=frozenset)

    def is_special(self, key: bytes, version: int, *, by_rule: bool) -> bool:
        """Tell whether few may see an item (D7)."""
        return key in self.special or (by_rule and self.ordinary.get(key, 0) < version)

    def text_status(self, item: str, account: str) -> CopyrightStatus | None:
        """Tell who has the rights on the words of an item; None where nobody recorded it."""
        held = self.rights.copyrights
        for target in (item, account, ""):
            told = held.get(part_key(target, TEXT))
            if told is not None:
                return told.entry.status
        return None

    def has_objection(self, item: str, account: str, *, has_media: bool) -> bool:
        """Tell whether somebody who can be recognised in the media of an item objects."""
        if not self.objecting or not has_media:
            return False
        return not self.objecting.isdisjoint((item, account, ""))


def read_decided(workplace: Workplace) -> Decided:
    """Read what was decided until now."""
    laid, rights = laid_states(workplace), read_rights(workplace)
    gone = withdrawn_lists(workplace)
    lists = (one for one in read_lists(workplace).values() if one.id not in gone)
    marks = read_marks(workplace).values()
    judgements: dict[str, set[Disclosure]] = defaultdict(set)
    for dossier in read_dossiers(workplace).values():
        for document in dossier.documents.values():
            if document.grounds != (TWIN,):  # its words go out with another document
                judgements[document.id].add(document.judgement)
    return Decided(
        portal=read_portal(workplace),
        accounts=workplace.register().accounts,
        rights=rights,
        laid=laid,
        on_list=_keys({key for one in lists for key in one.keys}),
        restricted=_keys(laid.states),
        marked=_keys(one.key for one in marks if one.state is MarkState.WAITING),
        special=_keys(laid.special),
        ordinary={decode(key): version for key, version in laid.ordinary.items()},
        judgements={name: frozenset(found) for name, found in judgements.items()},
        objecting=frozenset(
            target
            for part, told in rights.portraits.items()
            if told.entry.portrait is Portrait.OBJECTION
            for target in (part.rpartition("/")[0],)
        ),
    )


def _keys(keys: Iterable[str]) -> frozenset[bytes]:
    return frozenset(map(decode, keys))


def how_many_decided(workplace: Workplace) -> int:
    """Give a number that rises with every decision."""
    return workplace.events.fold(Book.DECISIONS, _CountFold)


class _CountFold:
    """How many decisions there were."""

    def __init__(self) -> None:
        self._count = 0

    def take(self, _: Event) -> None:
        self._count += 1

    def result(self) -> int:
        return self._count
