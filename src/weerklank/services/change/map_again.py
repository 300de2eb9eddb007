"""Map again: read what is held by the mappings of now, where an earlier one read less of it.

A new version of each record that reads otherwise, beside the old one, which stays (docs/adr/0064).
Its source is the same, and so are its words: nobody edited anything, and `wording` says that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import orjson
from msgspec.structs import replace

from weerklank.catalogue.catalogue import Catalogue
from weerklank.harvest.map_again import MapsAgain, is_due
from weerklank.harvest.port import Connector
from weerklank.model.account import Account
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.model.run import Technique
from weerklank.model.symbols import decode
from weerklank.model.text import Text
from weerklank.package.names import Found, packages
from weerklank.package.reader import read_items
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.change.close_months import close_past_months
from weerklank.services.change.execute_destruction import finish_destructions, refuse_waiting
from weerklank.services.change.mapped_parts import MappedParts
from weerklank.services.change.recover import recover
from weerklank.services.runs.mapped_runs import BEGUN, DONE, read_mapped
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

MAPPING = Text(
    "Wat er is van {account} wordt opnieuw gelezen.", "Reading what is held of {account} again."
)
NO_ACCOUNT = fault(
    "MAPPING-001",
    Text(nl="Er is geen account genoemd.", en="No account was named."),
    Text(
        nl="Noem een account, of geef --all om wat er is van elk account opnieuw te lezen.",
        en="Name an account, or give --all to read what is held of every account again.",
    ),
)
#: How an account is reached: those by which a mapping may have read it.
_TECHNIQUES = (Technique.API, Technique.EXPORT)


@dataclass(slots=True, kw_only=True)
class MappedAgain:
    """What came of mapping one account again."""

    account: AccountId
    #: Its name in the journal; None where nothing was written.
    run: str | None = None
    #: Versions of the mappings of now by technique; empty where none was ever raised.
    mappings: dict[str, int] = field(default_factory=dict)
    #: Items of which the newest version is of an earlier mapping.
    looked_at: int = 0
    #: Those of which a new version was written, or would be.
    new_versions: int = 0
    #: Items by what a mapping of now would read and the kept source does not have.
    not_in_source: Counter[str] = field(default_factory=Counter)

    @property
    def same(self) -> int:
        """Items that read as they are held: they keep their mapping."""
        return self.looked_at - self.new_versions


def map_again(
    workplace: Workplace,
    connectors: list[Connector],
    names: tuple[str, ...],
    *,
    every: bool = False,
    only_look: bool = False,
) -> Iterator[MappedAgain]:
    """Map accounts again, by name or address, or `every` one; gives of each what came of it.

    With `only_look` nothing is written. WrongUse for an account that the register does not know,
    or where none is named; an error that may be tried again when a run holds one; BrokenInput for
    a damaged package. What was sealed before that is done, and the next one goes on from there.
    """
    if not names and not every:
        raise WrongUse(NO_ACCOUNT)
    register = workplace.register()
    found = [*register.accounts.values()] if every else [register.find(name) for name in names]
    waiting = [] if only_look else finish_destructions(workplace)
    for account in {one.id: one for one in found}.values():
        connector = _connector_of(connectors, account)
        if connector is None:
            yield MappedAgain(account=account.id)
            continue
        refuse_waiting(waiting, [account.id])
        with locked(workplace.layout.lock(f"account-{account.id}"), str(account.id)):
            yield _map(workplace, connector, account, only_look=only_look)


def _connector_of(connectors: Iterable[Connector], account: Account) -> MapsAgain | None:
    """Give the connector of an account where one of its mappings was ever raised."""
    for one in connectors:
        if one.manifest.platform == account.platform and isinstance(one, MapsAgain):
            return one
    return None


def _map(
    workplace: Workplace, connector: MapsAgain, account: Account, *, only_look: bool
) -> MappedAgain:
    """Map an account again, under its lock."""
    done = MappedAgain(
        account=account.id,
        mappings={str(one): connector.mapping_of(one) for one in _TECHNIQUES},
    )
    workplace.reporter.step(MAPPING, account=account.id)
    if not only_look:
        recover(workplace, account.id)
        close_past_months(workplace, account.id, lambda _: None)
    with ExitStack() as stack:
        catalogue = open_catalogue(workplace)
        stack.callback(catalogue.close)
        read = _read(workplace, catalogue, connector, account, done)
        if only_look:
            done.new_versions = sum(1 for _ in read)
            return done
        parts = MappedParts(workplace, account.id, catalogue)
        stack.callback(parts.abandon)
        done.run = parts.run
        for item, source in read:
            if not done.new_versions:
                _tell(workplace, BEGUN, done)
            done.new_versions += 1
            parts.add(item, source)
        parts.seal()
    _tell_done(workplace, done)
    return done


def _read(
    workplace: Workplace,
    catalogue: Catalogue,
    connector: MapsAgain,
    account: Account,
    done: MappedAgain,
) -> Iterator[tuple[ArchivalItem, JsonObject]]:
    """Give the items that read otherwise now, as they read, with their sources; counts all."""
    for item, source in _due(workplace, catalogue, connector, account):
        done.looked_at += 1
        read = connector.read_again(item, source)
        done.not_in_source.update(read.not_in_source)
        again = replace(item, withheld=read.withheld or item.withheld)
        if again != item:
            yield replace(again, mapping=connector.mapping_of(Technique(item.technique))), source


def _due(
    workplace: Workplace, catalogue: Catalogue, connector: MapsAgain, account: Account
) -> Iterator[tuple[ArchivalItem, JsonObject]]:
    """Give the items of which the newest version is of an earlier mapping, with their sources.

    Package by package as they lie there now: what is written meanwhile is of the mapping of now.
    """
    for package in _packages(workplace, account.id):
        for member, items in read_items(package):
            for item, source in zip(items, member.told, strict=True):
                if not is_due(connector, account.platform, item):
                    continue
                newest = catalogue.database.places.newest_by_key(decode(item.key))
                if newest is not None and newest.version == item.version:
                    yield item, orjson.loads(source)


def _packages(workplace: Workplace, account: AccountId) -> list[Found]:
    return [one for one in packages(workplace.layout) if one.name.account == account]


def _tell(workplace: Workplace, kind: str, done: MappedAgain, **more: int | JsonObject) -> None:
    mappings: JsonObject = {**done.mappings}
    run = str(done.run)
    workplace.record(
        Book.JOURNAL, kind, run, {"account": done.account, "mappings": mappings, **more}
    )


def _tell_done(workplace: Workplace, done: MappedAgain) -> None:
    """Write down what came of it, unless nothing did and the same was told before."""
    known = read_mapped(workplace).ended(done.account)
    is_told = any(one.mappings == done.mappings for one in known)
    if not done.looked_at or (is_told and not done.new_versions):
        done.run = None
        return
    lacking: JsonObject = {**done.not_in_source}
    _tell(
        workplace,
        DONE,
        done,
        looked_at=done.looked_at,
        new_versions=done.new_versions,
        not_in_source=lacking,
    )
    seal_events(workplace)


def mapped_json(done: MappedAgain) -> JsonObject:
    """Write what came of one account."""
    return {
        "account": done.account,
        "looked_at": done.looked_at,
        "mappings": {**done.mappings},
        "new_versions": done.new_versions,
        "not_in_source": {**done.not_in_source},
        "run": done.run,
        "same": done.same,
    }
