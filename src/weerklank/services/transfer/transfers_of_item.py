"""Transfers of an item: in which SIPs it went along, and what became of those."""

from dataclasses import dataclass
from datetime import UTC, datetime

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.clock import iso
from weerklank.model.item import ItemKind
from weerklank.model.json_value import JsonObject
from weerklank.model.transfer import Transfer, TransferState
from weerklank.package.names import PackageName
from weerklank.services.find.read_items import ItemReader, ask_for_part, locate
from weerklank.services.transfer.read_transfers import read_transfers
from weerklank.services.transfer.write_sip import bounds, is_within
from weerklank.services.workplace import Workplace

_RUN = "%Y%m%dT%H%M%SZ"
_MOMENT = 16
#: Of these a transfer takes what fits its period, by rules of their own.
_OTHERS = frozenset({ItemKind.PROFILE, ItemKind.PAGE})


@dataclass(frozen=True, slots=True)
class Went:
    """A transfer that an item went along with."""

    transfer: Transfer
    #: The newest version that was there then.
    version: int
    #: False of a transfer that did not note what stayed behind: the item may have.
    is_sure: bool

    def told(self) -> JsonObject:
        """Write it."""
        one = self.transfer
        return {
            "made": iso(one.made) if one.made else None,
            "receipt": one.receipt,
            "received": iso(one.received) if one.received else None,
            "sip": one.id,
            "sure": self.is_sure,
            "version": self.version,
        }


def transfers_of(workplace: Workplace, name: str) -> list[Went] | None:
    """Give the transfers that an item went along with, in order.

    None for a profile or a page: of those it is not told. WrongUse for an item that is not there.
    """
    every = [one for one in read_transfers(workplace).values() if _is_made(one)]

    def find(catalogue: Catalogue, reader: ItemReader) -> list[Went] | None:
        places = locate(catalogue, name)
        newest = places[-1]
        if reader.read(newest).kind in _OTHERS:
            return None
        account = PackageName.read(newest.package).account
        thread, record = catalogue.database.threads.record_with(newest.key, account)
        tops = [one for one in record if one.key == thread] or record
        begun = min(one.created for one in tops)
        chosen = [
            one
            for one in every
            if (not one.scope.accounts or account in one.scope.accounts)
            and is_within(begun, *bounds(one.scope))
            and newest.id not in (one.left.items or ())
        ]
        # Only where there is something to compare a version is read.
        versions = [(one.version, _begun(reader.read(one).run)) for one in places if chosen]
        return [
            Went(one, max(there), one.left.items is not None)
            for one in chosen
            if (there := [version for version, at in versions if at <= one.begun])
        ]

    return ask_for_part(workplace, find)


def _is_made(one: Transfer) -> bool:
    return one.state is not TransferState.BEGUN


def _begun(run: str) -> datetime:
    """Give when a run began, as its number says: a transfer waits until it has ended."""
    return datetime.strptime(run[:_MOMENT], _RUN).replace(tzinfo=UTC)
