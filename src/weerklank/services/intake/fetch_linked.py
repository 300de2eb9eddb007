"""Fetch linked: get what an export only links to, while the links still lead somewhere."""

from collections.abc import Callable
from contextlib import ExitStack

from weerklank.harvest.fetched_export import FetchedExport, HoldsLinks
from weerklank.harvest.intake import spool_name
from weerklank.harvest.port import Export
from weerklank.harvest.transport import Transport
from weerklank.model.account import Account
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace
from weerklank.store.spool import Spool

WAITING = Text(
    "De server vraagt te wachten: {seconds} {seconds:seconde|seconden}.",
    "The server asks to wait: {seconds} {seconds:second|seconds}.",
)

#: Makes the way out to a server, by the address that a person put into the register; the other
#: value is told of each wait that people notice.
WayOut = Callable[[str, Callable[[float], None]], Transport]


def with_media_fetched(
    workplace: Workplace,
    account: Account,
    export: Export,
    way_out: WayOut | None,
    working: ExitStack,
) -> Export:
    """Give an export that fetches what it links to; another one comes back as it is.

    Nothing is asked but of the domains that the connector names as those of the platform.
    """
    if not isinstance(export, HoldsLinks):
        return export
    transport = None
    if way_out is not None:
        transport = way_out(
            account.url,
            lambda seconds: workplace.reporter.step(WAITING, seconds=round(seconds)),
        )
        working.callback(transport.close)
        transport.keep_within(export.hosts)
    spool = Spool(workplace.layout.spool / spool_name(account.id))
    working.callback(spool.close)
    return FetchedExport(export, transport, spool, now=workplace.clock.now)
